"""The chips over the list: one filter at a time, each with its count."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from inspector_app.ui import texts, theme
from inspector_app.ui.shift.state import Choice, ListState
from inspector_app.ui.widgets.chips import PADDING, Chip


class CountChip(Chip):
    """A chip whose words change with its count."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__("", parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def say(self, words: str) -> None:
        if self.text() != words:
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        # The width of the bold words always: choosing a chip must not move its neighbours.
        words = theme.metrics(16, bold=True).horizontalAdvance(self.text())
        return QSize(max(words + 2 * (PADDING + theme.RING), 60), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Filters(QWidget):
    """`chosen(Choice)`. The arrow keys move between the chips."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setAccessibleName(self.tr("Show"))
        self._group = QButtonGroup(self)
        self._chips = {choice: CountChip(self) for choice in Choice}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for choice, chip in self._chips.items():
            self._group.addButton(chip)
            row.addWidget(chip)
            chip.clicked.connect(lambda _=False, chosen=choice: self.chosen.emit(chosen))

    def present(self, state: ListState) -> None:
        for choice, chip in self._chips.items():
            count = f" {state.count_of(choice)}" if state.counted else ""
            chip.say(f"{self._word(choice)}{count}")
        self._chips[state.choice].setChecked(True)

    def _word(self, choice: Choice) -> str:
        if choice is Choice.ALL:
            return self.tr("All")
        return self.tr("To send") if choice is Choice.UNSENT else texts.tier(choice.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        chips = list(self._chips.values())
        focused = next((place for place, chip in enumerate(chips) if chip.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
        else:
            chips[(focused + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
