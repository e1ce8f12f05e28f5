"""What services need of the world, and what screens may ask; storage and devices provide it, tests fake it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from inspector_app.domain.clocks import Timed
from inspector_app.domain.events import Event
from inspector_app.domain.figures import Figures, FigureScope
from inspector_app.domain.finding import Category, Draft, Override, Tier
from inspector_app.domain.judgement import Judgement
from inspector_app.domain.measure import Taken
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Photo
from inspector_app.domain.place import Place
from inspector_app.domain.reference.alike import Alike, Likeness
from inspector_app.domain.reference.earlier import Earlier
from inspector_app.domain.reference.hold import Hold
from inspector_app.domain.reference.item import Reference
from inspector_app.domain.rescue import Rescue
from inspector_app.domain.scatter import Scatter
from inspector_app.domain.task import Task, TaskState
from inspector_app.services.city_ports import City
from inspector_app.services.overview import ShiftReceipt, SyncOverview


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Shift:
    """An open or closed shift as projected from the journal; `closed_at` is empty while it is open."""

    id: str
    officer: Officer
    second: Officer | None
    unit: str
    planned_from: str
    planned_to: str
    opened_at: str
    closed_at: str = ""

    @property
    def sworn(self) -> int:
        """Certified officers of the shift (行政处罚法 art. 42 wants two)."""
        return sum(1 for one in (self.officer, self.second) if one is not None and one.is_sworn)


class UnitOfWork(Protocol):
    """One transaction on the writer thread. Leaving without an error commits; the lines are durable then.

    Questions see what was recorded before them; what nobody knows is None, and a draft that is gone is dropped silently.
    """

    def record(self, event: Event, *, officer: str, at: datetime) -> str:
        """Appends `event` as the next journal line, projects it, and returns the line's id."""

    def open_shift(self) -> Shift | None: ...
    def finding(self, finding_id: str) -> "FindingDetails | None": ...
    def task(self, task_id: str) -> Task | None: ...
    def shift_totals(self, shift_id: str) -> tuple[int, int]:
        """Findings (not withdrawn) and photos of a shift."""

    def references(self, kind: str) -> Sequence[Reference]:
        """All of a kind, also those that are not valid now, by id."""

    def save_draft(self, draft: Draft) -> None: ...
    def drop_draft(self, draft_id: str) -> None: ...


class Store(Protocol):
    """The write side of storage; only the writer thread calls it."""

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]: ...


