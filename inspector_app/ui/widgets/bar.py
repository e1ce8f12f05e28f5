"""A bar that fills."""

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint

HEIGHT = 18


class Bar(QWidget):
    """How much of something there is, from 0 to 100 percent; `tone` is the tint of what is filled."""

    def __init__(self, parent: QWidget | None = None, *, height: int = HEIGHT):
        super().__init__(parent)
        self._percent, self._tone, self._height = 0, "accent", height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def present(self, percent: int, tone: str) -> None:
        if (percent, tone) != (self._percent, self._tone):
            self._percent, self._tone = percent, tone
            self.setAccessibleName(f"{percent} %")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = theme.current(), self.rect()
        painter = QPainter(self)
        paint.smooth(painter)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box), self._height / 2, self._height / 2)
        painter.setClipPath(shape)
        painter.fillRect(box, paint.track())
        painter.fillRect(QRect(0, 0, box.width() * self._percent // 100, self._height), look.tier(self._tone).solid)
        painter.setClipping(False)
        if look.line_width > 1:
            paint.panel(painter, box, self._height / 2, None, look.edge, look.line_width)
        painter.end()
