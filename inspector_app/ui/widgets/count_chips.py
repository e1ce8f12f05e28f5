"""A row of chips that say how many of each there are: what a list or a map shows."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.chips import ARROWS, PADDING, Chip

NARROWEST = 60  # px


class CountChip(Chip):
    """A chip whose words change with its count."""

    def __init__(self, parent: QWidget):
        super().__init__("", parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def say(self, words: str) -> None:
        if self.text() != words:
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def nextCheckState(self) -> None:
        """Only the page says what is shown."""

    def sizeHint(self) -> QSize:
        # The width of the bold words always: choosing a chip must not move its neighbours.
        words = theme.metrics(16, bold=True).horizontalAdvance(self.text())
        return QSize(max(words + 2 * (PADDING + theme.RING), NARROWEST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class CountChips(QWidget):
    """`tapped(value)`. The arrow keys move between the chips."""

    tapped = Signal(object)

    def __init__(self, name: str, values: Iterable[object], parent: QWidget | None = None):
        super().__init__(parent)
        self.setAccessibleName(name)
        self._chips = {value: CountChip(self) for value in values}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for value, chip in self._chips.items():
            row.addWidget(chip)
            chip.clicked.connect(lambda _=False, tapped=value: self.tapped.emit(tapped))

    def tell(self, words: Mapping[Any, str], counts: Mapping[Any, int], *, chosen: Collection[object]) -> None:
        """The words of each, its count where one is known, and which of them are chosen."""
        for value, chip in self._chips.items():
            count = f" {counts[value]}" if value in counts else ""
            chip.say(f"{words[value]}{count}")
            chip.setChecked(value in chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(event.key())
        row = list(self._chips.values())
        focused = next((place for place, chip in enumerate(row) if chip.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
        else:
            row[(focused + step) % len(row)].setFocus(Qt.FocusReason.TabFocusReason)
