"""Laws of working time: it never ends outside the hours of work, never runs backwards, and adds up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import deadlines
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference.calendar import Calendar
from tests.calendars import calendar

moments = st.datetimes(datetime(2024, 12, 25), datetime(2027, 2, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
spans = st.integers(0, 200 * 60).map(lambda minutes: timedelta(minutes=minutes))
days = st.integers(1, 40)
stated = st.one_of(
    st.sampled_from(["today", "at_once"]),
    st.tuples(st.integers(1, 90), st.sampled_from(["min", "h", "wh", "d", "wd"])).map(
        lambda pair: f"{pair[0]}{pair[1]}"
    ),
)


def is_at_work(known: Calendar, at: datetime) -> bool:
    """By the shipped hours, read off the clock on the wall, not by the code under test."""
    here = at.astimezone(LOCAL)
    minute = here.hour * 60 + here.minute + here.second / 60
    return known.is_working_day(here.date()) and (8.5 * 60 <= minute <= 12 * 60 or 14 * 60 <= minute <= 17.5 * 60)


@given(moments, spans)
def test_working_time_never_ends_outside_the_hours_of_work(at: datetime, span: timedelta) -> None:
    ends = calendar().after_working_time(at, span)
    assert ends >= at + span
    assert is_at_work(calendar(), ends)


@given(moments, days)
def test_a_working_day_never_ends_outside_the_hours_of_work(at: datetime, count: int) -> None:
    ends = calendar().after_working_days(at, count)
    assert ends > at
    assert is_at_work(calendar(), ends)


@given(moments, spans, spans)
def test_working_time_adds_up(at: datetime, first: timedelta, second: timedelta) -> None:
    known = calendar()
    assert known.after_working_time(known.after_working_time(at, first), second) == known.after_working_time(
        at, first + second
    )


@given(moments, days, days)
def test_working_days_add_up(at: datetime, first: int, second: int) -> None:
    known = calendar()
    assert known.after_working_days(known.after_working_days(at, first), second) == known.after_working_days(
        at, first + second
    )


@given(moments, spans, spans, days)
def test_who_begins_later_or_has_more_ends_no_sooner(
    at: datetime, later: timedelta, span: timedelta, count: int
) -> None:
    known = calendar()
    assert known.after_working_time(at, span) <= known.after_working_time(at + later, span)
    assert known.after_working_time(at, span) <= known.after_working_time(at, span + later)
    assert known.after_working_days(at, count) <= known.after_working_days(at + later, count)
    assert known.after_working_days(at, count) < known.after_working_days(at, count + 1)


@given(moments, spans, stated)
def test_every_deadline_keeps_the_order_of_what_it_follows(at: datetime, later: timedelta, text: str) -> None:
    ends = deadlines.end(text, at, calendar())
    assert ends >= at
    assert ends <= deadlines.end(text, at + later, calendar())
