"""What a relief point's body may say, when it is open, and what is free."""

from datetime import UTC, datetime
from typing import Any

import pytest

from inspector_app.domain.reference import hold, relief
from inspector_app.domain.reference.hold import Hold, HoldState
from inspector_app.domain.reference.item import BadReference, Reference, understood
from tests.unit.reference.points import a_body, a_point

MONDAY = "2026-03-02T{}:00.000Z"  # UTC; China is eight hours ahead


def at(utc: str) -> datetime:
    return datetime.fromisoformat(MONDAY.format(utc)).astimezone(UTC)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"), ({"name": 7}, "name"), ({"address": "路" * 201}, "address"), ({"lat_e7": 34.7}, "lat_e7"),
        ({"lat_e7": 900_000_001}, "lat_e7"), ({"lon_e7": None}, "lon_e7"), ({"slots": -1}, "slots"), ({"slots": True}, "slots"),
        ({"charity_slots": 21}, "charity_slots"), ({"free_slots": 19}, "free_slots"), ({"free_at": "yesterday"}, "free_at"),
        ({"hours": []}, "hours"), ({"hours": "05:00-07:30"}, "hours"), ({"hours": [["5:00", "7:30"]]}, "hours"),
        ({"hours": [["24:00", "01:00"]]}, "hours"), ({"hours": [["05:00"]]}, "hours"), ({"days": [0]}, "days"),
        ({"days": []}, "days"), ({"days": [1.0]}, "days"), ({"goods": []}, "goods"), ({"goods": "food"}, "goods"),
        ({"goods": ["Food!"]}, "goods"), ({"phone": "1" * 41}, "phone"), ({"held": 3}, "held"),
        ({"held": [{"until": "soon", "slots": 1}]}, "until"), ({"hours": [["٠٥:٠٠", "٠٧:٣٠"]]}, "hours"),
        ({"free_at": "٢٠٢٦-٠٣-٠٢T٠١:٠٠:٠٠.٠٠٠Z"}, "free_at"),
    ],
)  # fmt: skip
def test_a_body_with_a_wrong_field_is_refused_by_its_name(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(BadReference, match=f"^{field}: "):
        relief.parse("rp-1", a_body(**wrong))


def test_fields_of_a_later_version_are_passed_over() -> None:
    assert a_point(shade="trees") == a_point()


def test_a_body_that_is_not_understood_hides_no_other() -> None:
    items = [Reference("relief_point", "a", 1, {"name": 7}), Reference("relief_point", "b", 1, a_body())]

    assert [point.id for point in understood(items, relief.parse, MONDAY.format("01:00"))] == ["b"]


def test_an_item_counts_from_its_first_moment_up_to_its_last() -> None:
    item = Reference("relief_point", "a", 1, {}, valid_from="2026-03-02", valid_to="2026-03-03")

    assert [item.is_valid(day) for day in ("2026-03-01T23", "2026-03-02T00", "2026-03-02T23", "2026-03-03")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("utc", "closes"),
    [
        ("11:00", "17:00"),  # 19:00 in China, up to 01:00
        ("16:59", "17:00"),  # 00:59, of the window that began yesterday
        ("17:00", None),  # 01:00: an end is exclusive
        ("21:00", "23:30"),  # 05:00 the next morning
        ("10:59", None),
    ],
)
def test_windows_may_cross_midnight_and_end_exclusively(utc: str, closes: str | None) -> None:
    point = a_point(hours=[["05:00", "07:30"], ["19:00", "01:00"]])

    assert point.open_until(at(utc)) == (at(closes) if closes else None)


def test_the_day_of_a_window_is_the_day_it_begins() -> None:
    sundays = a_point(hours=[["19:00", "01:00"]], days=[7])
    mondays = a_point(hours=[["19:00", "01:00"]], days=[1])
    half_past_midnight = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # of Monday, in China

    assert sundays.open_until(half_past_midnight) is not None
    assert mondays.open_until(half_past_midnight) is None


def test_windows_that_meet_close_at_the_end_of_the_second() -> None:
    assert a_point(hours=[["08:00", "10:00"], ["10:00", "12:00"]]).open_until(at("01:00")) == at("04:00")


def test_confirmed_holds_take_slots_until_they_are_over() -> None:
    point = a_point(held=[{"until": MONDAY.format("04:00"), "slots": 3}, {"until": MONDAY.format("05:00"), "slots": 9}])

    assert [point.free(MONDAY.format(utc)) for utc in ("03:59", "04:00", "05:00")] == [0, 0, 4]


def test_only_holds_that_wait_and_are_not_over_count() -> None:
    point = a_point(hours=[["09:00", "11:00"]])
    taken = MONDAY.format("01:30")
    kept = [
        Hold("m1", "f1", point.id, taken), Hold("m2", "f2", point.id, taken), Hold("m3", "f3", "rp-unknown", taken),
        Hold("m4", "f4", point.id, taken, HoldState.CONFIRMED), Hold("m5", "f5", point.id, taken, HoldState.REFUSED, "full"),
    ]  # fmt: skip

    assert hold.unanswered(kept, {point.id: point}, MONDAY.format("02:59")) == {point.id: 2}
    assert hold.unanswered(kept, {point.id: point}, MONDAY.format("03:00")) == {}
