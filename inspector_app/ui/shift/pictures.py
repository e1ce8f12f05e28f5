"""Work on photos for the photo thread: small pictures to show, files to take in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

from inspector_app.domain.photo import LARGEST_FILE, Origin, Photo, PhotoRefusal, PhotoRefused
from inspector_app.services import photos
from inspector_app.services.ports import FindingDetails, PhotoFolder, PhotoReader
from inspector_app.ui import trouble
from inspector_app.ui.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Taken:
    """The files that became photos which `finding` does not hold yet, and why the others did not."""

    finding: FindingDetails
    photos: tuple[Photo, ...]
    refused: tuple[Trouble, ...]


def thumbnails(folder: PhotoFolder, _: PhotoReader, wanted: Sequence[str]) -> Mapping[str, QImage]:
    """The small pictures of these photos; one that is not there or not readable is left out."""
    shown = {sha256: decoded(folder.derived(sha256, photos.THUMBNAIL) or b"") for sha256 in wanted}
    return {sha256: picture for sha256, picture in shown.items() if not picture.isNull()}


def decoded(jpeg: bytes) -> QImage:
    """The picture, null when there is none. `QImageReader` lets other threads run while it decodes."""
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    return QImageReader(buffer).read() if jpeg else QImage()


def take_files(folder: PhotoFolder, reader: PhotoReader, finding: FindingDetails, paths: Sequence[str]) -> Taken:
    """Takes files in for `finding` one by one; a bad one never stops the others, the same one twice is one photo."""
    taken: list[Photo] = []
    refused: list[Trouble] = []
    for path in map(Path, paths):
        try:
            taken.append(photos.take(folder, reader, _read(path), file_name=path.name, origin=Origin.IMPORT))
        except PhotoRefused as refusal:
            refused.append(trouble.sort(refusal))
    held = {row.photo.sha256 for row in finding.photos}
    fresh = {photo.sha256: photo for photo in taken if photo.sha256 not in held}
    return Taken(finding, tuple(fresh.values()), tuple(refused))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PhotoRefused(path.name, PhotoRefusal.TOO_LARGE)
        return path.read_bytes()
    except OSError as broken:
        raise PhotoRefused(path.name, PhotoRefusal.UNREADABLE) from broken
