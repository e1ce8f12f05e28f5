"""Today's rounds with the centre, one line each: when, how much, how long, and how it ended."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inspector_app.services.overview import SyncRound
from inspector_app.ui.counts import counts
from inspector_app.ui.shift.state import clock_text
from inspector_app.ui.sync_page import words
from inspector_app.ui.sync_page.figures import size_text, span_text
from inspector_app.ui.sync_page.list_row import RowsColumn, Said


class RoundsList(RowsColumn):
    def __init__(self, parent: QWidget | None = None):
        super().__init__((14, 36, 26, 24), parent, reads="")
        self.setAccessibleName(self.tr("Today's rounds"))

    def present(self, rounds: Sequence[SyncRound]) -> None:
        self.show_rows([self._row(ended) for ended in rounds])

    def _row(self, ended: SyncRound) -> Said:
        counted = f"{counts.records(ended.lines)} · {counts.photos(ended.photos)}"
        how, tone = self._outcome(ended.outcome)
        spent = f"{size_text(ended.sent_bytes)} · {span_text(ended.took_ms / 1000)}"
        return Said((clock_text(ended.started_at), counted, spent, how), tone)

    def _outcome(self, outcome: str) -> tuple[str, str]:
        known = {
            "complete": (self.tr("Verified"), "good"), "incomplete": (self.tr("Incomplete"), "warning"), "paused": (self.tr("Paused"), "none"),
            "partly": (self.tr("Sent on the way"), "good"),
        }  # fmt: skip
        return known.get(outcome) or (words.advice(outcome).happened, "warning")
