"""Where the lost laptop comes from, and what that will do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app.ui.restore_page.state import RestoreState, Source
from inspector_app.ui.settings.address_field import AddressField
from inspector_app.ui.settings.state import CODE_SIGNS, code_signs
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Elided, SectionLabel, Words


class SourceCard(Card):
    """`filled(name, text)` with each key; `source_chosen(Source)`."""

    source_chosen = Signal(object)
    filled = Signal(str, str)
    parcel_wanted = Signal()
    folder_wanted = Signal()
    begin_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self.body.addWidget(SectionLabel(self.tr("Where it comes from"), self))
        sources = [
            Choice(Source.CENTRE, self.tr("The centre")), Choice(Source.PARCEL, self.tr("A parcel")),
            Choice(Source.FOLDER, self.tr("Its own folder")),
        ]  # fmt: skip
        self._source = ChipRow(self.tr("Where it comes from"), sources, self, clearable=False)
        self._source.chosen.connect(self.source_chosen)
        self._told = Words("", self)
        self._parcel, self._parcel_file = KeyButton(self.tr("Choose the parcel…"), self, key="F3"), Elided("", self)
        self._folder, self._folder_path = KeyButton(self.tr("Choose the folder…"), self, key="F3"), Elided("", self)
        self._parcel.clicked.connect(self.parcel_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._address = AddressField(self)
        self._code = Field(self.tr("One-time code for the lost laptop"), self, hint="XXXX-XXXX-…", longest=80)
        self._password = Field(self.tr("Password of the lost laptop"), self, longest=128)
        self._password.editor.setEchoMode(QLineEdit.EchoMode.Password)
        for name, field in (("address", self._address), ("code", self._code), ("password", self._password)):
            field.changed.connect(lambda text, name=name: self.filled.emit(name, text))
            field.editor.returnPressed.connect(self.begin_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(self._source)
        column = ScrollColumn(self)
        column.body.addWidget(self._told)
        for button, path in ((self._parcel, self._parcel_file), (self._folder, self._folder_path)):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(button)
            row.addWidget(path, 1)
            column.body.addLayout(row)
        for field in (self._address, self._code, self._password):
            column.body.addWidget(field)
        column.body.addStretch(1)
        self.body.addWidget(column, 1)

    def present(self, state: RestoreState) -> None:
        source = state.source
        self._source.show_value(source)
        self._told.setText(self._what(source))
        at_centre = source is not Source.FOLDER
        for part, wanted in (
            (self._parcel, source is Source.PARCEL), (self._parcel_file, source is Source.PARCEL),
            (self._folder, source is Source.FOLDER), (self._folder_path, source is Source.FOLDER),
            (self._address, at_centre), (self._code, at_centre), (self._password, not at_centre and state.asks_password),
        ):  # fmt: skip
            part.setVisible(wanted)
            part.setEnabled(not state.is_busy)
        self._source.setEnabled(not state.is_busy)
        self._parcel_file.set_text(state.parcel or self.tr("None chosen yet"))
        self._folder_path.set_text(state.folder or self.tr("None chosen yet"))
        self._address.show_address(state.address)
        self._code.show_text(state.code)
        signs = code_signs(state.code)
        wrong = self.tr("{typed} of {all} signs").format(typed=signs, all=CODE_SIGNS) if signs else ""
        self._code.show_problem("" if signs == CODE_SIGNS else wrong)
        self._password.show_text(state.password)

    def _what(self, source: Source) -> str:
        if source is Source.CENTRE:
            return self.tr(
                "Every record and photo that reached the centre comes from there. The centre gives a one-time code for the lost laptop; this one takes its place there."
            )
        if source is Source.PARCEL:
            return self.tr(
                "The parcel goes to the centre first, so that what was only on the stick is there too; then everything comes back from there, with a one-time code."
            )
        return self.tr(
            "The data folder of the lost laptop, or its second copy on a stick: also what never reached the centre comes back. Its password is needed, or the key ring of its user."
        )
