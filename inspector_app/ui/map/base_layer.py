"""The ground: the base map's pictures with their names over them, or, without a map, lines of latitude and longitude."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPen

from inspector_app.domain import mercator
from inspector_app.services.map_ports import Shift
from inspector_app.ui import theme
from inspector_app.ui.map.label_pictures import LabelPictures
from inspector_app.ui.map.label_placing import Obstacle, Placing, is_whole
from inspector_app.ui.map.names import Label
from inspector_app.ui.map.style import MapStyle
from inspector_app.ui.map.tile_desk import TileDesk
from inspector_app.ui.map.viewport import Viewport

NEW_AT_ONCE = 10  # pictures of names that are made in one frame
LINES_PX = 160  # between two lines of the graticule, about
STEPS = (10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002)


class BaseLayer:
    """`shift` is how the map's datum differs from WGS-84; without one they are the same."""

    def __init__(self, desk: TileDesk):
        self.desk = desk
        self.style: MapStyle | None = None
        self.shift: Shift | None = None
        self.has_map = False
        self.hurried: Callable[[], bool] = lambda: False  # while a zoom is under way
        self._placing = Placing()
        self._pictures = LabelPictures()

    def forget(self) -> None:
        """Another map, style or face."""
        self._placing = Placing()
        self._pictures = LabelPictures()

    def own(self, view: Viewport) -> Viewport:
        """The view in the map's own datum: within a widget the shift is the same everywhere, to some metres of a province."""
        if self.shift is None:
            return view
        lat, lon = view.middle
        lon, lat = self.shift(lon, lat)
        return view.centred(lat, lon)

    def paint(self, painter: QPainter, view: Viewport) -> None:
        assert self.style is not None
        painter.fillRect(0, 0, view.width, view.height, self.style.colours["ground"])
        if not self.has_map:
            _paint_graticule(painter, view, self.style)
            return
        own = self.own(view)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.hurried())
        for target, pixmap, source in self.desk.strokes(own):
            if pixmap.devicePixelRatio() == 1 and abs(target.width() - source.width()) <= 1:
                painter.drawPixmap(target.topLeft(), pixmap, source)
            else:
                painter.drawPixmap(target, pixmap, source)

    def paint_names(self, painter: QPainter, view: Viewport, obstacles: Sequence[Obstacle] = ()) -> None:
        """Over grids and heat, beside what is ours to find (WGS-84)."""
        if not self.has_map or self.style is None:
            return
        own = self.own(view)
        self._pictures.new = 0
        shift, offered, placing = (own.x - view.x, own.y - view.y), self.desk.labels(own), self._placing
        if self.desk.still:  # none is ever seen whole that is not now
            offered = {key: [one for one in each if is_whole(one, own)] for key, each in offered.items()}
            placing = Placing()
        for label in placing.placed(offered, obstacles, shift):
            self._paint_name(painter, own, label)
        if self._pictures.new > NEW_AT_ONCE:
            QTimer.singleShot(0, self.desk, self.desk.came.emit)  # the rest comes with the next frame

    def _paint_name(self, painter: QPainter, view: Viewport, label: Label) -> None:
        assert self.style is not None
        left, top = view.to_screen(label.x, label.y)
        if not (-200 < left < view.width + 200 and -200 < top < view.height + 200):
            return
        pixmap = self._pictures.of(label, self.style, painter.device().devicePixelRatioF(), most=NEW_AT_ONCE)
        if pixmap is None:
            return
        size = pixmap.deviceIndependentSize()
        painter.drawPixmap(QPointF(round(left - size.width() / 2), round(top - size.height() / 2)), pixmap)


def _paint_graticule(painter: QPainter, view: Viewport, style: MapStyle) -> None:
    west, south, east, north = view.bounds()
    step = next((one for one in STEPS if one * view.width / max(east - west, 1e-9) <= LINES_PX), STEPS[-1])
    painter.setFont(theme.font())
    pen = QPen(style.colours["graticule"], 1)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    ink = QPen(theme.current().muted)
    for place in range(math.floor(west / step), math.ceil(east / step) + 1):
        left, _ = view.to_screen(mercator.x_of(place * step), view.y)
        painter.setPen(pen)
        painter.drawLine(QPointF(left, 0), QPointF(left, view.height))
        painter.setPen(ink)
        box = QRectF(left + 4, view.height - 78, 120, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, f"{place * step:.{digits}f}°")
    for place in range(math.floor(south / step), math.ceil(north / step) + 1):
        _, top = view.to_screen(view.x, mercator.y_of(place * step))
        painter.setPen(pen)
        painter.drawLine(QPointF(0, top), QPointF(view.width, top))
        painter.setPen(ink)
        painter.drawText(QPointF(8, top - 4), f"{place * step:.{digits}f}°")
