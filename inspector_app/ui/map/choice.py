"""The relief point that was chosen on the map: its card, and its mark in sight beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QObject

from inspector_app.domain import mercator
from inspector_app.domain.reference.nearest import walking_m
from inspector_app.domain.reference.relief import ReliefPoint
from inspector_app.ui.map.layers import Mark
from inspector_app.ui.map.state import MapState, Slots
from inspector_app.ui.map.view import MapView


class Map(Protocol):
    """What the choice needs of the page's controller."""

    state: MapState

    def show(self, *, slots: Slots | None) -> None: ...
    def move(self, right: float, down: float) -> None: ...


class Choice(QObject):
    def __init__(self, page: Map, view: MapView):
        super().__init__(view)
        self._page, self._view = page, view
        self._slots: dict[str, Slots] = {}
        view.card.closed.connect(self.drop)

    def offer(self, known: Iterable[Slots], *, shown: bool) -> int:
        """What the pack and the feed know now, as marks while they are `shown`; a choice that is known no more is dropped."""
        self._slots = {slots.point.id: slots for slots in known}
        marks = [
            Mark(one.point.id, one.point.lat_e7 / 1e7, one.point.lon_e7 / 1e7, one.point.name, one.free)
            for one in self._slots.values()
        ]
        self._view.relief.marks = marks if shown else ()
        if self._page.state.slots is not None:
            self.choose(self._page.state.slots.point.id if shown else "")
        return len(marks)

    def choose(self, point: str) -> None:
        """Shows the card of one relief point; of none for an empty id."""
        slots, here = self._slots.get(point), self._view.here.here
        if slots is not None and here is not None:
            slots = slots._replace(walk_m=walking_m(round(here.lat * 1e7), round(here.lon * 1e7), slots.point))
        newly = self._view.relief.chosen != point
        self._view.relief.chosen = point if slots is not None else ""
        self._page.show(slots=slots)
        if newly and slots is not None:
            self._bring_out(slots.point)

    def drop(self) -> None:
        self.choose("")

    def _bring_out(self, point: ReliefPoint) -> None:
        """From under its own card."""
        view = self._view.canvas.view
        way = self._view.way_out(*view.to_screen(mercator.x_of(point.lon_e7 / 1e7), mercator.y_of(point.lat_e7 / 1e7)))
        if way != (0, 0):
            self._page.move(*way)
