"""Which centre this laptop belongs to, and joining one with a code."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.settings.address_field import AddressField
from inspector_app.ui.settings.state import CODE_SIGNS, SettingsState, code_signs
from inspector_app.ui.sync_page import words
from inspector_app.ui.sync_page.figures import breaking
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words, flush


class CentreCard(Card):
    address_changed = Signal(str)
    name_changed = Signal(str)
    code_changed = Signal(str)
    enrol_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self._standing = Ink("", self, tone="none", bold=True)
        self._ids = Words("", self, role="muted")
        self._address = AddressField(self)
        self._name = Field(self.tr("Name of this laptop, for the centre"), self, longest=100)
        self._code = Field(self.tr("Enrolment code from the centre"), self, hint="XXXX-XXXX-…", longest=80)
        self._problem = Ink("", self, tone="alarm")
        self._enrol = KeyButton(self.tr("Enrol"), self, weight=Weight.PRIMARY)
        self._again = KeyButton(self.tr("Enrol again…"), self)
        self._address.changed.connect(self.address_changed)
        self._name.changed.connect(self.name_changed)
        self._code.changed.connect(self.code_changed)
        self._code.editor.returnPressed.connect(self.enrol_wanted)
        self._enrol.clicked.connect(self.enrol_wanted)
        self._again.clicked.connect(self.again_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(flush(SectionLabel(self.tr("Centre"), self)))
        self.body.addWidget(flush(self._standing))
        self.body.addWidget(flush(self._ids))
        self._form = QWidget(self)
        fields = QVBoxLayout(self._form)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(4)
        upper = QHBoxLayout()
        upper.setSpacing(8)
        upper.addWidget(self._address, 3, Qt.AlignmentFlag.AlignTop)
        upper.addWidget(self._name, 2, Qt.AlignmentFlag.AlignTop)
        fields.addLayout(upper)
        fields.addWidget(self._code)
        column = ScrollColumn(self)
        column.body.setContentsMargins(0, 0, 0, 0)  # its fields end where the buttons do
        column.body.addWidget(self._form)
        column.body.addWidget(flush(self._problem))
        column.body.addStretch(1)
        self.body.addWidget(column, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._again)
        row.addWidget(self._enrol)
        self.body.addLayout(row)

    def present(self, state: SettingsState) -> None:
        self._standing.setText(self._stands(state))
        self._standing.set_tone("good" if state.enrolled else "warning")
        self._ids.setText("\n".join(self._identities(state)))
        self._ids.setVisible(bool(state.device))
        self._form.setVisible(state.asks_code)
        self._enrol.setVisible(state.asks_code)
        self._again.setVisible(state.known and state.enrolled and not state.again)
        self._enrol.setEnabled(state.ready)
        self._enrol.change_text(self.tr("Enrolling…") if state.enrolling else self.tr("Enrol"))
        self._address.show_address(state.address)
        self._name.show_text(state.name)
        self._code.show_text(state.code)
        self._code.show_problem(self._code_words(state.code))
        advice = words.advice(state.problem) if state.problem else None
        self._problem.setText(f"{advice.happened} {advice.deed} ({state.problem})" if advice else "")
        self._problem.setVisible(advice is not None)

    def _identities(self, state: SettingsState) -> Iterable[str]:
        """What the centre and this laptop are called in receipts."""
        if state.enrolled and state.choices.centre_url:  # else it stands above
            yield self.tr("Centre {centre}").format(centre=breaking(state.centre))
        if state.device:
            yield self.tr("This laptop {device}").format(device=breaking(state.device))

    def _stands(self, state: SettingsState) -> str:
        if not state.known:
            return self.tr("Reading…")
        if not state.enrolled:
            return self.tr("Not enrolled yet")
        return self.tr("Enrolled at {centre}").format(centre=state.choices.centre_url or state.centre)

    def _code_words(self, typed: str) -> str:
        signs = code_signs(typed)
        if not signs or signs == CODE_SIGNS:
            return ""
        return self.tr("{typed} of {all} signs").format(typed=signs, all=CODE_SIGNS)
