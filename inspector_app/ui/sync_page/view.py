"""The sync page: how far everything is on its way to the centre, what needs the officer, and the receipt that proves it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from inspector_app.services.overview import SyncOverview
from inspector_app.services.ports import FindingRow
from inspector_app.ui import theme
from inspector_app.ui.page import Page
from inspector_app.ui.paged_table import PagedTable
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.shift.cells import Column, FindingCells
from inspector_app.ui.shift.table import FindingTable
from inspector_app.ui.shift.words import FindingWords
from inspector_app.ui.sync_page.figures import breaking
from inspector_app.ui.sync_page.matters_list import MattersList
from inspector_app.ui.sync_page.missing_list import MissingList
from inspector_app.ui.sync_page.parcel_card import ParcelCard
from inspector_app.ui.sync_page.progress_card import SyncProgress
from inspector_app.ui.sync_page.receipt_card import ReceiptCard
from inspector_app.ui.sync_page.rounds_list import RoundsList
from inspector_app.ui.sync_page.state import Listing, SyncPageState, matters
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import SectionLabel, Words

RECEIPT_WIDTH = 372  # px, at least
LEAST_LIST = 110  # px: its head and one row


class SyncView(Page):
    """Shows what it is given; its parts' signals are the officer's wishes."""

    came = Signal()
    listing_chosen = Signal(object)  # Listing

    def __init__(self, rulebook: Rulebook, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self.progress = SyncProgress(self)
        self.matters = MattersList(self)
        self.receipt = ReceiptCard(now, self)
        self.parcel = ParcelCard(self)
        self._rounds = RoundsList(self)
        self.table = FindingTable(FindingCells(FindingWords(rulebook), now), self)
        self.table.setAccessibleName(self.tr("Findings on their way"))
        self._missing = MissingList(self)
        lists = [
            Choice(Listing.FINDINGS, self.tr("Findings on their way")), Choice(Listing.MISSING, self.tr("Missing")),
            Choice(Listing.ROUNDS, self.tr("Today's rounds")),
        ]  # fmt: skip
        self._listing = ChipRow(self.tr("Show"), lists, self, clearable=False)
        self._listing.chosen.connect(self.listing_chosen)
        self._centre = Words("", self)
        self._device = Words("", self, role="muted")
        self._lay_out()

    def _lay_out(self) -> None:
        left = ScrollColumn(self, spacing=theme.GAP)  # large text under a notice needs more than a small screen has
        left.body.setContentsMargins(0, 0, 0, 0)
        left.body.addWidget(self.progress)
        left.body.addWidget(self._lists(), 1)
        self._side = ScrollColumn(self, spacing=theme.GAP)
        self._side.keep_bar_outside(theme.GAP)
        self._side.body.addWidget(self.receipt)
        self._side.body.addWidget(self.parcel)
        self._side.body.addWidget(self._centre_card(), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, 0, theme.GAP)  # the bar of the right column stands in the margin
        row.setSpacing(theme.GAP)
        row.addWidget(left, 1)
        row.addWidget(self._side)

    def _lists(self) -> Card:
        card = Card(self)
        self._scroll = ScrollColumn(card)
        self._scroll.body.addWidget(self.matters)
        card.body.addWidget(self._scroll)
        card.body.addWidget(self._listing)
        self.table.setMinimumHeight(theme.px(LEAST_LIST))
        self._bodies = QStackedLayout()
        for body in (
            self.table, EmptyState("check-circle", self.tr("No findings are on their way."), self),
            self._missing, EmptyState("check-circle", self.tr("The receipt of the shift lacks nothing."), self),
            self._rounds, EmptyState("sync", self.tr("No sync today yet."), self),
        ):  # fmt: skip
            body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # they take what is left
            self._bodies.addWidget(body)
        card.body.addLayout(self._bodies, 1)
        return card

    def _centre_card(self) -> Card:
        card = Card(self, margin=18)
        card.body.addWidget(SectionLabel(self.tr("Centre"), self))
        card.body.addWidget(self._centre)
        card.body.addWidget(self._device)
        card.body.addStretch(1)
        return card

    def show_model(self, model: PagedTable[FindingRow]) -> None:
        self.table.show_model(model)
        self.table.setColumnHidden(Column.MEASURE, True)

    def heads(self) -> Sequence[str]:
        return (
            self.tr("Time"), self.tr("Category"), self.tr("Place"), self.tr("Tier"), "", self.tr("Upload"),
        )  # fmt: skip

    def present(self, state: SyncPageState) -> None:
        self.progress.present(state)
        if self.matters.present(matters(state)):
            QTimer.singleShot(0, self, self._fit_matters)  # new plates have a height once they are shown
        self.receipt.present(state)
        self._listing.show_value(state.listing)
        seen = state.overview
        rounds = seen.rounds if seen is not None else ()
        self._rounds.present(rounds)
        self._missing.present(state.proof)
        filled = {
            Listing.FINDINGS: bool(state.items) or seen is None, Listing.MISSING: state.lacking > 0, Listing.ROUNDS: bool(rounds),
        }  # fmt: skip
        self._bodies.setCurrentIndex(2 * list(Listing).index(state.listing) + (not filled[state.listing]))
        if seen is not None:
            self._centre.setText("\n".join(self._joined(state, seen)))
            self._device.setText(
                self.tr("This laptop {device}").format(device=breaking(seen.device)) if seen.device else ""
            )

    def _joined(self, state: SyncPageState, seen: SyncOverview) -> Iterable[str]:
        """The centre's address and name, as far as they are known."""
        if not seen.enrolled:
            yield self.tr("Not enrolled yet")
        else:
            yield from (part for part in (state.address, breaking(seen.centre)) if part)

    def _fit_matters(self) -> None:
        """As high as they need, but never so high that the list below goes."""
        width = self._scroll.viewport().width()
        needed = max(0, self.matters.heightForWidth(width)) if self.matters.filled else 0
        room = self.height() - self.progress.height() - 3 * theme.GAP - theme.px(230)
        self._scroll.setVisible(self.matters.filled)
        self._scroll.setFixedHeight(max(min(needed + 4, room), min(needed, theme.px(84))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(RECEIPT_WIDTH, event.size().width() * 27 // 100)
        self._side.setFixedWidth(side + theme.GAP)
        self.receipt.fit(side)
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_matters)  # the column inside has its new width then

    def missing(self) -> list[str]:
        """What the shift's receipt lacks, in words."""
        return self._missing.said()

    def rounds(self) -> list[str]:
        """The rounds on sight, in words."""
        return self._rounds.said()

    def title(self) -> str:
        return self.tr("Sync with the centre")

    def entered(self) -> None:
        self.came.emit()
        self.progress.setFocus()
