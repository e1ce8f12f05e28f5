"""The right column: the decision and everything that explains it, and the officer's own decision under it."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.finding import Category
from inspector_app.ui import theme
from inspector_app.ui.record.decision_card import Notes, ReasonRow, TierCard
from inspector_app.ui.record.measures_list import MeasuresList
from inspector_app.ui.record.override_panel import OverridePanel
from inspector_app.ui.record.state import RecordState, Turn, Verdict
from inspector_app.ui.rulebook import Rulebook, spoken
from inspector_app.ui.widgets.card import Card, inset
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.tier_badge import TierBadge
from inspector_app.ui.widgets.words import SectionLabel, Words

MOST_TURNS = 6
Item = TypeVar("Item", bound=QWidget)


class DecisionPanel(QWidget):
    """`override` is the panel of the officer's own decision, `measures` the list of what to do, each with its signals."""

    unfolded = Signal()

    def __init__(self, rulebook: Rulebook, parent: QWidget | None = None):
        super().__init__(parent)
        self._rulebook = rulebook
        self._tier = TierCard(self)
        self._reasons, self._reason_rows = Card(self, margin=12, spacing=2), list[ReasonRow]()
        self.measures = MeasuresList(rulebook, self)
        self._notes = Notes()
        self._turns, self._turn_rows = Card(margin=12, spacing=4), list[TurnRow]()
        self.override = OverridePanel(self)
        self._lay_out()

    def _lay_out(self) -> None:
        self._turns.body.addWidget(SectionLabel(self.tr("If … then")))
        scroll = ScrollColumn(self, spacing=10, reads=self.tr("Reasons and measures"))
        for widget in (self._reasons, self._notes, self.measures):
            scroll.body.addWidget(widget)
        scroll.body.addWidget(self._turns)
        scroll.body.addStretch(1)
        ring = theme.RING
        scroll.keep_bar_outside(theme.GAP, left=ring)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP - 4)
        column.addLayout(inset(self._tier, ring, ring, theme.GAP, 0))
        column.addWidget(scroll, 1)
        column.addLayout(inset(self.override, 0, 0, theme.GAP - ring, 0))

    def present(self, state: RecordState) -> None:
        self._tier.present(state)
        self.override.present(state)
        verdict = state.verdict if isinstance(state.verdict, Verdict) else None
        self._show_reasons(verdict)
        self._notes.tell(self._told(state, verdict) if verdict is not None else [])
        self.measures.present(state)
        self._show_turns(state.turns if verdict is not None and state.draft.category is not Category.OTHER else ())

    def _show_reasons(self, verdict: Verdict | None) -> None:
        reasons = verdict.reasons if verdict is not None else ()
        rows = _as_many(self._reason_rows, len(reasons), ReasonRow, self._reasons.body)
        for number, (row, reason) in enumerate(zip(rows, reasons, strict=False), start=1):
            row.tell(str(number), reason.text, reason.basis, reason.tier)
        self._reasons.setVisible(bool(reasons))

    def _name_of_fact(self, state: RecordState, path: str) -> str:
        try:
            return spoken(self._rulebook.catalogue.control(state.draft.category.value, path))
        except KeyError:
            return path

    def _show_turns(self, turns: Sequence[Turn]) -> None:
        shown = turns[:MOST_TURNS]
        rows = _as_many(self._turn_rows, len(shown), TurnRow, self._turns.body)
        for row, turn in zip(rows, shown, strict=False):
            row.tell(turn)
        self._turns.setVisible(bool(shown))

    def _told(self, state: RecordState, verdict: Verdict) -> list[tuple[str, str]]:
        notes = []
        if verdict.gate:
            notes.append((self.tr("Fine"), verdict.gate))
        if verdict.refer:
            notes.append((self.tr("Hand over to"), self.tr(", ").join(verdict.refer)))
        if verdict.flags:
            notes.append((self.tr("Please note"), "\n".join(verdict.flags)))
        if verdict.missing:
            names = [self._name_of_fact(state, name) for name in verdict.missing]
            notes.append((self.tr("Missing"), self.tr(", ").join(names)))
        return notes


class TurnRow(QWidget):
    """If this were so, that tier."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._words = Words("", self)
        self._badge = TierBadge("none", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(Words("→", self, wrap=False))
        row.addWidget(self._badge)

    def tell(self, turn: Turn) -> None:
        self._words.setText(turn.text)
        self._badge.show_tier(turn.tier)


def _as_many(rows: list[Item], count: int, make: type[Item], into: QVBoxLayout) -> list[Item]:
    """The first `count` rows, made as needed; those beyond are hidden and kept for the next change."""
    while len(rows) < count:
        rows.append(make())
        into.addWidget(rows[-1])
    for position, row in enumerate(rows):
        row.setVisible(position < count)
    return rows
