"""The base map's names, over heat, beside the codes of grids, the marks, the own position and what stands over the map."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from inspector_app.domain import mercator
from inspector_app.ui.map.base_layer import BaseLayer
from inspector_app.ui.map.grid_layer import GridLayer
from inspector_app.ui.map.label_placing import Obstacle
from inspector_app.ui.map.layers import HERE, HereLayer, MarkLayer
from inspector_app.ui.map.viewport import Viewport

SLACK = 8  # px that the own position may walk before names are placed anew


class NamesLayer:
    """Names keep still while the map moves; where it comes to rest they leave what `rest` says is covered."""

    def __init__(self, base: BaseLayer, here: HereLayer, marks: Sequence[MarkLayer | GridLayer]):
        self._base, self._here, self._marks = base, here, marks
        self._covered: tuple[Obstacle, ...] = ()
        self._dot: tuple[float, Obstacle] | None = None  # at which zoom

    def rest(self, view: Viewport, covered: Iterable[QRect]) -> None:
        """The map stands still in this view; controls and cards lie over these parts of the widget."""
        # Names are placed at whole and half zooms, their pictures grow a little between.
        grown = 2 ** (round(view.zoom * 2) / 2 - view.zoom)
        self._covered = tuple(
            Obstacle(view.x, view.y, *(grown * edge for edge in _edges(one, view))) for one in covered
        )

    def paint(self, painter: QPainter, view: Viewport) -> None:
        marks = [one for layer in self._marks for one in layer.obstacles]
        self._base.paint_names(painter, view, [*marks, *self._own(view), *self._covered])

    def _own(self, view: Viewport) -> tuple[Obstacle, ...]:
        """The dot with some room to walk: names must not be placed anew with each of its steps."""
        here = self._here.here
        if here is None:
            return ()
        x, y = mercator.x_of(here.lon), mercator.y_of(here.lat)
        if self._dot is not None and self._dot[0] == view.zoom:
            stood = self._dot[1]
            if max(abs(stood.x - x), abs(stood.y - y)) * view.scale <= SLACK:
                return (stood,)
        edge = HERE + SLACK
        self._dot = view.zoom, Obstacle(x, y, -edge, -edge, edge, edge)
        return (self._dot[1],)


def _edges(box: QRect, view: Viewport) -> tuple[float, float, float, float]:
    """Left, top, right and bottom from the middle of the view."""
    left, top = box.x() - view.width / 2, box.y() - view.height / 2
    return left, top, left + box.width(), top + box.height()
