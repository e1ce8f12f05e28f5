"""The relief points of the record page: what the nearest ones are, and what they say about a finding that is no answer yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from inspector_app.domain.finding import Category
from inspector_app.ui import translation
from inspector_app.ui.record import answers
from inspector_app.ui.record.state import Point

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from inspector_app.domain.finding import Draft
    from inspector_app.domain.reference.nearest import Near
    from inspector_app.services.changes import Changes
    from inspector_app.services.relief import Relief
    from inspector_app.ui.desk import Desk

translate = QCoreApplication.translate
FACT, KIND = "nearest_relief", "relief_point"
ALL_DAY = timedelta(hours=24)


class ReliefDesk(QObject):
    """`came()`: other points are known, or another number of free slots."""

    came = Signal()

    def __init__(self, desk: Desk, page: QObject):
        super().__init__(page)
        self._desk = desk
        self._relief: Relief | None = None
        desk.workplace.feed.changed.connect(self._touched)

    def read(self) -> None:
        """Asks for everything again, once the database is open."""
        from inspector_app.services import relief

        place = self._desk.workplace
        place.background.ask(relief.known, place.clock.now()).then(self._known)

    def filled(self, draft: Draft) -> Draft:
        """The draft with the fact `nearest_relief`, unless the officer said otherwise; untouched while nothing is known."""
        if self._relief is None or draft.category is Category.OTHER:
            return draft
        return answers.filled(draft, self._desk.rulebook.catalogue, FACT, self._relief.fact(draft))

    def points(self, draft: Draft) -> tuple[Point, ...]:
        """The nearest points for the card, in words."""
        if self._relief is None:
            return ()
        now = self._desk.workplace.clock.now()
        return tuple(self._worded(near, now) for near in self._relief.offers(draft, now))

    def _touched(self, changes: Changes) -> None:
        if KIND in changes.references or changes.findings:
            self.read()

    def _known(self, found: Relief) -> None:
        if found != self._relief:
            self._relief = found
            self.came.emit()

    def _worded(self, near: Near, now: datetime) -> Point:
        """`步行 240 m · 剩余 6/24 · 至 22:00 · 餐饮食品`."""
        return Point(near.point.id, near.point.name, " · ".join(part for part in self._about(near, now) if part))

    def _about(self, near: Near, now: datetime) -> Iterable[str]:
        if near.distance_m is None:
            yield translate("ReliefWords", "Distance unknown")
        else:
            yield translate("ReliefWords", "Walk: {metres} m").format(metres=near.distance_m)
        yield translate("ReliefWords", "Free: {free}/{slots}").format(free=near.free, slots=near.point.slots)
        if near.open_until - now < ALL_DAY:
            closes = near.open_until.astimezone(answers.LOCAL)
            yield translate("ReliefWords", "Open until {time}").format(time=f"{closes:%H:%M}")
        yield translate("ReliefWords", ", ").join(self._goods(near))

    def _goods(self, near: Near) -> Iterable[str]:
        control, language = self._desk.rulebook.catalogue.control("stall", "goods"), translation.language()
        known = {choice.value for choice in control.values}
        return (control.label(code, language) if code in known else code for code in sorted(near.point.goods))
