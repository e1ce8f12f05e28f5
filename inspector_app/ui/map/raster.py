"""A tile of a map of pictures (PNG, JPEG, WebP): put together, cut or enlarged, whatever of it is there and can be read."""

import math
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter

from inspector_app.domain.tiles import MapTrouble
from inspector_app.services.map_ports import Tiles
from inspector_app.ui.map.style import MapStyle
from inspector_app.ui.map.tile_picture import TileKey

SIDE = 256  # px of a usual picture; some maps have 512
MOST_SIDE = 2048  # px: 16 MB while it is drawn
MOST_SCANS = 100  # of a progressive JPEG: each is another pass over all of it, and four megabytes hold 400 000
FARTHEST = 8  # zooms that a picture is enlarged
# By what it is, and nothing else: left to itself Qt would read PDF, SVG and a dozen more.
KINDS = {b"\x89PNG": b"png", b"\xff\xd8\xff": b"jpeg", b"RIFF": b"webp"}
SCAN, END = b"\xff\xda", b"\xff\xd9"


class BadPicture(Exception):
    """No picture, one that is cut off, or one that takes more than it may."""


class Cut(NamedTuple):
    """A picture, and which part of it goes where."""

    image: QImage
    part: QRectF
    target: QRect


class Pictures:
    """Draws keys from one map; on the map's threads."""

    def __init__(self, tiles: Tiles, style: MapStyle, ratio: float):
        self._tiles, self._style, self._ratio = tiles, style, ratio
        self._side = 0  # px of this map's pictures, once one was looked at

    def draw(self, key: TileKey) -> tuple[QImage, bool]:
        """The picture of `key`, and whether a part of it could not be read: coarser ground stands there, or none."""
        side, steps = key.side(self._ratio), self._steps(key)
        edges = [round(side * edge / (1 << steps)) for edge in range((1 << steps) + 1)]
        cuts, whole = [], True
        for column, (left, right) in enumerate(pairwise(edges)):
            for row, (top, bottom) in enumerate(pairwise(edges)):
                place = (key.z + steps, (key.x << steps) + column, (key.y << steps) + row)
                cut, is_good = self._cut(place, QRect(left, top, right - left, bottom - top))
                whole &= is_good
                cuts += [cut] if cut is not None else []
        return _painted(cuts, side, self._style), not whole

    def _steps(self, key: TileKey) -> int:
        """1 where the four pictures of the next zoom fit the screen's pixels better than this zoom's own."""
        if not self._side:
            self._side = self._looked(key)
        sharp = int(math.log2(max(1.0, key.side(self._ratio) / (self._side or SIDE))))
        return min(sharp, 1, max(0, self._tiles.facts.max_zoom - key.z))

    def _looked(self, key: TileKey) -> int:
        for z in range(min(key.z + 1, self._tiles.facts.max_zoom), self._tiles.facts.min_zoom - 1, -1):
            down, up = max(0, z - key.z), max(0, key.z - z)
            try:
                data = self._tiles.tile(z, key.x >> up << down, key.y >> up << down)
                if data is not None:
                    return _width(data)
            except (MapTrouble, BadPicture):
                continue
        return 0

    def _cut(self, place: tuple[int, int, int], target: QRect) -> tuple[Cut | None, bool]:
        """The ground of a tile from its own picture or else from the next above that is there; whether none of them was bad."""
        z, x, y = place
        whole = True
        for up in range(min(FARTHEST + max(0, z - self._tiles.facts.max_zoom), z) + 1):
            try:
                data = self._tiles.tile(z - up, x >> up, y >> up)
                if data is not None:
                    image = _read(data)
                    return Cut(image, _part(image, up, x, y), target), whole
            except (MapTrouble, BadPicture):
                whole = False
        return None, whole


def _part(image: QImage, up: int, x: int, y: int) -> QRectF:
    wide, high = image.width() / (1 << up), image.height() / (1 << up)
    mask = (1 << up) - 1
    return QRectF((x & mask) * wide, (y & mask) * high, wide, high)


def _painted(cuts: list[Cut], side: int, style: MapStyle) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(style.colours["ground"])
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for cut in cuts:
            painter.drawImage(QRectF(cut.target), cut.image, cut.part)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for cut in cuts:  # by night a white street map would dazzle
            painter.fillRect(cut.target, style.colours["pictures"])
    finally:
        painter.end()  # before the picture goes, whatever happens
    return image


def _width(data: bytes) -> int:
    """px; raises BadPicture."""
    reader, _buffer, _held = _reader(data)
    return _size(reader).width()


def _read(data: bytes) -> QImage:
    """Raises BadPicture."""
    reader, _buffer, _held = _reader(data)
    _size(reader)
    image = reader.read()
    if image.isNull():
        raise BadPicture("not a picture")
    return image


def _size(reader: QImageReader) -> QSize:
    """As its head says, before anything is unpacked."""
    size = reader.size()
    if size.isEmpty() or max(size.width(), size.height()) > MOST_SIDE:
        raise BadPicture("no picture, or too large")
    return size


def _reader(data: bytes) -> tuple[QImageReader, QBuffer, QByteArray]:
    """Over the bytes of a picture, with what must live longer than it: it only points at them."""
    kind = next((kind for begin, kind in KINDS.items() if data.startswith(begin)), None)
    if kind is None:
        raise BadPicture("no PNG, JPEG or WebP")
    # libjpeg draws what is missing in grey and says nothing that can be asked for.
    if kind == b"jpeg" and (END not in data[-64:] or data.count(SCAN) > MOST_SCANS):
        raise BadPicture("cut off, or with scans without end")
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    return reader, buffer, held
