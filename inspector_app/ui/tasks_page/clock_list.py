"""The clocks that run, over the tasks: each leads to what ends it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.clocks import RunningClock
from inspector_app.ui import clock_words, theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.words import SectionLabel

MOST = 4  # rows; the tasks below have their own room
HEIGHT = 48


class ClockRow(QAbstractButton):
    """One clock: what runs, where, and what is left; the colour of the dot says how near the end is."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.clock: RunningClock | None = None
        self._left, self._tone = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, clock: RunningClock, now: datetime) -> None:
        said = clock_words.line(clock, now)
        self.clock, self._tone = clock, clock_words.TONES[clock.state]
        if said != self.accessibleName():
            self._left = clock_words.left(clock, now)
            self.setText(clock_words.head(clock))
            self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, max(HEIGHT, theme.px(HEIGHT)))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, tint = theme.current(), theme.current().tier(self._tone)
        painter = QPainter(self)
        paint.smooth(painter)
        face = paint.face(self.rect())
        paint.panel(painter, face, 10, look.sunken if self.isDown() or self.underMouse() else tint.tint, None)
        if self.hasFocus():
            paint.focus_ring(painter, self.rect(), 12)
        box = face.adjusted(12, 0, -12, 0)
        painter.setPen(tint.ink)
        painter.setFont(theme.font(bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._left)
        room = box.width() - QFontMetrics(painter.font()).horizontalAdvance(self._left) - 12
        painter.setFont(theme.font())
        shown = QFontMetrics(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(box.left(), box.top(), room, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class ClockList(QWidget):
    """`chosen(RunningClock)`; hidden while nothing runs."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._head = SectionLabel("", self)
        self.rows = [ClockRow(self) for _ in range(MOST)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        self._head.setContentsMargins(12, 4, 12, 0)
        column.addWidget(self._head)
        for row in self.rows:
            row.clicked.connect(lambda _=False, row=row: self.chosen.emit(row.clock))
            column.addWidget(row)
        self.hide()

    def present(self, clocks: Sequence[RunningClock], now: datetime) -> None:
        self._head.setText(self.tr("Clocks that run: {count}").format(count=len(clocks)))
        for place, row in enumerate(self.rows):
            if place < len(clocks):
                row.present(clocks[place], now)
            row.setVisible(place < len(clocks))
        self.setVisible(bool(clocks))
