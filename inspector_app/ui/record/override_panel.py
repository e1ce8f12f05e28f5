"""The officer's own decision, with its reason: unfolds in place, never over the form."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.finding import Category, Tier
from inspector_app.domain.problems import Problem
from inspector_app.ui import texts, theme
from inspector_app.ui.approval import Approval
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.card import Card, inset
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from inspector_app.ui.approval_row import ApprovalRow


class OverridePanel(QWidget):
    """`unfold_wanted(bool)`; `decided(tier, reason)` at each change while both are given; `withdrawn()`.

    `code_given(number, code)`: a squad leader gives their word for a tier below the guard.
    """

    unfold_wanted = Signal(bool)
    decided = Signal(str, str)
    withdrawn = Signal()
    code_given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._tier: str | None = None
        self._awaits = False
        self._open = KeyButton(self.tr("Decide differently (with a reason)"), self, key="F6")
        self._open.clicked.connect(lambda: self.unfold_wanted.emit(True))
        self._card = Card(self, margin=10, spacing=4)
        self._head = Words("", self._card, bold=True)
        self._chips = ChipRow(
            self.tr("Tier"), [Choice(tier.value, texts.tier(tier.value)) for tier in ORDER], self._card
        )
        self._chips.chosen.connect(self._chosen)
        self._reason = Field(self.tr("Reason"), self._card, hint=self.tr("Why you decide so"), longest=500, in_row=True)
        self._reason.changed.connect(lambda _: self._tell())
        self._leader: ApprovalRow | None = None  # made when a leader is first needed
        self._undo = KeyButton(self.tr("As the policy says"), self._card)
        self._undo.clicked.connect(self._give_up)
        self._done = KeyButton(self.tr("Done"), self._card, weight=Weight.PRIMARY)
        self._done.clicked.connect(self._finish)
        self._lay_out()

    def _lay_out(self) -> None:
        for widget in (self._head, self._chips, self._reason):
            self._card.body.addWidget(widget)
        self._deeds = QWidget(self._card)
        self._deeds.setMinimumWidth(1)  # its words shrink; a wider row would take the height for the chips' last line
        row = QHBoxLayout(self._deeds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._undo, 1)
        row.addWidget(self._done, 1)
        self._card.body.addWidget(self._deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(inset(self._card, theme.RING, 0, theme.RING, theme.RING))
        column.addWidget(self._open)

    def _chosen(self, value: object) -> None:
        self._tier = None if value is CLEARED else str(value)
        self._tell()

    def _tell(self) -> None:
        if self._tier and self._reason.text.strip():
            self.decided.emit(self._tier, self._reason.text)
        else:
            self.withdrawn.emit()

    def _has_reason(self) -> bool:
        """Says that a reason is missing, where one is."""
        if self._reason.text.strip():
            return True
        self._reason.show_problem(self.tr("Say why; the reason is kept."))
        self._reason.setFocus()
        return False

    def _give_code(self, number: str, code: str) -> None:
        if self._has_reason():
            self.code_given.emit(number, code)

    def _finish(self) -> None:
        if not self._tier or (self._has_reason() and not self._awaits):
            self.unfold_wanted.emit(False)
        elif self._awaits and self._reason.text.strip():
            self._leader_row().take_keyboard()

    def _give_up(self) -> None:
        self._tier = None
        self._reason.show_text("")
        self._reason.show_problem("")
        self.withdrawn.emit()
        self.unfold_wanted.emit(False)

    def present(self, state: RecordState) -> None:
        own = state.draft.category is Category.OTHER
        unfolded = state.overriding or own or "override" in state.problems
        override = state.draft.override
        if override is not None:
            self._tier = override.tier.value
            self._reason.show_text(override.reason) if self._reason.text.strip() != override.reason else None
        elif not unfolded:
            self._tier = None
            self._reason.show_text("")
        self._chips.show_value(self._tier or CLEARED)
        self._head.setText(self.tr("Your tier, with its reason") if own else self.tr("Decide differently"))
        self._present_leader(state)
        self._deeds.setVisible(not own)
        self._card.setVisible(unfolded)
        self._open.setVisible(not unfolded and state.decides_tier)
        self._open.change_text(
            self.tr("Change your decision") if override else self.tr("Decide differently (with a reason)")
        )
        wrong = self._problem(state)
        if wrong or override is not None:
            self._reason.show_problem(wrong)

    def _problem(self, state: RecordState) -> str:
        code = state.problems.get("override")
        if code == Problem.TIER_NEEDED:
            return self.tr("Choose a tier and say why.")
        return texts.sentence(Trouble(Side.PERSON, code)) if code == Problem.TIER_NOT_IN_POWER else ""

    def _present_leader(self, state: RecordState) -> None:
        below = self._tier is not None and Tier(self._tier).level < state.guard.level
        approved_by = state.draft.override.approved_by if state.draft.override is not None else ""
        self._awaits = below and not approved_by
        if below or self._leader is not None:
            row = self._leader_row()
            left = row.has_keyboard() and not self._awaits
            row.present(state.approval or Approval(), needed=below, approved_by=approved_by)
            if left:
                self._done.setFocus()

    def _leader_row(self) -> "ApprovalRow":
        if self._leader is None:
            from inspector_app.ui.approval_row import ApprovalRow

            self._leader = ApprovalRow(self._card)
            self._leader.given.connect(self._give_code)
            self._card.body.insertWidget(self._card.body.indexOf(self._deeds), self._leader)
        return self._leader

    def take_keyboard(self) -> None:
        """To what is still to be said."""
        if self._awaits and self._reason.text.strip():
            self._leader_row().take_keyboard()
        else:
            self._chips.take_keyboard()


ORDER = (Tier.SERVICE, Tier.MANAGEMENT, Tier.ENFORCEMENT, Tier.NONE)
