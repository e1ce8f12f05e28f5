"""The page of a parcel: a laptop's work on a stick, sent to the centre from a PC that has a network."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.page import Page
from inspector_app.ui.parcel_page.content_card import ContentCard
from inspector_app.ui.parcel_page.progress_card import ParcelProgress
from inspector_app.ui.parcel_page.receipt_card import ReceiptCard
from inspector_app.ui.parcel_page.state import ParcelState
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import SectionLabel, Words

SIDE_WIDTH = 372  # px, at least


class ParcelView(Page):
    """Shows what it is given; its parts' signals are the person's wishes."""

    came = Signal()
    back_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self.progress = ParcelProgress(self)
        self.content = ContentCard(now, self)
        self.receipt = ReceiptCard(self)
        left = ScrollColumn(self, spacing=theme.GAP)
        left.body.setContentsMargins(0, 0, 0, 0)
        left.body.addWidget(self.progress)
        left.body.addWidget(self.content, 1)
        self._side = ScrollColumn(self, spacing=theme.GAP)
        self._side.keep_bar_outside(theme.GAP)
        self._side.body.addWidget(self.receipt)
        self._side.body.addWidget(self._how(), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, 0, theme.GAP)  # the bar of the right column stands in the margin
        row.setSpacing(theme.GAP)
        row.addWidget(left, 1)
        row.addWidget(self._side)

    def _how(self) -> Card:
        card = Card(self, margin=18, spacing=7)
        card.body.addWidget(SectionLabel(self.tr("How it goes"), self))
        for sentence in (
            self.tr("1. On the laptop, the sync page saves its work to a stick."),
            self.tr("2. Here the parcel goes to the centre; the receipt is written beside it on the stick."),
            self.tr(
                "3. Back on the laptop, the sync page takes the receipt in. Only then does it count as sent there."
            ),
        ):
            card.body.addWidget(Words(sentence, self))
        card.body.addStretch(1)
        back = KeyButton(self.tr("Back to the sync page"), self, key="Esc")
        back.setMinimumWidth(1)  # large words shrink sooner than they widen the column
        back.clicked.connect(self.back_wanted)
        card.body.addWidget(back)
        return card

    def present(self, state: ParcelState, *, own_device: str) -> None:
        self.progress.present(state)
        self.content.present(state, own_device=own_device)
        self.receipt.present(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._side.setFixedWidth(max(SIDE_WIDTH, event.size().width() * 27 // 100) + theme.GAP)
        super().resizeEvent(event)

    def title(self) -> str:
        return self.tr("Parcel from a stick")

    def entered(self) -> None:
        self.came.emit()
        self.progress.setFocus()
