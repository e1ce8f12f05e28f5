"""The shift page: the findings of the shift at the left, one of them in detail at the right."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inspector_app.services.ports import FindingRow
from inspector_app.ui import theme
from inspector_app.ui.counts import counts
from inspector_app.ui.page import Page
from inspector_app.ui.paged_table import PagedTable
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.shift.cells import FindingCells
from inspector_app.ui.shift.details import Details
from inspector_app.ui.shift.filters import Filters
from inspector_app.ui.shift.state import DetailsState, ListState, shares
from inspector_app.ui.shift.table import FindingTable
from inspector_app.ui.shift.words import FindingWords
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.shares_bar import SharesBar
from inspector_app.ui.widgets.words import Words

DETAILS_WIDTH = 372  # px, at least


class ShiftView(Page):
    """Shows lists and details as they are given; every wish of the person is a signal."""

    came = Signal()
    searched = Signal(str)
    filtered = Signal(object)  # Choice
    cleared = Signal()
    scope_switched = Signal()
    chosen = Signal(int)
    close_wanted = Signal()
    record_wanted = Signal()
    files_dropped = Signal(object)  # list of local paths
    finding_wanted = Signal(str)  # id: another page leads here

    def __init__(self, rulebook: Rulebook, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._title = self.tr("Findings of the shift")
        self._search = Field(self.tr("Search"), self, hint=self.tr("Street, party… (Ctrl+F)"), in_row=True)
        self._filters = Filters(self)
        self.table = FindingTable(FindingCells(FindingWords(rulebook), now), self)
        self.table.setAccessibleName(self._title)
        self.details = Details(rulebook, now, self)
        self._count = Words("", self, role="muted", wrap=False)
        self._whose = Words("", self, wrap=False)
        self._mix = Words("", self, bold=True, wrap=False)
        self._bar = SharesBar(self)
        self._scope = KeyButton("", self)
        self._close = KeyButton(self.tr("Close shift and sync"), self, weight=Weight.PRIMARY)
        self._connect()
        self._lay_out()
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self._search.changed.connect(self.searched)
        self._filters.tapped.connect(self.filtered)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.details.take_focus)
        self._scope.clicked.connect(self.scope_switched)
        self._close.clicked.connect(self.close_wanted)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)

    def _find(self) -> None:
        self._search.setFocus()
        self._search.editor.selectAll()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._search, 1)
        head.addWidget(self._filters)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addLayout(head)
        left.addWidget(self._list_card(), 1)
        left.addWidget(self._foot_card())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        row.setSpacing(theme.GAP)
        row.addLayout(left, 1)
        row.addWidget(self.details)

    def _list_card(self) -> Card:
        card = Card(self, margin=8)
        self._nothing = EmptyState("list", "", self, deed=self.tr("Record one"))
        self._nothing.wanted.connect(self.record_wanted)
        self._no_match = EmptyState("magnify", self.tr("No finding matches."), self, deed=self.tr("Show all"))
        self._no_match.wanted.connect(self.cleared)
        self._bodies = QStackedLayout()
        for body in (self.table, self._nothing, self._no_match):
            self._bodies.addWidget(body)
        card.body.addLayout(self._bodies, 1)
        self._count.setContentsMargins(10, 0, 10, 2)
        card.body.addWidget(self._count)
        return card

    def _foot_card(self) -> Card:
        card = Card(self, margin=8)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._whose)
        row.addWidget(self._mix)
        row.addWidget(self._bar, 1)
        row.addWidget(self._scope)
        row.addWidget(self._close)
        card.body.addLayout(row)
        return card

    def present(self, state: ListState) -> None:
        self._search.show_text(state.text)
        self._filters.present(state)
        self._bodies.setCurrentIndex(self._body(state))
        self._nothing.tell(self._empty(state))
        self.details.setVisible(self._bodies.currentWidget() is not self._nothing)
        self._count.setText(" · ".join(self._counted(state)))
        self._whose.setText(self.tr("All shifts") if state.shows_all_shifts else self.tr("This shift"))
        parts = shares(state.counts)
        self._mix.setText(" / ".join(f"{part}%" for part in parts) if sum(parts) else "—")
        self._bar.present(parts)
        self._scope.change_text(self.tr("This shift only") if state.everything else self.tr("All shifts"))
        self._scope.setVisible(state.shift is not None)
        self._close.setEnabled(state.can_close)
        self._set_title(state)

    def present_details(self, state: DetailsState) -> None:
        self.details.present(state)

    def show_model(self, model: PagedTable[FindingRow]) -> None:
        self.table.show_model(model)

    def heads(self) -> Sequence[str]:
        return (
            self.tr("Time"), self.tr("Category"), self.tr("Place"), self.tr("Tier"), self.tr("Measures"), self.tr("Upload"),
        )  # fmt: skip

    def _body(self, state: ListState) -> int:
        if state.length or not state.loaded:
            return 0
        return 2 if state.is_filtered else 1

    def _empty(self, state: ListState) -> str:
        if state.shift is None:
            return self.tr("No findings on this laptop yet.")
        return self.tr("No findings in this shift yet.")

    def _counted(self, state: ListState) -> list[str]:
        parts = [counts.findings(state.length)] if state.loaded else [self.tr("Reading…")]
        if state.withdrawn:
            parts.append(self.tr("{count} withdrawn").format(count=state.withdrawn))
        parts += [
            self.tr("%n record(s) of officer {officer} to send", "", other.lines).format(officer=other.officer)
            for other in state.others
        ]
        return parts

    def _set_title(self, state: ListState) -> None:
        title = self.tr("All findings on this laptop") if state.shows_all_shifts else self.tr("Findings of the shift")
        title = f"{title} {state.counts.all}" if state.counted else title
        if title != self._title:
            self._title = title
            self.titled.emit(title)

    def title(self) -> str:
        return self._title

    def entered(self) -> None:
        self.came.emit()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.details.setFixedWidth(max(DETAILS_WIDTH, event.size().width() * 27 // 100))
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.files_dropped.emit(paths)
