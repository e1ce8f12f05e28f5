import json
from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.domain.reference import calendar_body
from tests.calendars import FILE, calendar, local, local_text


def shipped() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_a_weekend_that_is_worked_for_a_holiday_is_a_working_day() -> None:
    assert calendar().is_working_day(date(2026, 2, 14))
    assert calendar().is_working_day(date(2026, 9, 20))
    assert not calendar().is_working_day(date(2026, 2, 20))
    assert not calendar().is_working_day(date(2026, 9, 19))


@pytest.mark.parametrize("year", [2025, 2026])
def test_each_year_has_the_thirteen_statutory_holidays_of_the_decree(year: int) -> None:
    days = {day for day in calendar().statutory if day.year == year}
    assert len(days) == 13
    assert days <= calendar().rest


def test_a_day_off_beside_a_holiday_is_no_statutory_holiday() -> None:
    assert calendar().is_legal_holiday(local("2026-10-01 09:00"))
    assert not calendar().is_legal_holiday(local("2026-10-06 09:00"))
    assert not calendar().is_legal_holiday(local("2026-10-04 09:00"))


def test_the_day_is_that_of_shanghai() -> None:
    assert calendar().is_legal_holiday(local("2026-10-01 00:30"))  # still September in UTC
    assert not calendar().is_legal_holiday(local("2026-09-30 23:59"))


def test_working_hours_stop_at_noon_and_overnight() -> None:
    four = timedelta(hours=4)
    assert local_text(calendar().after_working_time(local("2026-05-20 09:00"), four)) == "2026-05-20 15:00"
    assert local_text(calendar().after_working_time(local("2026-05-20 15:00"), four)) == "2026-05-21 10:00"


def test_working_hours_leap_over_the_spring_festival() -> None:
    ends = calendar().after_working_time(local("2026-02-14 16:00"), timedelta(hours=2))
    assert local_text(ends) == "2026-02-24 09:00"


def test_a_working_day_ends_with_the_work_of_the_next_working_day() -> None:
    assert local_text(calendar().after_working_days(local("2026-05-22 10:00"), 1)) == "2026-05-25 17:30"
    assert local_text(calendar().after_working_days(local("2026-09-30 10:00"), 1)) == "2026-10-08 17:30"
    assert local_text(calendar().after_working_days(local("2026-09-18 20:00"), 1)) == "2026-09-20 17:30"


def test_a_year_that_the_calendar_does_not_state_is_reckoned_by_the_week_and_says_so() -> None:
    eve = local("2029-12-31 10:00")
    assert not calendar().knows(eve, eve)
    assert not calendar().knows(local("2026-12-31 10:00"), local("2027-01-04 10:00"))
    assert calendar().knows(local("2025-01-01 10:00"), local("2026-12-31 10:00"))
    assert local_text(calendar().after_working_days(local("2029-12-28 10:00"), 1)) == "2029-12-31 17:30"


def test_hours_may_change_with_the_season() -> None:
    table = shipped()
    table["hours"] = [
        {"since": "05-01", "windows": [["08:30", "12:00"], ["15:00", "18:30"]]},
        {"since": "10-01", "windows": [["08:30", "12:00"], ["14:00", "17:30"]]},
    ]
    seasonal = calendar_body.read(json.dumps(table).encode())
    assert local_text(seasonal.after_working_days(local("2026-04-28 10:00"), 1)) == "2026-04-29 17:30"  # winter still
    assert local_text(seasonal.after_working_days(local("2026-05-20 10:00"), 1)) == "2026-05-21 18:30"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("version", ""),
        ("hours", []),
        ("hours", [{"since": "02-30", "windows": [["08:30", "12:00"]]}]),
        ("hours", [{"since": "01-01", "windows": [["12:00", "08:30"]]}]),
        ("hours", [{"since": "01-01", "windows": [["08:30", "12:00"], ["11:00", "17:30"]]}]),
        ("hours", [{"since": "01-01", "windows": [["8:30", "12:00"]]}]),
        (
            "years",
            [{"year": 2026, "holidays": [{"rest": ["2026-01-03", "2026-01-01"], "statutory": []}], "worked": []}],
        ),
        ("years", [{"year": 2026, "holidays": [], "worked": ["20260104"]}]),
        ("years", [{"year": 2026, "holidays": []}]),
        ("years", None),
        ("clocks", {"handover_warnings_h": [0], "order_warnings_h": [], "visit_at_once": "1h", "visit_open": "1wd"}),
        ("clocks", {"handover_warnings_h": [12], "order_warnings_h": [], "visit_at_once": "soon", "visit_open": "1wd"}),
    ],
)
def test_a_table_that_is_no_calendar_is_refused(part: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        calendar_body.read(json.dumps(shipped() | {part: value}).encode())


def test_what_is_no_json_or_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="decode"):
        calendar_body.read(b"\xff")
    with pytest.raises(ValueError, match="at most"):
        calendar_body.read(b" " * (calendar_body.MAX_BYTES + 1))
