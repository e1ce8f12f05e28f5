"""What an officer does about a finding, and until when what was ordered is to be done."""

from datetime import datetime, timedelta

from inspector_app.domain.finding import LONGEST_TEXT, MOST_MEASURES
from inspector_app.domain.ids import iso
from inspector_app.domain.measure import Measure
from inspector_app.domain.policy.remedies import Advice
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.services.changes import Changes
from inspector_app.services.findings import required_finding, taken
from inspector_app.services.ports import Clock, UnitOfWork

UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1)}  # what a clock counts without a calendar


def deadline(advice: Advice, at: datetime) -> str:
    """Until when a measure taken `at` runs (UTC); empty where the pack sets no time, or one that needs the calendar."""
    number = advice.until.rstrip("abcdefghijklmnopqrstuvwxyz_")
    unit = UNITS.get(advice.until.removeprefix(number)) if number else None
    return iso(at + int(number) * unit) if unit is not None else ""


def take(uow: UnitOfWork, finding_id: str, measure: Measure, *, clock: Clock) -> Changes:
    """Adds a measure to a finding that stands; the same one twice (a double click) is one.

    Raises RuleBroken without an open shift, for a finding that is gone or withdrawn, and when it is out of bounds.
    """
    officer = required_finding(uow, finding_id)
    finding = uow.finding(finding_id)
    held = finding.measures if finding is not None else ()
    if any(row.measure.id == measure.id for row in held):
        return Changes(findings=frozenset({finding_id}))
    if len(held) >= MOST_MEASURES:
        raise RuleBroken(Problem.TOO_MANY_MEASURES, "measures")
    if len(measure.note) > LONGEST_TEXT:
        raise RuleBroken(Problem.NOTE_TOO_LONG, "note")
    uow.record(taken(finding_id, measure), officer=officer, at=clock.now())
    return Changes(findings=frozenset({finding_id}), sync=True)
