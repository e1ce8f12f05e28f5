"""One walk through the real screens on a laptop full of findings, watched; a process of its own, one JSON report at its end.

`python -m tests.qt.walk DIR`, where DIR is a data folder full of findings.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from inspector_app import bootstrap
from inspector_app.config import Config
from inspector_app.ui import app
from inspector_app.ui.page import Page
from inspector_app.ui.record.measures_list import MeasureButton
from inspector_app.ui.record.reason_row import ReasonRow
from inspector_app.ui.screens import Screens
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.widgets.chips import Chip
from inspector_app.ui.widgets.fold import FoldHead
from tests.qt.laptop import turn
from tests.qt.watchdog import Watchdog

AN_EVENT, A_PAGE = 50.0, 100.0  # ms of CPU time
PATIENCE_MS = 60_000
PAGES = ("shift", "tasks", "map", "stat", "sync", "settings")


class Walk:
    """An officer who does everything once. After each deed the screens come to rest, under the limit for events."""

    def __init__(self, folder: Path):
        self.app = app.application()
        self.dog = Watchdog(awake=self.is_painted)
        self.parts = bootstrap.Parts(Config(data=folder), key=bootstrap.key_file)
        self.screens = Screens(self.app, self.parts.workplace)

    def is_painted(self) -> bool:
        """Whether the first picture stands; what is left to do then is done in small events too."""
        return self.screens.window._painted

    def start(self) -> None:
        window = self.screens.begin("zh")
        window.resize(1366, 768)
        self.dog.step = "opening"
        self.dog.begin()
        window.show()
        self.until("the first paint", self.is_painted)
        self.until("the database", lambda: self.screens.duty.state.opened and self.screens.rulebook.policy is not None)
        self._forbid_storage()
        self.rest()

    def _forbid_storage(self) -> None:
        """SQLCipher opens its file itself, where no audit hook hears of it."""
        from inspector_app.storage.photos import PhotoFiles
        from inspector_app.storage.reading import Reading
        from inspector_app.storage.store import Store

        for owner, names in (
            (Reading, ("_connection",)),
            (Store, ("unit_of_work", "writing")),
            (PhotoFiles, ("original", "derived")),
        ):
            for name in names:
                self.dog.forbid(owner, name)

    def go(self) -> None:
        self.record()
        for key in PAGES:
            self.deed(f"first sight of {key}", partial(self.screens.window.show_page, key), limit=A_PAGE)
        self.search()
        self.scroll()
        for theme in ("night", "sun", "day"):
            self.deed(f"theme {theme}", partial(self.screens.appearance.wear, theme), limit=A_PAGE)
        for key in ("record", *PAGES, "record"):
            self.show(key)

    def record(self) -> None:
        for digit in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1):
            self.deed("another category", partial(self.press, digit))
        page = self.page("record")
        for chip in [chip for chip in page.findChildren(Chip) if chip.isVisible()][:8]:
            self.deed("an answer", partial(QTest.mouseClick, chip, Qt.MouseButton.LeftButton))
        for kind in (MeasureButton, ReasonRow, FoldHead):
            for button in [button for button in page.findChildren(kind) if button.isVisible()][:3]:
                self.deed(f"the card's {kind.__name__}", partial(QTest.mouseClick, button, Qt.MouseButton.LeftButton))
        for word in ("花园路", "北段", "18号"):
            self.deed("typing", partial(self.type, _line(page), word))
        before = self.screens.duty.state.findings
        self.deed("recording", partial(self.press, Qt.Key.Key_F10))
        self.until("the recorded finding", lambda: self.screens.duty.state.findings > before)

    def search(self) -> None:
        self.show("shift")
        page = self.page("shift")
        assert isinstance(page, ShiftView)
        self.deed("all shifts", page.scope_switched.emit)
        for word in ("砦", "北", "街"):
            self.deed("searching", partial(self.type, _line(page), word))
        for _ in range(3):
            self.deed("searching", partial(QTest.keyClick, _line(page), Qt.Key.Key_Backspace))

    def scroll(self) -> None:
        table = self.page("shift").findChild(QAbstractItemView)
        assert isinstance(table, QAbstractItemView)
        table.setFocus()
        for key in (*[Qt.Key.Key_PageDown] * 6, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
            self.deed("scrolling", partial(QTest.keyClick, table, key))

    def show(self, key: str) -> None:
        self.deed(f"back to {key}", partial(self.screens.window.show_page, key))

    def page(self, key: str) -> Page:
        page = self.screens.window.page(key)
        assert page is not None, key
        return page

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.app.focusWidget() or self.screens.window, key)

    def type(self, field: QWidget, text: str) -> None:
        """As an input method does: a whole word at once."""
        field.setFocus()
        said = QInputMethodEvent()
        said.setCommitString(text)
        QCoreApplication.sendEvent(field, said)

    def deed(self, step: str, do: Callable[[], object], *, limit: float = AN_EVENT) -> None:
        """One gesture as one event within `limit`, then everything that it leads to."""
        self.dog.step, self.dog.limit_ms = step, limit
        with self.dog.timed(step):
            do()
        self.dog.limit_ms = AN_EVENT
        self.rest()

    def rest(self) -> None:
        """Until the threads have nothing left to do and the screens show it; a search that waits for the fingers to rest begins."""
        for _ in range(3):
            done: list[str] = []
            for thread in ("writer", "reader", "photos"):
                self.parts.background._submit(thread, partial(self.parts.main.post, partial(done.append, thread)))
            self.until("rest", lambda done=done: len(done) == 3)  # type: ignore[misc]
        pause = QDeadlineTimer(130)
        self.until("a pause", pause.hasExpired)

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not holds():
            if deadline.hasExpired():
                raise TimeoutError(what)
            turn()

    def end(self) -> None:
        self.dog.end()
        self.screens.end()
        self.parts.close()


def _line(page: Page) -> QLineEdit:
    """The first field of a page."""
    found = page.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def main(folder: str) -> int:
    walk = Walk(Path(folder))
    walk.start()
    walk.go()
    report = asdict(walk.dog.report)
    walk.end()
    sys.stdout.write(json.dumps(report, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
