"""What an officer found, and what the officer decided."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from inspector_app.domain.measure import Measure
from inspector_app.domain.photo import MOST_PHOTOS, Origin, Photo
from inspector_app.domain.place import LONGEST_REASON, Place
from inspector_app.domain.policy.tier import Tier
from inspector_app.domain.problems import Problem, RuleBroken

__all__ = ["Category", "Draft", "Override", "Tier"]

LONGEST_NOTE = 2000  # characters
LONGEST_TEXT = 200
MOST_MEASURES = 20  # of one draft


class Category(StrEnum):
    """The forms of the record page; `other` is any class of the event table, and no policy decides it."""

    STALL = "stall"
    HOARDING = "hoarding"
    PARKING = "parking"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Override:
    """The officer's own tier in place of the suggestion (行政处罚法 leaves the judgement to people), and why.

    `approved_by` is the number of the squad leader, where lowering needs one (domain.md §3.7.9 no. 8).
    """

    tier: Tier
    reason: str
    by: str
    approved_by: str = ""

    def check(self, guard: Tier) -> None:
        """Raises RuleBroken without a reason, or when it goes below `guard` and no leader approved of it."""
        if not self.reason.strip():
            raise RuleBroken(Problem.OVERRIDE_NEEDS_REASON, "override")
        if self.tier.level < guard.level and not self.approved_by:
            raise RuleBroken(Problem.APPROVAL_NEEDED, "override")


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding that is still on the screen. `facts` are as the policy takes them (metres, square metres, hours).

    `observed_at` is UTC ISO text of the moment the draft began.
    """

    id: str
    category: Category
    observed_at: str
    type_code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    party: str = ""
    party_absent: bool = False
    note: str = ""
    photos: tuple[Photo, ...] = ()
    override: Override | None = None
    task: str = ""  # the task that this finding answers
    filled: tuple[str, ...] = ()  # facts that no person answered: the laptop looked them up
    measures: tuple[Measure, ...] = ()  # taken, in the order in which they were
    duplicate_of: str = ""  # the finding that the officer takes for the same
    asset: str = ""  # the code of the asset, shop or permit that was scanned

    def check(self) -> None:
        """Raises RuleBroken when the draft cannot be recorded; a lack of photos or place never stops a finding.

        A place by hand needs a reason: it is evidence, and no receiver stands for it.
        """
        if len(self.photos) > MOST_PHOTOS:
            raise RuleBroken(Problem.TOO_MANY_PHOTOS, "photos")
        if len(self.note) > LONGEST_NOTE or len(self.party) > LONGEST_TEXT or len(self.place.address) > LONGEST_TEXT:
            raise RuleBroken(Problem.NOTE_TOO_LONG, "note")
        if len(self.place.pin_reason) > LONGEST_REASON:
            raise RuleBroken(Problem.NOTE_TOO_LONG, "position")
        if self.place.by_hand and not self.place.pin_reason.strip():
            raise RuleBroken(Problem.PIN_NEEDS_REASON, "position")
        if len(self.measures) > MOST_MEASURES:
            raise RuleBroken(Problem.TOO_MANY_MEASURES, "measures")
        if self.category is Category.OTHER and not self.type_code:
            raise RuleBroken(Problem.TYPE_NEEDED, "type_code")
        if self.category is Category.OTHER and self.override is None:
            raise RuleBroken(Problem.TIER_NEEDED, "override")
        if self.override is not None and not self.override.reason.strip():
            raise RuleBroken(Problem.OVERRIDE_NEEDS_REASON, "override")

    def overridden(self, tier: Tier, *, reason: str, by: str) -> "Draft":
        """The draft with the officer's own tier; raises RuleBroken without a reason."""
        if not reason.strip():
            raise RuleBroken(Problem.OVERRIDE_NEEDS_REASON, "override")
        return replace(self, override=Override(tier, reason.strip(), by))

    def final_tier(self, suggested: Tier | None) -> Tier:
        """The tier that stands: the officer's own, else the policy's, else none."""
        if self.override is not None:
            return self.override.tier
        return suggested if suggested is not None else Tier.NONE

    def evidence_imported(self, tier: Tier) -> bool:
        """Whether an enforcement finding rests only on photos that no camera of ours took (domain.md §2.8)."""
        return (
            tier is Tier.ENFORCEMENT and bool(self.photos) and all(p.origin is not Origin.CAMERA for p in self.photos)
        )
