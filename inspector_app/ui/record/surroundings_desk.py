"""What is known around the draft: it answers facts that no person answered, and says in words what holds there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.finding import Category
from inspector_app.ui.record import answers
from inspector_app.ui.record.locating_desk import LocatingDesk

if TYPE_CHECKING:
    from inspector_app.domain.finding import Draft
    from inspector_app.services.changes import Changes
    from inspector_app.services.surroundings import Asked, Past, Surroundings
    from inspector_app.ui.desk import Desk


class SurroundingsDesk(QObject):
    """`came()`: more, or something else, is known than before. `settled()`: of the draft's place nothing more will be."""

    came = Signal()
    settled = Signal()

    def __init__(self, desk: Desk, page: QObject):
        super().__init__(page)
        self._desk = desk
        self._known: Surroundings | None = None
        self._asked: Asked | None = None
        self._past: Past | None = None
        self._places = LocatingDesk(desk, self)
        self._places.came.connect(self.came)
        self._places.settled.connect(self.settled)
        desk.workplace.feed.changed.connect(self._touched)

    @property
    def is_looking(self) -> bool:
        """Whether the grid of the draft may still come, and its road."""
        return self._places.is_looking

    def read(self) -> None:
        """Asks for everything again, once the database is open."""
        from inspector_app.services import surroundings

        place = self._desk.workplace
        place.background.ask(surroundings.known, place.clock.now()).then(self._learned)
        self._ask_past()
        self._places.read()

    def completed(self, draft: Draft, *, was: Draft) -> Draft:
        """The draft with what the calendar and reference data answer; what a person answered stays."""
        policy = self._desk.rulebook.policy
        draft = draft if policy is None else answers.dated(draft, policy.calendar, was=was)
        draft = self._places.placed(draft)
        if self._known is None or draft.category is Category.OTHER:
            return draft
        from inspector_app.services import locating, surroundings

        asked = surroundings.asks(draft) if self._sees_subjects else None
        if asked != self._asked:
            self._asked = asked
            self._ask_past()
        known = self._known.beside(self._places.here).facts(draft, self._past)
        if not self._sees_subjects:
            known["history"] = None
        for name in (*locating.FACTS, *surroundings.FACTS):
            draft = answers.filled(draft, self._desk.rulebook.catalogue, name, known.get(name, answers.ABSENT))
        return draft

    def told(self, draft: Draft) -> dict[str, Any]:
        """The parts of the state that speak of the surroundings, in words."""
        if self._known is None:
            return {}
        from inspector_app.ui.record import place_words
        from inspector_app.ui.record import surroundings_words as words

        rulebook, now = self._desk.rulebook, self._desk.workplace.clock.now()
        catalogue, near_m = rulebook.catalogue, rulebook.near_m
        known = self._known.beside(self._places.here)
        alike = [one for one in self._places.alike if not one.told or self._sees_subjects]
        return {
            "points": tuple(words.point(near, now, catalogue, near_m) for near in known.relief.offers(draft, now)),
            "around": words.around(draft, known, catalogue),
            "history": words.freshness(draft, known) if self._sees_subjects else None,
            "same": tuple(place_words.same(one, now) for one in alike),
        }

    @property
    def _sees_subjects(self) -> bool:
        """Whether the signer may know what somebody did before; to the others it is unknown."""
        from inspector_app.domain.powers import sees_subjects

        shift = self._desk.duty.state.shift
        return shift is None or sees_subjects(shift.officer.role)

    def _touched(self, changes: Changes) -> None:
        if changes.references or changes.findings or changes.tasks:
            self.read()

    def _ask_past(self) -> None:
        from inspector_app.services import surroundings

        place = self._desk.workplace
        if self._asked is not None:
            place.background.ask(surroundings.past, self._asked, place.clock.now()).then(self._remembered)

    def _learned(self, found: Surroundings) -> None:
        if found != self._known:
            self._known = found
            self.came.emit()

    def _remembered(self, found: Past) -> None:
        if found.asked == self._asked and found != self._past:
            self._past = found
            self.came.emit()
