"""The chips over the list: one filter at a time, each with its count."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from inspector_app.ui import texts
from inspector_app.ui.shift.state import Choice, ListState
from inspector_app.ui.widgets.chips import Chip


class Filters(QWidget):
    """`chosen(Choice)`. The arrow keys move between the chips."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setAccessibleName(self.tr("Show"))
        self._group = QButtonGroup(self)
        self._chips = {choice: Chip("", self) for choice in Choice}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for choice, chip in self._chips.items():
            self._group.addButton(chip)
            row.addWidget(chip)
            chip.clicked.connect(lambda _=False, chosen=choice: self.chosen.emit(chosen))

    def present(self, state: ListState) -> None:
        for choice, chip in self._chips.items():
            words = f"{self._word(choice)} {state.count_of(choice)}"
            if chip.text() != words:
                chip.setText(words)
                chip.setAccessibleName(words)
                chip.updateGeometry()
        self._chips[state.choice].setChecked(True)

    def _word(self, choice: Choice) -> str:
        if choice is Choice.ALL:
            return self.tr("All")
        return self.tr("To send") if choice is Choice.UNSENT else texts.tier(choice.value)