class Send(StrEnum):
    """How far a finding has got on its way to the centre."""

    WAITING = "waiting"
    PHOTOS_MISSING = "photos_missing"  # its line arrived, photos are still to come
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a list shows: nothing set means everything, newest first. `text` is searched by phrase, per Chinese sign."""

    shift: str = ""
    tier: Tier | None = None
    unsent_only: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line of a list; `measures` were suggested, `taken` were taken (codes)."""

    id: str
    observed_at: str  # UTC
    category: Category
    type_code: str
    kind: str  # the fact that names the type: form, vehicle, permit …
    address: str
    tier: Tier
    primary: str
    measures: tuple[str, ...]
    photos: int
    photos_arrived: int
    send: Send
    withdrawn: bool
    overridden: bool
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoRow:
    photo: Photo
    arrived: bool


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One journal line about a finding, for its details."""

    seq: int
    kind: str
    recorded_at: str
    officer: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FindingDetails:
    row: FindingRow
    shift: str
    officer: str
    second_officer: str
    place: Place
    facts: dict[str, Any]  # sealed, as in the journal
    judgement: Judgement | None
    override: Override | None
    party: str
    party_absent: bool
    note: str
    evidence_imported: bool
    task: str
    photos: tuple[PhotoRow, ...]
    history: tuple[HistoryEntry, ...]
    measures: tuple[Taken, ...] = ()
    holds: tuple[Hold, ...] = ()
    duplicate_of: str = ""
    asset: str = ""


@dataclass(frozen=True, slots=True)
class TierCounts:
    """Findings of a shift by tier (withdrawn ones left out), and how many wait: a line or a photo is not at the centre yet."""

    none: int = 0
    service: int = 0
    management: int = 0
    enforcement: int = 0
    waiting: int = 0

    @property
    def all(self) -> int:
        return self.none + self.service + self.management + self.enforcement


@dataclass(frozen=True, slots=True)
class TaskRow:
    task: Task
    state: TaskState
    outcome: str
    note: str
    sent: bool


class Reads(Protocol):
    """Every question that a screen may ask; answered on reader threads, read-only, never waiting for the writer.

    An unknown id is answered with None. Each may raise StorageTrouble.
    """

    def open_shift(self) -> Shift | None: ...
    def finding_count(self, wanted: FindingFilter) -> int: ...
    def finding_ids(self, wanted: FindingFilter) -> Sequence[int]:
        """Row numbers (small integers for `finding_rows`), newest first."""

    def first_rows(self, wanted: FindingFilter, limit: int) -> Sequence[FindingRow]:
        """The newest rows, at most `limit`."""

    def finding_rows(self, numbers: Sequence[int]) -> Sequence[FindingRow | None]:
        """One row for each number, in order; None for one that is gone."""

    def finding(self, finding_id: str) -> FindingDetails | None: ...
    def urgent_photos(self, flag: str, pressing: frozenset[str]) -> frozenset[str] | None:
        """What the centre lacks of findings that wait, stand, and were judged with `flag` or are `pressing`; None when none does."""

    def tier_counts(self, shift: str) -> TierCounts:
        """Those of one shift, or of all when `shift` is empty."""

    def figures(self, scope: FigureScope) -> Figures:
        """The counts of the 721 screen; withdrawn findings are left out."""
        ...

    def tasks(self) -> Sequence[TaskRow]:
        """Open ones first, the soonest due before the others."""
        ...

    def scatter(self, since: str, shift: str = "") -> Scatter:
        """Where the findings observed since then (UTC ISO) are, of one shift or of all; withdrawn ones are left out."""
        ...

    def timed(self, since: str) -> Timed:
        """What may run on a clock: open visits, and hand-overs of findings observed after `since` (UTC ISO)."""
        ...

    def drafts(self) -> Sequence[Draft]:
        """The one begun last first."""
        ...

    def sync_overview(self) -> SyncOverview: ...
    def shift_receipt(self, shift: str = "") -> ShiftReceipt | None:
        """What proves that shift, or the newest; None before a receipt covers a line of it."""
        ...

    def rescues(self) -> Sequence[Rescue]:
        """What happened to the database, the newest at the end."""
        ...

    def references(self, kind: str) -> Sequence[Reference]:
        """All of a kind, also those that are not valid now, by id."""
        ...

    def histories(self, subject: str) -> Sequence[Reference] | None:
        """What the centre states of one subject (a `history.subject_key`); None while no history of anybody is here."""
        ...

    def histories_dated(self, hours: Sequence[str]) -> Sequence[Reference]:
        """What the centre states of anybody with something in one of these hours (`2026-11-22T01`, UTC)."""
        ...

    def earlier(self, subject: str, address: str) -> Sequence[Earlier]:
        """The newest findings here that stand, about the subject, or where it is empty at the same address."""
        ...

    def alike(self, asked: Likeness) -> Sequence[Alike]:
        """Findings here that stand and may be the same one, the likeliest first."""
        ...

    @property
    def city(self) -> City | None:
        """The reference pack that is in use; None while there is none."""
        ...

    def reference_as_of(self) -> str:
        """When everything that the centre had to tell was here (UTC ISO); empty before the first time."""
        ...

    def holds(self, finding: str = "") -> Sequence[Hold]:
        """Slots that were asked for, of one finding or of all: those answered first, in the order of their answers."""
        ...
