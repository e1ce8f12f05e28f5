"""What a sync measures: a bar, and tiles with a number each."""

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.words import Ink, Words

HEIGHT = 18


class Bar(QWidget):
    """How much has arrived, from 0 to 100 percent; `tone` is the tint of what is filled."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._percent, self._tone = 0, "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, percent: int, tone: str) -> None:
        if (percent, tone) != (self._percent, self._tone):
            self._percent, self._tone = percent, tone
            self.setAccessibleName(f"{percent} %")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = theme.current(), self.rect()
        painter = QPainter(self)
        paint.smooth(painter)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box), HEIGHT / 2, HEIGHT / 2)
        painter.setClipPath(shape)
        painter.fillRect(box, paint.track())
        painter.fillRect(QRect(0, 0, box.width() * self._percent // 100, HEIGHT), look.tier(self._tone).solid)
        painter.setClipping(False)
        if look.line_width > 1:
            paint.panel(painter, box, HEIGHT / 2, None, look.edge, look.line_width)
        painter.end()


class Tile(QWidget):
    """A head, a number, and a line under it in a tone."""

    def __init__(self, head: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._value = Words("", self, size=20, bold=True, wrap=False)
        self._foot = Ink("", self, tone="none", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(3)
        column.addWidget(Words(head, self, role="muted", wrap=False))
        column.addWidget(self._value)
        column.addWidget(self._foot)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def present(self, value: str, foot: str, tone: str) -> None:
        self._value.setText(value)
        self._foot.setText(foot)
        self._foot.set_tone(tone)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        paint.panel(painter, self.rect(), 12, look.sunken, look.line, look.line_width)
        painter.end()
