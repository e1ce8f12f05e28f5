"""Chooses a parcel and shows how far it is; what goes on belongs to `ParcelLine` and outlives the page."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector_app.services.overview import SyncOverview
from inspector_app.services.ports import Reads
from inspector_app.ui.desk import Desk
from inspector_app.ui.page import Page
from inspector_app.ui.parcel_page.view import ParcelView


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = ParcelView(desk.workplace.clock.now)
    ParcelController(desk, view)
    return view


class ParcelController(QObject):
    def __init__(self, desk: Desk, view: ParcelView):
        super().__init__(view)
        self._desk, self._view, self._line = desk, view, desk.parcels
        self._device = ""
        view.came.connect(self._came)
        view.back_wanted.connect(lambda: desk.go("sync"))
        view.progress.choose_wanted.connect(self._choose)
        view.progress.again_wanted.connect(self._line.look_again)
        view.progress.send_wanted.connect(self._line.send)
        view.progress.pause_wanted.connect(self._line.pause)
        view.content.address_changed.connect(self._line.type_address)
        view.content.send_wanted.connect(self._line.send)
        view.receipt.again_wanted.connect(self._line.keep_receipt_beside)
        view.receipt.elsewhere_wanted.connect(self._choose_folder)
        self._line.changed.connect(self._show)
        self._show()

    def _came(self) -> None:
        self._desk.workplace.background.ask(_overview).then(self._know)

    def _know(self, seen: SyncOverview) -> None:
        self._device = seen.device
        self._show()

    def _show(self) -> None:
        self._view.present(self._line.state, own_device=self._device)

    def _choose(self) -> None:
        dialog = QFileDialog(self._view, self.tr("Choose a parcel"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("*.parcel")
        if self._line.state.file:
            dialog.setDirectory(str(Path(self._line.state.file).parent))
        dialog.fileSelected.connect(self._line.choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self._view, self.tr("Save the receipt"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._line.keep_receipt)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _overview(reads: Reads) -> SyncOverview:
    return reads.sync_overview()
