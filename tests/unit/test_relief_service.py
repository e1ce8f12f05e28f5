"""What the laptop's relief points say about a finding, and how the policy then decides."""

from datetime import UTC, datetime
from typing import Any

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.reference.hold import Hold, HoldState
from inspector_app.domain.reference.item import Reference
from inspector_app.services import relief
from inspector_app.services.deciding import Policy
from tests import calendars, policies
from tests.qt.fakes import FakeReads
from tests.unit.reference.points import LAT, LON, a_body

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine o'clock on a Monday
UTC_NOW = "2026-03-02T01:00:00.000Z"
CLOSED = [["19:00", "01:00"]]


def known(*points: Reference, holds: tuple[Hold, ...] = ()) -> relief.Relief:
    reads = FakeReads()
    reads.reference_items, reads.kept_holds = list(points), list(holds)
    return relief.known(reads, NOW)


def point(item_id: str = "rp-1", /, **changed: Any) -> Reference:
    return Reference("relief_point", item_id, 1, a_body(**changed))


def a_stall(**facts: Any) -> Draft:
    place = Place(PlaceSource.PIN, LAT, LON, address="纬四路", pin_reason="elsewhere")
    said = {"form": "mobile_vendor", "goods": "food", "road_class": "secondary", "hazard": "none"}
    return Draft("f-1", Category.STALL, UTC_NOW, facts=said | facts, place=place)


def test_the_fact_is_that_of_the_nearest_point_that_can_take_the_stall() -> None:
    found = known(point("near", free_slots=0), point("next", lat_e7=LAT + 10_000), point("far", lat_e7=LAT + 90_000))

    assert found.fact(a_stall()) == {"distance_m": 144, "free_slots": 4, "open_now": True}


def test_where_no_point_can_the_nearest_one_says_why() -> None:
    assert known(point(free_slots=0)).fact(a_stall()) == {"distance_m": 0, "free_slots": 0, "open_now": True}
    assert known(point(hours=CLOSED)).fact(a_stall()) == {"distance_m": 0, "free_slots": 4, "open_now": False}


def test_nothing_is_said_of_what_nobody_knows() -> None:
    assert known().fact(a_stall()) is None
    assert known(point(goods=["daily_goods"])).fact(a_stall()) is None
    nowhere = Draft("f-1", Category.STALL, UTC_NOW, facts={}, place=Place(address="纬四路"))
    assert known(point()).fact(nowhere) is None
    assert known(point()).fact(Draft("f-1", Category.PARKING, UTC_NOW, place=a_stall().place)) is None


def test_numbers_stay_within_what_the_form_takes() -> None:
    far = known(point(lat_e7=LAT + 9_000_000, slots=1000, free_slots=900)).fact(a_stall())

    assert far == {"distance_m": 5000, "free_slots": 500, "open_now": True}


def test_points_that_are_not_valid_or_not_understood_are_not_known() -> None:
    over = Reference("relief_point", "over", 1, a_body(), valid_to="2026-03-01T00:00:00.000Z")

    assert (
        known(over, Reference("relief_point", "odd", 1, {"name": 7}), point("good")).points
        == known(point("good")).points
    )


def test_a_slot_that_was_asked_for_is_not_offered_twice() -> None:
    holds = (Hold("m1", "f-0", "rp-1", UTC_NOW), Hold("m2", "f-0", "rp-1", UTC_NOW, HoldState.REFUSED, "full"))
    found = known(point(free_slots=2), holds=holds)

    assert [near.free for near in found.offers(a_stall(), NOW)] == [1]
    assert found.fact(a_stall()) == {"distance_m": 0, "free_slots": 1, "open_now": True}


def test_the_policy_guides_by_what_the_centre_stated() -> None:
    policy = Policy(policies.shipped(), policies.catalogue(), calendars.calendar())

    def primary(found: relief.Relief) -> str:
        stall = a_stall()
        judgement = policy.judge(Category.STALL, stall.facts | {"nearest_relief": found.fact(stall)})
        assert judgement is not None
        return judgement.primary

    assert primary(known(point())) == "ST_GUIDE_RP"
    assert primary(known(point(free_slots=0))) == "ST_GUIDE_ALT"
    assert primary(known(point(hours=CLOSED))) == "ST_GUIDE_ALT"
    assert primary(known(point(lat_e7=LAT + 90_000))) == "ST_GUIDE_ALT"
