"""Dijkstra's walk: the shortest there is, by Hypothesis against every path, and bounded."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.walking import Door, walks_m, ways_of

ends = st.integers(0, 5)
networks = st.lists(st.tuples(ends, ends, st.floats(1, 500)), min_size=1, max_size=10)
START = Door(-1, 0, 1, 3.0, 0.0, 1e9)


def at(crossing: int) -> Door:
    return Door(-2, crossing, crossing, 0.0, 0.0, 0.0)


def shortest(rows: list[tuple[int, int, float]], goal: int) -> float:
    """By looking at every path without a circle."""
    length: dict[tuple[int, int], float] = {}
    for a, b, metres in rows:
        for pair in ((a, b), (b, a)):
            length[pair] = min(metres, length.get(pair, math.inf))
    paths = (
        (0, *between, goal)
        for n in range(5)
        for between in itertools.permutations([c for c in range(1, 6) if c != goal], n)
    )
    return min(
        (sum(length.get(step, math.inf) for step in itertools.pairwise(path)) for path in paths), default=math.inf
    )


@given(networks, st.integers(1, 5))
def test_the_walk_is_the_shortest_of_all_paths(rows: list[tuple[int, int, float]], goal: int) -> None:
    found, best = walks_m(START, [at(goal)], ways_of(rows), 1e6)[0], shortest(rows, goal)

    if found is None:
        assert math.isinf(best)
    else:
        assert math.isclose(found, best + START.off_m)


@given(networks, st.integers(1, 5), st.floats(1, 1000))
def test_a_bound_hides_only_what_is_farther(rows: list[tuple[int, int, float]], goal: int, bound: float) -> None:
    ways = ways_of(rows)
    near, any_far = walks_m(START, [at(goal)], ways, bound)[0], walks_m(START, [at(goal)], ways, 1e6)[0]

    assert near == any_far or (near is None and any_far is not None and any_far > bound)


def test_two_spots_of_one_way_need_no_crossing() -> None:
    start, target = Door(7, 1, 2, 2.0, 10.0, 90.0), Door(7, 1, 2, 1.0, 60.0, 40.0)

    assert walks_m(start, [target], {}) == [53.0]
