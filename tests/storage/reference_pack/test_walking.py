"""The nearest points by the walk along the ways, and the honest estimate where no way leads."""

from datetime import UTC, datetime

from inspector_app.domain.location import Spot
from inspector_app.domain.reference.nearest import estimated_m
from tests.reference_packs import LAT, LON, CityPack, city
from tests.storage.reference_pack.conftest import Open

NOW = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
HERE = Spot(LAT, LON, 5_000)
METRE = 90  # degrees × 10⁷ of latitude, nearly


def along_a_wall() -> CityPack:
    """Two streets side by side, 50 m apart, that meet only 400 m to the north; a crossing every 200 m."""
    pack, east = CityPack(), LON + 55 * 109
    left = [pack.crossing(LON, LAT + n * 200 * METRE) for n in range(3)]
    right = [pack.crossing(east, LAT + n * 200 * METRE) for n in range(3)]
    for lon, row in ((LON, left), (east, right)):
        for n in (0, 1):
            line = [(lon, LAT + n * 200 * METRE), (lon, LAT + (n + 1) * 200 * METRE)]
            pack.way(row[n], row[n + 1], line, 200)
    return pack.way(left[2], right[2], [(LON, LAT + 400 * METRE), (east, LAT + 400 * METRE)], 55)


def test_the_nearest_is_the_one_with_the_shortest_walk_not_the_one_across_the_wall(opened: Open) -> None:
    pack = along_a_wall()
    pack.point("car_park", "墙那边", LON + 55 * 109, LAT).point("car_park", "路那头", LON, LAT + 300 * METRE)

    found = opened(pack).nearest_points(HERE, "car_park", NOW, most=3)

    assert [(one.point.name, one.by_road) for one in found] == [("路那头", True), ("墙那边", True)]
    assert abs(found[0].walk_m - 300) <= 2
    assert abs(found[1].walk_m - 855) <= 3


def test_two_spots_of_one_way_are_as_far_as_the_way_between_them(opened: Open) -> None:
    walk = opened(along_a_wall()).walks(Spot(LAT + 20 * METRE, LON), [(LAT + 120 * METRE, LON)])[0]

    assert walk is not None
    assert abs(walk - 100) <= 1


def test_without_a_network_the_straight_line_and_a_detour_are_told_as_an_estimate(opened: Open) -> None:
    pack = city(100, ways=False).point("car_park", "车场", LON, LAT + 100 * METRE)

    found = opened(pack).nearest_points(HERE, "car_park", NOW, most=3)[0]

    assert not found.by_road
    assert found.walk_m == estimated_m(100 * METRE * 0.01111949)


def test_what_no_way_leads_to_is_estimated(opened: Open) -> None:
    pack = along_a_wall()
    island = [pack.crossing(LON + 200_000, LAT), pack.crossing(LON + 202_000, LAT)]
    pack.way(island[0], island[1], [(LON + 200_000, LAT), (LON + 202_000, LAT)], 18)

    assert opened(pack).walks(HERE, [(LAT, LON + 201_000), (LAT + 100 * METRE, LON)])[0] is None


def test_points_that_are_not_valid_then_and_other_kinds_are_left_out(opened: Open) -> None:
    pack = along_a_wall().point("car_park", "旧", LON, LAT, last="2026-01-01").point("relief", "疏导点", LON, LAT)

    assert opened(pack).nearest_points(HERE, "car_park", NOW, most=3) == []


def test_far_away_from_any_way_nothing_is_told(opened: Open) -> None:
    assert opened(along_a_wall()).walks(Spot(LAT - 300_000, LON), [(LAT, LON)] * 50) == [None] * 50
