"""Under the form: throw the draft away, what is saved, save, save and go on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.record.state import RecordState
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.words import Words


class BottomBar(QWidget):
    """`discard_wanted`, `other_wanted`, `save_wanted(go_on: bool)`."""

    discard_wanted = Signal()
    other_wanted = Signal()
    save_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._discard = KeyButton(self.tr("Discard draft"), self)
        self._discard.clicked.connect(self.discard_wanted)
        self._other = KeyButton("", self, weight=Weight.QUIET)
        self._other.clicked.connect(self.other_wanted)
        self._other.hide()
        self._status = Words("", self, role="muted", wrap=True)
        self._save = KeyButton(self.tr("Save"), self, key="F9")
        self._save.clicked.connect(lambda: self.save_wanted.emit(False))
        self._next = KeyButton(self.tr("Save, next"), self, weight=Weight.PRIMARY, key="F10")
        self._next.clicked.connect(lambda: self.save_wanted.emit(True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._discard)
        row.addWidget(self._other)
        row.addWidget(self._status, 1)
        row.addWidget(self._save)
        row.addWidget(self._next)

    def present(self, state: RecordState) -> None:
        self._discard.change_text(self.tr("Bring draft back") if state.may_restore else self.tr("Discard draft"))
        self._other.change_text(self.tr("Other drafts: {count}").format(count=state.other_drafts))
        self._other.setVisible(state.other_drafts > 0)
        self._status.setText(self._words(state))
        for button in (self._save, self._next):
            button.setEnabled(not state.saving)

    def _words(self, state: RecordState) -> str:
        if state.queued or (state.pending and not state.opened):
            return self.tr("Saving as soon as the database is open…")
        if state.pending:
            return self.tr("Saving…")
        if state.kept_s is None and not state.opened:
            return self.tr("Opening the database… you can already write.")
        if state.kept_s is None or state.said:
            return state.said
        return self.tr("Draft kept {minutes:02}:{seconds:02}").format(
            minutes=state.kept_s // 60, seconds=state.kept_s % 60
        )
