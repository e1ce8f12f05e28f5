"""The centre's signed receipt, green only when it proves that everything arrived."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.counts import counts
from inspector_app.ui.shift.state import local
from inspector_app.ui.sync_page.state import Check, ReceiptShown, SyncPageState
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words


class ReceiptCard(Card):
    verify_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent, margin=18, spacing=7)
        self._now = now
        self._range = Words("", self, size=18, bold=True)
        self._verdict = Ink("", self, tone="none", bold=True)
        self._chain = Words("", self, role="muted", wrap=False)
        self._time = Words("", self, role="muted")
        self._counts = Words("", self, role="muted")
        self._verify = KeyButton(self.tr("Check this laptop"), self)
        self._export = KeyButton(self.tr("Export receipt"), self)
        self._verify.clicked.connect(self.verify_wanted)
        self._export.clicked.connect(self.export_wanted)
        self.body.addWidget(SectionLabel(self.tr("Receipt (signed by the centre)"), self))
        for part in (self._range, self._verdict, self._chain, self._time, self._counts):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._verify, 1)
        row.addWidget(self._export, 1)
        self.body.addSpacing(4)
        self.body.addLayout(row)

    def present(self, state: SyncPageState) -> None:
        receipt = state.receipt
        for part in (self._verdict, self._chain, self._time, self._counts, self._verify, self._export):
            part.setVisible(receipt is not None)
        if receipt is None:
            self._range.setText(self.tr("No receipt yet. It comes with the first sync."))
            return
        self._verify.setEnabled(state.check is not Check.RUNNING)
        self._range.setText(self._covered(receipt))
        verdict, tone = self._judged(receipt, state.check)
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

    def _covered(self, receipt: ReceiptShown) -> str:
        through = f"{receipt.through_seq:,}".replace(",", "\u2009")
        if receipt.proven:
            return self.tr("Records 1–{through} have all arrived").format(through=through)
        return self.tr("Records 1–{through} have arrived").format(through=through)

    def _judged(self, receipt: ReceiptShown, check: Check) -> tuple[str, str]:
        """The verdict in words, and its tint."""
        if check is Check.RUNNING:
            return self.tr("Checking this laptop's chain…"), "none"
        if check is Check.DIFFERS or not receipt.agrees:
            return self.tr("Does not match this laptop's records"), "alarm"
        if receipt.missing:
            return self.tr("Photos are still missing"), "warning"
        if receipt.lines_after:
            return self.tr("%n newer record(s) to send", "", receipt.lines_after), "warning"
        if check is Check.AGREES:
            return self.tr("Checked again now: nothing is missing"), "good"
        return self.tr("Verified: nothing is missing"), "good"
