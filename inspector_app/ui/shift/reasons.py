"""Why a finding was decided so: numbered sentences with their legal basis, lines between them."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.words import Words


class Reasons(QWidget):
    def __init__(self, reasons: Sequence[tuple[str, str]], tier: str, parent: QWidget | None = None):
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        column.addWidget(Line(self))
        for number, (sentence, basis) in enumerate(reasons, 1):
            row = QHBoxLayout()
            row.setContentsMargins(0, 8, 0, 8)
            row.setSpacing(10)
            row.addWidget(Number(number, tier, self), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(Words(sentence, self))
            if basis:
                words.addWidget(Words(basis, self, role="muted"))
            row.addLayout(words, 1)
            column.addLayout(row)
            column.addWidget(Line(self))


class Line(QWidget):
    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().line)
        painter.end()


class Number(QWidget):
    """A number on a disc in the tint of the tier."""

    def __init__(self, number: int, tier: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._number, self._tier = number, tier
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        side = theme.px(26)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        tint = theme.current().tier(self._tier)
        painter = QPainter(self)
        paint.smooth(painter)
        paint.panel(painter, QRect(self.rect()), self.width() / 2, tint.tint, None)
        painter.setFont(theme.font(theme.TEXT, bold=True))
        painter.setPen(tint.ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()
