"""Which part of the world the map opens with: the better it is known where the work is, the closer."""

from collections.abc import Sequence
from enum import IntEnum

from inspector_app.ui.map.canvas import Canvas
from inspector_app.ui.map.viewport import around

HIGHEST = 15.0  # zoom
BESIDE, ABOVE = 80, 160  # px that stay free for chips and buttons


class Chosen(IntEnum):
    """Who has chosen what is shown; a better one may choose again."""

    NOTHING = 0
    MAP = 1
    MARKS = 2
    FINDINGS = 3  # or the own position
    PERSON = 4


class Framing:
    def __init__(self, canvas: Canvas):
        self._canvas = canvas
        self.chosen = Chosen.NOTHING

    def by_person(self) -> None:
        self.chosen = Chosen.PERSON

    def show(self, by: Chosen, bounds: Sequence[float]) -> None:
        """Shows west, south, east and north in degrees, unless something as good has chosen what is shown."""
        if by > self.chosen:
            self.chosen = by
            west, south, east, north = bounds
            wide, high = self._canvas.width() - BESIDE, self._canvas.height() - ABOVE
            self._canvas.motion.stop()
            self._canvas.show_view(around((west, south, east, north), wide, high, highest=HIGHEST))
