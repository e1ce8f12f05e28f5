"""From a spot to grid, street, road, unit and door: what was valid then, and honest where a border is near."""

from datetime import UTC, datetime

import pytest

from inspector_app.domain.location import Area, Spot, Unit
from tests.reference_packs import LAT, LON, SIDE, CityPack, city, square
from tests.storage.reference_pack.conftest import Open

NOW = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
MIDDLE = Spot(LAT + SIDE // 2, LON + SIDE // 2, 5_000)


def test_a_spot_has_a_grid_a_community_a_street_and_a_district(opened: Open) -> None:
    found = opened(city()).locate(MIDDLE, NOW)

    assert found.grid is not None
    assert found.grid.code == "410105002001001"
    assert found.candidates == ("410105002001001",)
    assert not found.is_unsure
    assert (found.community, found.street, found.district) == (
        Area("410105002001", "第1社区"),
        Area("410105002", "花园路街道"),
        Area("410105", "金水区"),
    )
    assert found.unit == Unit("u1", "花园路街道办事处", "0371-65900000")


def test_a_border_nearer_than_the_position_is_good_keeps_both_grids(opened: Open) -> None:
    near_border = Spot(MIDDLE.lat_e7, LON + SIDE - 400, 5_000)  # 3.6 m from the next grid

    found = opened(city()).locate(near_border, NOW)

    assert found.grid is not None
    assert found.grid.border_m == pytest.approx(3.66, abs=0.05)
    assert found.candidates == ("410105002001001", "410105002001002")
    assert found.is_unsure


def test_nobody_said_how_good_it_is_so_fifteen_metres_count(opened: Open) -> None:
    pack = opened(city())

    assert pack.locate(Spot(MIDDLE.lat_e7, LON + SIDE - 1_500), NOW).is_unsure  # 13.7 m
    assert not pack.locate(Spot(MIDDLE.lat_e7, LON + SIDE - 1_800), NOW).is_unsure  # 16.4 m


def test_outside_every_grid_the_nearest_ones_are_only_candidates(opened: Open) -> None:
    found = opened(city()).locate(Spot(MIDDLE.lat_e7, LON - 100, 5_000), NOW)

    assert found.grid is None
    assert found.candidates == ("410105002001001",)


def test_a_bad_position_names_four_grids_at_the_most(opened: Open) -> None:
    corner = Spot(LAT + 3 * SIDE, LON + 3 * SIDE, 900_000)

    assert len(opened(city()).locate(corner, NOW).candidates) == 4


def test_the_grid_is_that_of_the_day_of_the_finding(opened: Open) -> None:
    whole = square(LON, LAT)
    pack = CityPack().grid("410105002001001", whole, last="2026-06-30")
    known = opened(pack.grid("410105002001901", whole, first="2026-07-01"))

    def code(at: datetime) -> str:
        found = known.locate(MIDDLE, at).grid
        return found.code if found is not None else ""

    assert code(datetime(2026, 6, 30, 15, 59, tzinfo=UTC)) == "410105002001001"  # 23:59 in Zhengzhou
    assert code(datetime(2026, 6, 30, 16, 0, tzinfo=UTC)) == "410105002001901"


def test_without_a_grid_the_shapes_of_areas_tell_where_it_is(opened: Open) -> None:
    pack = CityPack().area("district", "410105", "金水区", shape=square(LON, LAT))
    pack.area("street", "410105002", "花园路街道", shape=square(LON, LAT, SIDE // 3))
    known = opened(pack)

    assert known.locate(MIDDLE, NOW).district.name == "金水区"
    assert known.locate(MIDDLE, NOW).street == Area()
    assert known.locate(Spot(LAT + 10, LON + 10), NOW).street.name == "花园路街道"


def test_where_no_unit_is_named_the_street_answers_for_its_ground(opened: Open) -> None:
    pack = CityPack().area("street", "410105002", "花园路街道").grid("410105002001001", square(LON, LAT))

    assert opened(pack).locate(MIDDLE, NOW).unit == Unit("410105002", "花园路街道")


def test_the_nearest_road_says_its_class_policy_and_zone(opened: Open) -> None:
    pack = city(1)
    line = [(LON, LAT + 5_200), (LON + SIDE, LAT + 5_200)]
    pack.road("经三路", line, **{"class": "main", "mode": "strict", "zone": "prohibited", "police_strict": 1})
    pack.road("小巷", [(LON, LAT + 1_000), (LON + SIDE, LAT + 1_000)], **{"class": "branch"})

    found = opened(pack).locate(MIDDLE, NOW)

    assert found.road is not None
    assert (found.road.name, found.road.road_class, found.road.police_strict) == ("经三路", "main", True)
    assert found.road.street_policy() == {"mode": "strict", "zone": "prohibited"}
    assert found.road.distance_m == pytest.approx(700 * 0.0111195 - 6, abs=0.05)  # from its edge
    assert found.zone == "prohibited"


def test_the_zone_of_the_grid_counts_where_the_road_has_none(opened: Open) -> None:
    found = opened(city(1)).locate(MIDDLE, NOW)

    assert found.road is None
    assert found.zone == "controlled"


def test_a_road_farther_than_forty_metres_is_none(opened: Open) -> None:
    pack = city(1).road("远路", [(LON, LAT + 9_000), (LON + SIDE, LAT + 9_000)], width_cm=0)

    assert opened(pack).locate(MIDDLE, NOW).road is None  # 50 m


def test_the_nearest_door_is_offered_as_an_address(opened: Open) -> None:
    pack = city(1).point("premises", "萧记烩面", LON + 4_600, LAT + 4_600, address="经三路12号", body={"owner": "萧某"})
    pack.point("premises", "远处", LON + 8_000, LAT + 8_000).point(
        "car_park", "车场", MIDDLE.lon_e7, MIDDLE.lat_e7
    ).road("经三路", [(LON, LAT + 5_200), (LON + SIDE, LAT + 5_200)])

    found = opened(pack).locate(MIDDLE, NOW)

    assert found.premises is not None
    assert found.premises.owner == "萧某"
    assert found.addresses() == ("经三路12号（萧记烩面）", "经三路")


def test_an_encrypted_pack_answers_as_a_plain_one(opened: Open) -> None:
    key = bytes(range(32))

    assert opened(city(4), key).locate(MIDDLE, NOW) == opened(city(4)).locate(MIDDLE, NOW)
