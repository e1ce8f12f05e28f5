"""A status at the top of the window: a dot in a colour of meaning, and words."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint


class Pill(QWidget):
    """`tone` names a tint of the theme for the dot; without one there is no dot. The words shorten when room is short, but
    `least` px are kept for them. `pressed()` when somebody wants to know more."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None, *, least: int = 72):
        super().__init__(parent)
        self._least = least
        self._text, self._tone = "", ""
        self.setFont(theme.font())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def tell(self, text: str, tone: str = "") -> None:
        if (text, tone) != (self._text, self._tone):
            self._text, self._tone = text, tone
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.setVisible(bool(text))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._text)
        return QSize(words + 28 + (18 if self._tone else 0), max(36, self.fontMetrics().height() + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._least, self.sizeHint().width()), self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        edge = look.line if look.line_width > 1 else None
        paint.panel(painter, self.rect(), self.height() / 2, look.page, edge, look.line_width)
        left = 14
        if self._tone:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.tier(self._tone).solid)
            painter.drawEllipse(QPointF(left + 5, self.height() / 2), 5, 5)
            left += 18
        painter.setPen(look.text)
        box = self.rect().adjusted(left, 0, -10, 0)
        painter.setFont(theme.fitting(self._text, box.width()))
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
