"""What is said about the party: its attitude in one tap, who it is, and a note."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.catalogue import Answer
from inspector_app.ui import translation
from inspector_app.ui.record.controls import Row
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.field import Field, NoteField


class PartyRow(Row):
    """`chosen(Answer | None)`."""

    chosen = Signal(object)

    def __init__(self, answers: Sequence[Answer], parent: QWidget | None = None):
        chinese = translation.language() == "zh"
        choices = [Choice(one.code, one.label_zh if chinese else one.label_en) for one in answers]
        self._answers = {one.code: one for one in answers}
        self._row = ChipRow("", choices)
        super().__init__(self.tr("Attitude"), "", self._row, parent)
        self._row.setAccessibleName(self.tr("Attitude"))
        self._row.chosen.connect(lambda code: self.chosen.emit(None if code is CLEARED else self._answers[str(code)]))

    def present(self, answer: Answer | None) -> None:
        self._row.show_value(answer.code if answer is not None else CLEARED)


class WrittenRows(QWidget):
    """`party_typed(str)`, `note_typed(str)`."""

    party_typed = Signal(str)
    note_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._party = Field(self.tr("Party"), hint=self.tr("Who it is, as far as known"), in_row=True)
        self._note = NoteField("", hint=self.tr("What cannot be said by a tap"))
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
