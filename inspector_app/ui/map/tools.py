"""Measuring and setting a pin, with taps or keys; what is found goes to the record."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QObject

from inspector_app.ui.desk import Desk
from inspector_app.ui.map.measuring import Measured, Tool
from inspector_app.ui.map.state import MapState
from inspector_app.ui.map.view import MapView


class Map(Protocol):
    """What the tools need of the page's controller."""

    state: MapState

    def show(self, **changed: Any) -> None: ...
    def world_place(self, left: float, top: float) -> tuple[float, float]: ...


class Tools(QObject):
    def __init__(self, page: Map, desk: Desk, view: MapView):
        super().__init__(view)
        self._page, self._desk, self._view = page, desk, view
        view.tool_wanted.connect(self._begin)
        view.canvas.undone.connect(self._undo)
        view.canvas.escaped.connect(self._leave)
        card = view.measuring
        card.undone.connect(self._undo)
        card.ended.connect(lambda: self._measure(self._page.state.measured.ended()))
        card.left.connect(self._leave)
        card.used.connect(self._use)

    def look(self) -> None:
        """What the record on the screen says of a hoarding."""
        door = self._desk.door_of()
        self._page.show(
            hoarding=door is not None and door.is_hoarding, approved_m2=door.approved_m2 if door is not None else None
        )

    def take(self, left: float, top: float) -> bool:
        """Whether the tap was for a tool."""
        measured = self._page.state.measured
        if measured.tool is Tool.LOOK:
            return False
        self._measure(measured.with_corner(self._page.world_place(left, top)))
        return True

    def _begin(self, tool: Tool) -> None:
        """The same tool again puts it away."""
        again = tool is self._page.state.measured.tool
        self.look()
        self._page.show(measured=Measured() if again else Measured(tool), slots=None)
        self._view.canvas.setFocus()
        self._view.canvas.cross(not again)

    def _undo(self) -> None:
        self._measure(self._page.state.measured.without_last())

    def _leave(self) -> None:
        self._view.canvas.cross(False)
        self._page.show(measured=Measured(), slots=None, rows=None, found=None, unknown=False)
        self._view.search.show_text("")
        self._view.canvas.setFocus()

    def _measure(self, measured: Measured) -> None:
        door, said = self._desk.door_of(), ("", "good")
        if door is not None and measured.tool is Tool.PIN and measured.corners:
            said = door.pin_words(*_e7(measured.corners[0]))
        self._page.show(measured=measured, pinned=said)

    def _use(self) -> None:
        door, measured = self._desk.door_of(), self._page.state.measured
        if door is None or not measured.corners:
            return
        self._page.show(measured=Measured())
        if measured.tool is Tool.PIN:
            door.pin(*_e7(measured.corners[0]))
        elif measured.area_m2 > 0:
            door.measured(measured.area_m2)


def _e7(corner: tuple[float, float]) -> tuple[int, int]:
    lat, lon = corner
    return round(lat * 1e7), round(lon * 1e7)
