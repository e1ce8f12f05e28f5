"""Points, lines and areas on the flat ground around one spot: exact enough for a city, and nothing but arithmetic.

Corners are lon, lat, lon, lat, … in degrees × 10⁷ (WGS-84), distances metres. The plane touches the ellipsoid at the spot: within
50 km it is wrong by less than a thousandth.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from inspector_app.domain.ground import metres_per_degree

E7 = 10_000_000
FULL_TURN, HALF_TURN = 3_600_000_000, 1_800_000_000

Corners = Sequence[int]
"""lon, lat, lon, lat, …; a ring closes by itself."""


class Box(NamedTuple):
    """Degrees × 10⁷, both ends included."""

    west: int
    east: int
    south: int
    north: int


class Step(NamedTuple):
    """The spot of a line that is nearest: how far off it is, and how far along the line it lies."""

    off_m: float
    along_m: float


def is_within(lat_e7: int, lon_e7: int, rings: Iterable[Corners]) -> bool:
    """Whether the spot lies within an odd number of the rings, so that holes and parts need no order.

    Of two areas that share a border a spot on it lies in at most one, whichever way their corners run.
    """
    inside = False
    for ring in rings:
        if len(ring) < 6:
            continue
        lons, lats = ring[0::2], ring[1::2]
        before_lon, before_lat = lons[-1], lats[-1]
        for lon, lat in zip(lons, lats, strict=True):
            if (lat > lat_e7) != (before_lat > lat_e7) and _is_east(lat_e7, lon_e7, lon, lat, before_lon, before_lat):
                inside = not inside
            before_lon, before_lat = lon, lat
    return inside


def _is_east(lat_e7: int, lon_e7: int, lon: int, lat: int, other_lon: int, other_lat: int) -> bool:
    """Whether the side between the corners passes east of the spot: in whole numbers, and the same from both its ends."""
    if lat > other_lat:
        lon, lat, other_lon, other_lat = other_lon, other_lat, lon, lat
    return (lon_e7 - lon) * (other_lat - lat) < (other_lon - lon) * (lat_e7 - lat)


@dataclass(frozen=True, slots=True)
class Ground:
    """The flat ground around a spot."""

    lat_e7: int
    lon_e7: int
    to_north: float = field(init=False)  # metres of a degree × 10⁻⁷
    to_east: float = field(init=False)

    def __post_init__(self) -> None:
        to_north, to_east = metres_per_degree(self.lat_e7 / E7)
        object.__setattr__(self, "to_north", to_north / E7)
        object.__setattr__(self, "to_east", max(to_east / E7, 1e-8))

    def distance_m(self, lat_e7: int, lon_e7: int) -> float:
        """The straight line from the spot to another one, also across the date line."""
        return math.hypot(*self.offset_m(lat_e7, lon_e7))

    def offset_m(self, lat_e7: int, lon_e7: int) -> tuple[float, float]:
        """How far another spot lies to the east and to the north."""
        turn = (lon_e7 - self.lon_e7 + HALF_TURN) % FULL_TURN - HALF_TURN
        return turn * self.to_east, (lat_e7 - self.lat_e7) * self.to_north

    def box(self, metres: float) -> Box:
        """All within so many metres lies in it; cut off where the numbers of a map end."""
        north = math.ceil(metres / self.to_north)
        east = math.ceil(min(metres / self.to_east, FULL_TURN))
        return Box(
            max(self.lon_e7 - east, -HALF_TURN), min(self.lon_e7 + east, HALF_TURN),
            max(self.lat_e7 - north, -HALF_TURN), min(self.lat_e7 + north, HALF_TURN),
        )  # fmt: skip

    def border_m(self, rings: Iterable[Corners]) -> float:
        """How far the nearest border is, from within or without; infinite where there is no corner."""
        return min((self._on([*ring, *ring[:2]]).off_m for ring in rings), default=math.inf)

    def line_m(self, parts: Iterable[Corners]) -> float:
        """How far the nearest spot of a line is; infinite where there is no corner."""
        return min((self._on(part).off_m for part in parts), default=math.inf)

    def step_onto(self, parts: Iterable[Corners]) -> Step:
        """The nearest spot of a line, its parts taken one after the other."""
        best, passed = Step(math.inf, 0.0), 0.0
        for part in parts:
            found = self._on(part)
            if found.off_m < best.off_m:
                best = Step(found.off_m, passed + found.along_m)
            passed += self.length_m(part)
        return best

    def length_m(self, part: Corners) -> float:
        """The length of one part of a line."""
        flat = self._flat(part)
        return sum(math.dist(one, other) for one, other in pairwise(flat))

    def _flat(self, corners: Corners) -> list[tuple[float, float]]:
        east, north = self.to_east, self.to_north
        lons, lats = corners[0::2], corners[1::2]
        return [((lon - self.lon_e7) * east, (lat - self.lat_e7) * north) for lon, lat in zip(lons, lats, strict=False)]

    def _on(self, corners: Corners) -> Step:
        """The nearest spot of one part; the spot itself is 0, 0 here."""
        flat = self._flat(corners)
        if not flat:
            return Step(math.inf, 0.0)
        (ax, ay), passed = flat[0], 0.0
        best, along = ax * ax + ay * ay, 0.0
        for bx, by in flat[1:]:
            dx, dy = bx - ax, by - ay
            square = dx * dx + dy * dy
            share = -(ax * dx + ay * dy) / square if square > 0 else 0.0
            share = 0.0 if share < 0 else min(share, 1.0)
            x, y = ax + share * dx, ay + share * dy
            length = math.sqrt(square)
            if x * x + y * y < best:
                best, along = x * x + y * y, passed + share * length
            passed += length
            ax, ay = bx, by
        return Step(math.sqrt(best), along)
