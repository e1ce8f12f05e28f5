"""A line of a list below the sync's progress: cells beside each other, the last one with a dot in a tone."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.scroll import ScrollColumn


class Said(NamedTuple):
    """What stands in a row, and the tone of its last cell."""

    cells: tuple[str, ...]
    tone: str


class RowsColumn(ScrollColumn):
    """Rows under each other; `widths` are the cells' percent of a row."""

    def __init__(self, widths: Sequence[int], parent: QWidget | None = None, *, reads: str):
        super().__init__(parent, spacing=0, reads=reads)
        self._widths = widths
        self._shown: Sequence[Said] = ()

    def show_rows(self, rows: Sequence[Said]) -> None:
        if list(rows) == list(self._shown):
            return
        self._shown = rows
        while self.body.count():
            old = self.body.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for said in rows:
            self.body.addWidget(ListRow(said, self._widths))
        self.body.addStretch(1)

    def said(self) -> list[str]:
        """Each row in words."""
        return [", ".join(said.cells) for said in self._shown]


class ListRow(QWidget):
    def __init__(self, said: Said, widths: Sequence[int], parent: QWidget | None = None):
        super().__init__(parent)
        self._said, self._widths = said, widths
        self.setAccessibleName(", ".join(said.cells))
        self.setToolTip("\n".join(said.cells))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, max(56, self.fontMetrics().height() + 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        painter.setFont(theme.font())
        left = 10
        for place, (text, share) in enumerate(zip(self._said.cells, self._widths, strict=True)):
            width = (self.width() - 20) * share // 100
            box = QRect(left, 0, width - 8, self.height())
            if place == len(self._widths) - 1:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.tier(self._said.tone).solid)
                painter.drawEllipse(QRect(left, self.height() // 2 - 5, 10, 10))
                box.setLeft(left + 18)
            painter.setPen(look.text)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            left += width
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.line)
        painter.end()
