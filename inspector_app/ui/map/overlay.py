"""What is drawn last: the measurement or pin under way, and the plate with scale bar and origin of the map."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from inspector_app.domain import mercator
from inspector_app.ui import icons, theme
from inspector_app.ui.map import map_words
from inspector_app.ui.map.measuring import Measured, Tool
from inspector_app.ui.map.state import Found
from inspector_app.ui.map.viewport import Viewport
from inspector_app.ui.theme import Tint
from inspector_app.ui.widgets import paint

BAR_PX = 70  # the shortest scale bar
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
MARGIN, PLATE = 16, 34
MOST_NAME = 320  # px of a name that was found
PIN_BOX = (-14.0, -44.0, 14.0, 8.0)  # px around the place that a pin shows


class MeasureLayer:
    """The corners with their lines; a pin as a marker."""

    def __init__(self) -> None:
        self.measured = Measured()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        corners = [
            QPointF(*view.to_screen(mercator.x_of(lon), mercator.y_of(lat))) for lat, lon in self.measured.corners
        ]
        if not corners:
            return
        paint.smooth(painter)
        if self.measured.tool is Tool.PIN:
            paint_pin(painter, corners[0], theme.current().alarm)
        else:
            self._paint_shape(painter, corners)

    def _paint_shape(self, painter: QPainter, corners: list[QPointF]) -> None:
        look = theme.current()
        shape = QPolygonF(corners)
        area = self.measured.tool is Tool.AREA
        if area and len(corners) > 2:
            veil = QColor(look.accent.solid)
            veil.setAlpha(60)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(veil)
            painter.drawPolygon(shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((look.surface, 6), (look.accent.solid, 3)):
            painter.setPen(
                QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            )
            (painter.drawPolygon if area and len(corners) > 2 else painter.drawPolyline)(shape)
        painter.setPen(QPen(look.accent.solid, 3))
        painter.setBrush(look.surface)
        for corner in corners:
            painter.drawEllipse(corner, 6, 6)


class FoundLayer:
    """What was searched for, with its name."""

    def __init__(self) -> None:
        self.found: Found | None = None

    def paint(self, painter: QPainter, view: Viewport) -> None:
        if self.found is None:
            return
        paint.smooth(painter)
        look, metrics = theme.current(), theme.metrics(bold=True)
        at = QPointF(*view.to_screen(mercator.x_of(self.found.lon), mercator.y_of(self.found.lat)))
        paint_pin(painter, at, look.accent)
        words = metrics.elidedText(self.found.words, Qt.TextElideMode.ElideRight, MOST_NAME)
        wide, high = metrics.horizontalAdvance(words) + 24, metrics.height() + 8
        plate = QRect(round(at.x() - wide / 2), round(at.y() + 12), wide, high)
        paint.panel(painter, plate, high / 2, look.surface, look.accent.solid, 2)
        painter.setFont(theme.font(bold=True))
        painter.setPen(look.text)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def paint_pin(painter: QPainter, at: QPointF, tint: Tint) -> None:
    """A place that a hand showed."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().surface)
    painter.drawEllipse(at, 7, 7)
    painter.setBrush(tint.solid)
    painter.drawEllipse(at, 4.5, 4.5)
    painter.drawPixmap(QPointF(round(at.x() - 24), round(at.y() - 46)), icons.pixmap("pin", tint.solid.name(), 48))


class PlateLayer:
    """How long so many metres are here, and where the map comes from; that is shortened before `edge` px, where a card stands."""

    def __init__(self, *, shortest: int = BAR_PX, high: int = PLATE, margin: int = MARGIN) -> None:
        self.source, self.edge = "", 0
        self._shortest, self._high, self._margin = shortest, high, margin

    def paint(self, painter: QPainter, view: Viewport) -> None:
        paint.smooth(painter)
        look = theme.current()
        words, wide, px = self._bar(view)
        box, source = self.box(view), self._said(view)
        ground = QColor(look.surface)
        ground.setAlpha(230 if look.line_width == 1 else 255)
        paint.panel(painter, box, self._high / 2, ground, look.line, look.line_width)
        painter.setFont(theme.font())
        painter.setPen(look.text)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(14, 0, 0, 0), middle, words)
        left, height = box.left() + 24 + wide, box.center().y()
        painter.setPen(QPen(look.text, 1.5))
        painter.drawLine(QPointF(left, height), QPointF(left + px, height))
        for end in (left, left + px):
            painter.drawLine(QPointF(end, height - 6), QPointF(end, height + 6))
        painter.drawText(QRectF(left + px + 22, box.top(), box.width(), box.height()), middle, source)

    def box(self, view: Viewport) -> QRect:
        """Where it lies."""
        _, wide, px = self._bar(view)
        source = self._said(view)
        beside = 22 + theme.metrics().horizontalAdvance(source) if source else 0
        top = view.height - self._margin - self._high - 4
        return QRect(self._margin, top, 14 + wide + 10 + px + 14 + beside, self._high)

    def _said(self, view: Viewport) -> str:
        """As much of the source as there is room for."""
        _, wide, px = self._bar(view)
        room = (self.edge or view.width) - 2 * self._margin - 40 - wide - px - 20
        return theme.metrics().elidedText(self.source, Qt.TextElideMode.ElideMiddle, max(0, room))

    def _bar(self, view: Viewport) -> tuple[str, int, int]:
        """The words, their width, and the length of the bar in px."""
        metres, px = scale_bar(view, self._shortest)
        words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
        return words, theme.metrics().horizontalAdvance(words), px


def scale_bar(view: Viewport, shortest: int = BAR_PX) -> tuple[int, int]:
    """A round number of metres that is at least so many px long, and its px."""
    metres = next((step for step in STEPS if step / view.metres_per_px >= shortest), STEPS[-1])
    return metres, min(300, round(metres / view.metres_per_px))


def told(measured: Measured) -> str:
    """The length or area so far."""
    return map_words.area(measured.area_m2) if measured.tool is Tool.AREA else map_words.length(measured.length_m)
