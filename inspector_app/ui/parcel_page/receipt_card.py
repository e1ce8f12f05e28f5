"""What the centre says that it has, and where that lies for the laptop to take in."""

import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.services.parcels import ParcelSent
from inspector_app.ui.counts import counts
from inspector_app.ui.parcel_page.state import ParcelState
from inspector_app.ui.shift.state import local
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Elided, Ink, SectionLabel, Words

NAMED = 6  # photos that are named here; the laptop's own list names them all with their findings


class ReceiptCard(Card):
    again_wanted = Signal()
    elsewhere_wanted = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=7)
        self._head = Words("", self, size=18, bold=True)
        self._verdict = Ink("", self, tone="none", bold=True)
        self._told = Words("", self, role="muted")
        self._where = Ink("", self, tone="none")
        self._file = Elided("", self, role="good.ink")
        self._again = KeyButton(self.tr("Save the receipt again"), self, weight=Weight.PRIMARY)
        self._elsewhere = KeyButton(self.tr("Save to another place…"), self)
        self._again.clicked.connect(self.again_wanted)
        self._elsewhere.clicked.connect(self.elsewhere_wanted)
        self.body.addWidget(SectionLabel(self.tr("Receipt for the laptop"), self))
        for part in (
            self._head, self._verdict, self._told, self._where, self._file, self._again, self._elsewhere,
        ):  # fmt: skip
            self.body.addWidget(part)

    def present(self, state: ParcelState) -> None:
        sent = state.sent
        for part in (self._verdict, self._told, self._where):
            part.setVisible(sent is not None)
        unsaved = sent is not None and not state.receipt
        self._file.setVisible(sent is not None and bool(state.receipt))
        self._again.setVisible(unsaved)
        self._elsewhere.setVisible(unsaved)
        if sent is None:
            self.set_tone("")
            self._head.setText(self.tr("None yet. It comes when the centre has taken the parcel in."))
            return
        self._head.setText(self.tr("Records up to {last} have arrived").format(last=_grouped(sent.through_seq)))
        verdict, tone = self._judged(sent)
        self._verdict.setText(verdict)
        self._verdict.set_tone(tone)
        self.set_tone("good" if tone == "good" and state.receipt else "warning")
        self._told.setText("\n".join(self._lines(sent)))
        self._where.setText(
            self.tr("It was not saved yet; the laptop needs it.") if unsaved else self.tr("Saved for the laptop as")
        )
        self._where.set_tone("warning" if unsaved else "none")
        if state.receipt:
            self._file.set_text(f"{Path(state.receipt).parent}{os.sep}", Path(state.receipt).name)

    def _judged(self, sent: ParcelSent) -> tuple[str, str]:
        if sent.missing:
            return self.tr("%n photo(s) missing at the centre", "", sent.missing), "warning"
        return self.tr("The centre says that nothing is missing"), "good"

    def _lines(self, sent: ParcelSent) -> Iterator[str]:
        yield self.tr("At the centre of this laptop: {findings}, {photos}").format(
            findings=counts.findings(sent.findings), photos=counts.photos(sent.photos)
        )
        at = local(sent.server_time)
        yield self.tr("Centre's time {time}").format(
            time=at.strftime("%Y-%m-%d %H:%M:%S") if at else sent.server_time[:40]
        )
        if sent.aside:
            yield self.tr("%n record(s) set aside at the centre; the laptop will say why", "", sent.aside)
        if sent.named:
            named = ", ".join(photo[:12] for photo in sent.named[:NAMED])
            more = " …" if sent.missing > NAMED else ""
            yield self.tr("Missing: {photos}").format(photos=named + more)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u2009")
