"""Strict judgement of picture files: whatever a decoder passes over in silence counts as damage (decision in README)."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inspector_app.devices.formats import Format

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # neither a stuffed zero nor a restart mark


def damaged(original: bytes, form: Format) -> bool:
    """Whether stored picture data is broken or cut off, beyond what decoding every pixel strictly with Pillow finds.

    EXIF and bytes behind the picture's end do not count. May be called from any thread but the UI's.
    """
    if form is Format.JPEG:
        return not _end_mark_stands(original) or _decoder_complains(original)
    if form is Format.PNG:
        return not _checksums_hold(original)
    return not _boxes_fit(original)


def _decoder_complains(original: bytes) -> bool:
    """Whether libjpeg-turbo warns (scan data that ends early, runs over, or makes no sense) or fails.

    Every byte of the scans is decoded; only the inverse transform is done at an eighth, which is six times faster.
    """
    from PySide6.QtCore import QBuffer, QIODevice, QSize
    from PySide6.QtGui import QImageReader

    source = QBuffer()
    source.setData(original)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source, b"jpeg")
    reader.setScaledSize(QSize(reader.size().width() // 8 + 1, reader.size().height() // 8 + 1))
    with _complaints_of_this_thread() as complaints:
        return reader.read().isNull() or bool(complaints)


@contextmanager
def _complaints_of_this_thread() -> Iterator[list[QtMsgType]]:
    """Gathers what Qt says meanwhile; Pillow drops libjpeg's warnings, Qt's reader tells them on the thread that reads."""
    from PySide6.QtCore import qInstallMessageHandler

    complaints: list[QtMsgType] = []
    reading_thread = threading.get_ident()

    def listen(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        if threading.get_ident() == reading_thread:
            complaints.append(kind)
        elif before is not None:
            before(kind, context, message)

    before: Callable[..., object] | None = qInstallMessageHandler(listen)  # type: ignore[assignment]  # PySide: "object"
    try:
        yield complaints
    finally:
        qInstallMessageHandler(before)


def _end_mark_stands(original: bytes) -> bool:
    """Whether a JPEG's segments and scans (ITU-T T.81 B.2) lead to its end mark; no decoder misses it reliably."""
    place = 2
    while marker := _MARKER.search(original, place):
        if marker[0] == b"\xff\xd9":
            return True
        place = marker.end() + int.from_bytes(original[marker.end() : marker.end() + 2], "big")
    return False


def _checksums_hold(original: bytes) -> bool:
    """Whether every chunk of a PNG has its checksum and the end chunk is there."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(original), formats=(Format.PNG.value,)) as picture:
            picture.verify()
    except Exception:  # noqa: BLE001 - a hostile file may break its reader anywhere
        return False
    return True


def _boxes_fit(original: bytes) -> bool:
    """Whether the top-level boxes (ISO/IEC 14496-12 §4.2) fit the file; libheif shows a cut file without a word."""
    place = 0
    while place + 8 <= len(original):
        size = int.from_bytes(original[place : place + 4], "big")
        if size == 0:  # to the end of the file
            return True
        if size == 1:
            size = int.from_bytes(original[place + 8 : place + 16], "big")
        if size < 8:
            return False
        place += size
    return place <= len(original)
