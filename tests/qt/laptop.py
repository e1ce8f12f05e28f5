"""A whole laptop for tests of the screens: a real encrypted store in a folder, the real pictures, a clock that stands."""

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from inspector_app import paths
from inspector_app.carriage import Carriage
from inspector_app.config import PACK
from inspector_app.domain.ids import uuid7
from inspector_app.domain.officer import Officer
from inspector_app.preferences import Preferences
from inspector_app.remaking import Remaking
from inspector_app.services import shifts
from inspector_app.services.deciding import Policy
from inspector_app.services.map_ports import MapSources
from inspector_app.services.ports import FindingFilter, FindingRow
from inspector_app.services.position_ports import MakeReceiver
from inspector_app.ui import app
from inspector_app.ui.background import Background, Opened
from inspector_app.ui.change_feed import ChangeFeed
from inspector_app.ui.main_thread import MainThread
from inspector_app.ui.record.controller import RecordPage
from inspector_app.ui.screens import Screens
from inspector_app.ui.widgets.chips import Chip
from inspector_app.ui.workplace import Workplace
from tests import policies
from tests.calendars import calendar
from tests.qt.desks import FakeCentre

MASTER = bytes(range(32))
LI = Officer("410105-0317", "李敏", "豫A-0317")
WANG = Officer("410105-0288", "王强", "豫A-0288")


def turn() -> None:
    """What has happened reaches the screen; then other threads get a millisecond, which a loop without rest would take from them."""
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    time.sleep(0.001)


class StandingClock:
    """09:14:05 in Zhengzhou, until it is moved on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 1, 14, 5, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


def make_ids() -> Callable[[], str]:
    counter = itertools.count(1)
    return lambda: uuid7(1_795_000_000_000 + next(counter), next(counter).to_bytes(10, "big"))


@dataclass
class Laptop:
    """`begin` makes the window; `settle` lets everything finish that was begun."""

    folder: Path
    language: str = "zh"
    theme: str = "day"
    pack: str = PACK
    clock: StandingClock = field(default_factory=StandingClock)
    held: list[Callable[[], None]] = field(default_factory=list)
    make_receiver: MakeReceiver | None = None
    map_sources: Callable[[], MapSources] | None = None

    def __post_init__(self) -> None:
        self.feed = ChangeFeed()
        self.background = Background(MainThread(), self.feed)
        self.preferences = Preferences(self.folder / "preferences.json")
        self.preferences.change(theme=self.theme, language=self.language)
        self.store: Any = None
        self.workplace = Workplace(
            background=self.background, feed=self.feed, clock=self.clock, ids=make_ids(), preferences=self.preferences,
            resources=paths.resources(), open_store=self._open, load_policy=self._policy, make_syncing=FakeCentre().make,
            make_carrying=Carriage, make_remaking=self._make_remaking, demo=True, make_receiver=self.make_receiver,
            map_sources=self.map_sources,
        )  # fmt: skip
        self.screens = Screens(app.application(), self.workplace)

    def _open(self) -> Opened:
        from inspector_app.devices.pictures import PictureReader
        from inspector_app.storage.opening import open_store

        self.store = open_store(self.folder / "data", MASTER, clock=self.clock, ids=self.workplace.ids)
        return Opened(self.store, self.store.reads, self.store.photos, PictureReader(), self.store.upkeep)

    def _make_remaking(self) -> Remaking:
        return Remaking(self.folder / "data", MASTER, lambda: self.store, clock=self.clock, ids=self.workplace.ids)

    def _policy(self) -> Policy:
        return Policy(policies.shipped(self.pack), policies.catalogue(), calendar())

    def begin(self, width: int = 1366, height: int = 768) -> Any:
        window = self.screens.begin()
        window.resize(width, height)
        window.show()
        return window

    def with_shift(self, officer: Officer = LI, second: Officer | None = WANG) -> "Laptop":
        """A shift, of two certified officers unless others are named, opened before the window is there."""
        opened = self._open()
        with opened.store.unit_of_work() as uow:
            shifts.open_shift(
                uow, officer, second, unit="花园路中队", planned_from="08:00", planned_to="16:00", clock=self.clock,
                ids=self.workplace.ids,
            )  # fmt: skip
        self.store.close()
        return self

    def close_shift(self) -> None:
        """Closes the shift without a window."""
        opened = self._open()
        with opened.store.unit_of_work() as uow:
            shifts.close_shift(uow, clock=self.clock)
        self.store.close()

    def settle(self, until: Callable[[], bool] | None = None, seconds: float = 20) -> None:
        """Runs the event loop until `until` holds (absent: until the database is open and nothing is under way)."""
        deadline = QDeadlineTimer(int(seconds * 1000))
        wanted = until or (lambda: self.screens.duty.state.opened and self.screens.rulebook.policy is not None)
        while not wanted():
            assert not deadline.hasExpired(), "this never came to rest"
            turn()
        self.rest()

    def rest(self) -> None:
        """Lets every job that was given finish, with what it leads to on the screen."""
        for _ in range(4):
            done: list[str] = []
            for thread in ("writer", "reader", "photos"):
                self.background._submit(thread, partial(self.background.main.post, partial(done.append, thread)))
            deadline = QDeadlineTimer(20_000)
            while len(done) < 3:
                assert not deadline.hasExpired(), "a thread does not come to rest"
                turn()
        # All that is left, however slow the machine: what a timer showed has yet to be laid out.
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5_000)

    def wait(self, milliseconds: int) -> None:
        """Lets timers run out."""
        deadline = QDeadlineTimer(milliseconds)
        while not deadline.hasExpired():
            turn()

    @property
    def page(self) -> RecordPage:
        page = self.screens.window.page("record")
        assert isinstance(page, RecordPage)
        return page

    def tap(self, *labels: str) -> None:
        """Taps chips of the shown form by their words."""
        QCoreApplication.processEvents()
        form = self.page.view.form(self.page.state.draft.category)
        for label in labels:
            chip = next(chip for chip in form.findChildren(Chip) if chip.text() == label and chip.isVisible())
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key) -> None:
        """Presses a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.page.view, key)

    def rows(self) -> Sequence[FindingRow]:
        """The findings in the database, newest first."""
        rows: Sequence[FindingRow] = self.store.reads.first_rows(FindingFilter(), 50)
        return rows

    def words(self, kind: type[QLabel] = QLabel) -> str:
        """All the words in sight."""
        return "\n".join(label.text() for label in self.screens.window.findChildren(kind) if label.isVisible())

    def end(self) -> None:
        windows = (
            [self.screens.window] if hasattr(self.screens, "window") and shiboken6.isValid(self.screens.window) else []
        )
        for window in windows:
            window.close()
        self.screens.end()
        for window in windows:
            QCoreApplication.processEvents()  # the last answers find their screens
            shiboken6.delete(window)  # else every later change of theme passes by all its widgets
        if self.store is not None:
            self.store.close()
