"""The decision, live: which tier, by which rule, why, on what basis, what to do now, and what would change it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.finding import Category
from inspector_app.ui import texts, theme
from inspector_app.ui.record.state import FactWrong, RecordState, Verdict
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.tier_badge import TierSign
from inspector_app.ui.widgets.words import Ink, Words

BESIDE_RULE = 110  # px: sign, gap and margins


class TierCard(Card):
    """The coloured head: sign, tier, pack and rule, whether a fine could follow; beside an override what the policy had said."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=14)
        self.setMinimumHeight(88)
        self._sign = TierSign(self)
        self._name = Words("", self, size=22, bold=True)
        self._under = Words("", self)
        self._gate = Words("", self)
        self._open = Words("", self, bold=True)
        self._whose = Words(self.tr("A suggestion: an enforcement officer decides the tier."), self, bold=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._under)
        column.addWidget(self._gate)
        column.addWidget(self._open)
        column.addWidget(self._whose)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(column, 1)
        self.body.addLayout(row)

    def present(self, state: RecordState) -> None:
        tier = state.tier.value if state.tier is not None else ""
        self._sign.setVisible(bool(tier))
        self.set_tone(tier)
        if tier:
            self._sign.show_tier(tier)
        self._name.setText(texts.tier(tier) if tier else self._waiting(state))
        self._under.setText(self._explained(state))
        gate = state.verdict.gate if isinstance(state.verdict, Verdict) else ""
        self._gate.setText(self.tr("Fine: {gate}").format(gate=gate))
        self._gate.setVisible(bool(gate))
        self._open.setText(self._provisional(state.verdict))
        self._open.setVisible(bool(self._open.text()))
        self._whose.setVisible(bool(tier) and not state.decides_tier)
        self.setAccessibleName(self._name.text())

    def _provisional(self, verdict: Verdict | FactWrong | None) -> str:
        """Whether the result is open still: something is unknown, or a reminder runs and the place is looked at again."""
        if not isinstance(verdict, Verdict) or not verdict.provisional:
            return ""
        return self.tr("Provisional: facts missing") if verdict.missing else self.tr("Provisional: look again")

    def _rule(self, code: str) -> str:
        """The code in one piece; where that is too long for a line, it may break behind its dashes."""
        room = max(200, self.width() - BESIDE_RULE)
        return code if self._under.fontMetrics().horizontalAdvance(code) <= room else code.replace("_", "_\u200b")

    def _waiting(self, state: RecordState) -> str:
        if state.draft.category is Category.OTHER:
            return self.tr("Your decision")
        if isinstance(state.verdict, FactWrong):
            return self.tr("Answer is missing")
        return self.tr("Nothing answered yet")

    def _explained(self, state: RecordState) -> str:
        override, verdict = state.draft.override, state.verdict
        if override is not None and state.awaits_leader:
            return self.tr("{tier} waits for your squad leader's word").format(tier=texts.badge(override.tier.value))
        if override is not None and isinstance(verdict, Verdict):
            was = texts.badge(verdict.tier)
            return self.tr("Decided by the officer; the policy says {tier}").format(tier=was)
        if state.draft.category is Category.OTHER:
            return self.tr("The policy does not decide this kind.")
        if isinstance(verdict, Verdict):
            return f"{verdict.pack} · {self._rule(verdict.primary)}"
        return self.tr("The decision follows each answer at once.")


class Notes(Card):
    """Short facts about the decision, each a head, its words and their tone: fine, flags, hand-over, missing, history."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=12, spacing=6)
        self._rows: list[tuple[Words, Ink]] = []

    def tell(self, notes: Sequence[tuple[str, str, str]]) -> None:
        notes = [note for note in notes if note[1]]
        while len(self._rows) < len(notes):
            pair = (Words("", self, role="muted", wrap=False), Ink("", self, tone=""))
            pair[0].setFixedWidth(theme.px(72))
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(pair[0], 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(pair[1], 1)
            self.body.addLayout(row)
            self._rows.append(pair)
        for position, (head, words) in enumerate(self._rows):
            shown = position < len(notes)
            name, text, tone = notes[position] if shown else ("", "", "")
            head.setText(name)
            words.setText(text)
            words.set_tone(tone)
            head.setVisible(shown)
            words.setVisible(shown)
        self.setVisible(bool(notes))
