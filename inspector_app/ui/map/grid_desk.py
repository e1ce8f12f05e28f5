"""Grids in sight, asked for when the map has come to rest."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.services.map_ports import Bounds, MapSources, Outline
from inspector_app.ui.desk import Desk
from inspector_app.ui.map.state import Grids
from inspector_app.ui.map.view import MapView

REST_MS = 150
MOST = 600
FROM = 13.0  # zoom: farther out a grid is a dot


class GridDesk(QObject):
    """Reads again when the view has left what was read last; `lacking(Grids or None)` when none can be shown."""

    lacking = Signal(object)

    def __init__(self, desk: Desk, sources: MapSources, view: MapView):
        super().__init__(view)
        self._desk, self._sources, self._view = desk, sources, view
        self._shown = False
        self._read_for: Bounds | None = None
        self._asked = 0
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._read)
        view.canvas.moved.connect(self._moved)

    def present(self, *, shown: bool) -> None:
        if shown != self._shown:
            self._shown, self._read_for = shown, None
            self._forget()
            self._moved()

    def read_again(self) -> None:
        """Another reference pack is in use."""
        self._read_for = None
        self._moved()

    def _forget(self) -> None:
        self._view.grids.outlines = ()
        self._view.canvas.update()
        self.lacking.emit(None)

    def _moved(self) -> None:
        if self._shown:
            self._rest.start()

    def _read(self) -> None:
        view = self._view.canvas.view
        if not self._shown or view.zoom < FROM:
            self._show((), Grids.FAR)
            self._read_for = None
            return
        west, south, east, north = view.bounds()
        read = self._read_for
        if read is not None and read[0] <= west and read[1] <= south and read[2] >= east and read[3] >= north:
            return
        wide, high = (east - west) / 2, (north - south) / 2
        self._ask((west - wide, south - high, east + wide, north + high), self._ask_in_sight)

    def _ask(self, bounds: Bounds, too_many: Callable[[], None]) -> None:
        self._read_for, self._asked = bounds, self._asked + 1
        asked = self._desk.workplace.background.chart(self._sources.grids, bounds, MOST)
        asked.then(partial(self._take, self._asked, too_many))

    def _take(self, asked: int, too_many: Callable[[], None], found: Sequence[Outline]) -> None:
        if asked != self._asked:
            return  # of another part of the map, or of a pack that is no longer in use
        # As many as were asked for are some of more: drawn, they would say that there are none beside them.
        if len(found) < MOST:
            self._show(found)
        else:
            too_many()

    def _ask_in_sight(self) -> None:
        self._ask(self._view.canvas.view.bounds(), self._tell_too_many)

    def _tell_too_many(self) -> None:
        self._read_for = None
        self._show((), Grids.FAR)

    def _show(self, outlines: Sequence[Outline], why: Grids = Grids.NONE) -> None:
        self._view.grids.outlines = outlines if self._shown else ()
        self._view.canvas.update()
        self.lacking.emit(why if self._shown and not outlines else None)
