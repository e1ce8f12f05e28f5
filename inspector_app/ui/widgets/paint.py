"""Strokes that every widget of ours shares."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from inspector_app.ui import theme


def smooth(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def fill(painter: QPainter, box: QRect, colour: QColor) -> None:
    """A plain box. Qt's `fillRect` does the same, but its first call makes the names of 180 gradients: 5 ms of the start."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(box)


def panel(
    painter: QPainter, box: QRect, radius: float, fill: QColor | None, edge: QColor | None, width: float = 1.0
) -> None:
    """A rounded box whose edge lies inside `box`."""
    if fill is None:
        _outline(painter, QRectF(box), radius, edge, width)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    if edge is None:
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(box), radius, radius)
        return
    # Two fills instead of a fill and a stroke: measured, half the time for a chip and a fifth for a card.
    painter.setBrush(edge)
    painter.drawRoundedRect(QRectF(box), radius, radius)
    painter.setBrush(fill)
    inner = QRectF(box).adjusted(width, width, -width, -width)
    painter.drawRoundedRect(inner, radius - width, radius - width)


def _outline(painter: QPainter, box: QRectF, radius: float, edge: QColor | None, width: float) -> None:
    inset = width / 2
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def focus_ring(painter: QPainter, box: QRect, radius: float) -> None:
    """The ring around a control that has the keyboard; drawn in the margin of `theme.RING` px."""
    panel(painter, box, radius, None, theme.current().focus, float(theme.RING))


def track() -> QColor:
    """What a bar fills; where lines are black, they would look like a full one."""
    look = theme.current()
    return look.line if look.line_width == 1 else look.sunken


def face(box: QRect) -> QRect:
    """The part of a control inside its focus margin."""
    ring = theme.RING
    return box.adjusted(ring, ring, -ring, -ring)
