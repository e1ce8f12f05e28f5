"""What an officer does about a finding, and until when what was ordered is to be done."""

from collections.abc import Sequence
from datetime import datetime

from inspector_app.domain import deadlines
from inspector_app.domain.finding import LONGEST_TEXT, MOST_MEASURES, Category
from inspector_app.domain.measure import Measure
from inspector_app.domain.policy import engine
from inspector_app.domain.policy.facts import unseal
from inspector_app.domain.policy.remedies import Advice, advice
from inspector_app.domain.powers import Lack, lack
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.domain.reference.hold import GUIDE
from inspector_app.domain.reference.nearest import Near
from inspector_app.services import visits
from inspector_app.services.changes import Changes
from inspector_app.services.deciding import Policy
from inspector_app.services.findings import check_power, required_finding, required_shift, taken
from inspector_app.services.ports import Clock, FindingDetails, Shift, UnitOfWork
from inspector_app.services.relief import Relief


def deadline(advised: Advice, at: datetime, policy: Policy) -> str:
    """Until when a measure taken `at` runs (UTC); empty where the pack sets no time."""
    return deadlines.until(advised, at, policy.calendar)


def offered(finding: FindingDetails, policy: Policy, points: Sequence[str] = ()) -> tuple[Advice, ...]:
    """What fits a recorded finding and was not taken yet; of a pack that is not here any more, what it suggested then.

    `points` are the relief points (ids) that would take the party now: guiding is offered once for each.
    """
    judgement = finding.judgement
    if judgement is None:
        return ()
    held = {(row.measure.code, row.measure.target) for row in finding.measures}
    advised = tuple(Advice(code) for code in judgement.measures)
    if judgement.pack_digest == policy.pack.digest:
        decision = engine.decide(unseal(finding.facts, policy.catalogue), policy.pack)
        advised = advice(decision, policy.pack, finding.row.tier)
    placed = (each for one in advised for each in _to_points(one, points))
    return tuple(one for one in placed if one[:2] not in held)


def points(finding: FindingDetails, known: Relief, policy: Policy, at: datetime) -> tuple[Near, ...]:
    """The relief points that would take the party of a recorded stall at `at`; none for what is no stall."""
    if finding.row.category is not Category.STALL:
        return ()
    goods = unseal(finding.facts, policy.catalogue).get("goods")
    return known.near(finding.place, str(goods or ""), at)


def _to_points(advised: Advice, points: Sequence[str]) -> tuple[Advice, ...]:
    if advised.measure != GUIDE or not points:
        return (advised,)
    return tuple(advised._replace(to=point) for point in points)


def lacking(advised: Advice, shift: Shift | None) -> Lack | None:
    """What stands against the officers of the shift taking a measure now; None without a shift."""
    return lack(advised.measure, shift.officer.role, shift.sworn) if shift is not None else None


def take(uow: UnitOfWork, finding_id: str, measure: Measure, *, policy: Policy, clock: Clock) -> Changes:
    """Adds a measure to a finding that stands, with the visit that an order owes; the same one twice (a double click) is one.

    Raises RuleBroken without an open shift, for a finding that is gone or withdrawn, when the officers of the shift may
    not take it, and when it is out of bounds.
    """
    officer, shift = required_finding(uow, finding_id), required_shift(uow)
    check_power(measure.code, shift, shift.sworn)
    finding = uow.finding(finding_id)
    held = finding.measures if finding is not None else ()
    if any(row.measure.id == measure.id for row in held):
        return Changes(findings=frozenset({finding_id}))
    if len(held) >= MOST_MEASURES:
        raise RuleBroken(Problem.TOO_MANY_MEASURES, "measures")
    if len(measure.note) > LONGEST_TEXT:
        raise RuleBroken(Problem.NOTE_TOO_LONG, "note")
    said, now = taken(finding_id, measure), clock.now()
    uow.record(said, officer=officer, at=now)
    planned = visits.after_measures(uow, [said], policy=policy, officer=officer, at=now)
    return planned | Changes(findings=frozenset({finding_id}), sync=True)
