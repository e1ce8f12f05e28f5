"""Tells the officer that the centre refused a slot, until somebody has read it; what becomes of the stall is theirs to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.services import relief

if TYPE_CHECKING:
    from inspector_app.services.changes import Changes
    from inspector_app.services.relief import Refused
    from inspector_app.ui.workplace import Workplace


class Refusals(QObject):
    """`changed()`: `unseen` is another list, the one answered first at its beginning."""

    changed = Signal()

    def __init__(self, place: Workplace):
        super().__init__()
        self._place = place
        self.unseen: tuple[Refused, ...] = ()
        place.feed.changed.connect(self._touched)

    def read(self) -> None:
        self._place.background.ask(relief.refused, self._place.preferences.choices.seen_refusal).then(self._told)

    def seen(self, refused: Refused) -> None:
        """Somebody read it; it stays in the details of its finding."""
        self._place.preferences.change(seen_refusal=refused.measure)
        self._told(tuple(one for one in self.unseen if one != refused))

    def _touched(self, changes: Changes) -> None:
        if changes.findings or changes.sync:
            self.read()

    def _told(self, refused: tuple[Refused, ...]) -> None:
        if refused != self.unseen:
            self.unseen = refused
            self.changed.emit()
