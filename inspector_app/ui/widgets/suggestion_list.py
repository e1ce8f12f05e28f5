"""The list under a field that suggests: over the page, never with the keyboard, which stays in the field."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from inspector_app.domain.reference.suggestion import Suggestion
from inspector_app.ui import theme

ROW, NARROWEST = 48, 440  # px


class SuggestionList(QListWidget):
    """`taken(row)` by a tap; a child of the window, since no grab of the keyboard is wanted."""

    taken = Signal(int)

    def __init__(self, window: QWidget):
        super().__init__(window)
        self._window = window
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(self.tr("Suggested addresses"))
        self.itemPressed.connect(lambda item: self.taken.emit(self.row(item)))
        self.hide()

    def offer(self, found: Sequence[Suggestion], under: QWidget) -> None:
        """Shows the suggestions under the field, or above it where there is more room."""
        self._dress()
        self.clear()
        for one in found:
            item = QListWidgetItem(told(one))
            item.setSizeHint(QSize(0, theme.px(ROW)))
            item.setToolTip(one.written)
            self.addItem(item)
        window = self._window
        wide = max(under.width(), theme.px(NARROWEST))
        high = theme.px(ROW) * len(found) + 2 * self.frameWidth()
        below = under.mapTo(window, QPoint(0, under.height()))
        above = under.mapTo(window, QPoint(0, 0)).y() - high
        top = below.y() if below.y() + high <= window.height() else max(0, above)
        self.setGeometry(min(below.x(), max(0, window.width() - wide)), top, wide, min(high, window.height()))
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """The next or the last one, from the field round to it again."""
        count = self.count() + 1
        row = (self.currentRow() + 1 + by) % count - 1
        self.setCurrentRow(row)
        if row < 0:
            self.clearSelection()

    def _dress(self) -> None:
        look, palette = theme.current(), self.palette()
        palette.setColor(QPalette.ColorRole.Base, look.surface)
        palette.setColor(QPalette.ColorRole.Text, look.text)
        palette.setColor(QPalette.ColorRole.Highlight, look.accent.solid)
        palette.setColor(QPalette.ColorRole.HighlightedText, look.accent.on_solid)
        self.setPalette(palette)
        self.setFont(theme.font(16))


def told(one: Suggestion) -> str:
    """`经三路12号（萧记烩面）  ·  82 m`."""
    far = f"  ·  {one.distance_m} m" if one.distance_m is not None else ""
    return f"{one.written}{far}"
