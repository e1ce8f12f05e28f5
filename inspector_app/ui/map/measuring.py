"""What is measured on the map: corners one by one, a length or an area. No Qt."""

from enum import StrEnum
from typing import NamedTuple

from inspector_app.domain import ground

MOST_CORNERS = 200


class Tool(StrEnum):
    """What a tap on the map does."""

    LOOK = "look"
    DISTANCE = "distance"
    AREA = "area"
    PIN = "pin"


class Measured(NamedTuple):
    """Corners as (lat, lon) in degrees; `finished` takes no more of them."""

    tool: Tool = Tool.LOOK
    corners: tuple[ground.Corner, ...] = ()
    finished: bool = False

    def with_corner(self, corner: ground.Corner) -> "Measured":
        """A pin has one corner, the newest; after `finished` another measurement begins."""
        if self.tool is Tool.PIN:
            return self._replace(corners=(corner,))
        if self.finished:
            return self._replace(corners=(corner,), finished=False)
        if len(self.corners) >= MOST_CORNERS:
            return self
        return self._replace(corners=(*self.corners, corner))

    def without_last(self) -> "Measured":
        return self._replace(corners=self.corners[:-1], finished=False)

    def ended(self) -> "Measured":
        """Done, where there is enough to measure."""
        least = 3 if self.tool is Tool.AREA else 2
        return self._replace(finished=True) if len(self.corners) >= least else self

    @property
    def length_m(self) -> float:
        """Along the corners; around them for an area."""
        around = (
            self.corners if self.tool is not Tool.AREA or len(self.corners) < 3 else (*self.corners, self.corners[0])
        )
        return ground.length_m(around)

    @property
    def crosses(self) -> bool:
        """Whether the outline of an area crosses itself, so that it has none."""
        return self.tool is Tool.AREA and ground.crosses_itself(self.corners)

    @property
    def area_m2(self) -> float:
        return ground.area_m2(self.corners) if self.tool is Tool.AREA and not self.crosses else 0.0
