"""How the party answers, in one tap."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.catalogue import Answer
from inspector_app.ui import translation
from inspector_app.ui.record.controls import Row
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice


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
