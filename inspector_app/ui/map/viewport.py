"""Which part of the world a widget shows. No Qt: plain numbers, so that laws can be tested."""

from typing import NamedTuple

from inspector_app.domain import mercator

TILE = 512  # px of the world at zoom 0
LOWEST, HIGHEST = 8.0, 19.5  # zooms: a province, and a single car


class Viewport(NamedTuple):
    """The middle (`x`, `y` on the Mercator square), the zoom, and the widget's size in px."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 14.5
    width: int = 1
    height: int = 1

    @property
    def scale(self) -> float:
        """px of the whole square."""
        return float(TILE * 2**self.zoom)

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        scale = self.scale
        return (x - self.x) * scale + self.width / 2, (y - self.y) * scale + self.height / 2

    def to_world(self, left: float, top: float) -> tuple[float, float]:
        scale = self.scale
        return self.x + (left - self.width / 2) / scale, self.y + (top - self.height / 2) / scale

    def place_at(self, left: float, top: float) -> tuple[float, float]:
        """Latitude and longitude under a point of the widget."""
        x, y = self.to_world(left, top)
        return mercator.lat_of(y), mercator.lon_of(x)

    def moved(self, right: float, down: float) -> "Viewport":
        """What lies under the finger goes with it by so many px."""
        scale = self.scale
        return self._replace(x=_in_world(self.x - right / scale), y=_in_world(self.y - down / scale))

    def zoomed(self, zoom: float, left: float, top: float) -> "Viewport":
        """At another zoom; what lies under the point stays there."""
        x, y = self.to_world(left, top)
        there = self._replace(zoom=min(HIGHEST, max(LOWEST, zoom)))
        scale = there.scale
        return there._replace(
            x=_in_world(x - (left - self.width / 2) / scale), y=_in_world(y - (top - self.height / 2) / scale)
        )

    def centred(self, lat: float, lon: float) -> "Viewport":
        return self._replace(x=_in_world(mercator.x_of(lon)), y=_in_world(mercator.y_of(lat)))

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return mercator.lat_of(self.y), mercator.lon_of(self.x)

    @property
    def metres_per_px(self) -> float:
        return mercator.metres_across(mercator.lat_of(self.y)) / self.scale

    def box(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """Left, top, right, bottom on the square, `margin` px more on each side."""
        scale = self.scale
        wide, high = (self.width / 2 + margin) / scale, (self.height / 2 + margin) / scale
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        left, top, right, bottom = self.box()
        return mercator.lon_of(left), mercator.lat_of(bottom), mercator.lon_of(right), mercator.lat_of(top)


def around(bounds: tuple[float, float, float, float], width: int, height: int, *, highest: float = HIGHEST) -> Viewport:
    """The view that shows the whole of `bounds` (west, south, east, north), at a zoom of half steps."""
    west, south, east, north = bounds
    left, right = mercator.x_of(west), mercator.x_of(east)
    top, bottom = mercator.y_of(north), mercator.y_of(south)
    view = Viewport((left + right) / 2, (top + bottom) / 2, LOWEST, max(1, width), max(1, height))
    zoom = min(highest, HIGHEST)
    while zoom > LOWEST and ((right - left) * TILE * 2**zoom > width or (bottom - top) * TILE * 2**zoom > height):
        zoom -= 0.5
    return view._replace(zoom=zoom)


def _in_world(value: float) -> float:
    return min(1.0, max(0.0, value))
