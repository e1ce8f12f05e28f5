"""The marks of the map as small pictures, made once for each theme: tiers as 服 管 执 无, clusters, tasks, relief points."""

import math
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from inspector_app.domain.scatter import TIERS
from inspector_app.ui import texts, theme
from inspector_app.ui.widgets import paint

MARK = 28  # px of one finding
POINT = 10  # px below it of a pin's point, where a hand set the place
PLATE, TASK = 40, 30  # px of a relief point, of a task
TASK_BOX = (-TASK / 2, -TASK / 2, TASK / 2, TASK / 2)
RELIEF_BOX = (-PLATE / 2, -PLATE / 2 - 12.0, PLATE / 2 + 12.0, PLATE / 2)  # with the number at its corner
FILLED = 0.7  # of a mark's height that its sign may take
PARTS = 12  # a cluster's ring is cut into so many


class Wear(NamedTuple):
    """What a picture depends on besides its content: it is part of what is kept."""

    look: str
    size: int
    ratio: float


def worn(ratio: float) -> Wear:
    return Wear(theme.current().name, theme.px(theme.TEXT), ratio)


def finding(tier: str, ratio: float, *, by_hand: bool = False) -> QPixmap:
    """A disc; `by_hand`: with the point of a pin, as a hand showed the place."""
    return _finding(tier, worn(ratio), by_hand=by_hand)


@lru_cache(maxsize=64)
def _finding(tier: str, wear: Wear, *, by_hand: bool) -> QPixmap:
    pixmap, painter = _blank(MARK + 2 * POINT * by_hand, wear.ratio)
    tint = theme.current().tier(tier)
    shape = QPainterPath()
    shape.addEllipse(QRectF(1.5, 1.5, MARK - 3, MARK - 3))
    if by_hand:
        painter.translate(POINT, POINT)
        shape = shape.united(_point())
    painter.setPen(QPen(theme.current().surface, 2))
    painter.setBrush(tint.solid)
    painter.drawPath(shape)
    _sign(painter, QRect(0, 0, MARK, MARK), texts.sign(tier), tint.on_solid, theme.TEXT)
    painter.end()
    return pixmap


def _point() -> QPainterPath:
    """Of a pin, below the disc."""
    middle, low, point = MARK / 2, MARK - 6.0, QPainterPath()
    point.addPolygon([QPointF(middle - 9, low), QPointF(middle + 9, low), QPointF(middle, MARK + POINT - 1.5)])
    point.closeSubpath()
    return point


def cluster(counts: tuple[int, ...], ratio: float) -> tuple[QPixmap, QPixmap]:
    """A disc with a ring of the tiers' shares, and the count to go over it.

    Many clusters share the one or the other: a zoom that shows two hundred new ones makes some ten pictures.
    """
    total = sum(counts)
    shares = tuple(max(1, round(PARTS * count / total)) if count else 0 for count in counts)
    words, wear = short(total), worn(ratio)
    side = max(40, theme.metrics(theme.TEXT, bold=True).horizontalAdvance(words) + 24)
    return _ring(shares, side, wear), _count(words, side, wear)


def short(count: int) -> str:
    """In four signs at most."""
    return str(count) if count < 10_000 else f"{count // 1000}k"


@lru_cache(maxsize=400)
def _ring(shares: tuple[int, ...], side: int, wear: Wear) -> QPixmap:
    colours = theme.current()
    pixmap, painter = _blank(side, wear.ratio)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.surface)
    painter.drawEllipse(QRectF(0.5, 0.5, side - 1, side - 1))
    ring = QRectF(4, 4, side - 8, side - 8)
    begin, whole = 90 * 16, sum(shares)
    for tier, share in zip(TIERS, shares, strict=True):
        if share:
            span = round(-360 * 16 * share / whole)
            pen = QPen(colours.tier(tier).solid, 5)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(ring, begin, span)
            begin += span
    if colours.line_width > 1:
        painter.setPen(QPen(colours.text, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(0.75, 0.75, side - 1.5, side - 1.5))
    painter.end()
    return pixmap


@lru_cache(maxsize=800)
def _count(words: str, side: int, wear: Wear) -> QPixmap:
    pixmap, painter = _blank(side, wear.ratio)
    _sign(painter, QRect(0, 0, side, side), words, theme.current().text, theme.TEXT)
    painter.end()
    return pixmap


def plate(sign: str, tone: str, ratio: float) -> QPixmap:
    """A square with one sign: a task, or something in a list."""
    return _plate(sign, tone, TASK, "", worn(ratio))


def relief(sign: str, free: int, ratio: float, *, chosen: bool) -> QPixmap:
    """疏 with the number of free slots at its corner; grey when there is none."""
    return _plate(sign, "service" if free else "none", PLATE + 6 * chosen, str(free), worn(ratio))


@lru_cache(maxsize=256)
def _plate(sign: str, tone: str, side: int, corner: str, wear: Wear) -> QPixmap:
    colours, room = theme.current(), 12 if corner else 0
    tint = colours.tier(tone)
    pixmap, painter = _blank(side + 2 * room, wear.ratio)
    box = QRect(room, room, side, side)
    paint.panel(painter, box, side / 5, tint.solid, colours.surface, 2)
    _sign(painter, box, sign, tint.on_solid, 20 if side >= PLATE else 16)
    if corner:
        metrics = theme.metrics(theme.TEXT, bold=True)
        wide = max(22, metrics.horizontalAdvance(corner) + 8)
        badge = QRect(min(side + room - 12, side + 2 * room - wide), 0, wide, 22)
        paint.panel(painter, badge, 11, colours.surface, tint.solid, 2)
        _sign(painter, badge, corner, tint.ink if colours.name == "day" else colours.text, theme.TEXT)
    painter.end()
    return pixmap


def _blank(side: int, ratio: float) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(math.ceil(side * ratio), math.ceil(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint.smooth(painter)
    return pixmap, painter


def _sign(painter: QPainter, box: QRect, words: str, ink: QColor, size: int) -> None:
    face = QFont(theme.fitting(words, box.width() - 6, size, bold=True))
    face.setPixelSize(min(face.pixelSize(), int(FILLED * box.height())))  # marks do not grow with the words beside them
    painter.setFont(face)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
