"""Everything that a journal line can say. A kind reads as a fact; an event's fields, less `about`, are the line's body.

Bodies carry no floats: places in degrees × 10⁷ and mm, facts sealed to integers (domain/policy/facts.py). Times are UTC
`YYYY-MM-DDThh:mm:ss.mmmZ`. A later version may add fields with defaults; it never changes or drops one.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from inspector_app.domain.finding import Category, Override, Tier
from inspector_app.domain.judgement import Judgement
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Photo
from inspector_app.domain.place import Place
from inspector_app.domain.task import Outcome


@dataclass(frozen=True, slots=True)
class Event:
    """`about` is the id of what the line is about: an epoch, a shift, a finding, a task."""

    KIND: ClassVar[str]
    about: str


@dataclass(frozen=True, slots=True)
class EpochOpened(Event):
    """The first line of an epoch. `after_*` name the last line it trusts (empty, 0 and zeros for a new laptop)."""

    KIND: ClassVar[str] = "epoch.opened"
    after_epoch: str
    after_seq: int
    after_digest: str
    reason: str  # new | restored | fork | salvaged


@dataclass(frozen=True, slots=True)
class LineCarried(Event):
    """A line of a fork, whole, so that it reaches the centre in the new epoch. `about` and `id` are the line's own."""

    KIND: ClassVar[str] = "line.carried"
    epoch: str
    seq: int
    id: str
    kind: str
    recorded_at: str
    officer: str
    body: dict[str, Any]
    prev: str
    digest: str
    alg: str


@dataclass(frozen=True, slots=True)
class ShiftOpened(Event):
    KIND: ClassVar[str] = "shift.opened"
    officer: Officer
    second: Officer | None
    unit: str
    planned_from: str  # hh:mm local, or empty
    planned_to: str


@dataclass(frozen=True, slots=True)
class ShiftClosed(Event):
    """`findings` that were not withdrawn, and their `photos`."""

    KIND: ClassVar[str] = "shift.closed"
    findings: int
    photos: int


@dataclass(frozen=True, slots=True)
class FindingRecorded(Event):
    """`tier` is the one that stands; `judgement` what the policy said (None for `other`); `facts` are sealed.

    `duplicate_of` is another finding that the officer took for the same; both stand, the centre decides (domain.md §6.2).
    `asset` is the code of what was scanned there (一码智管).
    """

    KIND: ClassVar[str] = "finding.recorded"
    shift: str
    category: Category
    type_code: str
    code_table: str
    observed_at: str
    utc_offset_min: int
    place: Place
    facts: dict[str, Any]
    judgement: Judgement | None
    override: Override | None
    tier: Tier
    party: str
    party_absent: bool
    note: str
    photos: tuple[str, ...]
    evidence_imported: bool
    second_officer: str = ""
    task: str = ""
    duplicate_of: str = ""
    asset: str = ""


@dataclass(frozen=True, slots=True)
class PhotoTaken(Event):
    """A photo of the finding or task `about`; its file was durable before this line."""

    KIND: ClassVar[str] = "photo.taken"
    photo: Photo


@dataclass(frozen=True, slots=True)
class FindingAmended(Event):
    """Something added to a finding; empty fields leave what was."""

    KIND: ClassVar[str] = "finding.amended"
    note: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class FindingWithdrawn(Event):
    KIND: ClassVar[str] = "finding.withdrawn"
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionOverridden(Event):
    """A tier changed after the finding was recorded."""

    KIND: ClassVar[str] = "decision.overridden"
    was: Tier
    override: Override


@dataclass(frozen=True, slots=True)
class MeasureTaken(Event):
    """A measure that was taken for the finding `about`; `measure` is a code of the pack that judged it.

    `target` names a relief point, an authority or a department; `until` is the deadline in UTC, empty without one.
    """

    KIND: ClassVar[str] = "measure.taken"
    id: str
    measure: str
    target: str = ""
    until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitPlanned(Event):
    """A follow-up visit to the finding `about`, due at `due` (UTC). `measure` is the id of the measure that it follows."""

    KIND: ClassVar[str] = "visit.planned"
    id: str
    due: str
    why: str  # order | provisional | hold | follow_up
    measure: str = ""


@dataclass(frozen=True, slots=True)
class TaskAnswered(Event):
    """`about` is the task; `finding` the one that answers it, or empty."""

    KIND: ClassVar[str] = "task.answered"
    outcome: Outcome
    note: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class ClockJumped(Event):
    """The laptop's clock moved by `jumped_ms` against its steady clock."""

    KIND: ClassVar[str] = "clock.jumped"
    jumped_ms: int


KINDS: dict[str, type[Event]] = {
    kind.KIND: kind
    for kind in (
        EpochOpened, LineCarried, ShiftOpened, ShiftClosed, FindingRecorded, PhotoTaken, FindingAmended,
        FindingWithdrawn, DecisionOverridden, MeasureTaken, VisitPlanned, TaskAnswered, ClockJumped,
    )
}  # fmt: skip
