"""The list beside the map: filled with what is in sight, and the way to each thing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer

from inspector_app.domain import mercator
from inspector_app.domain.scatter import Scatter
from inspector_app.ui.desk import Desk
from inspector_app.ui.map import reading
from inspector_app.ui.map.choice import Choice
from inspector_app.ui.map.pyramid import Cluster, Pyramid
from inspector_app.ui.map.state import ListRow, MapState
from inspector_app.ui.map.view import MapView

REST_MS = 200
CELL_DEG = 1e-5  # around a place where several things are one


class Map(Protocol):
    """What the list needs of the page's controller."""

    state: MapState
    choice: Choice

    def show(self, **changed: Any) -> None: ...
    def centre_on(self, lat: float, lon: float) -> None: ...


class Listing(QObject):
    def __init__(self, page: Map, desk: Desk, view: MapView):
        super().__init__(view)
        self._page, self._desk, self._view = page, desk, view
        self._looking = False  # the list itself moves the map
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._read)
        view.list_wanted.connect(self._switch)
        view.canvas.moved.connect(self._moved)
        view.list.closed.connect(self._close)
        view.list.opened.connect(self._open)
        view.list.looked_at.connect(self._look_at)

    def show_only(self, built: Pyramid, cluster: Cluster) -> None:
        """The things of one place."""
        lat, lon = mercator.lat_of(cluster.y), mercator.lon_of(cluster.x)
        box = [edge / 1e7 for edge in _edges(built.scatter, built.members(cluster))]
        bounds = (box[0] - CELL_DEG, box[1] - CELL_DEG, box[2] + CELL_DEG, box[3] + CELL_DEG)
        asked = self._desk.workplace.background.ask(reading.listed, built.scatter, (), bounds, (lat, lon))
        asked.then(self._show_with_keyboard)

    def _switch(self) -> None:
        if self._page.state.rows is not None:
            self._close()
        else:
            self._page.show(rows=())
            self._read()
            self._view.list.list.setFocus()

    def _close(self) -> None:
        self._page.show(rows=None)
        self._view.canvas.setFocus()

    def _moved(self) -> None:
        if self._page.state.rows is not None and not self._looking:
            self._rest.start()

    def _read(self) -> None:
        built = self._view.findings.pyramid or self._view.heat.pyramid
        marks = [("task", mark) for mark in self._view.tasks.marks] + [
            ("relief", mark) for mark in self._view.relief.marks
        ]
        view = self._view.canvas.view
        scatter = built.scatter if built is not None else Scatter()
        asked = self._desk.workplace.background.ask(reading.listed, scatter, marks, view.bounds(), view.middle)
        asked.then(self._show)

    def _show(self, rows: tuple[ListRow, ...]) -> None:
        if self._page.state.rows is not None:
            self._page.show(rows=rows)

    def _show_with_keyboard(self, rows: tuple[ListRow, ...]) -> None:
        self._page.show(rows=rows)
        self._view.list.list.setFocus()

    def _look_at(self, row: ListRow) -> None:
        self._looking = True
        self._page.centre_on(row.lat, row.lon)
        self._view.canvas.cross(True)
        self._looking = False

    def _open(self, row: ListRow) -> None:
        if row.kind == "relief":
            self._look_at(row)
            self._page.choice.choose(row.key)
        elif row.kind == "task":
            self._desk.show_task(row.key)
        else:
            self._desk.show_finding(row.key)


def _edges(scatter: Scatter, places: Sequence[int]) -> tuple[int, int, int, int]:
    lats, lons = [scatter.lats[place] for place in places], [scatter.lons[place] for place in places]
    return min(lons), min(lats), max(lons), max(lats)
