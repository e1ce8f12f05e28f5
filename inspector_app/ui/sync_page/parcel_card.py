"""Work on a stick where there is no network: saved for the centre, and the receipt that comes back for it."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.widgets.bar import Bar
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import ChipRow, Choice
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words


class ParcelShown(NamedTuple):
    """`percent` while one is being written, else None; `verdict` and `told` of the last deed, empty before the first.

    `every`: what the centre has confirmed is saved once more as well.
    """

    enrolled: bool = False
    percent: int | None = None
    verdict: str = ""
    tone: str = "none"
    told: str = ""
    every: bool = False


class ParcelCard(Card):
    save_wanted = Signal()
    receipt_wanted = Signal()
    send_wanted = Signal()
    every_chosen = Signal(object)  # whether everything is to be saved

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=7)
        self._verdict = Ink("", self, tone="none", bold=True)
        self._told = Words("", self, role="muted")
        self._bar = Bar(self)
        self._save = KeyButton(self.tr("Save to USB…"), self)
        self._receipt = KeyButton(self.tr("Take receipt…"), self)
        self._send = KeyButton(self.tr("Send a parcel from a stick…"), self)
        what = [Choice(False, self.tr("What the centre lacks")), Choice(True, self.tr("Everything"))]
        self._what = ChipRow(self.tr("Save to USB…"), what, self, clearable=False)
        self._wanted = Words("", self, role="muted")
        self._what.chosen.connect(self.every_chosen)
        self._send.clicked.connect(self.send_wanted)
        self._save.clicked.connect(self.save_wanted)
        self._receipt.clicked.connect(self.receipt_wanted)
        for button in (self._save, self._receipt, self._send):
            button.setMinimumWidth(1)  # large words shrink sooner than they widen the column
        self.body.addWidget(SectionLabel(self.tr("Without a network"), self))
        for part in (self._verdict, self._told, self._bar, self._what, self._wanted):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._save, 1)
        row.addWidget(self._receipt, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._send)
        self.present(ParcelShown())

    def present(self, shown: ParcelShown) -> None:
        busy = shown.percent is not None
        self._verdict.setText(shown.verdict)
        self._verdict.set_tone(shown.tone)
        self._verdict.setVisible(bool(shown.verdict))
        self._told.setText(shown.told or self._rest())
        self._bar.setVisible(busy)
        self._bar.present(shown.percent or 0, "accent")
        self._what.setVisible(shown.enrolled and not busy)
        self._what.show_value(shown.every)
        self._wanted.setVisible(shown.enrolled and not busy and shown.every)
        self._wanted.setText(self._why_everything())
        for button in (self._save, self._receipt):
            button.setEnabled(shown.enrolled and not busy)

    def _rest(self) -> str:
        return self.tr(
            "Go on working: nothing is deleted here before the centre has signed for it. A USB stick can carry everything too."
        )

    def _why_everything(self) -> str:
        return self.tr(
            "Also what has a receipt already. Wanted when the centre lacks earlier records, or asks for it; it takes longer, and nothing is doubled there."
        )
