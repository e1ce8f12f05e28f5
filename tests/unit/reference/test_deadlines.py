from datetime import UTC, timedelta

import pytest

from inspector_app.domain import deadlines
from inspector_app.domain.deadlines import NotADeadline
from inspector_app.domain.ids import iso
from inspector_app.domain.policy.pack import Remedy
from tests.calendars import calendar, local, local_text
from tests.policies import shipped


def ends(stated: str, at: str) -> str:
    return local_text(deadlines.end(stated, local(at), calendar()))


def order(*arguments: tuple[str, str]) -> Remedy:
    return Remedy("written_order", 2, arguments)


def test_at_once_is_the_moment_itself() -> None:
    at = local("2026-05-20 15:20:41")
    assert deadlines.end("at_once", at, calendar()) == at


def test_ten_minutes_are_never_a_second_less() -> None:
    at = local("2026-05-20 15:20:41")
    assert deadlines.end("10min", at, calendar()) - at == timedelta(minutes=10)


def test_today_ends_with_the_day_also_on_a_day_off() -> None:
    assert ends("today", "2026-05-20 15:20") == "2026-05-20 23:59"
    assert ends("today", "2026-10-03 00:10") == "2026-10-03 23:59"


def test_days_do_not_count_the_first_and_do_not_end_on_a_day_off() -> None:
    assert ends("3d", "2026-05-18 09:00") == "2026-05-21 23:59"
    assert ends("2d", "2026-05-21 09:00") == "2026-05-25 23:59"  # Saturday moves on to Monday
    assert ends("1d", "2026-09-30 09:00") == "2026-10-08 23:59"
    assert ends("1d", "2026-02-13 09:00") == "2026-02-14 23:59"  # a Saturday that is worked


def test_hours_run_through_the_night_and_working_hours_do_not() -> None:
    assert ends("24h", "2026-05-22 16:05") == "2026-05-23 16:05"
    assert ends("2h", "2026-05-22 23:30") == "2026-05-23 01:30"
    assert ends("2wh", "2026-05-22 17:00") == "2026-05-25 10:00"
    assert ends("10min", "2026-05-22 12:00") == "2026-05-22 12:10"


def test_the_deadline_of_a_measure_is_utc_text() -> None:
    at = local("2026-05-20 15:20")
    assert deadlines.until(order(("until", "2h")), at, calendar()) == "2026-05-20T09:20:00.000Z"
    assert (
        deadlines.until(order(("to", "traffic_police"), ("until", "24h")), at, calendar()) == "2026-05-21T07:20:00.000Z"
    )
    assert (
        deadlines.until(Remedy("oral_reminder", 1, (("timer", "10min"),)), at, calendar()) == "2026-05-20T07:30:00.000Z"
    )


def test_a_measure_without_time_or_with_that_of_a_running_order_has_no_deadline_of_its_own() -> None:
    at = local("2026-05-20 15:20")
    assert deadlines.until(order(), at, calendar()) == ""
    assert deadlines.until(order(("to", "police")), at, calendar()) == ""
    assert deadlines.until(order(("until", "deadline")), at, calendar()) == ""


@pytest.mark.parametrize("stated", ["soon", "0d", "-1h", "3 d", "3days", "12345h", "1wd "])
def test_what_is_no_deadline_is_named(stated: str) -> None:
    with pytest.raises(NotADeadline) as trouble:
        deadlines.until(order(("until", stated)), local("2026-05-20 15:20"), calendar())
    assert trouble.value.text == stated


def test_every_time_in_the_pack_can_be_read() -> None:
    at = local("2026-05-20 15:20")
    remedies = [remedy for found in shipped().remedies.values() for remedy in found]
    found = {deadlines.argument(remedy.arguments): deadlines.until(remedy, at, calendar()) for remedy in remedies}
    assert {"today", "at_once", "1wd", "2h", "24h", "10min"} <= set(found)
    assert all(until >= iso(at.astimezone(UTC)) for stated, until in found.items() if stated)
