"""Which relief points an officer is offered, and in what order."""

import itertools
from datetime import UTC, datetime

from inspector_app.domain.place import Place
from inspector_app.domain.reference.nearest import Near, closest, nearest, walking_m
from tests.unit.reference.points import LAT, LON, a_point

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock on a Monday
HERE = Place(lat_e7=LAT, lon_e7=LON, address="经三路与纬四路口")


def names(found: tuple[Near, ...]) -> list[str]:
    return [near.point.id for near in found]


def test_a_walk_is_the_straight_line_and_a_detour() -> None:
    # A hundredth of a degree on the ellipsoid, times 1.3: 1109.4 m north at 34.77°, 1113.2 m east on the equator.
    assert walking_m(LAT, LON, a_point(lat_e7=LAT + 100_000)) == 1442
    assert walking_m(0, 0, a_point(lat_e7=0, lon_e7=100_000)) == 1447
    assert walking_m(LAT, LON, a_point(lon_e7=LON + 10_000)) == 119  # a thousandth of a degree east, at 34.77° north


def test_the_shortest_walk_comes_first_and_three_are_enough() -> None:
    points = [a_point(f"rp-{n}", lat_e7=LAT + n * 10_000) for n in (4, 2, 0, 3, 1)]

    found = nearest(points, HERE, NOW, "food")

    assert (names(found), [near.distance_m for near in found]) == (["rp-0", "rp-1", "rp-2"], [0, 144, 288])


def test_points_that_are_closed_full_or_for_other_goods_are_not_offered() -> None:
    points = [
        a_point("closed", hours=[["19:00", "01:00"]]), a_point("full", free_slots=0), a_point("other", goods=["daily_goods"]),
        a_point("held", held=[{"until": "2026-03-02T16:00:00.000Z", "slots": 4}]), a_point("far", lat_e7=LAT + 90_000),
    ]  # fmt: skip

    assert names(nearest(points, HERE, NOW, "food")) == ["far"]
    assert names(nearest(points, HERE, NOW, "")) == ["other", "far"]  # goods that nobody knows fit everywhere


def test_own_holds_without_an_answer_take_slots() -> None:
    points = [a_point("one", free_slots=1), a_point("two", free_slots=2)]

    found = nearest(points, HERE, NOW, "food", held={"one": 1, "two": 1})

    assert [(near.point.id, near.free) for near in found] == [("two", 1)]


def test_of_an_unknown_place_its_street_comes_first_and_no_distance_is_told() -> None:
    points = [
        a_point("b", name="二七疏导点", address="二七路 3 号"), a_point("a", name="人民疏导点", address="人民路 8 号"),
        a_point("s", name="纬四疏导点", address="金水区纬四路 12 号"),
    ]  # fmt: skip

    found = nearest(points, Place(address="经三路与纬四路口东北侧"), NOW, "food")

    assert (names(found), {near.distance_m for near in found}) == (["s", "b", "a"], {None})


def test_the_closest_point_is_known_also_when_it_is_closed() -> None:
    points = [a_point("closed", hours=[["19:00", "01:00"]], lat_e7=LAT + 10_000), a_point("far", lat_e7=LAT + 90_000)]

    found = closest(points, HERE, "food")

    assert found is not None
    assert (found[0], found[1].id) == (144, "closed")
    assert closest(points, Place(address="纬四路"), "food") is None
    assert closest([], HERE, "food") is None


def test_a_known_walk_along_the_ways_counts_before_the_estimate() -> None:
    points = [
        a_point("across", lat_e7=LAT + 10_000),
        a_point("along", lat_e7=LAT + 20_000),
        a_point("guessed", lat_e7=LAT + 30_000),
    ]

    found = nearest(points, HERE, NOW, "food", walks={"across": 900, "along": 250})

    assert [(near.point.id, near.distance_m, near.by_road) for near in found] == [
        ("along", 250, True), ("guessed", 433, False), ("across", 900, True),
    ]  # fmt: skip
    closest_one = closest(points, HERE, "food", {"across": 900, "along": 250})
    assert closest_one is not None
    assert (closest_one[0], closest_one[1].id) == (250, "along")


def test_equal_walks_keep_their_order() -> None:
    for order in itertools.permutations("abc"):
        assert names(nearest([a_point(name) for name in order], HERE, NOW, "food")) == list(order)
