"""Follow-up visits: which ones an officer owes after a finding, and until when. Nobody plans them by hand."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from inspector_app.domain import deadlines
from inspector_app.domain.events import FindingRecorded, MeasureTaken, VisitPlanned
from inspector_app.domain.ids import iso
from inspector_app.domain.measure import Measure
from inspector_app.domain.policy.pack import Remedy
from inspector_app.domain.reference.calendar import Calendar

ORDERS = ("written_order", "operator_order")
FOLLOW_UP = "follow_up"
TIMER = "timer"  # the argument of a measure that runs from the finding itself (domain §3.4: the ten minutes)

Remedies = Mapping[str, tuple[Remedy, ...]]  # by reason, as the pack has them


class Why(StrEnum):
    ORDER = "order"  # an order ends then: was it complied with?
    PROVISIONAL = "provisional"  # something was unknown, or a reminder runs
    HOLD = "hold"
    FOLLOW_UP = "follow_up"  # the officer wants to look again


def visit_id(finding: str, why: Why, measure: str = "") -> str:
    """The id of the visit for this reason: the same wherever and how often it is planned, so it is never planned twice.

    UUID version 8 (RFC 9562) over what the visit is for.
    """
    value = int.from_bytes(sha256(f"{finding}\0{why}\0{measure}".encode()).digest()[:16])
    value = value & ~(0xF << 76) | 0x8 << 76
    digits = f"{value & ~(0b11 << 62) | 0b10 << 62:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def after_order(taken: MeasureTaken, at: datetime, calendar: Calendar) -> VisitPlanned | None:
    """The visit at the end of an order that was given `at`; None for other measures.

    What is to be done at once is looked at a little later; an order without a deadline on the day that the calendar sets.
    """
    if taken.measure not in ORDERS:
        return None
    if not taken.until:
        due = iso(deadlines.end(calendar.clocks.visit_open, at, calendar))
    elif taken.until <= iso(at):
        due = iso(deadlines.end(calendar.clocks.visit_at_once, at, calendar))
    else:
        due = taken.until
    return VisitPlanned(taken.about, visit_id(taken.about, Why.ORDER, taken.id), due, Why.ORDER, taken.id)


def after_follow_up(taken: MeasureTaken, at: datetime, calendar: Calendar) -> VisitPlanned | None:
    """The visit that an officer wants by the measure `follow_up`; None for other measures."""
    if taken.measure != FOLLOW_UP:
        return None
    due = taken.until or iso(deadlines.end(calendar.clocks.visit_open, at, calendar))
    return VisitPlanned(taken.about, visit_id(taken.about, Why.FOLLOW_UP), due, Why.FOLLOW_UP, taken.id)


def after_finding(
    said: FindingRecorded, at: datetime, *, elapsed: timedelta, remedies: Remedies, calendar: Calendar,
    taken: Iterable[Measure] = (),
) -> VisitPlanned | None:  # fmt: skip
    """The visit that a provisional result owes; None for any other.

    Where a reason sets a timer the visit is due at its end: that of the measure `taken` which set it, else counted from
    `elapsed`, what had passed `at` since the party was reminded.
    """
    judgement = said.judgement
    if judgement is None or not judgement.provisional:
        return None
    set_by = _timed(judgement.reasons, remedies)
    tapped = next((one.until for one in taken if one.code in set_by and one.until), "")
    if tapped and not elapsed:
        return VisitPlanned(said.about, visit_id(said.about, Why.PROVISIONAL), max(tapped, iso(at)), Why.PROVISIONAL)
    timer = timer_of(judgement.reasons, remedies)
    ends = deadlines.end(timer, at - elapsed, calendar) if timer else None
    if ends is None:
        ends = deadlines.end(calendar.clocks.visit_open, at, calendar)
    return VisitPlanned(said.about, visit_id(said.about, Why.PROVISIONAL), iso(max(ends, at)), Why.PROVISIONAL)


def _timed(reasons: Iterable[str], remedies: Remedies) -> frozenset[str]:
    """The measures with which one of the reasons sets a timer."""
    found = (remedy for code in reasons for remedy in remedies.get(code, ()))
    return frozenset(one.measure for one in found if any(name == TIMER for name, _ in one.arguments))


def timer_of(reasons: Iterable[str], remedies: Remedies) -> str:
    """The first timer that one of the reasons sets (`10min`); empty when none does."""
    arguments = [pair for code in reasons for remedy in remedies.get(code, ()) for pair in remedy.arguments]
    return next((value for name, value in arguments if name == TIMER), "")
