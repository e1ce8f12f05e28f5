"""An officer's hands and eyes for the headless demo: real events to real widgets, and patience until something is so."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QMimeData, QPointF, Qt, QThread, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.ui.widgets.chips import Chip

Part = TypeVar("Part", bound=QWidget)
LONGEST_WAIT_S = 120.0


class NeverCame(Exception):
    """What was waited for did not happen."""


def until(what: str, is_so: Callable[[], bool], *, seconds: float = LONGEST_WAIT_S) -> None:
    """Lets the app live until `is_so`; raises NeverCame(what) after `seconds`."""
    deadline = QDeadlineTimer(int(seconds * 1000))
    while not is_so():
        if deadline.hasExpired():
            raise NeverCame(what)
        _live_on()


def settle(milliseconds: int = 250) -> None:
    """Lets short timers and repaints run out."""
    deadline = QDeadlineTimer(milliseconds)
    while not deadline.hasExpired():
        _live_on()


def _live_on() -> None:
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    QThread.msleep(1)  # the centre beside us works meanwhile


def part(whole: QWidget, kind: type[Part]) -> Part:
    """The one child of a kind that is in sight, or else the first."""
    found = whole.findChildren(kind)
    if not found:
        raise NeverCame(kind.__name__)
    return next((child for child in found if child.isVisible()), found[0])


def press(whole: QWidget, words: str) -> None:
    """Clicks the button that says `words`."""
    for button in whole.findChildren(QAbstractButton):
        if button.text() == words and button.isVisible() and button.isEnabled():
            click(button)
            return
    raise NeverCame(f"a button that says {words}")


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def key(widget: QWidget, which: Qt.Key) -> None:
    QTest.keyClick(widget, which)


def tap(row: QWidget, index: int) -> None:
    """Taps the chip at `index` of a row, unless it is chosen already."""
    chip = row.findChildren(Chip)[index]
    if not chip.isChecked():
        click(chip)


def write(whole: QWidget, text: str) -> None:
    """Types `text` into the field of `whole`, in place of what stands there."""
    editors: Sequence[QLineEdit | QPlainTextEdit] = [
        *whole.findChildren(QLineEdit),
        *whole.findChildren(QPlainTextEdit),
    ]
    editor = editors[0]
    editor.setFocus()
    editor.selectAll()
    # Chinese comes from an input method as whole words, not as keys.
    editor.insert(text) if isinstance(editor, QLineEdit) else editor.insertPlainText(text)


def drop_files(target: QWidget, files: Sequence[Path]) -> None:
    """Drops files on a widget, as from the file manager."""
    load = QMimeData()
    load.setUrls([QUrl.fromLocalFile(str(file.resolve())) for file in files])
    middle, copy = target.rect().center(), Qt.DropAction.CopyAction
    button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(middle, copy, load, button, no_key))
    QApplication.sendEvent(target, QDropEvent(QPointF(middle), copy, load, button, no_key))
