"""How tests show a page on a desk of its own and look at it: its words and its buttons."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.desk import Desk
from inspector_app.ui.page import Page
from inspector_app.ui.widgets.buttons import KeyButton
from tests.qt import desks
from tests.qt.fakes import FakeReads

Kind = TypeVar("Kind", bound=Page)


class PageShow:
    """Shows pages as the window does; `end()` closes what lies behind them."""

    def __init__(self, qtbot: QtBot, app: QApplication, folder: Path):
        self._qtbot, self._app, self._folder = qtbot, app, folder
        self._worlds: list[desks.World] = []

    def page(self, kind: type[Kind], make: Callable[[Desk], Page], reads: FakeReads) -> tuple[desks.World, Kind]:
        """A page of this kind, entered; the database is open, the sync ready, and nothing is said to be under way."""
        world = desks.world(self._app, self._folder, reads, language="en")
        self._worlds.append(world)
        self._qtbot.waitUntil(lambda: world.desk.duty.state.opened and world.desk.sync.is_ready)
        page = make(world.desk)
        assert isinstance(page, kind)
        self._qtbot.addWidget(page)
        page.resize(1278, 712)
        page.show()
        page.entered()
        self._qtbot.waitUntil(lambda: "ing…" not in texts(page))
        return world, page

    def end(self) -> None:
        for world in self._worlds:
            world.background.close()


def texts(widget: QWidget) -> str:
    """Everything that the labels on sight say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def button(widget: QWidget, words: str) -> KeyButton:
    """The button with these words; AssertionError when none is on sight."""
    found = [each for each in widget.findChildren(KeyButton) if each.text() == words and each.isVisibleTo(widget)]
    assert found, f"no button says {words}"
    return found[0]
