"""Planning follow-up visits: in the transaction of what they follow, once for each reason."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from inspector_app.domain import visits
from inspector_app.domain.events import FindingRecorded, MeasureTaken, VisitPlanned
from inspector_app.domain.finding import Draft
from inspector_app.services.changes import Changes
from inspector_app.services.deciding import Policy
from inspector_app.services.ports import UnitOfWork

REMINDER = "reminder_min"  # the fact that says how long ago the party was reminded, in minutes


def after_finding(
    uow: UnitOfWork, said: FindingRecorded, draft: Draft, *, policy: Policy, officer: str, at: datetime
) -> Changes:
    """Plans the visit that a provisional finding owes."""
    minutes = draft.facts.get(REMINDER) or 0
    remedies = policy.pack.remedies
    planned = visits.after_finding(
        said, at, elapsed=timedelta(minutes=minutes), remedies=remedies, calendar=policy.calendar, taken=draft.measures
    )
    return _plan(uow, [planned], officer=officer, at=at)


def after_measures(
    uow: UnitOfWork, taken: Iterable[MeasureTaken], *, policy: Policy, officer: str, at: datetime
) -> Changes:
    """Plans a visit for every order among the measures taken now, and one for `follow_up` where none is owed anyway."""
    measures = tuple(taken)
    planned = [visits.after_order(one, at, policy.calendar) for one in measures]
    changes = _plan(uow, planned, officer=officer, at=at)
    wanted = [visits.after_follow_up(one, at, policy.calendar) for one in measures]
    return changes | _plan(uow, [one for one in wanted if one and not _is_owed(uow, one)], officer=officer, at=at)


def _is_owed(uow: UnitOfWork, wanted: VisitPlanned) -> bool:
    """Whether the finding is looked at again anyway: it was provisional, or an order ends."""
    finding = uow.finding(wanted.about)
    orders = [row.measure.id for row in finding.measures if row.measure.code in visits.ORDERS] if finding else []
    owed = [visits.visit_id(wanted.about, visits.Why.PROVISIONAL)]
    owed += [visits.visit_id(wanted.about, visits.Why.ORDER, order) for order in orders]
    return any(uow.task(visit) is not None for visit in owed)


def _plan(uow: UnitOfWork, planned: Iterable[VisitPlanned | None], *, officer: str, at: datetime) -> Changes:
    touched = set()
    for visit in planned:
        if visit is not None and uow.task(visit.id) is None:
            uow.record(visit, officer=officer, at=at)
            touched.add(visit.id)
    return Changes(tasks=frozenset(touched))
