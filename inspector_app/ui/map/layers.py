"""What is ours over the base map: findings, tasks, relief points, and where the laptop is."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from inspector_app.domain import mercator
from inspector_app.domain.fix import OLD_MS
from inspector_app.domain.scatter import TIERS
from inspector_app.services.map_ports import Here
from inspector_app.ui import theme
from inspector_app.ui.map import markers
from inspector_app.ui.map.label_placing import Box, Obstacle
from inspector_app.ui.map.pyramid import Cluster, Pyramid
from inspector_app.ui.map.viewport import Viewport

MOST_PICTURES, NEW_AT_ONCE = 4000, 60  # of clusters: kept, and made in one frame
MARGIN = 30  # px around the widget in which marks are still drawn
HERE = 13  # px of its dot, from the middle to the edge
VEIL = 28  # px of the veil around it, at least
HERE_BOX = (-HERE, -HERE, HERE, HERE)


class Mark(NamedTuple):
    """A task or a relief point: `key` is its id, degrees in WGS-84, `free` slots of a relief point."""

    key: str
    lat: float
    lon: float
    title: str
    free: int = 0


class Hit(NamedTuple):
    """What lies under a tap: `kind` is finding, cluster, task or relief."""

    kind: str
    far: float  # px
    cluster: Cluster | None = None
    mark: Mark | None = None


class Picture(NamedTuple):
    """A mark in one or two pictures over each other, and half of its width in px."""

    pixmaps: tuple[QPixmap, ...]
    half: float


class FindingLayer:
    """Findings one by one where there is room, else as clusters.

    A zoom that shows hundreds of new ones makes no frame late: the rest comes with the next, which `again` asks for.
    """

    def __init__(self, again: Callable[[], None] = lambda: None) -> None:
        self._again = again
        self.pyramid: Pyramid | None = None
        self._worn: markers.Wear | None = None
        self._pictures: dict[tuple[int, ...], Picture] = {}  # by counts, so that a frame makes no keys

    def paint(self, painter: QPainter, view: Viewport) -> None:
        if self.pyramid is None:
            return
        ratio = painter.device().devicePixelRatioF()
        scale, left, top = view.scale, view.x, view.y
        half_wide, half_high = view.width / 2, view.height / 2
        worn = markers.worn(ratio)
        if worn != self._worn:
            self._worn = worn
            self._pictures.clear()
        new = 0
        for cluster in self.pyramid.shown(view.zoom, view.box(MARGIN)):
            x, y, counts, *_ = cluster
            by_hand = self.pyramid.by_hand(cluster)
            asked = (*counts, 1) if by_hand else counts
            picture = self._pictures.get(asked)
            if picture is None:
                new += 1
                if new > NEW_AT_ONCE:
                    continue
                picture = self._pictures[asked] = self._picture(counts, ratio, by_hand=by_hand)
            half = picture.half
            at = QPointF(round((x - left) * scale + half_wide - half), round((y - top) * scale + half_high - half))
            for pixmap in picture.pixmaps:
                painter.drawPixmap(at, pixmap)
        if new > NEW_AT_ONCE:
            self._again()

    def _picture(self, counts: tuple[int, ...], ratio: float, *, by_hand: bool) -> "Picture":
        single = sum(counts) == 1
        pixmaps = (
            (markers.finding(TIERS[counts.index(1)], ratio, by_hand=by_hand),)
            if single
            else markers.cluster(counts, ratio)
        )
        if len(self._pictures) > MOST_PICTURES:
            self._pictures.clear()
        return Picture(pixmaps, pixmaps[0].deviceIndependentSize().width() / 2)

    def hit(self, view: Viewport, left: float, top: float) -> Hit | None:
        if self.pyramid is None:
            return None
        best = None
        for cluster in self.pyramid.shown(view.zoom, view.box(MARGIN)):
            at = view.to_screen(cluster.x, cluster.y)
            far = max(abs(at[0] - left), abs(at[1] - top))
            if far <= 24 and (best is None or far < best.far):
                best = Hit("finding" if cluster.size == 1 else "cluster", far, cluster)
        return best


class MarkLayer:
    """Tasks or relief points: few enough to be drawn one by one. `picture(mark, chosen, ratio)` is how one looks, `box` what
    no name may cover of it, in px from its middle."""

    def __init__(self, kind: str, picture: Callable[[Mark, bool, float], QPixmap], box: Box):
        self.kind = kind
        self.obstacles: Sequence[Obstacle] = ()
        self.chosen = ""
        self._marks: Sequence[Mark] = ()
        self._picture, self._box = picture, box

    @property
    def marks(self) -> Sequence[Mark]:
        return self._marks

    @marks.setter
    def marks(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self.obstacles = tuple(Obstacle(mercator.x_of(one.lon), mercator.y_of(one.lat), *self._box) for one in marks)

    def paint(self, painter: QPainter, view: Viewport) -> None:
        ratio = painter.device().devicePixelRatioF()
        for mark in self.marks:
            left, top = view.to_screen(mercator.x_of(mark.lon), mercator.y_of(mark.lat))
            if -MARGIN < left < view.width + MARGIN and -MARGIN < top < view.height + MARGIN:
                pixmap = self._picture(mark, mark.key == self.chosen, ratio)
                size = pixmap.deviceIndependentSize()
                painter.drawPixmap(QPointF(round(left - size.width() / 2), round(top - size.height() / 2)), pixmap)

    def hit(self, view: Viewport, left: float, top: float) -> Hit | None:
        best = None
        for mark in self.marks:
            at = view.to_screen(mercator.x_of(mark.lon), mercator.y_of(mark.lat))
            far = max(abs(at[0] - left), abs(at[1] - top))
            if far <= 26 and (best is None or far < best.far):
                best = Hit(self.kind, far, mark=mark)
        return best


class HereLayer:
    """Where the receiver says the laptop is, and how sure it is: a ring of that many metres.

    It lies under names and marks, which stay legible; the veil around it is seen beside any of them.
    """

    def __init__(self) -> None:
        self.here: Here | None = None

    def paint(self, painter: QPainter, view: Viewport) -> None:
        here = self.here
        if here is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = theme.current().accent
        at = QPointF(*view.to_screen(mercator.x_of(here.lon), mercator.y_of(here.lat)))
        radius = here.accuracy_m / view.metres_per_px
        veil = QColor(tint.solid)
        veil.setAlpha(45)
        painter.setBrush(veil)
        if radius < 4 * max(view.width, view.height):
            painter.setPen(QPen(tint.solid, 1.5) if radius > VEIL else Qt.PenStyle.NoPen)
            painter.drawEllipse(at, max(VEIL, radius), max(VEIL, radius))
        fresh = here.age_s * 1000 <= OLD_MS
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().surface)
        painter.drawEllipse(at, HERE, HERE)
        painter.setPen(QPen(tint.solid, 3) if not fresh else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(tint.solid if fresh else theme.current().surface)
        painter.drawEllipse(at, 8.5, 8.5)
