"""The page on which a lost laptop is made again, on one that nobody has worked with."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.page import Page
from inspector_app.ui.restore_page.made_card import MadeCard, MissingCard
from inspector_app.ui.restore_page.progress_card import RestoreProgress
from inspector_app.ui.restore_page.source_card import SourceCard
from inspector_app.ui.restore_page.state import RestoreState, Step
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import SectionLabel, Words

SIDE_WIDTH = 372  # px, at least
LEAST_SOURCE = 330  # px: the words, two fields


class RestoreView(Page):
    """Shows what it is given; its parts' signals are the person's wishes."""

    came = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.progress = RestoreProgress(self)
        self.source = SourceCard(self)
        self.missing = MissingCard(self)
        self.made = MadeCard(self)
        self.source.setMinimumHeight(theme.px(LEAST_SOURCE))
        self._lower = (self.source, self.missing, self._refused())
        left = ScrollColumn(self, spacing=theme.GAP)
        left.body.setContentsMargins(0, 0, 0, 0)
        left.body.addWidget(self.progress)
        for card in self._lower:
            left.body.addWidget(card, 1)
        self._side = ScrollColumn(self, spacing=theme.GAP)
        self._side.keep_bar_outside(theme.GAP)
        self._side.body.addWidget(self.made)
        self._side.body.addWidget(self._ahead(), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, 0, theme.GAP)  # the bar of the right column stands in the margin
        row.setSpacing(theme.GAP)
        row.addWidget(left, 1)
        row.addWidget(self._side)

    def _ahead(self) -> Card:
        card = Card(self, margin=18, spacing=7)
        card.body.addWidget(SectionLabel(self.tr("What will happen"), self))
        for sentence in (
            self.tr("1. Every record comes back byte for byte, then the photos."),
            self.tr("2. You see what came back and what nobody has any more."),
            self.tr(
                "3. This laptop becomes the lost one: the window closes and opens again on its data. The centre can tell both apart."
            ),
        ):
            card.body.addWidget(Words(sentence, self))
        card.body.addStretch(1)
        back = KeyButton(self.tr("Back to the settings"), self, key="Esc")
        back.setMinimumWidth(1)  # large words shrink sooner than they widen the column
        back.clicked.connect(self.back_wanted)
        card.body.addWidget(back)
        return card

    def _refused(self) -> Card:
        card = Card(self)
        card.body.addWidget(EmptyState("alert-circle", self.tr("Here no lost laptop can be made again."), self))
        return card

    def present(self, state: RestoreState) -> None:
        self.progress.present(state)
        self.source.present(state)
        self.missing.present(state.made)
        self.made.present(state.made)
        self._show_lower(2 if not state.allowed else int(state.step is Step.DONE))

    def _show_lower(self, shown: int) -> None:
        """Only what is seen takes room: the form is higher than a small window, and nothing else is."""
        for place, card in enumerate(self._lower):
            card.setVisible(place == shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._side.setFixedWidth(max(SIDE_WIDTH, event.size().width() * 27 // 100) + theme.GAP)
        super().resizeEvent(event)

    def title(self) -> str:
        return self.tr("A lost laptop made again")

    def entered(self) -> None:
        self.came.emit()
        self.progress.setFocus()
