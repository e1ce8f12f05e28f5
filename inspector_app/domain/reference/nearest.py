"""The relief points that an officer may guide a stall to now, nearest first."""

import heapq
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from inspector_app.domain.ids import iso
from inspector_app.domain.place import Place
from inspector_app.domain.reference.relief import ReliefPoint

# Walking follows streets. Until the app knows the road network, a walk counts as 1.3 times the straight line.
DETOUR_TENTHS = 13
_METRES_PER_E7 = 6_371_008.8 * math.pi / 180 / 10_000_000  # along a meridian of the mean sphere
_STREET = re.compile("(?=([^0-9 ]{2}[路街道巷]))")
_NOBODY: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Near:
    """A point that is open, takes the goods and has `free` slots; `distance_m` is the walk in metres, None when unknown."""

    point: ReliefPoint
    distance_m: int | None
    free: int
    open_until: datetime


def nearest(
    points: Sequence[ReliefPoint], place: Place, at: datetime, goods: str, n: int = 3, held: Mapping[str, int] = _NOBODY
) -> tuple[Near, ...]:
    """At most `n` points that can take a stall with `goods` (empty: unknown) at `at` (aware), the shortest walk first.

    `held`: by point, the slots that this laptop has asked for and has no answer about yet. Where the finding is unknown,
    points on its street come first, then the others by name, and no distance is told.
    """
    found: list[Near] = []
    moment = iso(at.astimezone(UTC))
    for distance, point in _by_distance(points, place):
        free = point.free(moment) - held.get(point.id, 0)
        until = point.open_until(at) if free > 0 and point.takes(goods) else None
        if until is not None:
            found.append(Near(point, distance, free, until))
            if len(found) == n:
                break
    return tuple(found)


def closest(points: Sequence[ReliefPoint], place: Place, goods: str) -> tuple[int, ReliefPoint] | None:
    """The nearest point that takes the goods, open and free or not, with the walk in metres; None when that is unknown."""
    if place.lat_e7 is None or place.lon_e7 is None:
        return None
    return next(((walk, one) for walk, one in _walks(points, place.lat_e7, place.lon_e7) if one.takes(goods)), None)


def walking_m(lat_e7: int, lon_e7: int, point: ReliefPoint) -> int:
    """The walk to the point in whole metres: the straight line on a sphere, times the detour."""
    return _walk(lat_e7, lon_e7, math.cos(math.radians(lat_e7 / 10_000_000)), point)


def _walk(lat_e7: int, lon_e7: int, narrower: float, point: ReliefPoint) -> int:
    # Flat within a city: 50 km away it is wrong by less than a thousandth.
    east = (point.lon_e7 - lon_e7) * narrower
    return round(math.hypot(point.lat_e7 - lat_e7, east) * _METRES_PER_E7 * DETOUR_TENTHS / 10)


def _by_distance(points: Sequence[ReliefPoint], place: Place) -> Iterable[tuple[int | None, ReliefPoint]]:
    if place.lat_e7 is None or place.lon_e7 is None:
        return ((None, point) for point in _by_street(points, place.address))
    return _walks(points, place.lat_e7, place.lon_e7)


def _walks(points: Sequence[ReliefPoint], lat_e7: int, lon_e7: int) -> Iterable[tuple[int, ReliefPoint]]:
    narrower = math.cos(math.radians(lat_e7 / 10_000_000))
    # A heap, because seldom more than a few are looked at; the place in the list decides between equal ways. The squares
    # are compared, so that nothing is called a hundred thousand times.
    heap = [
        ((point.lat_e7 - lat_e7) ** 2 + ((point.lon_e7 - lon_e7) * narrower) ** 2, place)
        for place, point in enumerate(points)
    ]
    heapq.heapify(heap)
    while heap:
        point = points[heapq.heappop(heap)[1]]
        yield _walk(lat_e7, lon_e7, narrower, point), point


def _by_street(points: Sequence[ReliefPoint], address: str) -> Sequence[ReliefPoint]:
    """Points whose address or name holds most of the streets in `address`; the others by name."""
    streets = frozenset(_STREET.findall(address))

    def shared(point: ReliefPoint) -> int:
        return sum(street in point.address or street in point.name for street in streets)

    return sorted(points, key=lambda point: (-shared(point), point.name, point.id))
