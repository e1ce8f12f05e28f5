"""Who the party is, and a note: what is written by hand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.record.controls import Row
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.widgets.field import Field, NoteField


class WrittenRows(QWidget):
    """`party_typed(str)`, `note_typed(str)`."""

    party_typed = Signal(str)
    note_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._party = Field(self.tr("Party"), hint=self.tr("Who it is, as far as known"), in_row=True)
        self._note = NoteField("", hint=self.tr("Anything else worth knowing"))
        self._note.editor.setAccessibleName(self.tr("Note"))
        self._party.changed.connect(self.party_typed)
        self._note.changed.connect(self.note_typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Row(self.tr("Party"), "", self._party))
        column.addWidget(Row(self.tr("Note"), "", self._note))

    def present(self, state: RecordState) -> None:
        self._party.show_text(state.draft.party)
        self._note.show_text(state.draft.note)
