"""On which road and in which grid the laptop is: looked up on a reader thread once it has moved, and now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from inspector_app.domain.fix import Trust
from inspector_app.domain.ids import iso

if TYPE_CHECKING:
    from inspector_app.domain.location import Location, Spot
    from inspector_app.domain.reception import Reception
    from inspector_app.ui.workplace import Workplace

MOVED_M = 10.0  # as good as an everyday fix is
AGAIN_MS = 10_000  # another pack may be in use by then
BESIDE_M = 40.0  # farther from a road nobody would say to stand on it
MOST_SIGNS = 12  # of its name in the bar: the grid behind it, and the shift beside it, are to be read too
translate = QCoreApplication.translate


class Whereabouts(QObject):
    """`changed()` with other `words`: `经三路 · 网格 0412`, empty while nobody knows."""

    changed = Signal()

    def __init__(self, workplace: Workplace, parent: QObject):
        super().__init__(parent)
        self._place = workplace
        self._asked: Spot | None = None
        self._asked_ms = 0
        self.words = ""

    def hear(self, told: Reception, now_ms: int) -> None:
        """Asks about a fix that says where somebody stands; of any other nothing is said."""
        from inspector_app.domain.geometry import Ground
        from inspector_app.domain.location import Spot
        from inspector_app.services import locating

        fix = told.fix
        if fix is None or told.trust(now_ms) is Trust.BY_HAND:
            self._asked = None
            self._say("")
            return
        last, is_late = self._asked, now_ms - self._asked_ms >= AGAIN_MS
        if last is None or is_late or Ground(last.lat_e7, last.lon_e7).distance_m(fix.lat_e7, fix.lon_e7) > MOVED_M:
            asked = Spot(fix.lat_e7, fix.lon_e7, fix.accuracy_mm)
            self._asked, self._asked_ms = asked, now_ms
            where = locating.Where(asked, iso(self._place.clock.now()))
            found = self._place.background.ask(locating.location, where)
            found.then(lambda at: self._found(asked, at)).otherwise(lambda _: self._found(asked, None))

    def _found(self, asked: Spot, at: Location | None) -> None:
        """None where nobody knows; a pack that cannot be read is told where a finding is recorded."""
        if asked == self._asked:
            self._say(_words(at) if at is not None else "")

    def _say(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.changed.emit()


def _words(at: Location) -> str:
    from inspector_app.domain.location import grid_number

    road = at.road.name if at.road is not None and at.road.distance_m <= BESIDE_M else ""
    parts = [road if len(road) <= MOST_SIGNS else f"{road[: MOST_SIGNS - 1]}…"] if road else []
    if at.grid is not None and not at.is_unsure:
        parts.append(translate("positions", "Grid {code}").format(code=grid_number(at.grid.code)))
    return " · ".join(parts)
