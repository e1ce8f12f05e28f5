"""Joins the photos of the draft with the desk that brings them in and the card that shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from inspector_app.domain.photo import Photo
from inspector_app.ui.desk import Desk
from inspector_app.ui.record.photo_desk import SUFFIXES, PhotoDesk
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.record.view import RecordView
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets.photo_viewer import PhotoViewer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog


class PhotoWiring(QObject):
    """`changed(Draft)` with one more photo or one less, `coming(int)` files that are being read.

    `added(Photo)` once it is in the draft.

    `bring(paths)` is also how a program hands photos in; `refused(Trouble)` names each file that is no photo.
    """

    changed = Signal(object)
    coming = Signal(int)
    refused = Signal(object)
    added = Signal(object)

    def __init__(self, desk: Desk, view: RecordView, current: Callable[[], RecordState], page: QObject):
        super().__init__(page)
        self._desk, self._view, self._current = desk, view, current
        self._photos = PhotoDesk(desk.workplace.background)
        self._viewer: PhotoViewer | None = None
        self._dialog: QFileDialog | None = None
        self._photos.taken.connect(self._add)
        self._photos.refused.connect(desk.tell_trouble)
        self._photos.refused.connect(self.refused)
        self._photos.coming.connect(self.coming)
        self._photos.pictured.connect(self._show_picture)
        view.photos.import_wanted.connect(self._choose_files)
        view.photos.paste_wanted.connect(self._paste)
        view.photos.removed.connect(self._remove)
        view.photos.opened.connect(self._look)
        view.dropped.connect(self.bring)

    def bring(self, paths: list[str]) -> None:
        """Takes these files in, as many as a finding may hold."""
        room = self._current().room_for_photos
        self._photos.bring_files(paths[:room])
        if len(paths) > room:
            self._desk.tell_trouble(Trouble(Side.PERSON, "too_many_photos", "photos"))

    def _choose_files(self) -> None:
        from PySide6.QtCore import QStandardPaths
        from PySide6.QtWidgets import QFileDialog

        if self._dialog is None:
            self._dialog = QFileDialog(self._view, self.tr("Import photos"))
            self._dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            self._dialog.setNameFilters(
                [self.tr("Photos ({suffixes})").format(suffixes=SUFFIXES), self.tr("All files (*)")]
            )
            places = QStandardPaths.StandardLocation
            for place in (places.HomeLocation, places.PicturesLocation):  # the last that is there
                self._dialog.setDirectory(QStandardPaths.writableLocation(place))
            self._dialog.filesSelected.connect(self.bring)
        self._dialog.setModal(False)
        self._dialog.show()

    def _paste(self) -> None:
        if self._current().room_for_photos < 1:
            self._desk.tell_trouble(Trouble(Side.PERSON, "too_many_photos", "photos"))
        elif not self._photos.paste():
            self._desk.tell(self.tr("The clipboard holds no picture."), "warning")

    def _add(self, photo: Photo) -> None:
        draft = self._current().draft
        if all(held.sha256 != photo.sha256 for held in draft.photos):
            self.changed.emit(replace(draft, photos=(*draft.photos, photo)))
            self.added.emit(photo)
        else:
            self._desk.tell(self.tr("This photo is already here."), "accent")

    def _remove(self, digest: str) -> None:
        draft = self._current().draft
        self.changed.emit(replace(draft, photos=tuple(p for p in draft.photos if p.sha256 != digest)))

    def refresh(self, state: RecordState) -> None:
        """Fetches thumbnails that are not shown yet."""
        if state.opened:
            self._photos.fetch_pictures(self._view.photos.missing_pictures())

    def _show_picture(self, digest: str, picture: QImage) -> None:
        self._view.photos.show_picture(digest, QPixmap.fromImage(picture))

    def _look(self, digest: str) -> None:
        if self._viewer is None:
            self._viewer = PhotoViewer(self._view)
        photo = next((p for p in self._current().draft.photos if p.sha256 == digest), None)
        if photo is not None:
            self._viewer.open_for(photo.file_name or photo.exif_time)
            self._photos.fetch_large(digest, self._viewer.show_picture)
