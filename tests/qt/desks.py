"""A desk for pages under test: real threads, theme and rulebook over storage that answers from memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NoReturn

from PySide6.QtWidgets import QApplication

from inspector_app.carriage import Carriage
from inspector_app.config import PACK
from inspector_app.domain.events import Event
from inspector_app.domain.finding import Draft
from inspector_app.domain.photo import Origin, Photo, PhotoRefusal, PhotoRefused
from inspector_app.domain.reference.item import Reference
from inspector_app.domain.task import Task
from inspector_app.preferences import Preferences
from inspector_app.services.deciding import Policy
from inspector_app.services.overview import ParcelMade, ParcelTaken
from inspector_app.services.photo_ports import ReadPhoto
from inspector_app.services.ports import FindingDetails, Shift, UnitOfWork
from inspector_app.services.syncing import SyncState
from inspector_app.services.upkeep_ports import Purged
from inspector_app.ui import texts
from inspector_app.ui.appearance import Appearance
from inspector_app.ui.background import Background, Opened
from inspector_app.ui.change_feed import ChangeFeed
from inspector_app.ui.clocks import Clocks
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import Duty
from inspector_app.ui.leaders import Leaders
from inspector_app.ui.main_thread import MainThread
from inspector_app.ui.parcel_page.line import ParcelLine
from inspector_app.ui.positions import Positions
from inspector_app.ui.restore_page.line import RestoreLine
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.sync_page.link import SyncLink
from inspector_app.ui.upkeep import Upkeep
from inspector_app.ui.workplace import Workplace
from sync.protocol.problems import ProtocolProblem
from tests import policies
from tests.calendars import calendar
from tests.qt.fakes import FakeReads

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOW = datetime(2026, 11, 22, 1, 20, tzinfo=UTC)


class FixedClock:
    def now(self) -> datetime:
        return NOW


class FakeStore:
    """Remembers every event; the deeds see what the screens see."""

    def __init__(self, reads: FakeReads):
        self._reads = reads
        self.events: list[Event] = []

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        yield self

    def record(self, event: Event, *, officer: str, at: datetime) -> str:
        self.events.append(event)
        return str(len(self.events))

    def open_shift(self) -> Shift | None:
        return self._reads.open_shift()

    def finding(self, finding_id: str) -> FindingDetails | None:
        return self._reads.finding(finding_id)

    def task(self, task_id: str) -> Task | None:
        return next((row.task for row in self._reads.tasks() if row.task.id == task_id), None)

    def shift_totals(self, shift_id: str) -> tuple[int, int]:
        return self._reads.length, 2 * self._reads.length

    def references(self, kind: str) -> Sequence[Reference]:
        return self._reads.references(kind)

    def save_draft(self, draft: Draft) -> None:
        raise AssertionError("these pages write no drafts")

    def drop_draft(self, draft_id: str) -> None:
        raise AssertionError("these pages write no drafts")


class FakeFolder:
    """Photos in memory; `pictures` are the small ones by digest."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}

    def keep(self, original: bytes) -> str:
        return ""

    def original(self, sha256: str) -> bytes:
        return self.pictures[sha256]

    def keep_derived(self, sha256: str, name: str, data: bytes) -> None:
        self.pictures[sha256] = data

    def derived(self, sha256: str, name: str) -> bytes | None:
        return self.pictures.get(sha256)


class FakeReader:
    """Takes every file that is not empty."""

    def read(self, original: bytes, *, file_name: str, origin: Origin) -> ReadPhoto:
        if not original:
            raise PhotoRefused(file_name, PhotoRefusal.EMPTY)
        photo = Photo(
            original.hex()[:64].rjust(64, "0"), len(original), "image/jpeg", origin, 4, 3, file_name=file_name
        )
        return ReadPhoto(photo, original, original)

    def codes(self, picture: bytes) -> Sequence[str]:
        return ()


class FakeUpkeep:
    """Whole and without a backup, until a test wants it otherwise; `made` are the backups."""

    def __init__(self) -> None:
        self.made: list[datetime] = []
        self.damage: Exception | None = None
        self.full: Exception | None = None
        self.stopped = False
        self.free = 50_000_000_000
        self.purges = 0
        self.once = 0

    def check(self) -> bool:
        if self.damage is not None:
            raise self.damage
        return not self.stopped

    def backup(self) -> bool:
        if self.full is not None:
            raise self.full
        self.made.append(NOW)
        return True

    def purge(self) -> Purged:
        self.purges += 1
        return Purged()

    def free_bytes(self) -> int:
        return self.free

    def complete_copy(self) -> int:
        return self.once

    def last_backup(self) -> datetime | None:
        return self.made[-1] if self.made else None

    def stop(self) -> None:
        self.stopped = True


