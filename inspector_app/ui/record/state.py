"""What the record page shows, without Qt. One frozen state; the controller makes the next one, the view draws it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from inspector_app.domain.finding import Category, Draft, Tier
from inspector_app.domain.photo import MOST_PHOTOS, Photo
from inspector_app.domain.powers import Lack, decides_tier, lack, sees_subjects

if TYPE_CHECKING:
    from inspector_app.domain.measure import Measure
    from inspector_app.domain.policy.explain import Article
    from inspector_app.domain.policy.remedies import Advice
    from inspector_app.services.ports import Shift
    from inspector_app.ui.approval import Approval


class Reason(NamedTuple):
    """`code` stands behind the sentence; `articles` is empty where no law is needed."""

    code: str
    tier: str
    text: str
    articles: tuple[Article, ...]


class Turn(NamedTuple):
    """What one other answer would lead to: its words and the tier."""

    text: str
    tier: str


class Why(NamedTuple):
    """A line of the policy that keeps the decision where it is: it holds it there, or it was not met.

    `wants` are its conditions that do not hold; `after` is the sentence of the line that took its turn.
    """

    code: str
    text: str
    holds: bool
    wants: tuple[str, ...]
    after: str


class Explained(NamedTuple):
    """What follows the decision a moment later: each answer that would change it, why not softer, why not harder."""

    turns: tuple[Turn, ...] = ()
    softer: tuple[Why, ...] = ()
    harder: tuple[Why, ...] = ()


class Freshness(NamedTuple):
    """The moment (local hh:mm, with its day when that is another) as of which the history is known, and its age in s.

    `stale`: too old to count, so that the history is unknown.
    """

    as_of: str
    age_s: int
    stale: bool = False


class Around(NamedTuple):
    """What holds where the finding is, in words: the street's policy, campaigns, and a warning when all that is old.

    Of the reference pack: `place` (street, community, grid), `unsure` where two grids may be meant, who looks after it, where to
    park, and `addresses` that may be written.
    """

    street: str = ""
    rules: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    warning: str = ""
    place: tuple[str, ...] = ()
    unsure: str = ""
    parks: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class Same(NamedTuple):
    """A finding that may be the same, in words; `finding` is empty where it cannot be linked."""

    finding: str
    text: str


class Scanned(NamedTuple):
    """A code that nobody knows, and why."""

    code: str
    text: str


class Verdict(NamedTuple):
    """All in words of one language, but for `measures`. Below `guard` only a squad leader's word leads."""

    tier: str
    pack: str
    primary: str
    reasons: tuple[Reason, ...]
    gate: str  # empty below enforcement
    gate_open: bool
    flags: tuple[tuple[str, str], ...]  # code, words
    refer: tuple[tuple[str, str], ...]  # code, words
    missing: tuple[str, ...]  # names of facts
    measures: tuple[Advice, ...]
    provisional: bool
    guard: str


class FactWrong(NamedTuple):
    """The first fact that cannot be taken: its path and a code of `FactCode`."""

    field: str
    code: str


class Point(NamedTuple):
    """A place to which the party can be guided; `about` helps to choose (way, room, hours), `spot` is in degrees × 10⁷."""

    id: str
    name: str
    about: str
    spot: tuple[int, int] | None = None


class Offer(NamedTuple):
    """A measure on the card. `taken` is the one of the draft, None while it is only suggested.

    `lack` stands against the signer taking it.
    """

    advice: Advice
    point: Point | None
    taken: Measure | None
    lack: Lack | None = None


