"""What needs the officer: one plate for each matter, with what happened, what to do, and where."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.sync_page import words
from inspector_app.ui.sync_page.state import Attention, Matter
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Ink, Words

ALARMING = (Attention.DISAGREES, Attention.REVOKED, Attention.LOST_PHOTOS)
IN_SETTINGS = ("wrong_signature", "unknown_device", "wrong_code", "not_found", "method_not_allowed", "device_taken")


class MattersList(QWidget):
    settings_wanted = Signal()
    verify_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._matters: Sequence[Matter] = ()
        self._head = Words("", self, size=16, bold=True, wrap=False)
        self._plates = QVBoxLayout()
        self._plates.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addLayout(self._plates)

    def present(self, matters: Sequence[Matter]) -> bool:
        """Whether they are others than before."""
        if list(matters) == list(self._matters):
            return False
        self._matters = matters
        while self._plates.count():
            old = self._plates.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for matter in matters:
            self._plates.addWidget(self._plate(matter))
        self._head.setText(self.tr("Needs you: {count}").format(count=len(matters)))
        return True

    @property
    def filled(self) -> bool:
        return bool(self._matters)

    def _plate(self, matter: Matter) -> Card:
        tone = "alarm" if matter.what in ALARMING else "warning"
        happened, deed = self._said(matter)
        plate = Card(self, margin=8)
        plate.set_tone(tone)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(Ink(happened, plate, tone=tone, bold=True))
        said.addWidget(Ink(deed, plate, tone=tone))
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.addLayout(said, 1)
        button = self._button(matter, plate)
        if button is not None:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        plate.body.addLayout(row)
        return plate

    def _button(self, matter: Matter, plate: Card) -> KeyButton | None:
        if matter.what is Attention.PROBLEM and matter.code in IN_SETTINGS:
            button = KeyButton(self.tr("Go to settings"), plate)
            button.clicked.connect(self.settings_wanted)
            return button
        if matter.what is Attention.DISAGREES:
            button = KeyButton(self.tr("Check this laptop"), plate)
            button.clicked.connect(self.verify_wanted)
            return button
        return None

    def _said(self, matter: Matter) -> tuple[str, str]:
        """What happened, and what to do about it."""
        if matter.what in (Attention.PROBLEM, Attention.REVOKED):
            advice = words.advice(matter.code)
            return advice.happened, f"{advice.deed} ({matter.code})"
        if matter.what is Attention.DISAGREES:
            return words.advice("false_receipt").happened, words.advice("false_receipt").deed
        if matter.what is Attention.LOST_PHOTOS:
            return self.tr("%n photo(s) can no longer be read on this laptop", "", matter.count), self.tr(
                "Tell technical support before the laptop is used on; the records arrived without them."
            )
        if matter.what is Attention.NEW_EPOCH:
            return self.tr("This database is an older copy or a clone"), self.tr(
                "The app began a new section of records; the centre keeps both. There is nothing to do."
            )
        if matter.what is Attention.QUARANTINED:
            kept = self.tr("{reason} They are kept; someone at the centre will look at them.")
            happened = self.tr("%n record(s) set apart by the centre", "", matter.count)
            return happened, kept.format(reason=words.aside(matter.code))
        happened = self.tr("%n record(s) of officer {who} still to send", "", matter.count).format(who=matter.who)
        return happened, self.tr("They go with the next sync of this laptop, whoever starts it.")
