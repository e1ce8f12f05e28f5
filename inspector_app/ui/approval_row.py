"""Where a squad leader gives their word: who it is, the code, and what came of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui import texts
from inspector_app.ui.approval import Approval
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import CLEARED, ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.words import Ink

if TYPE_CHECKING:
    from inspector_app.domain.reference.leader import Leader

MOST_CHIPS = 6  # more leaders are named by their number
LONGEST_CODE = 16


class ApprovalRow(QWidget):
    """`given(number, code)`."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._leaders: tuple[Leader, ...] = ()
        self._number = ""
        self._approval = Approval()
        self._gave = False  # a code was given here: what came of it is said here
        self._why = Ink(_sentence("approval_needed"), self, tone="warning")
        self._who = ChipRow("", (), self)
        self.number = Field(self.tr("Leader's number"), self, hint=self.tr("Leader's number"), in_row=True)
        self.number.changed.connect(self._choose)
        self.code = self._code_field()
        self._confirm = KeyButton(self.tr("Confirm"), self)
        self._confirm.clicked.connect(self._give)
        self._problem = Ink("", self, tone="alarm")
        self._done = Ink("", self, tone="good")
        self._lay_out()

    def _code_field(self) -> Field:
        field = Field(self.tr("Leader's code"), self, hint=self.tr("Leader's code"), longest=LONGEST_CODE, in_row=True)
        field.editor.setEchoMode(QLineEdit.EchoMode.Password)
        field.editor.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        field.editor.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), field))
        field.editor.returnPressed.connect(self._give)
        field.changed.connect(lambda _: self._present_deed())
        return field

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.code, 1)
        row.addWidget(self._confirm)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        for widget in (self._why, self._who, self.number):
            self._column.addWidget(widget)
        self._column.addLayout(row)
        self._column.addWidget(self._problem)
        self._column.addWidget(self._done)

    def present(self, approval: Approval, *, needed: bool, approved_by: str) -> None:
        """`needed`: the chosen tier goes below the guard; `approved_by` is who gave their word for it, or empty."""
        if self._approval.checking and not approval.checking:
            self.code.show_text("")
        if not needed or approved_by:
            self.code.show_text("")
            self._gave = False
        self._approval = approval
        self._offer(approval.leaders or ())
        asks = needed and not approved_by
        self._why.setVisible(asks)
        self._who.setVisible(asks and 0 < len(self._leaders) <= MOST_CHIPS)
        self.number.setVisible(asks and len(self._leaders) > MOST_CHIPS)
        for widget in (self.code, self._confirm):
            widget.setVisible(asks and bool(self._leaders))
        self._done.setText(self.tr("Approved by {leader}").format(leader=approval.name(approved_by)))
        self._done.setVisible(needed and bool(approved_by))
        self._present_deed()
        self.setVisible(needed)

    def _present_deed(self) -> None:
        free = not (self._approval.checking or self._approval.wait_s)
        self.code.editor.setReadOnly(not free)  # the keyboard stays where it is
        self._confirm.setEnabled(free and bool(self._number.strip()) and bool(self.code.text))
        problem = self._told()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem) and not self._why.isHidden())

    def _told(self) -> str:
        """Why the code cannot be given, or what was wrong with the last one."""
        if self._approval.leaders is not None and not self._leaders:
            return self.tr("This laptop knows no squad leader yet: keep the tier, or sync first.")
        if self._approval.wait_s:
            wait = self.tr("Too many wrong codes: wait {seconds} s.")
            return wait.format(seconds=self._approval.wait_s)
        return _sentence("approval_wrong") if self._approval.wrong and self._gave and not self.code.text else ""

    def _offer(self, leaders: "tuple[Leader, ...]") -> None:
        if leaders == self._leaders:
            return
        self._leaders = leaders
        names = [leader.name for leader in leaders]
        choices = [
            Choice(one.number, one.name if one.name and names.count(one.name) == 1 else f"{one.name} {one.number}".strip())
            for one in leaders[:MOST_CHIPS]
        ]  # fmt: skip
        row = ChipRow(self.tr("Squad leader"), choices, self, clearable=False)
        row.chosen.connect(lambda number: self._choose(str(number)))
        self._column.replaceWidget(self._who, row)
        self._who.deleteLater()
        self._who = row
        self._number = leaders[0].number if len(leaders) == 1 else ""
        self.number.show_text("")
        row.show_value(self._number or CLEARED)

    def _choose(self, number: str) -> None:
        self._number = number
        self._present_deed()

    def _give(self) -> None:
        if self._confirm.isEnabled():
            self._gave = True
            self.given.emit(self._number.strip(), self.code.text)

    def has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def take_keyboard(self) -> None:
        """To the first answer that is missing."""
        if self._number:
            self.code.setFocus()
        elif self._who.isHidden():
            self.number.setFocus()
        else:
            self._who.take_keyboard()


def _sentence(code: str) -> str:
    return texts.sentence(Trouble(Side.PERSON, code))
