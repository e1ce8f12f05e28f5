"""The centre's signed receipt, green only when it proves that everything arrived."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from inspector_app.services.overview import ShiftReceipt
from inspector_app.ui.counts import counts
from inspector_app.ui.shift.state import local
from inspector_app.ui.sync_page.state import Check, ReceiptShown, SyncPageState
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Elided, Ink, SectionLabel, Words

MARGIN = 18  # px


class ReceiptCard(Card):
    verify_wanted = Signal()
    export_wanted = Signal()
    pdf_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent, margin=MARGIN, spacing=7)
        self._now = now
        self._range = Words("", self, size=18, bold=True)
        self._verdict = Ink("", self, tone="none", bold=True)
        self._chain = Words("", self, role="muted", wrap=False)
        self._time = Words("", self, role="muted")
        self._counts = Words("", self, role="muted")
        self._verify = KeyButton(self.tr("Check this laptop"), self)
        self._shift = Words("", self)
        self._export = KeyButton(self.tr("Export receipt"), self)
        self._pdf = KeyButton(self.tr("Save as PDF"), self, key="F8")
        self._saved = Elided("", self, role="good.ink")
        self._folder = KeyButton(self.tr("Open folder"), self)
        self._pdf.clicked.connect(self.pdf_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._verify.clicked.connect(self.verify_wanted)
        self._export.clicked.connect(self.export_wanted)
        self.body.addWidget(SectionLabel(self.tr("Receipt (signed by the centre)"), self))
        for part in (self._range, self._verdict, self._chain, self._time, self._counts, self._shift):
            self.body.addWidget(part)
        self._deeds = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._deeds.setSpacing(4)
        self._deeds.addWidget(self._verify, 1)
        self._deeds.addWidget(self._export, 1)
        self.body.addSpacing(4)
        self.body.addWidget(self._pdf)
        self.body.addLayout(self._deeds)
        self.body.addWidget(self._saved)
        self.body.addWidget(self._folder)

    def fit(self, width: int) -> None:
        """In `width` px the two smaller buttons stand beside each other, or where their words are too long, in two rows."""
        needed = self._verify.sizeHint().width() + self._export.sizeHint().width() + self._deeds.spacing() + 2 * MARGIN
        direction = QBoxLayout.Direction.LeftToRight if needed <= width else QBoxLayout.Direction.TopToBottom
        self._deeds.setDirection(direction)

    def present(self, state: SyncPageState) -> None:
        receipt = state.receipt
        for part in (self._verdict, self._chain, self._time, self._counts, self._verify, self._export):
            part.setVisible(receipt is not None)
        self._present_shift(state)
        if receipt is None:
            self._range.setText(self.tr("No receipt yet. It comes with the first sync."))
            return
        self._verify.setEnabled(state.check is not Check.RUNNING)
        self._range.setText(self._covered(receipt, state))
        verdict, tone = self._judged(receipt, state)
        self._verdict.setText(verdict)
        self._verdict.set_tone(tone)
        self.set_tone("good" if tone == "good" else "")
        self._chain.setText(self.tr("End of chain {digest}").format(digest=receipt.short_digest))
        at = local(receipt.server_time)
        when = at.strftime("%Y-%m-%d %H:%M:%S") if at else receipt.server_time
        self._time.setText(self.tr("Centre's time {time}").format(time=when))
        counted = self.tr("On this chain: {findings}, {photos}").format(
            findings=counts.findings(receipt.findings), photos=counts.photos(receipt.photos)
        )
        missing = self.tr("%n photo(s) missing", "", receipt.missing) if receipt.missing else ""
        self._counts.setText(" · ".join(part for part in (counted, missing) if part))

    def _present_shift(self, state: SyncPageState) -> None:
        """The shift that is saved, what newer records it does not know, and where it was saved."""
        proof = state.proof
        self._shift.setVisible(proof is not None)
        self._pdf.setVisible(proof is not None)
        self._pdf.setEnabled(not state.saving)
        self._export.setEnabled(proof is not None and not state.saving)
        self._saved.setVisible(state.saved is not None)
        self._folder.setVisible(state.saved is not None)
        if state.saved is not None:
            self._saved.set_text(
                f"{state.saved.parent}{os.sep}", state.saved.name
            )  # of a long path the end is what matters
        if proof is not None:
            self._shift.setText("\n".join(self._told(proof)))

    def _told(self, proof: ShiftReceipt) -> Iterator[str]:
        told = proof.account
        counted = {"findings": counts.findings(told.findings), "photos": counts.photos(told.photos)}
        if not told.shift:
            yield self.tr("On this laptop: {findings}, {photos}").format(**counted)
        else:
            at = local(told.opened_at)
            when = at.strftime("%m-%d %H:%M") if at else told.opened_at
            yield self.tr("Shift of {when}: {findings}, {photos}").format(when=when, **counted)
        if told.gaps:
            lacking = sum(gap.last - gap.first + 1 for gap in told.gaps)
            yield self.tr("%n record(s) of it not covered yet", "", lacking)
        if told.later:
            yield self.tr("%n newer record(s) since this shift are not in it", "", told.later)

    def _covered(self, receipt: ReceiptShown, state: SyncPageState) -> str:
        through = f"{receipt.through_seq:,}".replace(",", "\u2009")
        if state.proven:
            return self.tr("Records 1–{through} have all arrived").format(through=through)
        return self.tr("Records 1–{through} have arrived").format(through=through)

    def _judged(self, receipt: ReceiptShown, state: SyncPageState) -> tuple[str, str]:
        """The verdict in words, and its tint."""
        check, unsent = state.check, state.overview.unsent_lines if state.overview else 0
        if check is Check.RUNNING:
            return self.tr("Checking this laptop's chain…"), "none"
        if check is Check.DIFFERS or not receipt.agrees:
            return self.tr("Does not match this laptop's records"), "alarm"
        if state.lacks_photos:
            return self.tr("Photos are still missing"), "warning"
        if receipt.lines_after:
            return self.tr("%n newer record(s) to send", "", receipt.lines_after), "warning"
        if unsent:
            return self.tr("%n record(s) still to send", "", unsent), "warning"
        if not state.proven:
            return self.tr("Photos are still missing"), "warning"
        if check is Check.AGREES:
            return self.tr("Checked again now: nothing is missing"), "good"
        return self.tr("Verified: nothing is missing"), "good"
