"""Today's rounds with the centre, one line each."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.services.overview import SyncRound
from inspector_app.ui import theme
from inspector_app.ui.counts import counts
from inspector_app.ui.shift.state import clock_text
from inspector_app.ui.sync_page import words
from inspector_app.ui.sync_page.figures import size_text, span_text
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.scroll import ScrollColumn

WIDTHS = (14, 36, 26, 24)  # percent of the row


class RoundsList(ScrollColumn):
    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, spacing=0)
        self._rounds: Sequence[SyncRound] = ()

    def present(self, rounds: Sequence[SyncRound]) -> None:
        if list(rounds) == list(self._rounds):
            return
        self._rounds = rounds
        while self.body.count():
            old = self.body.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for ended in rounds:
            self.body.addWidget(Round(ended))
        self.body.addStretch(1)

    def said(self) -> list[str]:
        """Each round in words."""
        return [each.accessibleName() for each in self.findChildren(Round) if not each.isHidden()]


class Round(QWidget):
    """When, how much, how long, and how it ended."""

    def __init__(self, ended: SyncRound, parent: QWidget | None = None):
        super().__init__(parent)
        counted = f"{counts.records(ended.lines)} · {counts.photos(ended.photos)}"
        how, self._tone = self._outcome(ended.outcome)
        spent = f"{size_text(ended.sent_bytes)} · {span_text(ended.took_ms / 1000)}"
        self._cells = (clock_text(ended.started_at), counted, spent, how)
        self.setAccessibleName(", ".join(self._cells))
        self.setToolTip(how)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _outcome(self, outcome: str) -> tuple[str, str]:
        known = {
            "complete": (self.tr("Verified"), "good"), "incomplete": (self.tr("Incomplete"), "warning"), "paused": (self.tr("Paused"), "none"),
            "partly": (self.tr("Sent on the way"), "good"),
        }  # fmt: skip
        return known.get(outcome) or (words.advice(outcome).happened, "warning")

    def sizeHint(self) -> QSize:
        return QSize(300, max(56, self.fontMetrics().height() + 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        painter.setFont(theme.font())
        left = 10
        for place, (text, share) in enumerate(zip(self._cells, WIDTHS, strict=True)):
            width = (self.width() - 20) * share // 100
            box = QRect(left, 0, width - 8, self.height())
            if place == len(WIDTHS) - 1:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.tier(self._tone).solid)
                painter.drawEllipse(QRect(left, self.height() // 2 - 5, 10, 10))
                box.setLeft(left + 18)
            painter.setPen(look.text)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            left += width
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.line)
        painter.end()
