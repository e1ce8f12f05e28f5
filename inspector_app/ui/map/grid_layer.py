"""Grids over the base map: their borders, each drawn once, and their codes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF, QTransform

from inspector_app.domain import mercator
from inspector_app.domain.location import grid_number
from inspector_app.services.map_ports import Outline
from inspector_app.ui import theme
from inspector_app.ui.map.base_layer import BaseLayer
from inspector_app.ui.map.label_placing import Box, Obstacle
from inspector_app.ui.map.viewport import Viewport

CODES_FROM = 16.0  # zoom from which a grid's code is written
# Two thin lines side by side: Qt needs six times as long for one of 2 px (19 ms for 576 grids, and 3).
THIN, ASIDE = 1, 0.4  # px
DASHES = (8, 6)  # px

Corner = tuple[float, float]


class GridLayer:
    """Grids as dashed lines in the base map's style, with their codes once they are large enough; names give way to these."""

    def __init__(self, base: BaseLayer) -> None:
        self.obstacles: Sequence[Obstacle] = ()  # the codes that were painted last
        self._outlines: Sequence[Outline] = ()
        self._borders: Sequence[tuple[QPolygonF, Box]] = ()  # on the Mercator square, with the box of each
        self._codes: Sequence[tuple[str, Obstacle]] = ()
        self._base = base

    @property
    def outlines(self) -> Sequence[Outline]:
        return self._outlines

    @outlines.setter
    def outlines(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        size = QFontMetrics(theme.font())
        self._codes = tuple(_code(one, size) for one in outlines if one.rings and one.rings[0])
        self._borders = tuple(_border(run) for run in runs(outlines))

    def paint(self, painter: QPainter, view: Viewport) -> None:
        codes = self._codes if view.zoom >= CODES_FROM else ()
        self.obstacles = tuple(box for _, box in codes)
        if not self._outlines:
            return
        assert self._base.style is not None
        colour = self._base.style.colours["grid"]
        self._paint_borders(painter, view, QColor(colour))
        painter.setFont(theme.font())
        painter.setPen(colour)
        for text, box in codes:
            left, top = view.to_screen(box.x, box.y)
            place = QRectF(left + box.left, top + box.top, box.right - box.left, box.bottom - box.top)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_borders(self, painter: QPainter, view: Viewport, colour: QColor) -> None:
        colour.setAlpha(150 if theme.current().line_width == 1 else 255)
        pen = QPen(colour, THIN, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        left, top = view.to_screen(0.0, 0.0)
        west, north, east, south = view.box(2 * THIN)
        seen = [
            line
            for line, (first, highest, last, lowest) in self._borders
            if first <= east and last >= west and highest <= south and lowest >= north
        ]
        for aside in (-ASIDE, ASIDE):
            to_screen = QTransform(view.scale, 0, 0, view.scale, left + aside, top + aside)
            for line in seen:
                painter.drawPolyline(to_screen.map(line))


def runs(outlines: Sequence[Outline]) -> Iterator[list[Corner]]:
    """The borders as lines. What two grids share is in one of them alone: dashes over dashes would be a whole line."""
    drawn: set[tuple[Corner, Corner]] = set()
    for ring in (ring for outline in outlines for ring in outline.rings if ring):
        run: list[Corner] = []
        for a, b in pairwise([*ring, ring[0]]):
            if a == b:
                continue
            border = (a, b) if a < b else (b, a)
            if border not in drawn:
                drawn.add(border)
                run.extend((b,) if run else (a, b))
            elif run:
                yield run
                run = []
        if run:
            yield run


def _border(run: Sequence[Corner]) -> tuple[QPolygonF, Box]:
    line = QPolygonF([QPointF(mercator.x_of(lon), mercator.y_of(lat)) for lat, lon in run])
    box = line.boundingRect()
    return line, (box.left(), box.top(), box.right(), box.bottom())


def _code(outline: Outline, size: QFontMetrics) -> tuple[str, Obstacle]:
    """A grid's number and the room that it takes, amid its corners."""
    ring, text = outline.rings[0], grid_number(outline.code)
    lat, lon = sum(lat for lat, _ in ring) / len(ring), sum(lon for _, lon in ring) / len(ring)
    wide, high = size.horizontalAdvance(text) / 2 + 2, size.height() / 2
    return text, Obstacle(mercator.x_of(lon), mercator.y_of(lat), -wide, -high, wide, high)
