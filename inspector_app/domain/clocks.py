"""The clocks that run for an officer: the ten-minute reminder, the hand-over to the police, orders, visits.

Computed from what the journal says and from the moment at which somebody looks, never counted: so they are right after a
restart, a night with the lid closed, or a clock that was set. How long each runs and when it warns is data of pack and calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from inspector_app.domain import deadlines
from inspector_app.domain.reference.calendar import Calendar
from inspector_app.domain.visits import Remedies, Why, timer_of

HANDOVER = "handover"
REMINDER_LASTS = timedelta(hours=1)  # so long after its end a reminder nobody answered stands before everything else


class ClockKind(StrEnum):
    REMINDER = "reminder"
    HANDOVER = "handover"
    ORDER = "order"
    VISIT = "visit"


class ClockState(StrEnum):
    RUNNING = "running"
    WARNED = "warned"
    OVERDUE = "overdue"
    DONE = "done"


class Visit(NamedTuple):
    """An open visit with what is known of its finding. Times are UTC ISO text; `reasons` are those of the finding.

    `place` says who and where: `豫A12345 · 经三路`.
    """

    id: str
    finding: str
    due: str
    why: str
    planned_at: str
    place: str
    reasons: tuple[str, ...]


class Handover(NamedTuple):
    """A finding that stands and may have to be handed over. `given` are the authorities that it was handed to.

    `arrived` are those of them whose measure is at the centre: only then can the centre pass it on.
    """

    finding: str
    observed_at: str
    place: str
    reasons: tuple[str, ...]
    given: frozenset[str]
    arrived: frozenset[str]


class Timed(NamedTuple):
    """Everything that may run on a clock."""

    visits: tuple[Visit, ...] = ()
    handovers: tuple[Handover, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock about the finding `about`. `warnings` counts those given until now; `visit` is the task that ends it.

    `waiting`: done here, and on its way to the centre. `reckoned`: its end lies in a year that the calendar does not state.
    """

    kind: ClockKind
    about: str
    begun: datetime
    until: datetime
    state: ClockState
    warnings: int = 0
    visit: str = ""
    place: str = ""
    waiting: bool = False
    reckoned: bool = False


def running(timed: Timed, remedies: Remedies, calendar: Calendar, now: datetime) -> tuple[RunningClock, ...]:
    """Every clock at `now`, the most urgent first and those that are done last."""
    clocks = [_visit(one, remedies, calendar, now) for one in timed.visits]
    clocks += [clock for one in timed.handovers for clock in _handovers(one, remedies, calendar, now)]
    return tuple(sorted(clocks, key=lambda clock: _rank(clock, now)))


def _rank(clock: RunningClock, now: datetime) -> tuple[bool, bool, bool, datetime, str]:
    """Reminders, then hand-overs, which are no tasks and stand nowhere else, then what ends first."""
    reminds = clock.kind is ClockKind.REMINDER and now < clock.until + REMINDER_LASTS
    return (clock.state is ClockState.DONE, not reminds, clock.kind is not ClockKind.HANDOVER, clock.until, clock.about)


def _visit(visit: Visit, remedies: Remedies, calendar: Calendar, now: datetime) -> RunningClock:
    begun, until = datetime.fromisoformat(visit.planned_at), datetime.fromisoformat(visit.due)
    kind = ClockKind.ORDER if visit.why == Why.ORDER else ClockKind.VISIT
    if visit.why == Why.PROVISIONAL and timer_of(visit.reasons, remedies):
        kind = ClockKind.REMINDER
    hours = calendar.clocks.order_warnings_h if kind is ClockKind.ORDER else ()
    warnings = sum(now >= max(begun, until - timedelta(hours=before)) for before in hours)
    state = _state(now, until, warnings)
    reckoned = kind is not ClockKind.REMINDER and not calendar.knows(begun, until)
    return RunningClock(kind, visit.finding, begun, until, state, warnings, visit.id, visit.place, reckoned=reckoned)


def _handovers(one: Handover, remedies: Remedies, calendar: Calendar, now: datetime) -> Iterable[RunningClock]:
    """One for each authority to which one of the reasons sets a time."""
    begun = datetime.fromisoformat(one.observed_at)
    times = {
        dict(remedy.arguments).get("to", ""): deadlines.argument(remedy.arguments)
        for code in one.reasons
        for remedy in remedies.get(code, ())
        if remedy.measure == HANDOVER and deadlines.argument(remedy.arguments)
    }
    for authority, stated in times.items():
        until = deadlines.end(stated, begun, calendar)
        warnings = sum(now >= begun + timedelta(hours=after) for after in calendar.clocks.handover_warnings_h)
        done = authority in one.arrived
        state = ClockState.DONE if done else _state(now, until, warnings)
        waiting = authority in one.given and not done
        yield RunningClock(
            ClockKind.HANDOVER, one.finding, begun, until, state, warnings, place=one.place, waiting=waiting
        )


def _state(now: datetime, until: datetime, warnings: int) -> ClockState:
    if now >= until:
        return ClockState.OVERDUE
    return ClockState.WARNED if warnings else ClockState.RUNNING
