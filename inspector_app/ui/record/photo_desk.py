"""Brings photos in, from files, a drop or the clipboard, and fetches their thumbnails; all work off the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPixmap

from inspector_app.domain.photo import LARGEST_FILE, Origin, Photo, PhotoRefusal, PhotoRefused

if TYPE_CHECKING:
    from inspector_app.services.photo_ports import PhotoFolder, PhotoReader
    from inspector_app.ui.background import Background
    from inspector_app.ui.trouble import Trouble

THUMBNAIL, WORKING = "thumb", "working"  # as services.photos names them
SUFFIXES = "*.jpg *.jpeg *.png *.heic *.heif"


class PhotoDesk(QObject):
    """`taken(Photo)`, `refused(Trouble)`, `coming(int)`: how many are on their way; `pictured(digest, QImage)`."""

    taken = Signal(object)
    refused = Signal(object)
    coming = Signal(int)
    pictured = Signal(str, object)

    def __init__(self, background: Background):
        super().__init__()
        self._background = background
        self._coming = 0
        self._fetching: set[str] = set()

    def bring_files(self, paths: Sequence[str]) -> None:
        """Takes files in, one after the other; a bad one is refused by name and the others go on."""
        for path in paths:
            self._bring(_take_file, path)

    def paste(self) -> bool:
        """Takes what the clipboard holds: files, or a picture; False when it holds neither."""
        mime: QMimeData | None = (
            QGuiApplication.clipboard().mimeData()
        )  # None, whatever the stub says, once it was cleared
        if mime is None:
            return False
        paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.bring_files(paths)
            return True
        for kind in ("image/png", "image/jpeg"):
            if mime.hasFormat(kind):
                self._bring(_take_bytes, bytes(mime.data(kind).data()))
                return True
        if mime.hasImage():
            picture = mime.imageData()
            if isinstance(picture, QImage) and not picture.isNull():
                self._bring(_take_image, picture)
                return True
        return False

    def _bring(self, work: Callable[..., Photo], given: object) -> None:
        self._count(1)
        self._background.photo(work, given).then(self._came).otherwise(self._failed)

    def _came(self, photo: Photo) -> None:
        self._count(-1)
        self.taken.emit(photo)

    def _failed(self, trouble: Trouble) -> None:
        self._count(-1)
        self.refused.emit(trouble)

    def _count(self, step: int) -> None:
        self._coming += step
        self.coming.emit(self._coming)

    def fetch_pictures(self, digests: Sequence[str]) -> None:
        """Thumbnails for these photos: `pictured` for each that is there."""
        for digest in digests:
            if digest not in self._fetching:
                self._fetching.add(digest)
                self._background.photo(_thumbnail, digest).then(self._pictured)

    def _pictured(self, found: tuple[str, QImage | None]) -> None:
        digest, picture = found
        self._fetching.discard(digest)
        if picture is not None:
            self.pictured.emit(digest, picture)

    def fetch_large(self, digest: str, show: Callable[[QPixmap], None]) -> None:
        """The working copy, for a look at the whole picture."""
        self._background.photo(_working, digest).then(
            lambda found: show(QPixmap.fromImage(found)) if found is not None else None
        )


def _take_file(folder: PhotoFolder, reader: PhotoReader, path: str) -> Photo:
    file = Path(path)
    try:
        if not file.is_file():  # a pipe would keep the photos thread waiting, a device never ends
            raise PhotoRefused(file.name, PhotoRefusal.UNREADABLE)
        with file.open("rb") as source:
            original = source.read(LARGEST_FILE + 1)
    except OSError as trouble:
        raise PhotoRefused(file.name, PhotoRefusal.UNREADABLE) from trouble
    if len(original) > LARGEST_FILE:
        raise PhotoRefused(file.name, PhotoRefusal.TOO_LARGE)
    from inspector_app.services import photos

    return photos.take(folder, reader, original, file_name=file.name, origin=Origin.IMPORT)


def _take_bytes(folder: PhotoFolder, reader: PhotoReader, original: bytes) -> Photo:
    if len(original) > LARGEST_FILE:
        raise PhotoRefused("", PhotoRefusal.TOO_LARGE)
    from inspector_app.services import photos

    return photos.take(folder, reader, original, file_name="", origin=Origin.PASTE)


def _take_image(folder: PhotoFolder, reader: PhotoReader, picture: QImage) -> Photo:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only bytes for the format
    return _take_bytes(folder, reader, bytes(data.data()))


def _thumbnail(folder: PhotoFolder, _: PhotoReader, digest: str) -> tuple[str, QImage | None]:
    return digest, _decoded(folder.derived(digest, THUMBNAIL))


def _working(folder: PhotoFolder, _: PhotoReader, digest: str) -> QImage | None:
    return _decoded(folder.derived(digest, WORKING))


def _decoded(data: bytes | None) -> QImage | None:
    if data is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    picture = QImageReader(buffer).read()  # releases the interpreter; QImage.fromData would hold it
    return None if picture.isNull() else picture
