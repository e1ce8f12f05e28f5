"""The card over the page that asks for the password; recording goes on behind it, and saves wait."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.field import Field
from inspector_app.ui.widgets.words import Words

SHORTEST = 8  # signs of a new password


class UnlockCard(Card):
    """`given(str)`."""

    given = Signal(str)

    def __init__(self, *, new: bool, wrong: bool, parent: QWidget | None = None):
        super().__init__(parent, margin=18)
        self._new = new
        self.set_tone("accent")
        self.body.addWidget(Words(self._heading(), self, size=17, bold=True))
        self.body.addWidget(Words(self._reason(), self))
        self._fields = [self._field(self.tr("Password"))]
        if new:
            self._fields.append(self._field(self.tr("Password again")))
        row = QHBoxLayout()
        for field in self._fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)  # as the button, whatever the height
        self._open = KeyButton(self.tr("Set password") if new else self.tr("Unlock"), self, weight=Weight.PRIMARY)
        self._open.clicked.connect(self._give)
        row.addLayout(self._beside_fields(self._open))
        self.body.addLayout(row)
        self.setFocusProxy(self._fields[0])
        if wrong:
            self._fields[0].show_problem(self.tr("This is not the password of this laptop's data."))

    def _heading(self) -> str:
        return (
            self.tr("Choose a password for this laptop's data") if self._new else self.tr("Unlock this laptop's data")
        )

    def _reason(self) -> str:
        if self._new:
            return self.tr("This computer has no keyring. Without the password the data cannot be read, by anybody.")
        return self.tr("You can go on recording; what you save waits until the data is unlocked.")

    def _beside_fields(self, button: KeyButton) -> QVBoxLayout:
        """Level with the fields, under whose heads and over whose problems nothing stands."""
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addSpacing(theme.metrics().height() - 2)
        column.addWidget(button)
        column.addStretch(1)
        return column

    def _field(self, head: str) -> Field:
        field = Field(head, self, longest=128)
        field.editor.setEchoMode(QLineEdit.EchoMode.Password)
        field.editor.returnPressed.connect(self._give)
        return field

    def _give(self) -> None:
        password = self._fields[0].text
        if self._new and len(password) < SHORTEST:
            self._fields[0].show_problem(self.tr("At least 8 characters."))
        elif self._new and self._fields[1].text != password:
            self._fields[1].show_problem(self.tr("The two passwords differ."))
        elif password:
            self._open.setEnabled(False)
            self.given.emit(password)
