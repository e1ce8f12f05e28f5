"""The map's own widget: it shows layers in one view, and moves the view as hands and keys want."""

import math
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.map.motion import Motion
from inspector_app.ui.map.touch import Touch
from inspector_app.ui.map.viewport import Viewport
from inspector_app.ui.widgets import paint

STILL = 8  # px that a finger may slip in a tap
STEP = 96  # px of an arrow key
NOTCH = 240  # of the wheel's angle to one zoom
ARROWS = {
    Qt.Key.Key_Left: (STEP, 0), Qt.Key.Key_Right: (-STEP, 0), Qt.Key.Key_Up: (0, STEP), Qt.Key.Key_Down: (0, -STEP),
}  # fmt: skip
ZOOMS = {
    Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_PageUp: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_PageDown: -1,
}  # fmt: skip


class Layer(Protocol):
    """Something that is drawn over the layers before it."""

    def paint(self, painter: QPainter, view: Viewport) -> None: ...


class Canvas(QWidget):
    """`tapped(left, top)` by finger, mouse or, at the middle, by Enter; `moved()` after the view changed, `taken()` when a
    person moved it; `undone()` and `escaped()` are Backspace and Escape."""

    tapped = Signal(float, float)
    moved = Signal()
    taken = Signal()
    undone = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.view = Viewport()
        self.layers: Sequence[Layer] = ()
        self.crossed = False  # the keyboard's cross in the middle
        self._by_key = False  # the keyboard brought the focus here: it is shown
        self.motion = Motion(lambda: self.view, self.show_view, self)
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._touch = Touch(self)

    def show_view(self, view: Viewport) -> None:
        """Another part of the world, in this widget's size."""
        view = view._replace(width=self.width(), height=self.height())
        if view != self.view:
            self.view = view
            self.moved.emit()
            self.update()

    def cross(self, shown: bool) -> None:
        if shown != self.crossed:
            self.crossed = shown
            self.update()

    def _throw(self, right: float, down: float) -> None:
        self.taken.emit()
        self.show_view(self.view.moved(right, down))

    def zoom(self, steps: float) -> None:
        """Around the middle."""
        self.motion.zoom_by(steps, self.width() / 2, self.height() / 2)

    def press(self, at: QPointF) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # a finger does not bring it by itself
        self.motion.stop()
        self.cross(False)
        self._pressed = self._dragged = at

    def drag(self, at: QPointF) -> None:
        if self._dragged is None or self._pressed is None:
            return
        far = at - self._pressed
        if self._dragged == self._pressed and math.hypot(far.x(), far.y()) < STILL:
            return
        step = at - self._dragged
        self._dragged = at
        self.motion.dragged(step.x(), step.y())
        self._throw(step.x(), step.y())

    def release(self, at: QPointF) -> bool:
        """Whether it was a tap."""
        if self._pressed is None:
            return False
        slipped = self._dragged != self._pressed
        self.let_fall()
        if slipped:
            self.motion.let_go()
        else:
            self.tapped.emit(at.x(), at.y())
        return not slipped

    def let_fall(self) -> None:
        """What was pressed is no tap and no throw."""
        self._pressed = self._dragged = None

    def look_closer(self, at: QPointF) -> None:
        self.taken.emit()
        self.motion.zoom_by(1, at.x(), at.y())

    def pinch(self, moved: QPointF, steps: float, at: QPointF) -> None:
        """The ground goes with the fingers, and grows by so many zooms around the point between them."""
        self.motion.stop()
        self.let_fall()
        self.taken.emit()
        view = self.view.moved(moved.x(), moved.y())
        self.show_view(view.zoomed(view.zoom + steps, at.x(), at.y()))

    def _paint_cross(self, painter: QPainter) -> None:
        middle, look = QPointF(self.width() / 2, self.height() / 2), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((look.surface, 5), (look.focus, 2.5)):
            painter.setPen(QPen(colour, width))
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(middle + QPointF(6 * x, 6 * y), middle + QPointF(20 * x, 20 * y))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for layer in self.layers:
            painter.save()
            layer.paint(painter, self.view)
            painter.restore()
        if self.crossed:
            self._paint_cross(painter)
        if self.hasFocus() and self._by_key:
            paint.panel(painter, self.rect(), 0, None, theme.current().focus, theme.RING)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view = self.view._replace(width=self.width(), height=self.height())
        super().resizeEvent(event)
        self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.look_closer(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.taken.emit()
            # A touch pad tells many small turns: less than half a step would be rounded away.
            steps = turned / NOTCH if abs(turned) >= NOTCH / 4 else math.copysign(0.25, turned)
            self.motion.zoom_by(steps, event.position().x(), event.position().y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.cross(True)
            self.motion.stop()
            self._throw(*ARROWS[key])
        elif key in ZOOMS:
            self.taken.emit()
            self.zoom(ZOOMS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.cross(True)
            self.tapped.emit(self.width() / 2, self.height() / 2)
        elif key is Qt.Key.Key_Backspace:
            self.undone.emit()
        elif key is Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch.take(event)
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.pinch(QPointF(), math.log2(max(0.2, 1 + event.value())), event.position())
            return True
        return super().event(event)
