"""What one tap or one typed number does to a draft: pure, without Qt. An answer taken back leaves the fact absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import Ids, iso
from inspector_app.domain.local_time import LOCAL

if TYPE_CHECKING:
    from inspector_app.domain.catalogue import Answer, Catalogue, FactControl
    from inspector_app.domain.reference.calendar import Calendar
    from inspector_app.services.ports import Clock, Shift
    from inspector_app.ui.rulebook import Rulebook

HOLIDAY = "is_legal_holiday"
CARRIED = ("campaign", HOLIDAY)  # true for the day, not for the place


class Absent:
    """The value of a fact that was not answered, or whose answer was taken back."""


ABSENT = Absent()


def blank(category: Category, *, clock: Clock, ids: Ids, shift: Shift | None, after: Draft | None = None) -> Draft:
    """A new draft at this moment. `after` is the finding before it: what holds for the whole day is carried over."""
    now = clock.now()
    facts: dict[str, Any] = {"observed_at": now.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")}
    if after is not None and day_of(after) == facts["observed_at"][:10]:
        facts |= {name: after.facts[name] for name in CARRIED if name in after.facts and name not in after.filled}
    if shift is not None:
        facts["sworn_present"] = shift.sworn
    return Draft(ids(), category, iso(now), facts=facts)


def is_untouched(draft: Draft) -> bool:
    """Whether nobody has said anything yet: such a draft is not kept."""
    given = set(draft.facts) - {"observed_at", "sworn_present", *CARRIED, *draft.filled}
    written = any(text.strip() for text in (draft.party, draft.note, draft.place.address))
    said = written or draft.photos or draft.override or draft.type_code or draft.task or draft.measures or draft.asset
    return not (given or said or draft.party_absent or draft.place.lat_e7 is not None)


def said(draft: Draft) -> dict[str, Any]:
    """The facts that a person answered; what the laptop looked up it can look up again."""
    return {name: value for name, value in draft.facts.items() if name not in draft.filled}


def value_of(facts: Mapping[str, Any], path: str) -> Any:
    """The answer under `permit` or `history.order`; ABSENT when there is none."""
    name, _, part = path.partition(".")
    value = facts.get(name, ABSENT)
    if not part:
        return value
    return value.get(part, ABSENT) if isinstance(value, Mapping) else ABSENT


def answered(draft: Draft, catalogue: Catalogue, path: str, value: Any) -> Draft:
    """The draft with one fact answered, or taken back with ABSENT; facts that are not asked any more are gone."""
    name, _, part = path.partition(".")
    facts = dict(draft.facts)
    if part:
        group = facts.get(name)
        value = _put(dict(group) if isinstance(group, Mapping) else {}, part, value) or ABSENT
    _put(facts, name, value)
    kept = tuple(one for one in draft.filled if one != name)
    return replace(draft, facts=_asked(facts, catalogue.categories[draft.category.value]), filled=kept)


def filled(draft: Draft, catalogue: Catalogue, name: str, value: Any) -> Draft:
    """The draft with a fact that the laptop looked up (ABSENT: it knows nothing); what a person answered stays."""
    if name in draft.facts and name not in draft.filled:
        return draft
    facts = _put(dict(draft.facts), name, value)
    facts = _asked(facts, catalogue.categories[draft.category.value])
    others = tuple(one for one in draft.filled if one != name)
    return replace(draft, facts=facts, filled=(*others, name) if name in facts else others)


def _put(facts: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    if value is ABSENT or value == []:
        facts.pop(name, None)
    else:
        facts[name] = value
    return facts


def _asked(facts: dict[str, Any], controls: Mapping[str, FactControl]) -> dict[str, Any]:
    """Only the facts that the form shows beside these answers; taking one away may hide the next."""
    while True:
        kept = {name: value for name, value in facts.items() if name in controls and controls[name].shown(facts)}
        if kept == facts:
            return kept
        facts = kept


def party_answered(draft: Draft, answer: Answer | None) -> Draft:
    """The draft with the party's attitude in one tap: the facts of the answer, and whether the party is there."""
    facts = {name: value for name, value in draft.facts.items() if name not in ("attitude", "corrected_on_site")}
    if answer is None:
        return replace(draft, facts=facts, party_absent=False)
    return replace(draft, facts={**facts, **answer.facts}, party_absent=answer.party_absent)


