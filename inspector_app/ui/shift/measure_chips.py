"""The measures that still fit a recorded finding, one chip each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.policy.remedies import Advice
from inspector_app.ui.measure_words import MeasureWords
from inspector_app.ui.shift.state import DetailsState, Panel
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice


class MeasureChips(QWidget):
    """`chosen(Advice | None)`. The row is made anew when other measures are offered."""

    chosen = Signal(object)

    def __init__(self, words: MeasureWords, parent: QWidget | None = None):
        super().__init__(parent)
        self._words = words
        self._offered: tuple[Advice, ...] = ()
        self._row = ChipRow("", (), self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._row)

    def present(self, state: DetailsState) -> None:
        self.setVisible(state.panel is Panel.MEASURE)
        if state.panel is Panel.MEASURE and state.offered != self._offered:
            self._offer(state.offered)
        self._row.show_value(CLEARED if state.advice is None else state.advice)

    def _offer(self, offered: tuple[Advice, ...]) -> None:
        self._offered = offered
        choices = [Choice(one, self._words.name(one.measure, one.to)) for one in offered]
        row = ChipRow(self.tr("Measure"), choices, self)
        row.chosen.connect(lambda value: self.chosen.emit(None if value is CLEARED else value))
        self._column.replaceWidget(self._row, row)
        self._row.deleteLater()
        self._row = row

    def take_keyboard(self) -> None:
        self._row.take_keyboard()
