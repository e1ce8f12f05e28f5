"""Saves the shift's receipt: as a PDF with one tap, or where and as what the officer wishes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from inspector_app.ui.shift.state import local

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector_app.services.overview import ShiftReceipt
    from inspector_app.ui.desk import Desk
    from inspector_app.ui.sync_page.view import SyncView
    from inspector_app.ui.trouble import Trouble


def file_name(proof: ShiftReceipt, ending: str) -> str:
    """`receipt-20261122-410105-0317-186.pdf`: the day of the shift, who, and how far."""
    told = proof.account
    day = local(told.opened_at)
    parts = ("receipt", f"{day:%Y%m%d}" if day else "", told.officer, str(proof.receipts[-1].through_seq))
    plain = "-".join(part for part in parts if part)
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in plain) + ending


class ReceiptSaving(QObject):
    """`show_saving(busy, file)` tells the page; the file is None until one was written."""

    def __init__(self, desk: Desk, view: SyncView, show_saving: Callable[[bool, Path | None], None]):
        super().__init__(view)
        self._desk, self._view, self._show = desk, view, show_saving
        self._proof: ShiftReceipt | None = None
        self._saved: Path | None = None
        view.receipt.pdf_wanted.connect(self._save_pdf)
        view.receipt.export_wanted.connect(self._choose_file)
        view.receipt.folder_wanted.connect(self._open_folder)

    def take(self, proof: ShiftReceipt | None) -> None:
        """What is to be saved from now on."""
        if proof != self._proof:
            self._proof, self._saved = proof, None
            self._show(False, None)

    def export(self, file: str) -> None:
        """Writes the receipt to `file`, as a PDF where its name says so."""
        if self._proof is None or not self._desk.sync.is_ready:
            return
        self._show(True, self._saved)
        saving = self._desk.sync.save_receipt(self._proof.account.shift, Path(file))
        saving.then(self._written).otherwise(self._not_written)

    def _save_pdf(self) -> None:
        if self._proof is not None:
            documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            self.export(str(Path(documents) / file_name(self._proof, ".pdf")))

    def _choose_file(self) -> None:
        if self._proof is None:
            return
        dialog = QFileDialog(self._view, self.tr("Export receipt"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Receipt file (*.json)"), self.tr("PDF (*.pdf)")])
        dialog.setDefaultSuffix("json")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("pdf" if "pdf" in chosen else "json"))
        dialog.selectFile(file_name(self._proof, ".json"))
        dialog.fileSelected.connect(self.export)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _written(self, file: Path) -> None:
        self._saved = file
        self._show(False, file)
        self._desk.tell(self.tr("The receipt was saved as {file}.").format(file=file), "good")

    def _not_written(self, trouble: Trouble) -> None:
        self._show(False, self._saved)
        self._desk.tell_trouble(trouble)

    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))
