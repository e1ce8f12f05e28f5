"""What the shift's receipt lacks, by name: photos with their findings, and records that it does not cover."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inspector_app.services.overview import ShiftReceipt
from inspector_app.ui import texts
from inspector_app.ui.counts import counts
from inspector_app.ui.shift.state import local
from inspector_app.ui.sync_page.list_row import RowsColumn, Said


class MissingList(RowsColumn):
    def __init__(self, parent: QWidget | None = None):
        super().__init__((30, 46, 24), parent, reads="")
        self.setAccessibleName(self.tr("Missing from the receipt"))

    def present(self, proof: ShiftReceipt | None) -> None:
        self.show_rows([*self._photos(proof), *self._gaps(proof)] if proof is not None else [])

    def _photos(self, proof: ShiftReceipt) -> Sequence[Said]:
        rows = []
        for one in proof.account.missing:
            at = local(one.observed_at)
            kind = texts.category(one.kind) if one.kind else ""
            of = " · ".join(part for part in (kind, one.address, at.strftime("%m-%d %H:%M") if at else "") if part)
            state, tone = (self.tr("Still to send"), "warning") if one.here else (self.tr("No longer here"), "alarm")
            rows.append(Said((one.file_name or one.sha256[:16], of or one.about, state), tone))
        return rows

    def _gaps(self, proof: ShiftReceipt) -> Sequence[Said]:
        return [
            Said(
                (
                    self.tr("Records {first}–{last}").format(first=gap.first, last=gap.last),
                    counts.records(gap.last - gap.first + 1), self.tr("Not covered yet"),
                ),
                "warning",
            )
            for gap in proof.account.gaps
        ]  # fmt: skip
