"""A plan of the near surroundings: this place in the middle, streets and what else is known around it, north up, to scale."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.domain import ground
from inspector_app.services.map_ports import Here
from inspector_app.ui import theme
from inspector_app.ui.map import markers, overlay
from inspector_app.ui.map.base_layer import BaseLayer
from inspector_app.ui.map.label_placing import Obstacle
from inspector_app.ui.map.layers import HERE_BOX, HereLayer, Mark, MarkLayer
from inspector_app.ui.map.overlay import PlateLayer, scale_bar
from inspector_app.ui.map.viewport import Viewport
from inspector_app.ui.widgets import paint

NEAREST, FARTHEST = 15.5, 9.0  # zooms: the next crossings; a position that may be 20 km off
NEAR_M, NEIGHBOURS = (
    300,
    3,
)  # so far around and so many choose the scale: what lies farther off would make all else clump
USED = 0.85  # of the way from the middle to the nearer edge
LOWEST = 110  # px
BAR_PX, PLATE, MARGIN = 40, 26, 5


class Spot(NamedTuple):
    """Degrees × 10⁷ (WGS-84). `tier` is a tier's name, `task` or `relief`; `label` is read aloud."""

    lat_e7: int
    lon_e7: int
    tier: str
    label: str = ""


class Plan(QWidget):
    """`worn()` when it comes into sight or another theme does. Without a `ground`, or while that has no map, distances and
    directions are true, and nothing is drawn that is not known."""

    worn = Signal()

    def __init__(self, empty: str, task_sign: str, parent: QWidget | None = None):
        super().__init__(parent)
        self._empty, self._task_sign = empty, task_sign
        self.ground: BaseLayer | None = None
        self._here: Here | None = None
        self._by_hand = False
        self._spots: tuple[Spot, ...] = ()
        self._marks, self._middle = MarkLayer("", self._picture, markers.TASK_BOX), HereLayer()
        self._plate = PlateLayer(shortest=BAR_PX, high=PLATE, margin=MARGIN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(240, LOWEST)  # and as much more as there is

    def minimumSizeHint(self) -> QSize:
        return QSize(120, LOWEST)

    def show_place(self, here: Here | None, spots: Sequence[Spot], *, by_hand: bool = False) -> None:
        """A place `by_hand` is a pin, one that a receiver or a photo said is a dot."""
        if (here, tuple(spots), by_hand) != (self._here, self._spots, self._by_hand):
            self._here, self._spots, self._by_hand = here, tuple(spots), by_hand
            self._middle.here = here
            # The first of them lies uppermost.
            self._marks.marks = [Mark(one.tier, one.lat_e7 / 1e7, one.lon_e7 / 1e7, one.label) for one in spots[::-1]]
            self.setAccessibleName(self._empty if here is None else self._told())
            self.update()

    def view(self) -> Viewport:
        """What is shown: the place in the middle, as close as the nearest neighbours and the doubt about it allow."""
        assert self._here is not None
        view = Viewport(zoom=NEAREST, width=self.width(), height=self.height()).centred(self._here.lat, self._here.lon)
        near = sorted(far for far in map(self._far, self._spots) if far <= NEAR_M)[:NEIGHBOURS]
        wanted = max([self._here.accuracy_m, *near])
        while view.zoom > FARTHEST and wanted > view.metres_per_px * min(view.width, view.height) / 2 * USED:
            view = view._replace(zoom=view.zoom - 0.5)  # halves, at which a base map needs no scaling
        return view

    def _far(self, spot: Spot) -> float:
        """Metres from the middle."""
        assert self._here is not None
        return ground.length_m([(self._here.lat, self._here.lon), (spot.lat_e7 / 1e7, spot.lon_e7 / 1e7)])

    def _told(self) -> str:
        return "; ".join(f"{spot.label} {self._far(spot):.0f} m" for spot in sorted(self._spots, key=self._far)[:8])

    def _picture(self, mark: Mark, _: bool, ratio: float) -> QPixmap:
        if mark.key == "task":
            return markers.plate(self._task_sign, "accent", ratio)
        return markers.plate("疏", "service", ratio) if mark.key == "relief" else markers.finding(mark.key, ratio)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        paint.smooth(painter)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setClipPath(shape)
        paint.fill(painter, self.rect(), look.sunken)
        if self._here is None:
            self._paint_empty(painter)
        else:
            self._paint_plan(painter, self.view())
        painter.setClipping(False)
        paint.panel(painter, self.rect(), 10, None, look.line, look.line_width)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.font())
        painter.setPen(theme.current().muted)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(14, 8, -14, -8), int(flags), self._empty)

    def _paint_plan(self, painter: QPainter, view: Viewport) -> None:
        if self.ground is not None and self.ground.has_map:
            self.ground.paint(painter, view)
            self.ground.paint_names(painter, view, (*self._marks.obstacles, *self._covered(view)))
        else:
            _paint_grid(painter, view)
            _paint_north(painter, view)
        self._marks.paint(painter, view)
        if self._by_hand:
            overlay.paint_pin(painter, QPointF(view.width / 2, view.height / 2), theme.current().alarm)
        else:
            self._middle.paint(painter, view)
        self._plate.paint(painter, view)

    def _covered(self, view: Viewport) -> tuple[Obstacle, Obstacle]:
        """What lies over the streets besides the marks: the place itself and the scale bar."""
        plate = self._plate.box(view).translated(-view.width // 2, -view.height // 2)
        edges = plate.left(), plate.top(), plate.right(), plate.bottom()
        place = overlay.PIN_BOX if self._by_hand else HERE_BOX
        return Obstacle(view.x, view.y, *place), Obstacle(view.x, view.y, *edges)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.worn.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.worn.emit()


def _paint_grid(painter: QPainter, view: Viewport) -> None:
    """Squares as wide as the scale bar is long."""
    painter.setPen(QPen(theme.current().line, 1, Qt.PenStyle.DotLine))
    metres, _ = scale_bar(view, BAR_PX)
    gap, middle = metres / view.metres_per_px, QPointF(view.width / 2, view.height / 2)
    lines = math.ceil(max(view.width, view.height) / 2 / gap)
    for line in range(-lines, lines + 1):
        painter.drawLine(QPointF(middle.x() + line * gap, 0), QPointF(middle.x() + line * gap, view.height))
        painter.drawLine(QPointF(0, middle.y() + line * gap), QPointF(view.width, middle.y() + line * gap))


def _paint_north(painter: QPainter, view: Viewport) -> None:
    look, right = theme.current(), view.width - 20
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.text)
    painter.drawPolygon(
        QPolygonF([QPointF(right, 8), QPointF(right + 6, 22), QPointF(right, 18), QPointF(right - 6, 22)])
    )
    painter.setFont(theme.font(theme.TEXT, bold=True))
    painter.setPen(look.text)
    painter.drawText(QRect(right - 12, 23, 24, 20), Qt.AlignmentFlag.AlignCenter, "N")
