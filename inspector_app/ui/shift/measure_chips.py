"""The measures that still fit a recorded finding: one chip each, and in words those that the officers on duty may not take."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.policy.remedies import Advice
from inspector_app.domain.powers import Lack
from inspector_app.services.measures import lacking
from inspector_app.ui import relief_words, texts
from inspector_app.ui.measure_words import MeasureWords
from inspector_app.ui.shift.state import DetailsState, Panel
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.words import Words


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
        self._lacking = Words("", self, role="muted")
        self._column.addWidget(self._lacking)

    def present(self, state: DetailsState) -> None:
        self.setVisible(state.panel is Panel.MEASURE)
        if state.panel is Panel.MEASURE and state.takeable != self._offered:
            self._offer(state)
        told = "\n".join(self._told(state))
        self._lacking.setText(told)
        self._lacking.setVisible(bool(told))
        self._row.show_value(CLEARED if state.advice is None else state.advice)

    def _told(self, state: DetailsState) -> Iterable[str]:
        """`立案、责令限期改正：须有两名执法人员…`"""
        names: dict[Lack, list[str]] = {}
        places = state.names
        for one in state.offered:
            if (lack := lacking(one, state.signer)) is not None:
                names.setdefault(lack, []).append(self._words.name(one.measure, one.to, places.get(one.to, "")))
        for lack, measures in names.items():
            why = texts.sentence(Trouble(Side.PERSON, lack.value))
            yield self.tr("{measures}: {why}").format(measures=self.tr(", ").join(measures), why=why)

    def _offer(self, state: DetailsState) -> None:
        self._offered = state.takeable
        places = {near.point.id: relief_words.short(near, state.near_m) for near in state.points}
        choices = [Choice(one, self._words.name(one.measure, one.to, places.get(one.to, ""))) for one in self._offered]
        row = ChipRow(self.tr("Measure"), choices, self)
        row.chosen.connect(lambda value: self.chosen.emit(None if value is CLEARED else value))
        self._column.replaceWidget(self._row, row)
        self._row.deleteLater()
        self._row = row

    def take_keyboard(self) -> None:
        self._row.take_keyboard()
