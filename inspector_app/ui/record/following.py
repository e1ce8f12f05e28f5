"""The finding that follows another: the same facts at the same place, looked at again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inspector_app.domain import deadlines, visits
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.policy.facts import unseal
from inspector_app.services.ports import FindingDetails, Reads
from inspector_app.services.surroundings import FACTS
from inspector_app.services.visits import REMINDER
from inspector_app.ui.record import places

if TYPE_CHECKING:
    from inspector_app.domain.task import Task
    from inspector_app.services.deciding import Policy
    from inspector_app.ui.desk import Desk

# True for a moment or a shift, not for the place; what is looked up is looked up again.
OF_THE_MOMENT = ("observed_at", "sworn_present", "is_legal_holiday", *FACTS)


def begin(desk: Desk, task: Task, blank: Draft, put: Callable[[Draft, str], None]) -> None:
    """Puts the draft that answers a task on the screen with its title; for a visit once the finding that it follows was read."""
    if not task.why:
        put(places.of_task(blank, task), task.title)
        return
    policy = desk.rulebook.policy

    def follow(first: FindingDetails | None) -> None:
        now = desk.workplace.clock.now()
        followed = (
            places.of_task(blank, task) if first is None or policy is None else after(first, task, blank, policy, now)
        )
        put(followed, task.address)

    desk.workplace.background.ask(Reads.finding, task.about).then(follow)


def after(first: FindingDetails, visit: Task, blank: Draft, policy: Policy, now: datetime) -> Draft:
    """`blank` as the answer to `visit`: what was found at `first`, without its photos, its note and its decision.

    Where the visit ends a reminder, the minutes that have passed since it began are filled in.
    """
    category = first.row.category
    if category is Category.OTHER:
        facts: dict[str, Any] = {}
    else:
        known = unseal(first.facts, policy.catalogue)
        facts = {name: value for name, value in known.items() if name not in (*OF_THE_MOMENT, "category")}
        facts |= {name: blank.facts[name] for name in OF_THE_MOMENT if name in blank.facts}
        facts |= _reminded(first, visit, policy, now)
    return replace(
        blank, category=category, type_code=first.row.type_code, facts=facts, place=places.again(first.place), party=first.party,
        party_absent=first.party_absent, task=visit.id,
    )  # fmt: skip


def _reminded(first: FindingDetails, visit: Task, policy: Policy, now: datetime) -> dict[str, int]:
    reasons = first.judgement.reasons if first.judgement is not None else ()
    timer = visits.timer_of(reasons, policy.pack.remedies)
    if not timer or not visit.due:
        return {}
    due = datetime.fromisoformat(visit.due)
    lasts = deadlines.end(timer, due, policy.calendar) - due
    control = policy.catalogue.control(first.row.category.value, REMINDER)
    minutes = int((now - due + lasts).total_seconds() // 60)
    return {REMINDER: max(0, min(minutes, int(control.max or minutes)))}
