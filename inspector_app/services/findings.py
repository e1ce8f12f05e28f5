"""What an officer does with findings."""

from datetime import datetime

from inspector_app.domain.events import (
    DecisionOverridden,
    FindingAmended,
    FindingRecorded,
    FindingWithdrawn,
    MeasureTaken,
    PhotoTaken,
    TaskAnswered,
)
from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.domain.local_time import OFFSET
from inspector_app.domain.measure import Measure
from inspector_app.domain.policy.facts import FactProblem
from inspector_app.domain.powers import decides_tier, lack
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.domain.task import OUTCOMES
from inspector_app.services import approvals, visits
from inspector_app.services.changes import Changes
from inspector_app.services.deciding import Policy
from inspector_app.services.ports import Clock, FindingDetails, Shift, UnitOfWork

CODE_TABLE = "default-2026"


def record(uow: UnitOfWork, draft: Draft, *, policy: Policy, clock: Clock) -> Changes:
    """Makes the draft a finding: a line for it, for each photo, measure and visit that it owes, in one transaction.

    A second save of the same draft (a double click) changes nothing. Raises RuleBroken without an open shift or when the
    draft is out of bounds; then nothing was written.
    """
    shift = required_shift(uow)
    if uow.finding(draft.id) is not None:
        uow.drop_draft(draft.id)
        return Changes(findings=frozenset({draft.id}))
    draft.check()
    now = clock.now()
    if draft.override is not None:
        _check_word(uow, shift, draft.category, draft.override, now)
    said = _finding(draft, shift, policy)
    uow.record(said, officer=shift.officer.number, at=now)
    for photo in draft.photos:
        uow.record(PhotoTaken(draft.id, photo), officer=shift.officer.number, at=now)
    measures = [taken(draft.id, measure) for measure in draft.measures]
    for measure in measures:
        uow.record(measure, officer=shift.officer.number, at=now)
    changes = Changes(findings=frozenset({draft.id}), photos=frozenset(p.sha256 for p in draft.photos), sync=True)
    changes |= visits.after_finding(uow, said, draft, policy=policy, officer=shift.officer.number, at=now)
    changes |= visits.after_measures(uow, measures, policy=policy, officer=shift.officer.number, at=now)
    if draft.task:
        changes |= _answer_task(uow, draft, shift, now)
    uow.drop_draft(draft.id)
    return changes


def taken(finding_id: str, measure: Measure) -> MeasureTaken:
    """What the journal says of a measure that was taken."""
    note = measure.note.strip()
    return MeasureTaken(finding_id, measure.id, measure.code, measure.target, measure.until, note)


