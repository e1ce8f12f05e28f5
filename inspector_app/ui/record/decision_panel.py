"""The right column: the decision and everything that explains it, and the officer's own decision under it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.finding import Category
from inspector_app.ui import relief_words, theme
from inspector_app.ui.measure_words import MeasureWords
from inspector_app.ui.record.decision_card import Notes, TierCard
from inspector_app.ui.record.explanation import Explanation
from inspector_app.ui.record.measures_list import MeasuresList
from inspector_app.ui.record.override_panel import OverridePanel
from inspector_app.ui.record.reason_row import ReasonRow
from inspector_app.ui.record.state import RecordState, Verdict
from inspector_app.ui.rulebook import Rulebook, spoken
from inspector_app.ui.widgets.card import Card, inset
from inspector_app.ui.widgets.rows import as_many
from inspector_app.ui.widgets.scroll import ScrollColumn

ROOMY = 880  # px of height from which on everything is unfolded


class DecisionPanel(QWidget):
    """`override` is the panel of the officer's own decision, `measures` the list of what to do, each with its signals."""

    unfolded = Signal()

    def __init__(self, rulebook: Rulebook, parent: QWidget | None = None):
        super().__init__(parent)
        self._rulebook, self._words = rulebook, MeasureWords(rulebook)
        self._state: RecordState | None = None
        self._tier = TierCard(self)
        self._reasons, self._reason_rows = Card(self, margin=6, spacing=0), list[ReasonRow]()
        self._unfolded: dict[str, bool] = {}
        self.measures = MeasuresList(rulebook, self)
        self._notes = Notes()
        self._explanation = Explanation()
        self.override = OverridePanel(self)
        self._lay_out()

    def _lay_out(self) -> None:
        scroll = ScrollColumn(self, spacing=10, reads=self.tr("Reasons and measures"))
        for widget in (self._reasons, self.measures, self._notes, self._explanation):
            scroll.body.addWidget(widget)
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
        self._state = state
        self._tier.present(state)
        self.override.present(state)
        verdict = state.verdict if isinstance(state.verdict, Verdict) else None
        self._show_reasons(verdict)
        self.measures.present(state)
        self._notes.tell(self._told(state, verdict) if verdict is not None else [])
        decided = verdict is not None and state.draft.category is not Category.OTHER
        self._explanation.present(state.explained if decided else None, roomy=self._roomy)

    @property
    def _roomy(self) -> bool:
        return self.height() >= ROOMY

    def _show_reasons(self, verdict: Verdict | None) -> None:
        reasons = verdict.reasons if verdict is not None else ()
        rows = as_many(self._reason_rows, len(reasons), lambda: ReasonRow(self._unfolded), self._reasons.body)
        for number, (row, reason) in enumerate(zip(rows, reasons, strict=True), start=1):
            row.tell(str(number), reason, unfolded=self._roomy)
        self._reasons.setVisible(bool(reasons))

    def _told(self, state: RecordState, verdict: Verdict) -> list[tuple[str, str, str]]:
        """Heads, words and their tone, in the order in which they matter; who shows them leaves out what has no words."""
        near_m, facts = self._rulebook.near_m, state.draft.facts
        flags = [relief_words.flag(code, words, facts, near_m) for code, words in verdict.flags]
        missing = [self._name_of_fact(state, name) for name in verdict.missing]
        return [
            (self.tr("Refer to"), self.tr(", ").join(self._referred(verdict)), ""),
            (self.tr("Note"), "\n".join(flags), ""),
            (self.tr("Missing"), self.tr(", ").join(missing), ""),
            (self.tr("History"), *self._age_of_history(state)),
        ]

    def _referred(self, verdict: Verdict) -> list[str]:
        """Each authority with the time that its hand-over has."""
        clocks = {one.to: self._words.allowed(one) for one in verdict.measures if one.to}
        told = self.tr("{authority} ({time})")
        return [
            told.format(authority=words, time=clocks[code]) if clocks.get(code) else words
            for code, words in verdict.refer
        ]

    def _age_of_history(self, state: RecordState) -> tuple[str, str]:
        """The words, and their tone; empty while no history was looked up."""
        known = state.history
        if known is None:
            return "", ""
        hours, minutes = divmod(known.age_s // 60, 60)
        said = self.tr("as of {moment}, {hours} h old") if hours else self.tr("as of {moment}, {minutes} min old")
        said = said.format(moment=known.as_of, hours=hours, minutes=minutes)
        if not known.stale:
            return said, ""
        return self.tr("{age}: too old, so it is unknown and never held against anybody.").format(age=said), "warning"

    def _name_of_fact(self, state: RecordState, path: str) -> str:
        try:
            return spoken(self._rulebook.catalogue.control(state.draft.category.value, path))
        except KeyError:
            return path

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._state is not None and (event.oldSize().height() >= ROOMY) is not self._roomy:
            self.present(self._state)
