"""Fingers on the map: one drags and taps as the mouse does, two hold the ground between them."""

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF
from PySide6.QtGui import QEventPoint, QGuiApplication, QTouchEvent

NEAR = 40  # px between the two taps of a double one


class Surface(Protocol):
    """What fingers do to the map."""

    def press(self, at: QPointF) -> None: ...
    def drag(self, at: QPointF) -> None: ...
    def release(self, at: QPointF) -> bool:
        """Whether it was a tap."""
        ...

    def let_fall(self) -> None: ...
    def look_closer(self, at: QPointF) -> None: ...
    def pinch(self, moved: QPointF, steps: float, at: QPointF) -> None: ...


class Grip(NamedTuple):
    """Two fingers: which, the middle between them, and their distance in px."""

    fingers: tuple[int, int]
    middle: QPointF
    apart: float


class Touch:
    """Reads the touch events themselves: QPinchGesture counts each of them twice, and doubles the zoom."""

    def __init__(self, surface: Surface):
        self._surface = surface
        self._grip: Grip | None = None
        self._gripped = False  # until every finger is lifted: the last of them is no tap
        self._tap = QElapsedTimer()
        self._tapped_at = QPointF()

    def take(self, event: QTouchEvent) -> None:
        down = [one for one in event.points() if one.state() != QEventPoint.State.Released]
        if event.type() == QEvent.Type.TouchCancel:
            self._surface.let_fall()
            down = []
        elif len(down) >= 2:
            self._hold(down)
        elif not self._gripped:
            self._follow(event.points()[0])
        if len(down) < 2:
            self._grip = None
        self._gripped = self._gripped and bool(down)

    def _hold(self, down: Sequence[QEventPoint]) -> None:
        one, other = sorted(down, key=lambda point: point.id())[:2]
        between = other.position() - one.position()
        apart = max(1.0, math.hypot(between.x(), between.y()))
        grip = Grip((one.id(), other.id()), one.position() + between * 0.5, apart)
        before, self._grip = self._grip, grip
        if not self._gripped:
            self._surface.let_fall()
        self._gripped = True
        if before is not None and before.fingers == grip.fingers:
            self._surface.pinch(grip.middle - before.middle, math.log2(grip.apart / before.apart), grip.middle)

    def _follow(self, finger: QEventPoint) -> None:
        at = finger.position()
        if finger.state() == QEventPoint.State.Pressed:
            self._surface.press(at)
        elif finger.state() == QEventPoint.State.Updated:
            self._surface.drag(at)
        elif finger.state() == QEventPoint.State.Released and self._surface.release(at):
            self._count_tap(at)

    def _count_tap(self, at: QPointF) -> None:
        """The second of two taps at one place looks closer, as a double click does."""
        far = (at - self._tapped_at).manhattanLength()
        soon = self._tap.isValid() and self._tap.elapsed() < QGuiApplication.styleHints().mouseDoubleClickInterval()
        if soon and far < NEAR:
            self._tap.invalidate()
            self._surface.look_closer(at)
        else:
            self._tap.start()
            self._tapped_at = at
