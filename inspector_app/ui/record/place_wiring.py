"""Joins the place of the draft with the card that asks for it, and with what is around."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.record import places
from inspector_app.ui.record.nearby import spots
from inspector_app.ui.record.place_card import PlaceCard
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.widgets.plan import Spot


class PlaceWiring(QObject):
    """`changed(Draft)` with another place; `unreadable(bool)`: what is typed is no position yet."""

    changed = Signal(object)
    unreadable = Signal(bool)

    def __init__(self, desk: Desk, card: PlaceCard, current: Callable[[], RecordState], page: QObject):
        super().__init__(page)
        self._desk, self._card, self._current = desk, card, current
        card.address_typed.connect(lambda text: self.changed.emit(places.addressed(current().draft, text)))
        card.position_typed.connect(lambda at: self.changed.emit(places.pinned(current().draft, at)))
        card.unreadable.connect(self.unreadable)
        card.photo_position_wanted.connect(self._take_position)
        desk.duty.changed.connect(self._look_around)
        self._look_around(desk.duty.state)

    def _take_position(self) -> None:
        self.unreadable.emit(False)
        self.changed.emit(places.from_photo(self._current().draft))

    def _look_around(self, duty: OnDuty) -> None:
        if duty.shift is not None:
            self._desk.workplace.background.ask(spots, duty.shift.id).then(self._show_nearby)

    def _show_nearby(self, found: tuple[Spot, ...]) -> None:
        self._card.show_nearby(found)
        self._card.present(self._current())
