"""Keeps the rulebook's policy the one in force: the program's own at once, then what the bureau's reference pack brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.ui import translation

if TYPE_CHECKING:
    from inspector_app.services.changes import Changes
    from inspector_app.services.deciding import Policy
    from inspector_app.ui.rulebook import Rulebook
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.workplace import Workplace


class PolicyInForce(QObject):
    """`failed(Trouble)`; `other(sentence)`: this laptop decides by another one than it did last, whenever that was."""

    failed = Signal(object)
    other = Signal(str)

    def __init__(self, place: Workplace, rulebook: Rulebook, parent: QObject | None = None):
        super().__init__(parent)
        self._place, self._rulebook = place, rulebook
        self._asked = self._taken = 0
        place.feed.changed.connect(self._touched)

    def load(self) -> None:
        """Asks for it on a reader thread; of several answers the one to the last question stands."""
        self._asked += 1
        number = self._asked
        asked = self._place.background.prepare(self._place.load_policy)
        asked.then(lambda policy: self._take(number, policy)).otherwise(self._failed)

    def _touched(self, changes: Changes) -> None:
        if "pack" in changes.references:
            self.load()

    def _take(self, number: int, policy: Policy) -> None:
        if number < self._taken:
            return
        self._taken = number
        before, preferences = self._rulebook.policy, self._place.preferences
        if before is None or (before.pack.digest, before.calendar) != (policy.pack.digest, policy.calendar):
            self._rulebook.take(policy)
        if number == self._asked and preferences.choices.policy != policy.pack.name:
            is_first = not preferences.choices.policy
            preferences.change(policy=policy.pack.name)
            if not is_first:
                title = policy.pack.titles[translation.language()]
                self.other.emit(self.tr("Decisions follow another policy from now on: {title}").format(title=title))

    def _failed(self, trouble: Trouble) -> None:
        """What decided until now goes on; without anything the rulebook says why."""
        if self._rulebook.policy is None:
            self._rulebook.trouble = trouble
        self.failed.emit(trouble)
