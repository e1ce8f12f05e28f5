"""The map in motion: it glides on when it is thrown, and zooms in steps that the eye can follow."""

import math
from collections import deque
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from inspector_app.ui.map.viewport import HIGHEST, LOWEST, Viewport

FRAME_MS = 12
GLIDE_S = 0.30  # how soon a throw loses two thirds of its speed
SLOWEST, FASTEST = 40.0, 6000.0  # px/s
ZOOM_S = 0.16
LOOK_BACK_S = 0.09  # of the finger's way


class Motion(QObject):
    """Moves the view that `look()` gives through `move(view)`; a new wish takes the place of the one under way."""

    def __init__(self, look: Callable[[], Viewport], move: Callable[[Viewport], None], parent: QObject):
        super().__init__(parent)
        self._look, self._move = look, move
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)
        self._clock = QElapsedTimer()
        self._speed = (0.0, 0.0)
        self._zoom: tuple[float, float, float, float] | None = None  # from, to, left, top
        self._way: deque[tuple[float, float, float]] = deque(maxlen=12)

    @property
    def zooms(self) -> bool:
        return self._zoom is not None

    @property
    def moves(self) -> bool:
        return self._timer.isActive()

    def stop(self) -> None:
        self._timer.stop()
        self._zoom, self._speed = None, (0.0, 0.0)
        self._way.clear()

    def dragged(self, right: float, down: float) -> None:
        """The finger moved the map by so much."""
        self._way.append((perf_counter(), right, down))

    def let_go(self) -> None:
        """The finger left it: it glides on as quickly as it was moved last."""
        now = perf_counter()
        recent = [one for one in self._way if now - one[0] < LOOK_BACK_S]
        self._way.clear()
        if len(recent) < 2:
            return
        lasted = max(now - recent[0][0], 0.01)
        speed = [sum(one[axis] for one in recent) / lasted for axis in (1, 2)]
        size = math.hypot(*speed)
        if size > SLOWEST:
            slower = min(1.0, FASTEST / size)
            self._speed = (speed[0] * slower, speed[1] * slower)
            self._begin()

    def zoom_by(self, steps: float, left: float, top: float) -> None:
        """By so many zooms around a point, to the next half step: there pictures are shown as they were drawn."""
        goal = self._zoom[1] if self._zoom is not None else self._look().zoom
        goal = min(HIGHEST, max(LOWEST, round((goal + steps) * 2) / 2))
        self._speed = (0.0, 0.0)
        self._zoom = (self._look().zoom, goal, left, top)
        self._begin()

    def _begin(self) -> None:
        self._clock.start()
        self._timer.start()

    def _step(self) -> None:
        passed = self._clock.elapsed() / 1000
        if self._zoom is not None:
            self._step_zoom(passed)
        else:
            self._step_glide(self._clock.restart() / 1000)

    def _step_zoom(self, passed: float) -> None:
        assert self._zoom is not None
        begin, goal, left, top = self._zoom
        part = min(1.0, passed / ZOOM_S)
        if part >= 1:
            self.stop()
        self._move(self._look().zoomed(begin + (goal - begin) * (1 - (1 - part) ** 3), left, top))

    def _step_glide(self, passed: float) -> None:
        right, down = self._speed
        self._move(self._look().moved(right * passed, down * passed))
        fade = math.exp(-passed / GLIDE_S)
        self._speed = (right * fade, down * fade)
        if math.hypot(*self._speed) < SLOWEST:
            self.stop()
