"""Asks the reference pack about the place of the draft and what may be the same finding; every answer is of the draft's own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from inspector_app.domain.finding import Draft
    from inspector_app.domain.reference.alike import Alike, Likeness
    from inspector_app.services.locating import Doubles, Here, Where
    from inspector_app.ui.desk import Desk
    from inspector_app.ui.trouble import Trouble

DAMAGED = "pack_damaged"


class LocatingDesk(QObject):
    """`came()`: more, or something else, is known than before. `settled()`: of the draft's place nothing more will be."""

    came = Signal()
    settled = Signal()

    def __init__(self, desk: Desk, page: QObject):
        super().__init__(page)
        self._desk = desk
        self._where: Where | None = None
        self._answered: Where | None = None  # whatever the answer was
        self._asked: Likeness | None = None
        self._here: Here | None = None
        self._alike: tuple[Alike, ...] = ()
        self._told_damage = False

    def read(self) -> None:
        """Asks again: another pack may be in use, or something was recorded."""
        self._ask_here()
        self._ask_alike()

    def placed(self, draft: Draft) -> Draft:
        """The draft with its grid, as soon as it is known; asks where that is another question than before."""
        if draft.place.lat_e7 is None and not draft.facts.get("plate"):  # the first keys wait for no import
            self._where, self._asked, self._alike = None, None, ()
            return draft
        self._look(draft)
        here = self.here
        return here.placed(draft) if here is not None else draft

    def _look(self, draft: Draft) -> None:
        from inspector_app.domain.reference import alike
        from inspector_app.services import locating

        where, asked = locating.where(draft), alike.likeness(draft)
        if where != self._where:
            self._where = where
            self._ask_here()
        if asked != self._asked:
            self._asked, self._alike = asked, ()
            self._ask_alike()

    @property
    def here(self) -> Here | None:
        """What is known of the place of the draft that was looked at; None while nobody knows."""
        found = self._here
        return found if found is not None and found.where == self._where else None

    @property
    def alike(self) -> tuple[Alike, ...]:
        return self._alike

    @property
    def is_looking(self) -> bool:
        """Whether the grid of the draft may still come."""
        return self._where != self._answered and self._where is not None

    def _ask_here(self) -> None:
        from inspector_app.services import locating

        where = self._where
        if where is not None:
            asking = self._desk.workplace.background.ask(locating.here, where)
            asking.then(lambda found: self._found(where, found)).otherwise(lambda trouble: self._lost(where, trouble))

    def _ask_alike(self) -> None:
        from inspector_app.services import locating

        asked = self._asked
        if asked is not None:
            self._desk.workplace.background.ask(locating.alike, asked).then(self._same).otherwise(self._failed)

    def _found(self, where: Where, found: Here | None) -> None:
        if where != self._where:
            return
        self._answered = where
        if found != self._here:
            self._here = found
            self.came.emit()
        self.settled.emit()

    def _lost(self, where: Where, trouble: Trouble) -> None:
        self._failed(trouble)
        if where == self._where:
            self._answered = where
            self.settled.emit()

    def _same(self, told: Doubles) -> None:
        if told.asked == self._asked and told.found != self._alike:
            self._alike = told.found
            self.came.emit()

    def _failed(self, trouble: Trouble) -> None:
        """A damaged pack is told once; recording goes on without it."""
        if trouble.code != DAMAGED:
            self._desk.tell_trouble(trouble)
        elif not self._told_damage:
            self._told_damage = True
            self._desk.tell_trouble(trouble)