def _finding(draft: Draft, shift: Shift, policy: Policy) -> FindingRecorded:
    try:
        judgement = policy.judge(draft.category, draft.facts)
        facts = {} if draft.category is Category.OTHER else policy.sealed(draft.category, draft.facts)
    except FactProblem as trouble:
        raise RuleBroken(Problem.FACTS_WRONG, trouble.field) from trouble
    _check_powers(draft, shift)
    if draft.override is not None:
        draft.override.check(judgement.guard if judgement is not None else Tier.NONE)
    tier = draft.final_tier(judgement.tier if judgement is not None else None)
    return FindingRecorded(
        about=draft.id, shift=shift.id, category=draft.category, type_code=draft.type_code, code_table=CODE_TABLE,
        observed_at=draft.observed_at, utc_offset_min=int(OFFSET.total_seconds() // 60), place=draft.place,
        facts=facts, judgement=judgement, override=draft.override, tier=tier, party=draft.party.strip(),
        party_absent=draft.party_absent, note=draft.note.strip(), photos=tuple(p.sha256 for p in draft.photos),
        evidence_imported=draft.evidence_imported(tier),
        second_officer=shift.second.number if shift.second else "", task=draft.task, duplicate_of=draft.duplicate_of,
        asset=draft.asset,
    )  # fmt: skip


def _check_powers(draft: Draft, shift: Shift) -> None:
    """Who is certified and there is a fact of the finding; where nobody stated it, those of the shift are."""
    sworn = draft.facts.get("sworn_present")
    for measure in draft.measures:
        check_power(measure.code, shift, shift.sworn if sworn is None else int(sworn))


def check_power(measure: str, shift: Shift, sworn: int) -> None:
    """Raises RuleBroken when the signer may not take the measure with so many certified officers present."""
    found = lack(measure, shift.officer.role, sworn)
    if found is not None:
        raise RuleBroken(Problem(found.value), "measures")


def _check_word(uow: UnitOfWork, shift: Shift, category: Category, given: Override, at: datetime) -> None:
    """Raises RuleBroken when the tier is not the signer's to decide, or nobody knows the leader who is said to approve.

    Where no policy decides anybody may name a tier.
    """
    if category is not Category.OTHER and not decides_tier(shift.officer.role):
        raise RuleBroken(Problem.TIER_NOT_IN_POWER, "override")
    approvals.require_known(uow, given.approved_by, at)


def _answer_task(uow: UnitOfWork, draft: Draft, shift: Shift, now: datetime) -> Changes:
    """A finding that was made from a task answers it: what was seen is there."""
    task = uow.task(draft.task)
    if task is None:
        raise RuleBroken(Problem.NO_SUCH_TASK, draft.task)
    found = OUTCOMES[task.kind][0 if task.kind == "verify" else 1]
    answer = TaskAnswered(task.id, found, draft.note.strip(), finding=draft.id)
    uow.record(answer, officer=shift.officer.number, at=now)
    return Changes(tasks=frozenset({task.id}))


def withdraw(uow: UnitOfWork, finding_id: str, *, reason: str, clock: Clock) -> Changes:
    """Takes a finding back, with a reason; its lines and photos stay."""
    if not reason.strip():
        raise RuleBroken(Problem.WITHDRAWAL_NEEDS_REASON, "reason")
    officer = required_finding(uow, finding_id)
    uow.record(FindingWithdrawn(finding_id, reason.strip()), officer=officer, at=clock.now())
    return Changes(findings=frozenset({finding_id}), sync=True)


def amend(uow: UnitOfWork, finding_id: str, *, note: str, clock: Clock) -> Changes:
    """Adds a note to a finding."""
    officer = required_finding(uow, finding_id)
    uow.record(FindingAmended(finding_id, note=note.strip()), officer=officer, at=clock.now())
    return Changes(findings=frozenset({finding_id}), sync=True)


def add_photos(uow: UnitOfWork, finding_id: str, photos: tuple[PhotoTaken, ...], *, clock: Clock) -> Changes:
    """Adds photos to a recorded finding, up to the limit of a finding."""
    officer = required_finding(uow, finding_id)
    held = uow.finding(finding_id)
    if held is not None and len(held.photos) + len(photos) > 20:
        raise RuleBroken(Problem.TOO_MANY_PHOTOS, "photos")
    for taken in photos:
        uow.record(taken, officer=officer, at=clock.now())
    return Changes(findings=frozenset({finding_id}), photos=frozenset(t.photo.sha256 for t in photos), sync=True)


def override(
    uow: UnitOfWork, finding_id: str, tier: Tier, *, reason: str, approved_by: str = "", clock: Clock
) -> Changes:
    """Changes the tier of a recorded finding, with a reason; the suggestion stays beside it.

    `approved_by` is the number of the leader whose code was given (`approvals.checked`); below the guard it must be there.
    """
    officer, now = required_finding(uow, finding_id), clock.now()
    found = _details(uow, finding_id)
    given = Override(tier, reason.strip(), officer, approved_by)
    _check_word(uow, required_shift(uow), found.row.category, given, now)
    given.check(found.judgement.guard if found.judgement is not None else Tier.NONE)
    uow.record(DecisionOverridden(finding_id, found.row.tier, given), officer=officer, at=now)
    return Changes(findings=frozenset({finding_id}), sync=True)


def required_shift(uow: UnitOfWork) -> Shift:
    """The open shift; raises RuleBroken(NO_OPEN_SHIFT)."""
    shift = uow.open_shift()
    if shift is None:
        raise RuleBroken(Problem.NO_OPEN_SHIFT)
    return shift


def _details(uow: UnitOfWork, finding_id: str) -> FindingDetails:
    finding = uow.finding(finding_id)
    if finding is None:
        raise RuleBroken(Problem.NO_SUCH_FINDING, finding_id)
    return finding


def required_finding(uow: UnitOfWork, finding_id: str) -> str:
    """The number of the officer on duty, who may act on a finding that stands."""
    if _details(uow, finding_id).row.withdrawn:
        raise RuleBroken(Problem.ALREADY_WITHDRAWN, finding_id)
    return required_shift(uow).officer.number
