"""Asks where the lost laptop comes from and shows what came back; what goes on belongs to `RestoreLine` and outlives the page."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from inspector_app.ui.desk import Desk
from inspector_app.ui.page import Page
from inspector_app.ui.restore_page.view import RestoreView


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = RestoreView()
    RestoreController(desk, view)
    return view


class RestoreController(QObject):
    def __init__(self, desk: Desk, view: RestoreView):
        super().__init__(view)
        self._view, self._line = view, desk.restoring
        view.came.connect(self._line.look)
        view.back_wanted.connect(lambda: desk.go("settings"))
        view.progress.begin_wanted.connect(self._line.begin)
        view.progress.pause_wanted.connect(self._line.pause)
        view.progress.place_wanted.connect(self._line.take_place)
        view.source.begin_wanted.connect(self._line.begin)
        view.source.source_chosen.connect(lambda source: self._line.fill(source=source))
        view.source.filled.connect(lambda name, text: self._line.fill(**{name: text}))
        view.source.parcel_wanted.connect(self._choose_parcel)
        view.source.folder_wanted.connect(self._choose_folder)
        self._line.changed.connect(self._show)
        self._line.succeeded.connect(self._close)
        self._show()

    def _show(self) -> None:
        self._view.present(self._line.state)

    def _close(self) -> None:
        """The program opens again on the other laptop's data; after this event, because the button goes with the window."""
        QTimer.singleShot(0, self._view, self._view.window().close)

    def _choose_parcel(self) -> None:
        dialog = QFileDialog(self._view, self.tr("Choose the parcel…"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("*.parcel")
        dialog.fileSelected.connect(lambda file: self._line.fill(parcel=file))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self._view, self.tr("Choose the folder…"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._line.choose_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
