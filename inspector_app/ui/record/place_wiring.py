"""Joins the place of the draft with the card that asks for it, with the receiver, the reference pack, and what is around."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.fix import Trust
from inspector_app.domain.place import PlaceSource
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.map import style
from inspector_app.ui.map.plan import Spot
from inspector_app.ui.record import answers, places
from inspector_app.ui.record.hint_wiring import HintWiring
from inspector_app.ui.record.nearby import spots
from inspector_app.ui.record.state import RecordState
from inspector_app.ui.record.view import RecordView

if TYPE_CHECKING:
    from inspector_app.domain.finding import Draft
    from inspector_app.domain.reference.suggestion import Suggestion
    from inspector_app.ui.trouble import Trouble

STILL_HERE_S = 60  # so long after its beginning a finding is where the laptop is


class PlaceWiring(QObject):
    """`changed(Draft)` with another place; `unreadable(bool)`: what is typed is no position yet.

    A good fix is taken by itself when a finding is begun, once: what a person then does with the place stays as it is.
    """

    changed = Signal(object)
    unreadable = Signal(bool)

    def __init__(self, desk: Desk, view: RecordView, current: Callable[[], RecordState], page: QObject):
        super().__init__(page)
        card = view.place
        self._desk, self._card, self._current = desk, card, current
        self._settled = ""  # the draft whose place a person, or a fix, has settled
        self.hints = HintWiring(desk, view, current, self.begun, self)
        self.hints.changed.connect(self.changed)
        card.address.looked_for.connect(self._look_for)
        card.address.picked.connect(self._pick)
        card.address_typed.connect(lambda text: self.changed.emit(places.addressed(current().draft, text)))
        card.position_typed.connect(self._pin)
        card.reason_given.connect(lambda reason: self.changed.emit(places.because(current().draft, reason)))
        card.unreadable.connect(self.unreadable)
        card.photo_position_wanted.connect(self._take_from_photo)
        card.fix_wanted.connect(self._take_fix)
        desk.duty.changed.connect(self._look_around)
        desk.positions.changed.connect(self._hear)
        self._look_around(desk.duty.state)
        desk.workplace.background.ask(style.learn, desk.workplace.resources).then(self._lay_ground)
        card.hear(desk.positions.told, desk.positions.now_ms())

    def begun(self, draft: Draft) -> Draft:
        """The draft with the receiver's position, where that is good enough to be taken unasked."""
        positions = self._desk.positions
        if draft.id == self._settled or draft.place.source is not PlaceSource.NONE or self._is_old(draft):
            return draft
        if positions.trust() is not Trust.ACCEPTED:
            return draft
        self._settled = draft.id
        return places.from_receiver(draft, positions.told, positions.now_ms())

    def _is_old(self, draft: Draft) -> bool:
        """Whether the officer may have walked on since, or gave another time."""
        passed = self._desk.workplace.clock.now() - datetime.fromisoformat(draft.observed_at)
        return abs(passed.total_seconds()) > STILL_HERE_S

    def _hear(self) -> None:
        positions, draft = self._desk.positions, self._current().draft
        if not answers.is_untouched(draft):
            taken = self.begun(draft)
            if taken is not draft:
                self.changed.emit(taken)
        self._card.hear(positions.told, positions.now_ms())

    def _pin(self, at: tuple[int, int] | None) -> None:
        positions, draft = self._desk.positions, self._current().draft
        self._settled = draft.id
        self.changed.emit(places.pinned(draft, at, places.reason_of(positions.told, positions.now_ms())))

    def _take_fix(self) -> None:
        positions, draft = self._desk.positions, self._current().draft
        if positions.trust() is not Trust.BY_HAND:
            self._settled = draft.id
            self.unreadable.emit(False)
            self.changed.emit(places.from_receiver(draft, positions.told, positions.now_ms()))

    def _take_from_photo(self) -> None:
        draft = self._current().draft
        self._settled = draft.id
        self.unreadable.emit(False)
        self.changed.emit(places.from_photo(draft))

    def _look_for(self, typed: str) -> None:
        """Asks on a reader thread; an answer that comes when something else is typed is not shown."""
        from inspector_app.services import locating

        asked = locating.where(self._current().draft)
        spot = asked.spot if asked is not None else None
        found = self._desk.workplace.background.ask(locating.suggestions, typed, spot)
        found.then(self._card.address.suggest).otherwise(self._told_already)

    def _told_already(self, _: Trouble) -> None:
        """A pack that cannot be read was told when the place was looked up; the officer types on."""

    def _pick(self, one: Suggestion) -> None:
        self._card.address.close_list()
        self.changed.emit(places.suggested(self._current().draft, one))

    def _look_around(self, duty: OnDuty) -> None:
        if duty.shift is not None:
            self._desk.workplace.background.ask(spots, duty.shift.id).then(self._show_nearby)

    def _lay_ground(self, _: None) -> None:
        from inspector_app.ui.map.plan_ground import PlanGround

        PlanGround(self._desk, self._card.plan, self)

    def _show_nearby(self, found: tuple[Spot, ...]) -> None:
        self._card.show_nearby(found)
        self._card.present(self._current())
