"""The squad leaders that this laptop knows, and whether a code is theirs: checked on a reader thread, never on this one."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.problems import Problem
from inspector_app.domain.reference.item import ReferenceKind
from inspector_app.services import approvals
from inspector_app.ui.approval import Approval

if TYPE_CHECKING:
    from inspector_app.domain.reference.leader import Leader
    from inspector_app.services.changes import Changes
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.workplace import Workplace

TICK_MS = 1000


class Leaders(QObject):
    """One for all pages, so that wrong codes count together. `changed()`: `state` is another."""

    changed = Signal()

    def __init__(self, place: Workplace, tell_trouble: Callable[[Trouble], None]):
        super().__init__()
        self._place, self._tell_trouble = place, tell_trouble
        self._approvals = approvals.Approvals(time.monotonic)
        self.state = Approval()
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._tick)
        place.feed.changed.connect(self._touched)

    def read(self) -> None:
        """Asks who is known, once the database is open."""
        self._place.background.ask(approvals.known, self._place.clock.now()).then(self._known)

    def check(self, number: str, code: str, approved: Callable[[str], None]) -> None:
        """Calls `approved(number)` when the code is that leader's; `state` says what else came of it. One at a time."""
        if self.state.checking or self.state.wait_s:
            return
        self._show(checking=True, wrong=False)
        now = self._place.clock.now()
        pending = self._place.background.ask(approvals.checked, self._approvals, number, code, now)
        pending.then(self._right).then(approved).otherwise(self._failed)

    def _touched(self, changes: Changes) -> None:
        if ReferenceKind.LEADER in changes.references:
            self.read()

    def _known(self, found: tuple[Leader, ...]) -> None:
        self._show(leaders=found)

    def _right(self, _: str) -> None:
        self._show(checking=False)

    def _failed(self, trouble: Trouble) -> None:
        wrong = trouble.code == Problem.APPROVAL_WRONG
        self._show(checking=False, wrong=wrong, wait_s=ceil(self._approvals.wait_s()))
        if self.state.wait_s:
            self._clock.start()
        if not wrong:
            self._tell_trouble(trouble)

    def _tick(self) -> None:
        self._show(wait_s=ceil(self._approvals.wait_s()))
        if not self.state.wait_s:
            self._clock.stop()

    def _show(self, **told: Any) -> None:
        state = self.state._replace(**told)
        if state != self.state:
            self.state = state
            self.changed.emit()
