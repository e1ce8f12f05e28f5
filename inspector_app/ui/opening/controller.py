"""Opens a shift: remembers who signed last, opens, and lets the form come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector_app.ui import texts
from inspector_app.ui.desk import Desk
from inspector_app.ui.opening.state import OpeningState, problems_of, remembered, to_remember
from inspector_app.ui.opening.view import OpeningView
from inspector_app.ui.trouble import Side, Trouble

if TYPE_CHECKING:
    from inspector_app.services.ports import Reads


class OpeningDesk(QObject):
    """`view` is the form; once the shift is open, duty tells everybody."""

    def __init__(self, desk: Desk):
        super().__init__()
        self._desk = desk
        self.state = remembered(desk.workplace.preferences.choices)
        self.view = OpeningView()
        self._attempted = False
        self.view.changed.connect(self._typed)
        self.view.open_wanted.connect(self.open)
        self.view.restore_wanted.connect(lambda: desk.go("restore"))
        desk.workplace.background.ask(_is_unused).then(self._offer)
        self._present()

    def _typed(self, state: OpeningState) -> None:
        self.state = state
        self._present()

    def _offer(self, unused: bool) -> None:
        self.state = self.state._replace(unused=unused)
        self._present()

    def _present(self) -> None:
        found = problems_of(self.state) if self._attempted else {}
        words = {name: texts.sentence(Trouble(Side.PERSON, code)) for name, code in found.items()}
        self.view.present(self.state, words)

    def open(self) -> None:
        """Opens the shift, or says what is missing."""
        self._attempted = True
        self._present()
        found = problems_of(self.state)
        if found:
            self.view.take_to(next(iter(found)))
            return
        if self.state.opening:
            return
        from inspector_app.services import shifts

        self._typed(self.state._replace(opening=True))
        place, state = self._desk.workplace, self.state
        opening = place.background.do(
            shifts.open_shift, state.officer, state.second, unit=state.unit.strip(), planned_from=state.planned_from,
            planned_to=state.planned_to, clock=place.clock, ids=place.ids,
        )  # fmt: skip
        opening.then(lambda _: self._opened(state)).otherwise(self._not_opened)

    def _opened(self, state: OpeningState) -> None:
        self._typed(self.state._replace(opening=False))
        self._desk.workplace.background.prepare(self._desk.workplace.preferences.change, **to_remember(state))

    def _not_opened(self, trouble: Trouble) -> None:
        self._typed(self.state._replace(opening=False))
        self._desk.tell_trouble(trouble)
        self._desk.duty.read()


def _is_unused(reads: Reads) -> bool:
    return reads.sync_overview().is_unused
