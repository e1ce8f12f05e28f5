"""The dark rail at the left: one button for each page, with a count where something waits."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.page import PageEntry
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.shortcut import bind

WIDTH = 88


class RailButton(QAbstractButton):
    def __init__(self, entry: PageEntry, parent: QWidget):
        super().__init__(parent)
        self._icon, self._count = entry.icon, 0
        self.setText(entry.label())
        self.setAccessibleName(entry.label())
        self.setCheckable(True)
        self.setFont(theme.font())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(WIDTH - 4, max(66, 44 + self.fontMetrics().height()))
        if entry.shortcut:
            bind(self, entry.shortcut)
            self.setToolTip(f"{entry.label()} ({entry.shortcut})")

    def show_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.setAccessibleDescription(str(count) if count else "")
            self.update()

    def nextCheckState(self) -> None:
        """Only the window says which page is shown."""

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        chosen = self.isChecked()
        ink = look.rail_chosen_text if chosen else look.rail_text
        if chosen:
            paint.panel(painter, paint.face(self.rect()), 12, look.rail_chosen, None)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 14)
        painter.drawPixmap((self.width() - 24) // 2, 10, icons.pixmap(self._icon, ink.name(), 24))
        painter.setFont(theme.fitting(self.text(), self.width() - 4, bold=chosen))
        painter.setPen(ink)
        painter.drawText(self.rect().adjusted(2, 34, -2, -5), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_count(painter)
        painter.end()

    def _paint_count(self, painter: QPainter) -> None:
        words = str(self._count) if self._count < 1000 else "999+"
        small = theme.fitting(words, 0, bold=True)
        width = max(22, QFontMetrics(small).horizontalAdvance(words) + 10)
        box = QRect(min(self.width() // 2 + 5, self.width() - width - 1), 3, width, 20)
        tint = theme.current().alarm
        paint.panel(painter, box, 10, tint.solid, None)
        painter.setFont(small)
        painter.setPen(tint.on_solid)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QWidget):
    """`wanted(key)` when a page is chosen."""

    wanted = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None):
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._buttons = {entry.key: self._button(entry) for entry in entries if not entry.under}
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 8)
        column.setSpacing(2)
        column.addWidget(_Sign(self))
        for button in self._buttons.values():
            column.addWidget(button)
        column.addStretch(1)

    def _button(self, entry: PageEntry) -> RailButton:
        button = RailButton(entry, self)
        button.clicked.connect(lambda: self.wanted.emit(entry.key))
        return button

    def show_chosen(self, key: str) -> None:
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def show_counts(self, counts: dict[str, int]) -> None:
        for name, button in self._buttons.items():
            button.show_count(counts.get(name, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), theme.current().rail)
        painter.end()


class _Sign(QWidget):
    """721, as it stands on the door."""

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self.setFixedSize(QSize(WIDTH - 4, 72))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRect((self.width() - 48) // 2, 10, 48, 48)
        tint = theme.current().accent
        on_dark = theme.current().name == "sun"
        paint.panel(painter, box, 12, tint.on_solid if on_dark else tint.solid, None)
        painter.setFont(theme.fitting("721", box.width() - 8, 17, bold=True))
        painter.setPen(tint.solid if on_dark else tint.on_solid)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "721")
        painter.end()
