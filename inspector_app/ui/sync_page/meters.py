"""What a sync measures: tiles with a number each."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.words import Ink, Words


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
