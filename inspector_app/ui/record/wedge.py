"""A code scanner that types like a keyboard, recognised wherever the keyboard is on the page; typing is never held back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from inspector_app.domain.codes import Burst, Pace

ENDS = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
SILENT = (Qt.Key.Key_Shift.value, Qt.Key.Key_CapsLock.value, Qt.Key.Key_NumLock.value)
FIRST_SIGN = 0x20  # below are Tab, Esc, Backspace
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Wedge(QObject):
    """`began()` before the first key of what may be a scan, `scanned(code)` at its end: by then the field is as it was."""

    began = Signal()
    scanned = Signal(str)

    def __init__(self, page: QWidget, pace: Pace, parent: QObject):
        super().__init__(parent)
        self._page, self._burst = page, Burst(pace)
        self._watched: QWidget | None = None
        self._put_back: Callable[[], None] = _nothing
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """Watches the one widget that has the keyboard: a filter over the whole program would see every paint."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._burst.stop()
        is_ours = now is not None and (now is self._page or self._page.isAncestorOf(now))
        self._watched = now if is_ours else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in ENDS:
            code = self._burst.end(event.timestamp())
            if code:
                self._put_back()
                self.scanned.emit(code)
            return bool(code)
        if event.key() in SILENT:
            return False
        sign = event.text()
        if len(sign) != 1 or ord(sign) < FIRST_SIGN or event.modifiers() & COMMANDS or event.isAutoRepeat():
            self._burst.spoil(event.timestamp())
            return False
        self._burst.key(sign, event.timestamp())
        if self._burst.is_new:
            self._put_back = _as_it_is(self._watched)
            self.began.emit()
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False


def _nothing() -> None:
    pass


def _as_it_is(widget: QWidget | None) -> Callable[[], None]:
    """What makes the field as it is now again, and tells those who listen."""
    if isinstance(widget, QLineEdit):
        text, cursor, start, length = (
            widget.text(),
            widget.cursorPosition(),
            widget.selectionStart(),
            widget.selectionLength(),
        )

        def put_line_back() -> None:
            widget.setText(text)
            widget.textEdited.emit(text)
            widget.setCursorPosition(cursor)
            if start >= 0:
                widget.setSelection(start, length)

        return put_line_back
    if isinstance(widget, QPlainTextEdit):
        note, place = widget.toPlainText(), widget.textCursor().position()

        def put_note_back() -> None:
            widget.setPlainText(note)
            back = widget.textCursor()
            back.setPosition(min(place, len(note)))
            widget.setTextCursor(back)

        return put_note_back
    return _nothing
