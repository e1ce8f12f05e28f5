"""A white plate that holds what belongs together."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint

RADIUS = 14


class Card(QWidget):
    """`body` is its column. `tone` colours it by a tint of the theme: a tier, `warning`, `alarm`, `accent`."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = 14, spacing: int = 8):
        super().__init__(parent)
        self._tone = ""
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(spacing)

    def set_tone(self, tone: str) -> None:
        """`tone` names a tint of the theme; empty is plain."""
        if tone != self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        if self._tone:
            tint = look.tier(self._tone)
            edge = tint.solid if self._tone in ("warning", "alarm") or look.line_width > 1 else None
            paint.panel(painter, self.rect(), RADIUS, tint.tint, edge, look.line_width)
        else:
            paint.panel(painter, self.rect(), RADIUS, look.surface, look.line, look.line_width)
        painter.end()


def inset(widget: QWidget, left: int, top: int, right: int, bottom: int) -> QHBoxLayout:
    """The widget with so many px left free around it."""
    row = QHBoxLayout()
    row.setContentsMargins(left, top, right, bottom)
    row.addWidget(widget)
    return row