class RecordState(NamedTuple):
    """`verdict` is None while the pack is loading and for `other`. `problems` are codes by field of the form.

    `kept_s` is the age of the saved draft in seconds, None while it is not saved. `unreadable` are fields whose text is
    no answer yet.
    """

    draft: Draft
    verdict: Verdict | FactWrong | None = None
    explained: Explained | None = None  # None while it is looked for
    history: Freshness | None = None  # None while nothing is known of its age
    around: Around = Around()
    points: tuple[Point, ...] = ()  # the nearest that would take the party
    same: tuple[Same, ...] = ()  # findings that may be this one
    scanned: Scanned | None = None  # a code that was scanned and is not known
    problems: Mapping[str, str] = MappingProxyType({})
    unreadable: frozenset[str] = frozenset()
    opened: bool = False
    signer: Shift | None = None  # the open shift: who signs, and who is beside
    saving: bool = False
    queued: bool = False  # a save waits for the database or the pack
    pending: int = 0  # findings that are not durable yet
    kept_s: int | None = None
    photos_coming: int = 0
    overriding: bool = False
    approval: Approval | None = None  # None until somebody may need a leader
    may_restore: bool = False
    other_drafts: int = 0
    task_title: str = ""
    said: str = ""  # what was done last, in words, until the next answer

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self.explained.turns if self.explained is not None else ()

    @property
    def suggested(self) -> Tier | None:
        return Tier(self.verdict.tier) if isinstance(self.verdict, Verdict) else None

    @property
    def tier(self) -> Tier | None:
        """The tier that would stand: the officer's own, else the policy's; None while nobody can say."""
        own = self.draft.override
        return own.tier if own is not None and not self.awaits_leader else self.suggested

    @property
    def guard(self) -> Tier:
        """Below it only a squad leader's word leads."""
        return Tier(self.verdict.guard) if isinstance(self.verdict, Verdict) else Tier.NONE

    @property
    def awaits_leader(self) -> bool:
        """Whether the officer's own tier does not stand yet: it goes below the guard, and no leader has approved."""
        own = self.draft.override
        return own is not None and not own.approved_by and own.tier.level < self.guard.level

    def lack(self, measure: str) -> Lack | None:
        """What stands against the signer taking a measure; None while nobody signs."""
        if self.signer is None:
            return None
        sworn = self.draft.facts.get("sworn_present")
        return lack(measure, self.signer.officer.role, self.signer.sworn if sworn is None else int(sworn))

    @property
    def decides_tier(self) -> bool:
        """Whether the tier is the signer's to decide."""
        return self.signer is None or decides_tier(self.signer.officer.role)

    @property
    def sees_subjects(self) -> bool:
        """Whether the signer may see what somebody did before."""
        return self.signer is None or sees_subjects(self.signer.officer.role)

    @property
    def located_photo(self) -> Photo | None:
        """The first photo that says where it was taken."""
        found = (one for one in self.draft.photos if one.exif_lat_e7 is not None and one.exif_lon_e7 is not None)
        return next(found, None)

    @property
    def room_for_photos(self) -> int:
        return max(0, MOST_PHOTOS - len(self.draft.photos) - self.photos_coming)


# What domain.md §2.8 wants to see of each kind: names of shots, in the order in which they are best taken.
_STALL_FORMAL = ("far", "near", "goods_and_line", "notice")
_MOTOR = ("front_with_plate", "rear", "surroundings", "after_ten_minutes")
_HOARDING = ("far", "near", "board")
_BICYCLES = ("far", "near", "blocked_feature")


def wanted_shots(draft: Draft, tier: Tier | None) -> tuple[str, ...]:
    """The shots that the kind should have; fewer only warn, they never stop a finding."""
    if draft.category is Category.STALL:
        return _STALL_FORMAL if tier in (Tier.MANAGEMENT, Tier.ENFORCEMENT) else ("far", "near")
    if draft.category is Category.HOARDING:
        return _HOARDING
    if draft.category is Category.PARKING:
        return _MOTOR if draft.facts.get("vehicle") in ("motor", None) else _BICYCLES
    return ("far", "near")


POSITION = "position"  # as a field: beside the facts, the same for each category
# problems that are said only after somebody wanted to save
LATER = ("missing_field", "pin_needs_reason", "type_needed", "tier_needed", "approval_needed")


def problems_of(state: RecordState) -> dict[str, str]:
    """What keeps the draft from being recorded, by field: first what cannot be read, then what is missing."""
    found = dict.fromkeys(sorted(state.unreadable), "unreadable")
    if isinstance(state.verdict, FactWrong):
        found.setdefault(state.verdict.field, state.verdict.code)
    if state.draft.category is Category.OTHER and not state.draft.type_code:
        found["type_code"] = "type_needed"
    if state.draft.category is Category.OTHER and state.draft.override is None:
        found["override"] = "tier_needed"
    lacks = (state.lack(measure.code) for measure in state.draft.measures)
    if found_lack := next((one for one in lacks if one is not None), None):
        found["measures"] = found_lack.value
    if state.draft.place.by_hand and not state.draft.place.pin_reason.strip():
        found[POSITION] = "pin_needs_reason"
    if state.awaits_leader:
        found["override"] = "approval_needed"
    if state.draft.override is not None and state.draft.category is not Category.OTHER and not state.decides_tier:
        found["override"] = "tier_not_in_power"  # a draft that another signer left
    return found
