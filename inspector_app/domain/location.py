"""Where a spot is, as the reference pack knows it: grid, street, road, who looks after it, and what stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector_app.domain.geometry import Corners

UNSURE_MM = 15_000  # where nobody said how good a position is: what tenders ask of receivers (domain.md §2.9)
MOST_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """Degrees × 10⁷ (WGS-84); `accuracy_mm` as the receiver said it, None where nobody did."""

    lat_e7: int
    lon_e7: int
    accuracy_mm: int | None = None

    @property
    def unsure_m(self) -> float:
        """How far the true place may be away."""
        return (UNSURE_MM if self.accuracy_mm is None else self.accuracy_mm) / 1000


@dataclass(frozen=True, slots=True)
class Area:
    """A district, a street (街道) or a community (社区)."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Who looks after a place (责任单位)."""

    code: str = ""
    name: str = ""
    phone: str = ""


def grid_number(code: str) -> str:
    """The end of a grid's code: what it is called on the map and in the bar."""
    return code[-4:]


@dataclass(frozen=True, slots=True)
class Grid:
    """A unit grid (单元网格) that was valid then. `border_m` is how far its border is; `holds` whether the spot is inside."""

    code: str
    community: str
    unit: str
    zone: str
    border_m: float
    holds: bool


@dataclass(frozen=True, slots=True)
class GridShape:
    """The rings of a grid, each as lon, lat, … in degrees × 10⁷."""

    code: str
    rings: tuple[Corners, ...]


@dataclass(frozen=True, slots=True)
class Road:
    """The nearest road; `distance_m` is from its edge, as far as its width is known, else from its middle."""

    code: str
    name: str
    road_class: str
    mode: str
    zone: str
    police_strict: bool
    unit: str
    distance_m: float

    def street_policy(self) -> dict[str, str]:
        """What the road's policy says, as far as it says anything; hours are in the feed's policies only."""
        return {name: word for name, word in (("mode", self.mode), ("zone", self.zone)) if word}


@dataclass(frozen=True, slots=True)
class Point:
    """Something that the pack knows by place or code. `kind`: premises, car_park, relief, asset, permit; `body` is the rest."""

    kind: str
    code: str
    name: str
    address: str
    lat_e7: int
    lon_e7: int
    unit: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """A text of the body; empty where it is none."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    @property
    def owner(self) -> str:
        """Who answers for it: the owner, or who holds the permit."""
        return self.said("owner") or self.said("holder")


@dataclass(frozen=True, slots=True)
class Nearby:
    """A point with the walk to it; `by_road` when it follows the network on foot, else it is an estimate."""

    point: Point
    walk_m: int
    by_road: bool


@dataclass(frozen=True, slots=True)
class Location:
    """What is known of a spot at one moment; what nobody knows is empty or None.

    `candidates` are the codes of all grids that it may lie in, the likeliest first: more than one near a border.
    """

    spot: Spot
    grid: Grid | None = None
    candidates: tuple[str, ...] = ()
    community: Area = Area()
    street: Area = Area()
    district: Area = Area()
    road: Road | None = None
    premises: Point | None = None
    unit: Unit = Unit()
    crossing: str = ""  # the name of the road that meets the nearest one here

    @property
    def zone(self) -> str:
        """The zone that counts: the road's own, which is agreed for just that road, else the grid's."""
        return (self.road.zone if self.road is not None else "") or (self.grid.zone if self.grid is not None else "")

    @property
    def is_unsure(self) -> bool:
        """Whether a border is nearer than the position is good."""
        return len(self.candidates) > 1

    def addresses(self) -> tuple[str, ...]:
        """What may be written as the address, the most exact first."""
        shop = self.premises
        at_door = (f"{shop.address}（{shop.name}）" if shop.address else shop.name) if shop is not None else ""
        on_road = self.road.name if self.road is not None else ""
        at_crossing = f"{on_road}与{self.crossing}口" if on_road and self.crossing else ""
        return tuple(dict.fromkeys(text for text in (at_door, at_crossing, on_road) if text))
