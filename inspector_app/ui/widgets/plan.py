"""A plan of the nearest surroundings: this place in the middle, what else is known around it, north up, to scale."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets import paint, tier_badge

METRES_PER_DEGREE = 111_320.0  # of latitude
SCALES = (25, 50, 100, 200, 500, 1000, 2000, 5000)  # metres from the middle to the nearer edge
MARK = 24  # px
LOWEST = 110  # px


class Spot(NamedTuple):
    """Degrees × 10⁷ (WGS-84). `tier` is a tier's name, or `task`; `label` is for the tool tip."""

    lat_e7: int
    lon_e7: int
    tier: str
    label: str = ""


class Here(NamedTuple):
    """The place of the finding; `accuracy_m` 0 when nobody knows."""

    lat_e7: int
    lon_e7: int
    accuracy_m: float = 0.0


class Plan(QWidget):
    """Draws metres, not streets: distances and directions are true, and nothing is drawn that is not known."""

    def __init__(self, empty: str, task_sign: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._empty, self._task_sign = empty, task_sign
        self._here: Here | None = None
        self._spots: tuple[Spot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(240, LOWEST)  # and as much more as there is

    def minimumSizeHint(self) -> QSize:
        return QSize(120, LOWEST)

    def show_place(self, here: Here | None, spots: Sequence[Spot]) -> None:
        if (here, tuple(spots)) != (self._here, self._spots):
            self._here, self._spots = here, tuple(spots)
            self.setAccessibleName(self._empty if here is None else self._told())
            self.update()

    def _told(self) -> str:
        return "; ".join(f"{spot.label} {math.hypot(*self._metres(spot)):.0f} m" for spot in self._spots[:8])

    def _metres(self, spot: Spot) -> tuple[float, float]:
        """East and north of the middle; on a city's scale a flat earth is true to centimetres."""
        assert self._here is not None
        north = (spot.lat_e7 - self._here.lat_e7) / 1e7 * METRES_PER_DEGREE
        shrink = math.cos(math.radians(self._here.lat_e7 / 1e7))
        return (spot.lon_e7 - self._here.lon_e7) / 1e7 * METRES_PER_DEGREE * shrink, north

    def reach(self) -> int:
        """Metres from the middle to the nearer edge: the smallest scale that shows the five nearest things."""
        assert self._here is not None
        nearest = sorted(math.hypot(*self._metres(spot)) for spot in self._spots)[:5]
        wanted = max([self._here.accuracy_m * 1.5, *(far for far in nearest if far <= SCALES[-1])], default=0.0)
        return next((scale for scale in SCALES if scale * 0.85 >= wanted), SCALES[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), look.sunken)
        if self._here is None:
            self._paint_empty(painter)
        else:
            self._paint_plan(painter)
        painter.setClipping(False)
        paint.panel(painter, self.rect(), 10, None, look.line, look.line_width)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.font())
        painter.setPen(theme.current().muted)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(14, 8, -14, -8), int(flags), self._empty)

    def _paint_plan(self, painter: QPainter) -> None:
        reach = self.reach()
        scale = min(self.width(), self.height()) / 2 / reach  # px per metre
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._paint_grid(painter, middle, scale, _step(reach))
        for spot in reversed(self._spots):
            east, north = self._metres(spot)
            self._paint_spot(painter, QPointF(middle.x() + east * scale, middle.y() - north * scale), spot)
        self._paint_here(painter, middle, scale)
        self._paint_north(painter)
        self._paint_bar(painter, scale, _step(reach))

    def _paint_grid(self, painter: QPainter, middle: QPointF, scale: float, step: int) -> None:
        painter.setPen(QPen(theme.current().line, 1, Qt.PenStyle.DotLine))
        gap, lines = step * scale, math.ceil(max(self.width(), self.height()) / 2 / (step * scale))
        for line in range(-lines, lines + 1):
            painter.drawLine(QPointF(middle.x() + line * gap, 0), QPointF(middle.x() + line * gap, self.height()))
            painter.drawLine(QPointF(0, middle.y() + line * gap), QPointF(self.width(), middle.y() + line * gap))

    def _paint_spot(self, painter: QPainter, at: QPointF, spot: Spot) -> None:
        box = QRect(int(at.x()) - MARK // 2, int(at.y()) - MARK // 2, MARK, MARK)
        if not self.rect().intersects(box):
            return
        if spot.tier == "task":
            tint = theme.current().accent
            paint.panel(painter, box, MARK / 2, tint.solid, None)
            painter.setFont(theme.font(theme.TEXT, bold=True))
            painter.setPen(tint.on_solid)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._task_sign)
        else:
            tier_badge.draw_sign(painter, box, spot.tier, theme.TEXT)

    def _paint_here(self, painter: QPainter, middle: QPointF, scale: float) -> None:
        assert self._here is not None
        tint = theme.current().accent
        radius = self._here.accuracy_m * scale
        if radius > 9:
            veil = tint.solid.toRgb()
            veil.setAlpha(45)
            painter.setPen(QPen(tint.solid, 1.5))
            painter.setBrush(veil)
            painter.drawEllipse(middle, radius, radius)
        painter.setPen(QPen(theme.current().surface, 3))
        painter.setBrush(tint.solid)
        painter.drawEllipse(middle, 8, 8)

    def _paint_north(self, painter: QPainter) -> None:
        look, right = theme.current(), self.width() - 20
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.text)
        painter.drawPolygon(
            QPolygonF([QPointF(right, 8), QPointF(right + 6, 22), QPointF(right, 18), QPointF(right - 6, 22)])
        )
        painter.setFont(theme.font(theme.TEXT, bold=True))
        painter.setPen(look.text)
        painter.drawText(QRect(right - 12, 23, 24, 20), Qt.AlignmentFlag.AlignCenter, "N")

    def _paint_bar(self, painter: QPainter, scale: float, step: int) -> None:
        look, metrics = theme.current(), QFontMetrics(theme.font())
        words, bottom = f"{step} m" if step < 1000 else f"{step // 1000} km", self.height() - 10
        length = step * scale
        painter.setPen(QPen(look.text, 2))
        painter.drawPolyline(
            [
                QPointF(10, bottom - 5),
                QPointF(10, bottom),
                QPointF(10 + length, bottom),
                QPointF(10 + length, bottom - 5),
            ]
        )
        painter.setFont(theme.font())
        painter.drawText(QPointF(16 + length, bottom + metrics.descent() - 1), words)


def _step(reach: int) -> int:
    """The length of the scale bar in metres: a round number, about a third of the width."""
    return next(step for step in (2000, 1000, 500, 200, 100, 50, 20, 10, 5) if step <= reach * 0.7)
