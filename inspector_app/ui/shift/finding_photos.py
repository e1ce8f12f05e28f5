"""The photos of the shown finding: their small pictures, a look at one of them, and more that are brought in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from inspector_app.domain.photo import Photo
from inspector_app.services.ports import FindingDetails
from inspector_app.ui.desk import Desk
from inspector_app.ui.record.photo_desk import SUFFIXES, PhotoDesk
from inspector_app.ui.shift.state import DetailsState
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.widgets.photo_viewer import PhotoViewer


class FindingPhotos(QObject):
    """`brought(finding id, photos)` once all files of one gesture were read; bad ones are named over the page."""

    brought = Signal(str, object)

    def __init__(self, desk: Desk, view: ShiftView, state: Callable[[], DetailsState]):
        super().__init__(view)
        self._desk, self._view, self._state = desk, view, state
        self._photos = PhotoDesk(desk.workplace.background)
        self._viewer: PhotoViewer | None = None
        self._receiver = ""  # the finding for which files are being read
        self._read: dict[str, Photo] = {}
        self._photos.taken.connect(self._keep)
        self._photos.refused.connect(desk.tell_trouble)
        self._photos.coming.connect(self._finish)
        self._photos.pictured.connect(self._show_picture)
        view.details.panel.photos_wanted.connect(self._choose_files)
        view.details.photo_opened.connect(self._look)
        view.files_dropped.connect(self.bring)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), view).activated.connect(self._paste)

    def show(self, finding: FindingDetails) -> None:
        """Fetches the small pictures that are not shown yet."""
        self._photos.fetch_pictures(self._view.details.missing_pictures())

    def bring(self, paths: Sequence[str]) -> None:
        """Reads files for the shown finding."""
        if self._begins():
            self._photos.bring_files(paths)

    def _paste(self) -> None:
        if self._begins() and not self._photos.paste():
            self._desk.tell(self.tr("The clipboard holds no picture."), "warning")

    def _begins(self) -> bool:
        finding = self._state().finding
        if finding is None or not self._state().may_act or self._read:
            return False
        self._receiver = finding.row.id
        return True

    def _keep(self, photo: Photo) -> None:
        self._read[photo.sha256] = photo

    def _finish(self, coming: int) -> None:
        if coming:
            return
        finding, read, self._read = self._state().finding, self._read, {}
        held = {row.photo.sha256 for row in finding.photos} if finding is not None else set()
        fresh = [photo for digest, photo in read.items() if digest not in held]
        if fresh:
            self.brought.emit(self._receiver, fresh)

    def _choose_files(self) -> None:
        dialog = QFileDialog(self._view, self.tr("Add photos"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Photos ({suffixes})").format(suffixes=SUFFIXES), self.tr("All files (*)")])
        dialog.filesSelected.connect(self.bring)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(False)
        dialog.show()

    def _show_picture(self, digest: str, picture: QImage) -> None:
        self._view.details.show_picture(digest, picture)

    def _look(self, digest: str) -> None:
        finding = self._state().finding
        row = next((row for row in finding.photos if row.photo.sha256 == digest), None) if finding is not None else None
        if row is None:
            return
        if self._viewer is None:
            self._viewer = PhotoViewer(self._view)
        self._viewer.open_for(row.photo.file_name or row.photo.exif_time)
        self._photos.fetch_large(digest, self._viewer.show_picture)
