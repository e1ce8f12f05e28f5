"""The shortest walk along a network of ways, never looked for farther than anybody would walk."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

FARTHEST_M = 5000.0  # as the catalogue bounds the fact `nearest_relief`: what is beyond changes no decision
Ways = Mapping[int, Sequence[tuple[int, float]]]
"""By crossing: the crossings that a way leads to, and its length in metres. Ways lead both ways."""


class Door(NamedTuple):
    """Where a spot joins the network: on way `way`, `off_m` beside it, `to_a_m` and `to_b_m` from the crossings at its ends."""

    way: int
    a: int
    b: int
    off_m: float
    to_a_m: float
    to_b_m: float


def ways_of(rows: Iterable[tuple[int, int, float]]) -> Ways:
    """The network of ways (a, b, length in metres)."""
    found: dict[int, list[tuple[int, float]]] = {}
    for a, b, length in rows:
        found.setdefault(a, []).append((b, length))
        found.setdefault(b, []).append((a, length))
    return found


def walks_m(start: Door, targets: Sequence[Door], ways: Ways, farthest_m: float = FARTHEST_M) -> list[float | None]:
    """The walk from the start to each target; None for one that no way of at most so many metres leads to."""
    left = {crossing for target in targets for crossing in (target.a, target.b)}
    reached = _reached(start, left, ways, farthest_m)
    found = (_walk(start, target, reached) for target in targets)
    return [walk if walk is not None and walk <= farthest_m else None for walk in found]


def _walk(start: Door, target: Door, reached: Mapping[int, float]) -> float | None:
    """`reached` counts from the start's place on its way."""
    ends = ((target.a, target.to_a_m), (target.b, target.to_b_m))
    found = [reached[crossing] + rest for crossing, rest in ends if crossing in reached]
    if start.way == target.way:
        found.append(abs(start.to_a_m - target.to_a_m))
    return start.off_m + min(found) + target.off_m if found else None


def _reached(start: Door, left: set[int], ways: Ways, farthest_m: float) -> dict[int, float]:
    """Dijkstra's crossings with their distances, until all that are wanted were met or the rest is too far."""
    heap = [(start.to_a_m, start.a), (start.to_b_m, start.b)]
    heapq.heapify(heap)
    reached: dict[int, float] = {}
    wanted = set(left)
    while heap and wanted:
        metres, crossing = heapq.heappop(heap)
        if metres > farthest_m:
            break
        if crossing in reached:
            continue
        reached[crossing] = metres
        wanted.discard(crossing)
        for other, length in ways.get(crossing, ()):
            if other not in reached:
                heapq.heappush(heap, (metres + length, other))
    return reached
