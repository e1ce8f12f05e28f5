"""Chips: one tap, one answer. A row takes one answer or several, with the mouse, a finger or the arrow keys."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint

HEIGHT = 50  # 44 px of pill inside the focus margin: 50 px to touch
PADDING = 14
ARROWS = {
    key.value: step
    for key, step in ((Qt.Key.Key_Left, -1), (Qt.Key.Key_Up, -1), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 1))
}


class Choice(NamedTuple):
    """`value` is what the answer means, `label` what stands on the chip."""

    value: object
    label: str


class Chip(QAbstractButton):
    def __init__(self, text: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # The width of the bold words always: choosing a chip must not move its neighbours.
        metrics = theme.metrics(16, bold=True)
        width = metrics.horizontalAdvance(text) + 2 * (PADDING + theme.RING)
        self._size = QSize(max(width, 56), max(HEIGHT, metrics.height() + 20))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            event.ignore()  # the row moves the focus
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        look, chosen = theme.current(), self.isChecked()
        painter = QPainter(self)
        paint.smooth(painter)
        face = paint.face(self.rect())
        ground = look.accent.tint if chosen else (look.sunken if self.underMouse() else look.surface)
        paint.panel(painter, face, face.height() / 2, ground, look.accent.solid if chosen else look.edge,
                    max(look.line_width, 2 if chosen else 1))  # fmt: skip
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), self.height() / 2)
        painter.setFont(theme.fitting(self.text(), face.width() - 12, 16, bold=chosen))
        painter.setPen(look.accent.ink if chosen else look.text)
        painter.drawText(face, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class ChipRow(QWidget):
    """Chips that wrap into as many lines as they need.

    One answer at a time: `chosen(value)`, and `chosen(CLEARED)` when the chosen one is tapped again and `clearable`.
    With `several`: `chosen` gives the list of values in the order of the choices.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[Choice], parent: QWidget | None = None, *, several: bool = False,
        clearable: bool = True,
    ):  # fmt: skip
        super().__init__(parent)
        self._choices, self._several, self._clearable = tuple(choices), several, clearable
        self.setAccessibleName(name)
        self._chips = [self._chip(choice) for choice in self._choices]
        self._left_out: set[Chip] = set()
        self._holder = 0  # the chip that Tab reaches; arrows go on from there
        self._hold_tab(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _chip(self, choice: Choice) -> Chip:
        chip = Chip(choice.label, self)
        chip.clicked.connect(lambda: self._tapped(choice.value))
        return chip

    def show_value(self, value: object) -> None:
        """Marks the answer (a value, or a list of values with `several`); nothing is emitted."""
        for choice, chip in zip(self._choices, self._chips, strict=True):
            if self._several:
                on = isinstance(value, (list, tuple)) and choice.value in value
            else:
                on = value is not CLEARED and choice.value == value and type(choice.value) is type(value)
            if chip.isChecked() != on:
                chip.setChecked(on)
        if not self._several and not any(chip.hasFocus() for chip in self._chips):
            self._hold_tab(next((index for index, chip in enumerate(self._chips) if chip.isChecked()), 0))

    def _hold_tab(self, index: int) -> None:
        if self._chips:
            self._chips[self._holder].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._holder = index
            self._chips[index].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _tapped(self, value: object) -> None:
        if self._several:
            pairs = zip(self._choices, self._chips, strict=True)
            self.chosen.emit([choice.value for choice, chip in pairs if chip.isChecked()])
            return
        index = next(i for i, choice in enumerate(self._choices) if choice.value is value)
        self._hold_tab(index)
        on = self._chips[index].isChecked() or not self._clearable
        for position, chip in enumerate(self._chips):
            chip.setChecked(on and position == index)
        self.chosen.emit(value if on else CLEARED)

    def show_only(self, wanted: Sequence[bool]) -> None:
        """Hides the chips that a search has not found."""
        self._left_out = {chip for chip, fits in zip(self._chips, wanted, strict=True) if not fits}
        for chip in self._chips:
            chip.setVisible(chip not in self._left_out)
        shown = next((index for index, fits in enumerate(wanted) if fits), 0)
        self._hold_tab(shown)
        self.updateGeometry()
        self._place(self.width(), move=True)

    def take_keyboard(self) -> None:
        """Sets the focus on the chip that Tab would reach."""
        if self._chips:
            self._chips[self._holder].setFocus(Qt.FocusReason.OtherFocusReason)

    def chips(self) -> list[Chip]:
        return list(self._chips)

    def _place(self, width: int, *, move: bool) -> int:
        left = top = 0
        line = self._chips[0].sizeHint().height() if self._chips else 0
        for chip in self._chips:
            if chip in self._left_out:
                continue
            size = chip.sizeHint()
            wide = min(size.width(), width)
            if left and left + wide > width:
                left, top = 0, top + line
            if move:
                chip.setGeometry(QRect(left, top, wide, line))
            left += wide + 2
        return top + line

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        whole = sum(chip.sizeHint().width() + 2 for chip in self._chips)
        return QSize(whole, self._place(max(self.width(), 120), move=False))

    def minimumSizeHint(self) -> QSize:
        widest = max((chip.sizeHint().width() for chip in self._chips), default=0)
        return QSize(widest, self._chips[0].sizeHint().height() if self._chips else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(self.width(), move=True)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(event.key())
        focused = next((index for index, chip in enumerate(self._chips) if chip.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        self._hold_tab((focused + step) % len(self._chips))
        self._chips[self._holder].setFocus(Qt.FocusReason.TabFocusReason)


CLEARED = object()
"""What `ChipRow.chosen` gives when the answer was taken back."""
