"""The clocks that run, from what is known and the moment of looking alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import clocks
from inspector_app.domain.clocks import ClockKind, ClockState, Handover, RunningClock, Timed, Visit
from inspector_app.domain.ids import iso
from inspector_app.domain.visits import Why
from tests.calendars import calendar
from tests.policies import shipped

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Zhengzhou
TEN_MINUTES = timedelta(minutes=10)


def a_visit(name: str = "f1", why: str = Why.ORDER, *, reason: str = "ST_PROHIBITED_ORDER", due: timedelta) -> Visit:
    return Visit(f"visit of {name}", name, iso(NINE + due), why, iso(NINE), "经三路", (reason,))


def a_reminder(name: str = "f1") -> Visit:
    return a_visit(name, Why.PROVISIONAL, reason="PM_REMINDER_START", due=TEN_MINUTES)


def a_handover(given: str = "", arrived: str = "", reason: str = "PM_TICKET_HANDOVER") -> Handover:
    return Handover("f1", iso(NINE), "经三路", (reason,), frozenset(given.split()), frozenset(arrived.split()))


def at(now: datetime, *timed: Visit | Handover) -> tuple[RunningClock, ...]:
    visits = tuple(one for one in timed if isinstance(one, Visit))
    handovers = tuple(one for one in timed if isinstance(one, Handover))
    return clocks.running(Timed(visits, handovers), shipped().remedies, calendar(), now)


def after(passed: timedelta, *timed: Visit | Handover) -> RunningClock:
    (clock,) = at(NINE + passed, *timed)
    return clock


def test_a_reminder_runs_ten_minutes_from_its_line_and_is_over_then() -> None:
    assert after(timedelta(minutes=2), a_reminder()).kind is ClockKind.REMINDER
    assert after(timedelta(minutes=9, seconds=59), a_reminder()).state is ClockState.RUNNING
    over = after(TEN_MINUTES, a_reminder())
    assert (over.state, over.until - over.begun, over.visit) == (ClockState.OVERDUE, TEN_MINUTES, "visit of f1")


def test_a_hand_over_warns_after_twelve_and_after_twenty_hours() -> None:
    seen = {hours: after(timedelta(hours=hours), a_handover()) for hours in (0, 11.99, 12, 20, 23.99, 24)}
    assert [clock.state for clock in seen.values()] == [
        ClockState.RUNNING, ClockState.RUNNING, ClockState.WARNED, ClockState.WARNED, ClockState.WARNED, ClockState.OVERDUE,
    ]  # fmt: skip
    assert [seen[hours].warnings for hours in (0, 12, 20)] == [0, 1, 2]


def test_a_hand_over_ends_when_its_measure_is_at_the_centre_and_not_when_it_was_taken() -> None:
    taken = after(timedelta(hours=13), a_handover("traffic_police"))
    assert (taken.state, taken.waiting) == (ClockState.WARNED, True)
    arrived = after(timedelta(hours=13), a_handover("traffic_police", "traffic_police"))
    assert (arrived.state, arrived.waiting) == (ClockState.DONE, False)


def test_a_hand_over_to_somebody_else_does_not_end_it() -> None:
    assert after(timedelta(hours=1), a_handover("squad", "squad")).state is ClockState.RUNNING


def test_a_reason_that_hands_over_without_a_time_runs_no_clock() -> None:
    assert at(NINE, a_handover(reason="OV_OBSTRUCTION")) == ()


def test_an_order_warns_two_hours_before_its_end() -> None:
    order = a_visit(due=timedelta(hours=8))
    assert after(timedelta(hours=5), order).state is ClockState.RUNNING
    assert after(timedelta(hours=6), order).state is ClockState.WARNED
    assert after(timedelta(hours=8), order).state is ClockState.OVERDUE


def test_a_short_order_warns_from_its_beginning() -> None:
    assert after(timedelta(0), a_visit(due=timedelta(minutes=30))).state is ClockState.WARNED


def test_a_visit_for_what_was_unknown_is_a_visit() -> None:
    visit = a_visit(why=Why.PROVISIONAL, reason="HD_PERMIT_UNKNOWN", due=timedelta(days=1))
    assert after(timedelta(0), visit).kind is ClockKind.VISIT


def test_a_deadline_in_a_year_without_a_calendar_says_that_it_is_reckoned() -> None:
    assert not after(timedelta(0), a_visit(due=timedelta(days=30))).reckoned
    assert after(timedelta(0), a_visit(due=timedelta(days=60))).reckoned
    assert not after(timedelta(0), a_reminder()).reckoned


def test_a_reminder_stands_before_what_was_due_long_ago_but_not_for_ever() -> None:
    old = a_visit("old", due=timedelta(hours=-30))
    assert [clock.about for clock in at(NINE, old, a_reminder("car"))] == ["car", "old"]
    assert [clock.about for clock in at(NINE + timedelta(hours=3), old, a_reminder("car"))] == ["old", "car"]


def test_what_is_done_comes_last() -> None:
    done = a_handover(arrived="traffic_police")
    assert [clock.kind for clock in at(NINE, done, a_visit("later", due=timedelta(days=9)))] == [
        ClockKind.ORDER, ClockKind.HANDOVER,
    ]  # fmt: skip


@given(st.timedeltas(timedelta(days=-2), timedelta(days=3)), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_time_only_makes_a_clock_more_urgent(passed: timedelta, more: timedelta) -> None:
    order = [ClockState.RUNNING, ClockState.WARNED, ClockState.OVERDUE]
    for timed in (a_reminder(), a_handover(), a_visit(due=timedelta(hours=8))):
        sooner, later = after(passed, timed), after(passed + more, timed)
        assert order.index(sooner.state) <= order.index(later.state)
        assert sooner.warnings <= later.warnings


def test_a_hand_over_stands_before_visits_that_end_sooner_and_behind_a_reminder() -> None:
    late = [a_visit(f"v{n}", due=-timedelta(hours=n)) for n in range(1, 6)]
    shown = at(NINE + timedelta(minutes=1), *late, a_handover(), a_reminder("car"))
    assert [clock.kind for clock in shown[:3]] == [ClockKind.REMINDER, ClockKind.HANDOVER, ClockKind.ORDER]
