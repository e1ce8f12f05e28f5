"""Where findings gather, as colours: a small picture of their density, made anew when the view has moved on."""

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QRadialGradient, qRgba

from inspector_app.ui.map.pyramid import Pyramid
from inspector_app.ui.map.viewport import Viewport

SHRINK = 4  # px of the widget to one of the picture
MARGIN = 256  # px around the widget that the picture shows as well
RADIUS = 14  # px of the picture
FINER = 1  # levels below the view's: the clusters whose counts are spread
OVERLAP = 3.2  # stamps upon each other, where every cell has one
STOPS = (
    (0, 43, 108, 196, 0),
    (40, 43, 108, 196, 70),
    (110, 30, 170, 140, 130),
    (180, 245, 170, 40, 170),
    (255, 205, 40, 30, 210),
)


class HeatLayer:
    """Shown while it has a pyramid."""

    def __init__(self) -> None:
        self.pyramid: Pyramid | None = None
        self._made: tuple[Pyramid, Viewport] | None = None
        self._picture = QPixmap()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        if self.pyramid is None:
            return
        if self._made is None or not _still_good(self._made, self.pyramid, view):
            self._picture = _picture(self.pyramid, view)
            self._made = (self.pyramid, view)
        made = self._made[1]
        left, top = view.to_screen(*made.to_world(-MARGIN, -MARGIN))
        grown = view.scale / made.scale
        box = QRectF(left, top, (made.width + 2 * MARGIN) * grown, (made.height + 2 * MARGIN) * grown)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, self._picture, QRectF(self._picture.rect()))


def _still_good(made: tuple[Pyramid, Viewport], pyramid: Pyramid, view: Viewport) -> bool:
    """While a zoom is under way the old picture grows with it."""
    of, there = made
    moved = (abs(there.x - view.x) * view.scale, abs(there.y - view.y) * view.scale)
    same = (there.width, there.height) == (view.width, view.height)
    return of is pyramid and same and max(moved) < MARGIN and abs(there.zoom - view.zoom) < 0.5


def _picture(pyramid: Pyramid, view: Viewport) -> QPixmap:
    wide, high = (view.width + 2 * MARGIN) // SHRINK, (view.height + 2 * MARGIN) // SHRINK
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    spots = list(pyramid.at_level(int(view.zoom) + FINER, view.box(MARGIN)))
    most = max((spot.size for spot in spots), default=1)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    stamps: dict[int, QPixmap] = {}
    for spot in spots:
        left, top = view.to_screen(spot.x, spot.y)
        weight = max(8, round(230 / OVERLAP * math.sqrt(spot.size / most) / 4) * 4)
        stamp = stamps.get(weight) or stamps.setdefault(weight, _stamp(weight))
        painter.drawPixmap(QPointF((left + MARGIN) / SHRINK - RADIUS, (top + MARGIN) / SHRINK - RADIUS), stamp)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    coloured = QImage(grey.constBits(), wide, high, grey.bytesPerLine(), QImage.Format.Format_Indexed8)
    coloured.setColorTable(_table())
    return QPixmap.fromImage(coloured.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))


def _stamp(weight: int) -> QPixmap:
    pixmap = QPixmap(2 * RADIUS, 2 * RADIUS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    fade = QRadialGradient(RADIUS, RADIUS, RADIUS)
    fade.setColorAt(0, QColor(255, 255, 255, weight))
    fade.setColorAt(1, QColor(255, 255, 255, 0))
    painter.fillRect(pixmap.rect(), fade)
    painter.end()
    return pixmap


def _table() -> list[int]:
    table = []
    for value in range(256):
        (low, *cold), (high, *hot) = next((one, other) for one, other in pairwise(STOPS) if value <= other[0])
        part = (value - low) / (high - low)
        table.append(qRgba(*(round(a + (b - a) * part) for a, b in zip(cold, hot, strict=True))))
    return table
