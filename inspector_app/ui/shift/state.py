"""What the shift page shows, without Qt: which findings are listed, their counts and shares, and one finding in detail."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from inspector_app.domain import powers
from inspector_app.domain.finding import Tier
from inspector_app.domain.local_time import OFFSET
from inspector_app.domain.policy.remedies import Advice
from inspector_app.domain.problems import Problem
from inspector_app.domain.reference.nearest import Near
from inspector_app.domain.shares import Mix
from inspector_app.services.measures import lacking
from inspector_app.services.overview import OthersUnsent
from inspector_app.services.ports import FindingDetails, FindingFilter, Shift, TierCounts
from inspector_app.ui.approval import Approval

SHOWN_FIRST = 64  # rows read before the numbers of all are known


class Choice(StrEnum):
    """The chips over the list."""

    ALL = "all"
    SERVICE = "service"
    MANAGEMENT = "management"
    ENFORCEMENT = "enforcement"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class ListState:
    """`everything` lists all shifts of this laptop; `length` counts the listed rows, withdrawn ones too."""

    shift: Shift | None = None
    everything: bool = False
    choice: Choice = Choice.ALL
    text: str = ""
    counts: TierCounts = field(default_factory=TierCounts)
    length: int = 0
    others: tuple[OthersUnsent, ...] = ()
    loaded: bool = False
    counted: bool = False  # `counts` were read; before that no number is shown
    closing: bool = False

    @property
    def wanted(self) -> FindingFilter:
        """The question that fills the list."""
        tier = None if self.choice in (Choice.ALL, Choice.UNSENT) else Tier(self.choice.value)
        return FindingFilter(self._scope, tier, self.choice is Choice.UNSENT, self.text.strip())

    @property
    def shows_all_shifts(self) -> bool:
        """Without an open shift there is no other list."""
        return self.everything or self.shift is None

    @property
    def _scope(self) -> str:
        return self.shift.id if self.shift is not None and not self.everything else ""

    @property
    def can_close(self) -> bool:
        return self.shift is not None and not self.closing

    @property
    def is_filtered(self) -> bool:
        return self.choice is not Choice.ALL or bool(self.text.strip())

    def count_of(self, choice: Choice) -> int:
        """The number on a chip. Withdrawn findings are left out, but what waits to be sent waits all the same."""
        if choice is Choice.UNSENT:
            return self.counts.waiting
        return self.counts.all if choice is Choice.ALL else int(getattr(self.counts, choice.value))

    @property
    def withdrawn(self) -> int:
        """Listed findings that were withdrawn; known only while nothing is filtered out."""
        return 0 if self.is_filtered or not (self.loaded and self.counted) else max(0, self.length - self.counts.all)


def shares(counts: TierCounts) -> tuple[int, int, int]:
    """Whole percentages of service, management and enforcement that add up to 100, or zeros."""
    return Mix(counts.service, counts.management, counts.enforcement).shares


class Panel(StrEnum):
    """The deed that is being prepared under the details."""

    NONE = "none"
    WITHDRAW = "withdraw"
    OVERRIDE = "override"
    NOTE = "note"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class DetailsState:
    """One finding, and the deed that the officer prepares for it.

    `tier` is the one chosen for an override, `approved_by` the leader whose code was given for it, `advice` the measure
    chosen of those that are `offered`; `points` are the relief points that would take the party now.
    """

    finding: FindingDetails | None = None
    on_duty: bool = False
    signer: Shift | None = None  # the open shift: who may do what
    panel: Panel = Panel.NONE
    tier: Tier | None = None
    approved_by: str = ""
    approval: Approval = field(default_factory=Approval)
    offered: tuple[Advice, ...] = ()
    points: tuple[Near, ...] = ()
    near_m: int | None = None  # the farthest walk to one of them that the policy calls near
    advice: Advice | None = None
    text: str = ""
    problem: Problem | None = None
    busy: bool = False
    refused: tuple[tuple[str, str], ...] = ()  # photos that were not taken: file name, PhotoRefusal code

    @property
    def may_act(self) -> bool:
        """Only an officer on duty acts, and a withdrawn finding stays as it is."""
        return self.on_duty and not self.busy and self.finding is not None and not self.finding.row.withdrawn

    @property
    def is_below_guard(self) -> bool:
        """Whether the chosen tier goes below what safety, obstruction or history decided."""
        judgement = self.finding.judgement if self.finding is not None else None
        chosen = self.tier if self.panel is Panel.OVERRIDE else None
        return judgement is not None and chosen is not None and chosen.level < judgement.guard.level

    @property
    def takeable(self) -> tuple[Advice, ...]:
        """Those offered that the officers on duty may take."""
        return tuple(one for one in self.offered if lacking(one, self.signer) is None)

    @property
    def names(self) -> dict[str, str]:
        """The name of each of `points`, by id."""
        return {near.point.id: near.point.name for near in self.points}

    @property
    def decides_tier(self) -> bool:
        """Whether the tier is the signer's to decide."""
        return self.signer is None or powers.decides_tier(self.signer.officer.role)

    @property
    def sees_subjects(self) -> bool:
        """Whether the signer may see what somebody did before."""
        return self.signer is None or powers.sees_subjects(self.signer.officer.role)

    @property
    def ready(self) -> bool:
        """Whether the prepared deed may be done."""
        if self.panel is Panel.MEASURE:
            return self.may_act and self.advice in self.takeable
        if self.is_below_guard and not self.approved_by:
            return False
        chosen = self.panel is not Panel.OVERRIDE or self.tier is not None
        return self.may_act and self.panel is not Panel.NONE and chosen and bool(self.text.strip())

    def opened(self, panel: Panel) -> "DetailsState":
        return replace(self, panel=panel, tier=None, approved_by="", advice=None, text="", problem=None)

    def shown(self, finding: FindingDetails | None) -> "DetailsState":
        """Another finding ends what was being prepared; a fresh reading of the same one does not."""
        same = finding is not None and self.finding is not None and finding.row.id == self.finding.row.id
        fresh = (
            replace(self, finding=finding)
            if same
            else DetailsState(finding, on_duty=self.on_duty, signer=self.signer, approval=self.approval)
        )
        return fresh.opened(Panel.NONE) if finding is not None and finding.row.withdrawn else fresh


def local(moment: str) -> datetime | None:
    """UTC ISO text as local time of the street; None when it is no time."""
    try:
        return datetime.fromisoformat(moment) + OFFSET
    except (ValueError, OverflowError):
        return None


def clock_text(moment: str) -> str:
    """hh:mm of the street."""
    at = local(moment)
    return at.strftime("%H:%M") if at else ""


def date_text(moment: str) -> str:
    """MM-DD of the street."""
    at = local(moment)
    return at.strftime("%m-%d") if at else ""


def day_text(moment: str, now: datetime) -> str:
    """MM-DD when `moment` is on another day than `now` (UTC), with the year in another year; else nothing."""
    at, today = local(moment), now + OFFSET
    if at is None or at.date() == today.date():
        return ""
    return at.strftime("%m-%d") if at.year == today.year else at.strftime("%Y-%m-%d")
