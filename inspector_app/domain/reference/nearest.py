"""The relief points that an officer may guide a stall to now, nearest first."""

import heapq
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from inspector_app.domain.geometry import Ground
from inspector_app.domain.ids import iso
from inspector_app.domain.place import Place
from inspector_app.domain.reference.relief import ReliefPoint

# Walking follows streets. Where nobody knows the network of ways, a walk counts as 1.3 times the straight line.
DETOUR_TENTHS = 13
_STREET = re.compile("(?=([^0-9 ]{2}[路街道巷]))")
_NOBODY: Mapping[str, int] = {}
NO_WALKS: Mapping[str, int] = {}
# What a 721 pack calls them: the farthest walk in metres to a point that counts as near, and the flag where none is.
NEAR, DEMAND = "relief_distance", "relief_demand"


@dataclass(frozen=True, slots=True)
class Near:
    """A point that is open, takes the goods and has `free` slots; `distance_m` is the walk in metres, None when unknown.

    `by_road`: the walk follows the network of ways; else it is an estimate.
    """

    point: ReliefPoint
    distance_m: int | None
    free: int
    open_until: datetime
    by_road: bool = False


def nearest(
    points: Sequence[ReliefPoint],
    place: Place,
    at: datetime,
    goods: str,
    n: int = 3,
    held: Mapping[str, int] = _NOBODY,
    walks: Mapping[str, int] = NO_WALKS,
) -> tuple[Near, ...]:
    """At most `n` points that can take a stall with `goods` (empty: unknown) at `at` (aware), the shortest walk first.

    `held`: by point, the slots that this laptop has asked for and has no answer about yet. `walks`: by point, the walk along
    the network in metres, as far as it is known. Where the finding is unknown, points on its street come first, then the
    others by name, and no distance is told.
    """
    found: list[Near] = []
    moment = iso(at.astimezone(UTC))
    for distance, point in _by_distance(points, place, walks):
        free = point.free(moment) - held.get(point.id, 0)
        until = point.open_until(at) if free > 0 and point.takes(goods) else None
        if until is not None:
            found.append(Near(point, distance, free, until, distance is not None and point.id in walks))
            if len(found) == n:
                break
    return tuple(found)


def closest(
    points: Sequence[ReliefPoint], place: Place, goods: str, walks: Mapping[str, int] = NO_WALKS
) -> tuple[int, ReliefPoint] | None:
    """The nearest point that takes the goods, open and free or not, with the walk in metres; None when that is unknown."""
    if place.lat_e7 is None or place.lon_e7 is None:
        return None
    found = _walks(points, place.lat_e7, place.lon_e7, walks)
    return next(((walk, one) for walk, one in found if one.takes(goods)), None)


def walking_m(lat_e7: int, lon_e7: int, point: ReliefPoint) -> int:
    """The walk to the point in whole metres: the straight line, times the detour."""
    return estimated_m(Ground(lat_e7, lon_e7).distance_m(point.lat_e7, point.lon_e7))


def estimated_m(straight_m: float) -> int:
    """The walk in whole metres where only the straight line is known."""
    return round(straight_m * DETOUR_TENTHS / 10)


def _by_distance(
    points: Sequence[ReliefPoint], place: Place, walks: Mapping[str, int]
) -> Iterable[tuple[int | None, ReliefPoint]]:
    if place.lat_e7 is None or place.lon_e7 is None:
        return ((None, point) for point in _by_street(points, place.address))
    return _walks(points, place.lat_e7, place.lon_e7, walks)


def _walks(
    points: Sequence[ReliefPoint], lat_e7: int, lon_e7: int, walks: Mapping[str, int]
) -> Iterable[tuple[int, ReliefPoint]]:
    """Every point with its walk, the shortest first: a known one, else the estimate."""
    if not walks:
        yield from _estimates(points, lat_e7, lon_e7)
        return
    known = [(walks[point.id], n, point) for n, point in enumerate(points) if point.id in walks]
    others = [point for point in points if point.id not in walks]
    guessed = ((walk, len(points), point) for walk, point in _estimates(others, lat_e7, lon_e7))
    yield from ((walk, point) for walk, _, point in heapq.merge(sorted(known, key=_first), guessed, key=_first))


def _first(one: tuple[int, int, ReliefPoint]) -> tuple[int, int]:
    return one[:2]


def _estimates(points: Sequence[ReliefPoint], lat_e7: int, lon_e7: int) -> Iterable[tuple[int, ReliefPoint]]:
    ground = Ground(lat_e7, lon_e7)
    to_north, to_east = ground.to_north, ground.to_east
    # A heap, because seldom more than a few are looked at; the place in the list decides between equal ways. The squares
    # are compared, so that nothing is called a hundred thousand times.
    heap = [
        (((point.lat_e7 - lat_e7) * to_north) ** 2 + ((point.lon_e7 - lon_e7) * to_east) ** 2, place)
        for place, point in enumerate(points)
    ]
    heapq.heapify(heap)
    while heap:
        square, place = heapq.heappop(heap)
        yield estimated_m(math.sqrt(square)), points[place]


def _by_street(points: Sequence[ReliefPoint], address: str) -> Sequence[ReliefPoint]:
    """Points whose address or name holds most of the streets in `address`; the others by name."""
    streets = frozenset(_STREET.findall(address))

    def shared(point: ReliefPoint) -> int:
        return sum(street in point.address or street in point.name for street in streets)

    return sorted(points, key=lambda point: (-shared(point), point.name, point.id))
