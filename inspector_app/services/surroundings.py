"""What reference data know around a finding: relief points, the street's policy, campaigns, and what happened before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from inspector_app.domain.finding import Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference import history, street
from inspector_app.domain.reference.earlier import news_of, together
from inspector_app.domain.reference.history import Counted, Entry, subject_key
from inspector_app.domain.reference.item import BadReference, Reference, ReferenceKind
from inspector_app.domain.reference.street import Campaign, StreetPolicy
from inspector_app.services import locating, relief
from inspector_app.services.locating import Here
from inspector_app.services.ports import Reads
from inspector_app.services.relief import Relief

FACTS = ("nearest_relief", "street_policy", "campaign", "history")  # what may be filled in, beside locating.FACTS
Meant = TypeVar("Meant")


class Asked(NamedTuple):
    """Whom the history is about: `subject` is a key of a plate or a name, or of the `address` where nobody is known.

    `task` is what the finding answers.
    """

    subject: str
    address: str
    task: str

    @property
    def by_identity(self) -> bool:
        return not self.address


@dataclass(frozen=True, slots=True)
class Past:
    """What happened before, of whom it was `asked`; `as_of` is None while the centre has told no history at all."""

    asked: Asked
    entries: tuple[Entry, ...] = ()
    as_of: datetime | None = None
    counted: Counted | None = None  # what the reference pack says of the time before


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the laptop knows, `as_of` when the centre had told all of it (None: never).

    `awaited`: the laptop belongs to a centre that has told it nothing yet, so that nobody's history is known.
    """

    relief: Relief = field(default_factory=Relief)
    streets: tuple[tuple[Reference, StreetPolicy], ...] = ()
    campaigns: tuple[tuple[Reference, Campaign], ...] = ()
    as_of: datetime | None = None
    awaited: bool = False
    here: Here | None = None  # what the reference pack knows of the place

    def beside(self, found: Here | None) -> "Surroundings":
        """The same with what the reference pack knows of the place: walks on its ways, points that the feed does not state."""
        if found is None:
            return replace(self, here=None)
        points = self.relief.points or found.relief
        spot = found.where.spot
        near = replace(self.relief, points=points, walks=found.walks, walked_from=(spot.lat_e7, spot.lon_e7))
        return replace(self, here=found, relief=near)

    def street(self, draft: Draft) -> StreetPolicy | None:
        """The policy in force when the finding was observed, not now: of the street in the address, else of the nearest road."""
        known = [one for item, one in self.streets if item.is_valid(draft.observed_at)]
        road = self._found(draft)
        name = road.location.road.name if road is not None and road.location.road is not None else ""
        at_address = street.policy_at(known, draft.place.address, _moment(draft))
        return at_address or street.policy_at(known, name, _moment(draft))

    def running(self, draft: Draft) -> tuple[Campaign, ...]:
        """The campaigns that ran there then."""
        known = [one for item, one in self.campaigns if item.is_valid(draft.observed_at)]
        return street.campaigns_at(known, draft.place.address, _moment(draft), category=draft.category.value)

    def is_old(self, draft: Draft) -> bool:
        """Whether streets and campaigns are to be checked before anybody relies on them (domain.md §3.7.8)."""
        return self.as_of is None or _moment(draft) - self.as_of > street.FRESH_FOR

    def facts(self, draft: Draft, past: Past | None) -> dict[str, Any]:
        """Those of FACTS about which something is known; `history` is None where what the centre told is stale.

        Older streets are still used. They make the result provisional by the history, which is unknown beside them, also
        where the centre tells none.
        """
        near, policy, found = self.relief.fact(draft), self.street(draft), self._campaign(draft)
        here = self._found(draft)
        facts: dict[str, Any] = here.facts(draft) if here is not None else {}
        facts |= {"nearest_relief": near} if near is not None else {}
        said = policy.facts(f"{_moment(draft).astimezone(LOCAL):%H:%M}") if policy is not None else {}
        if said:
            facts["street_policy"] = said
        if found is not None:
            facts["campaign"] = found
        if self.awaited or ((said or found) and self.is_old(draft)):
            facts["history"] = None
        return facts | self._history(draft, past)

    def _found(self, draft: Draft) -> Here | None:
        """What the pack knows of the draft's very place; what it knew of another one does not count."""
        return self.here if self.here is not None and self.here.where == locating.where(draft) else None

    def _campaign(self, draft: Draft) -> bool | None:
        """Whether one runs; None where that is not known."""
        if self.running(draft):
            return True
        return None if self.is_old(draft) or not draft.place.address else False

    def _history(self, draft: Draft, past: Past | None) -> dict[str, Any]:
        asked, moment = asks(draft), _moment(draft)
        if asked is None or past is None or past.asked != asked or past.as_of is None:
            return {}  # nobody to ask about, it is being looked for, or this centre tells no history: the officer may answer
        known = history.known(
            past.entries, moment, past.as_of, category=draft.category.value, by_identity=asked.by_identity,
            counted=past.counted,
        )  # fmt: skip
        return {"history": known.facts}


def known(reads: Reads, at: datetime) -> Surroundings:
    """What the laptop knows at `at` (aware, UTC); a body that this version cannot read is passed over."""
    as_of = reads.reference_as_of()
    return Surroundings(
        relief.known(reads, at), _understood(reads, ReferenceKind.STREET, street.parse_policy),
        _understood(reads, ReferenceKind.CAMPAIGN, street.parse_campaign), datetime.fromisoformat(as_of) if as_of else None,
        awaited=not as_of and reads.sync_overview().enrolled,
    )  # fmt: skip


def asks(draft: Draft) -> Asked | None:
    """Whom to ask about; None while neither a party nor a place is named. Somebody unidentified is known by the place."""
    subject, named = draft.facts.get("subject"), draft.facts.get("plate") or draft.party
    is_known = not isinstance(subject, Mapping) or subject.get("known") is not False
    key, address = subject_key(str(named)) if is_known else "", draft.place.address.strip()
    if key:
        return Asked(key, "", draft.task)
    return Asked(subject_key(address), address, draft.task) if subject_key(address) else None


def past(reads: Reads, asked: Asked, at: datetime) -> Past:
    """What the centre states and what this laptop recorded about one party or place."""
    stated = reads.histories(asked.subject)
    as_of = reads.reference_as_of() if stated is not None else ""
    told = (history.history_of(item.body) for item in stated or () if item.is_valid(iso(at)))
    city = reads.city  # once: another pack may come into use meanwhile
    before = city.history(asked.subject) if city is not None and stated is not None else None
    entries = news_of((entry for one in told if one is not None for entry in one.entries), before)
    own = reads.earlier(asked.subject if asked.by_identity else "", asked.address)
    followed = next((row.task.about for row in reads.tasks() if asked.task and row.task.id == asked.task), "")
    known = together(entries, own, followed=followed)
    return Past(asked, known, datetime.fromisoformat(as_of) if as_of else None, before)


def _understood(
    reads: Reads, kind: ReferenceKind, parse: Callable[[str, Mapping[str, Any]], Meant]
) -> tuple[tuple[Reference, Meant], ...]:
    """Whether an item counts depends on the finding: it is kept beside what it means."""
    found = []
    for item in reads.references(kind):
        try:
            found.append((item, parse(item.id, item.body)))
        except BadReference:
            continue
    return tuple(found)


def _moment(draft: Draft) -> datetime:
    return datetime.fromisoformat(draft.observed_at)
