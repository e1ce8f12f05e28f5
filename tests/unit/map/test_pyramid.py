"""Clusters: nobody is lost, nobody is counted twice, at no zoom."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import mercator
from inspector_app.domain.scatter import Scatter
from inspector_app.ui.map import pyramid

WORLD = (0.0, 0.0, 1.0, 1.0)
PLACES = st.tuples(st.integers(347_000_000, 349_000_000), st.integers(1_136_000_000, 1_138_000_000), st.integers(0, 3))


def a_scatter(places: list[tuple[int, int, int]]) -> Scatter:
    return Scatter(
        array("q", range(100, 100 + len(places))), array("i", [lat for lat, _, _ in places]),
        array("i", [lon for _, lon, _ in places]), bytes(tier for _, _, tier in places),
    )  # fmt: skip


@given(st.lists(PLACES, max_size=60), st.integers(5, 9))
def test_every_finding_is_in_exactly_one_cluster(places: list[tuple[int, int, int]], level: int) -> None:
    built = pyramid.build(a_scatter(places))
    shown = built.at_level(level, WORLD)
    assert sorted(place for cluster in shown for place in built.members(cluster)) == list(range(len(places)))
    for cluster in shown:
        tiers = [places[place][2] for place in built.members(cluster)]
        assert cluster.counts == tuple(tiers.count(tier) for tier in range(4))


@given(st.lists(PLACES, min_size=1, max_size=40), st.floats(6, 19))
def test_a_cluster_stands_in_the_middle_of_its_members(places: list[tuple[int, int, int]], zoom: float) -> None:
    built = pyramid.build(a_scatter(places))
    middle = (mercator.x_of(places[0][1] / 1e7), mercator.y_of(places[0][0] / 1e7))
    near = (middle[0] - 1e-7, middle[1] - 1e-7, middle[0] + 1e-7, middle[1] + 1e-7)
    (mine,) = [one for one in built.shown(zoom, near) if 0 in built.members(one)]
    xs = [mercator.x_of(places[place][1] / 1e7) for place in built.members(mine)]
    assert mine.x == pytest.approx(sum(xs) / len(xs), abs=1e-9)
    assert mine.size == len(xs)


def test_a_view_gets_its_own_part_only() -> None:
    built = pyramid.build(a_scatter([(347_700_000, 1_136_800_000, 1), (348_900_000, 1_137_900_000, 2)]))
    x, y = mercator.x_of(113.68), mercator.y_of(34.77)
    assert [one.counts for one in built.shown(15, (x - 1e-4, y - 1e-4, x + 1e-4, y + 1e-4))] == [(0, 1, 0, 0)]


def test_two_at_the_same_place_stay_one_mark_however_close_one_looks() -> None:
    built = pyramid.build(a_scatter([(347_700_000, 1_136_800_000, 1)] * 2))
    x, y = mercator.x_of(113.68), mercator.y_of(34.77)
    (both,) = built.shown(19.5, (x - 1e-6, y - 1e-6, x + 1e-6, y + 1e-6))
    assert both.size == 2


def test_few_are_shown_one_by_one_where_many_are_gathered() -> None:
    few = pyramid.build(a_scatter([(347_700_000 + 2000 * n, 1_136_800_000, 1) for n in range(20)]))
    many = pyramid.build(a_scatter([(347_700_000 + n, 1_136_800_000, 1) for n in range(3000)]))
    assert few.level(14.5) == many.level(14.5) + 2


def test_nothing_anywhere_is_nothing() -> None:
    assert pyramid.build(Scatter()).at_level(5, (0.1, 0.1, 0.2, 0.2)) == []