class FakeCentre:
    """Says to the screens what a test wants; `asked` are the wishes that came."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.carried: list[frozenset[str] | None] = []  # photos that rounds of the shift under way may take
        self.limits: list[int] = []
        self.agrees = True
        self.reachable = True
        self.full = False
        self.refusal: ProtocolProblem | None = None
        self.parcel_trouble: Exception | None = None
        self.say: Callable[[SyncState], None]

    @property
    def syncing(self) -> "FakeCentre":
        return self

    def make(self, listener: Callable[[SyncState], None]) -> "FakeCentre":
        self.say = listener
        return self

    def start(self, shift: str = "") -> None:
        self.asked.append(("start", shift))

    def carry(self, only: frozenset[str] | None, *, urgent: bool = False) -> bool:
        self.carried.append(only)
        return True

    def hurry(self) -> None:
        self.asked.append(("hurry",))

    def limit(self, kilobytes: int) -> None:
        self.limits.append(kilobytes)

    def pause(self) -> None:
        self.asked.append(("pause",))

    def cancel(self) -> None:
        self.asked.append(("cancel",))

    def enrol(self, code: str, url: str, name: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.asked.append(("enrol", code, url, name))

    def is_reachable(self) -> bool:
        return self.reachable

    def verify(self) -> bool:
        return self.agrees

    def save_receipt(self, shift: str, file: Path) -> Path:
        if self.full:
            raise OSError(28, "no space left")
        self.asked.append(("save", shift, str(file)))
        return file

    def make_parcel(self, folder: str, told: Callable[[int, int], None], *, every: bool = False) -> ParcelMade:
        self.asked.append(("parcel", folder, *["every"] * every))
        for done in range(5):
            told(done, 4)
        if self.parcel_trouble is not None:
            raise self.parcel_trouble
        return ParcelMade(f"{folder}/721-0000000d-20261122T012000Z.parcel", 186, 12, 48, 210_000_000, 0)

    def take_receipt(self, file: str) -> ParcelTaken:
        self.asked.append(("receipt", file))
        if self.parcel_trouble is not None:
            raise self.parcel_trouble
        return ParcelTaken(missing=0, left=0)


def no_remaking() -> NoReturn:
    """Here nobody makes a laptop again."""
    raise AssertionError("these pages make no laptop again")


@cache
def policy() -> Policy:
    return Policy(policies.shipped(PACK), policies.catalogue(), calendar())


@dataclass
class World:
    """A desk, and what lies behind it; `went` and `told` are what pages asked of the window."""

    desk: Desk
    reads: FakeReads
    store: FakeStore
    folder: FakeFolder
    centre: FakeCentre
    keeper: FakeUpkeep
    went: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)  # findings that pages led to
    shown_tasks: list[str] = field(default_factory=list)

    @property
    def background(self) -> Background:
        return self.desk.workplace.background


def world(app: QApplication, folder: Path, reads: FakeReads, *, language: str = "zh", theme: str = "day") -> World:
    """Opened, with the policy there and the officer of `reads` on duty once the queue has run."""
    feed, store, pictures, centre, keeper = ChangeFeed(), FakeStore(reads), FakeFolder(), FakeCentre(), FakeUpkeep()
    background = Background(MainThread(), feed)
    preferences = Preferences(folder / "preferences.json")
    preferences.change(theme=theme, language=language)
    appearance = Appearance(app, RESOURCES, preferences)
    appearance.put_on()
    opened = Opened(store, reads, pictures, FakeReader(), keeper)
    place = _workplace(background, feed, preferences, opened, centre)
    duty = Duty(background, feed)
    link = SyncLink(background, duty, place.clock, centre.make)
    line, restoring = ParcelLine(place), RestoreLine(place)
    went: list[str] = []
    told: list[tuple[str, str]] = []
    tasks: list[Task] = []
    shown: list[str] = []
    shown_tasks: list[str] = []
    upkeep = Upkeep(place, lambda sentence, tone: told.append((sentence, tone)))
    rulebook = Rulebook(RESOURCES)
    clocks = Clocks(place, rulebook)
    positions = Positions(place, lambda sentence, tone: told.append((sentence, tone)))
    leaders = Leaders(place, lambda trouble: told.append((texts.sentence(trouble), trouble.code)))
    desk = Desk(
        place, appearance, duty, rulebook, lambda: link, lambda: upkeep,
        go=went.append, tell=lambda sentence, tone: told.append((sentence, tone)),
        tell_trouble=lambda trouble: told.append((texts.sentence(trouble), trouble.code)), record_for=tasks.append,
        show_finding=shown.append, show_task=shown_tasks.append, clocks_of=lambda: clocks, leaders_of=lambda: leaders,
        parcels_of=lambda: line, restoring_of=lambda: restoring, positions_of=lambda: positions,
    )  # fmt: skip
    background.opened(opened)
    desk.rulebook.take(policy())
    desk.duty.read()
    link.open()
    upkeep.begin()
    clocks.begin()
    leaders.read()
    return World(desk, reads, store, pictures, centre, keeper, went, told, tasks, shown, shown_tasks)


def _workplace(
    background: Background, feed: ChangeFeed, preferences: Preferences, opened: Opened, centre: FakeCentre
) -> Workplace:
    ids: Callable[[], str] = lambda: "019ab000-0000-7000-8000-999999999999"  # noqa: E731 - a port is a callable
    return Workplace(
        background, feed, FixedClock(), ids, preferences, RESOURCES,
        open_store=lambda: opened, load_policy=policy, make_syncing=centre.make, make_carrying=Carriage, make_remaking=no_remaking,
    )  # fmt: skip
