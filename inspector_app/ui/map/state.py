"""What the map page shows besides the map itself."""

from enum import StrEnum
from typing import NamedTuple

from inspector_app.domain.reference.relief import ReliefPoint
from inspector_app.domain.tiles import TileFacts
from inspector_app.ui.map.measuring import Measured


class Chip(StrEnum):
    """What can be shown over the base map; of the first two one at most."""

    SHIFT = "shift"
    MONTH = "month"
    TASKS = "tasks"
    RELIEF = "relief"
    GRIDS = "grids"
    HEAT = "heat"


SCOPES = (Chip.SHIFT, Chip.MONTH)
AT_FIRST = frozenset({Chip.SHIFT, Chip.TASKS, Chip.RELIEF})


class Slots(NamedTuple):
    """A relief point with its free slots, and the walk to it in metres where that is known."""

    point: ReliefPoint
    free: int
    walk_m: int | None = None


class ListRow(NamedTuple):
    """One thing of the list. `kind` is a tier, task or relief, `key` the id that leads to it; how far it is from the
    middle of the map, and in which direction (degrees from north)."""

    kind: str
    key: str
    words: str
    lat: float
    lon: float
    far_m: float = 0.0
    bearing: float = 0.0


class Found(NamedTuple):
    """What was searched for, and where it is."""

    words: str
    lat: float
    lon: float


class Grids(StrEnum):
    """Why no grids are seen although they are wanted."""

    FAR = "far"
    NONE = "none"


class MapState(NamedTuple):
    """`problem` is the code of a base map that could not be opened; `facts` are those of the one that is shown."""

    facts: TileFacts | None = None
    problem: str = ""
    broken: int = 0
    looked: bool = False  # for a base map
    on: frozenset[Chip] = AT_FIRST
    counts: tuple[tuple[Chip, int], ...] = ()
    measured: Measured = Measured()
    hoarding: bool = False  # the record on the screen is one: it can take an area
    approved_m2: float | None = None
    following: bool = False
    located: bool = False
    pinned: tuple[str, str] = ("", "good")  # what the record would say of the pin, and its tone
    slots: Slots | None = None
    rows: tuple[ListRow, ...] | None = None  # None: the list is not shown
    found: Found | None = None
    unknown: bool = False  # nothing is called like what was searched for
    grids: Grids | None = None

    def tapped(self, chip: Chip) -> frozenset[Chip]:
        """What is shown after a chip was tapped."""
        if chip in self.on:
            return self.on - {chip}
        return (self.on - set(SCOPES) if chip in SCOPES else self.on) | {chip}

    def counted(self, chip: Chip, count: int) -> tuple[tuple[Chip, int], ...]:
        return (*((other, n) for other, n in self.counts if other is not chip), (chip, count))

    @property
    def scope(self) -> Chip | None:
        """Whose findings are shown or counted by heat; None for none."""
        return next((chip for chip in SCOPES if chip in self.on), None)
