"""A field that suggests addresses, roads and shops while one types: arrows and Enter choose, Esc leaves what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui.widgets.field import Field

if TYPE_CHECKING:
    from inspector_app.domain.reference.suggestion import Suggestion
    from inspector_app.services.locating import Suggested
    from inspector_app.ui.widgets.suggestion_list import SuggestionList

PAUSE_MS = 60  # after the last key
STEPS = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}
ENDS = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)


class SuggestField(Field):
    """`looked_for(str)` a moment after a key; `picked(Suggestion)`."""

    looked_for = Signal(str)
    picked = Signal(object)

    def __init__(self, head: str, parent: QWidget | None = None, *, hint: str = ""):
        super().__init__(head, parent, hint=hint, in_row=True)
        self._offered: tuple[Suggestion, ...] = ()
        self._list: SuggestionList | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self.looked_for.emit(self.text))
        self.changed.connect(lambda _: self._pause.start())
        self.editor.installEventFilter(self)

    @property
    def offered(self) -> tuple[Suggestion, ...]:
        """What is offered just now."""
        return self._offered if self._list is not None and self._list.isVisible() else ()

    def suggest(self, said: Suggested) -> None:
        """Shows what may be meant, unless something else stands there by now or the keyboard is elsewhere."""
        if said.typed != self.text or not self.editor.hasFocus():
            return
        self._offered = said.found
        if not self._offered:
            self.close_list()
            return
        from inspector_app.ui.widgets.suggestion_list import SuggestionList

        if self._list is None:
            self._list = SuggestionList(self.window())
            self._list.taken.connect(self._take)
        self._list.offer(self._offered, self.frame)

    def close_list(self) -> None:
        self._pause.stop()
        if self._list is not None:
            self._list.hide()

    def _take(self, row: int) -> None:
        offered = self.offered
        self.close_list()
        if 0 <= row < len(offered):
            self.picked.emit(offered[row])

    def _key(self, key: int) -> bool:
        """Whether the key was meant for the list."""
        listed = self._list
        if listed is None or not listed.isVisible():
            return False
        if key in STEPS:
            listed.step(STEPS[key])
            return True
        if key in ENDS and listed.currentRow() >= 0:
            self._take(listed.currentRow())
            return True
        if key == Qt.Key.Key_Escape.value:
            self.close_list()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close_list()
        return False