def party_answer(draft: Draft, catalogue: Catalogue) -> Answer | None:
    """The one tap that stands for what the draft says about the party."""
    said = {name: draft.facts[name] for name in ("attitude", "corrected_on_site") if name in draft.facts}
    for answer in catalogue.answers:
        if dict(answer.facts) == said and answer.party_absent == draft.party_absent:
            return answer
    return None


def moved(draft: Draft, category: Category, catalogue: Catalogue, shelf: Mapping[str, Any]) -> Draft:
    """The draft as another category: what both ask for stays, `shelf` gives back what was said there before."""
    if category is Category.OTHER:
        return replace(draft, category=category, type_code="")
    own = catalogue.categories[category.value]
    was = catalogue.categories.get(draft.category.value, {})
    facts = {name: value for name, value in draft.facts.items() if name in own and (not was or was[name] is own[name])}
    back = {name: value for name, value in shelf.items() if name in own and name not in facts}
    override = draft.override if draft.category is not Category.OTHER else None
    return replace(draft, category=category, type_code="", facts=_asked({**back, **facts}, own), override=override)


def is_about_another(draft: Draft, was: Draft, *, judged: bool) -> bool:
    """Whether a leader's word for `was` says nothing of `draft`: another party, place or reason; not `judged`, any other fact."""
    if draft.override is None or was.override is None:
        return False
    asked = ("plate",) if judged else (*draft.facts, *was.facts)
    return (draft.party, draft.place.address, draft.override.reason) != (
        was.party, was.place.address, was.override.reason,
    ) or any(draft.facts.get(name) != was.facts.get(name) for name in asked)  # fmt: skip


def without_word(draft: Draft) -> Draft:
    """The draft without the squad leader's word for the officer's own tier."""
    own = draft.override
    return draft if own is None or not own.approved_by else replace(draft, override=replace(own, approved_by=""))


def begun(draft: Draft, clock: Clock, *, was: Draft) -> Draft:
    """The draft at its first answer: what nobody touched until now is observed now, unless the person gave a time."""
    if draft.facts.get("observed_at") != was.facts.get("observed_at"):
        return draft
    now = clock.now()
    return replace(draft, observed_at=iso(now), facts={**draft.facts, "observed_at": local_text(iso(now))})


def timed(draft: Draft) -> Draft:
    """The draft observed at the local time that the person gave."""
    given = draft.facts.get("observed_at")
    if given is None:
        return draft
    moment = datetime.fromisoformat(str(given)).replace(tzinfo=LOCAL)
    return replace(draft, observed_at=iso(moment.astimezone(UTC)))


def dated(draft: Draft, calendar: Calendar, *, was: Draft) -> Draft:
    """The draft with what the calendar knows of its day; on the same day the officer's own answer stands.

    A year that the calendar does not state leaves the question to the officer.
    """
    if draft.category is Category.OTHER or "observed_at" not in draft.facts:
        return draft
    if HOLIDAY in draft.facts and day_of(draft) == day_of(was):
        return draft
    at = datetime.fromisoformat(draft.observed_at)
    facts = {name: value for name, value in draft.facts.items() if name != HOLIDAY}
    return replace(draft, facts=facts | ({HOLIDAY: calendar.is_legal_holiday(at)} if calendar.knows(at, at) else {}))


def day_of(draft: Draft) -> str:
    """The local day of the finding, `YYYY-MM-DD`; empty without a time."""
    return str(draft.facts.get("observed_at") or "")[:10]


def local_text(utc: str) -> str:
    """A UTC ISO text as local `YYYY-MM-DDThh:mm`."""
    return datetime.fromisoformat(utc).astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")


def typed(draft: Draft, rulebook: Rulebook) -> Draft:
    """The draft with the event type that its facts tell; where they do not, the one that was chosen stays."""
    if draft.category is Category.OTHER:
        return draft
    kind = rulebook.kind(draft.category.value, draft.facts)
    if kind is None or (not kind.facts and draft.type_code):
        return draft
    return replace(draft, type_code=kind.event_type)
