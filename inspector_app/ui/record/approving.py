"""The squad leader's word on the record page: asked for where their tier goes below the guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.finding import Tier
from inspector_app.ui.record.state import RecordState

if TYPE_CHECKING:
    from inspector_app.domain.finding import Override
    from inspector_app.ui.approval import Approval
    from inspector_app.ui.desk import Desk
    from inspector_app.ui.leaders import Leaders
    from inspector_app.ui.record.override_panel import OverridePanel


Asked = tuple["Override", Tier, str]
"""The officer's own tier with its reason, the guard, the party."""


class ApprovalWiring(QObject):
    """`approved(Draft)`: the draft with the leader's word; `told()`: `state` says something else of the code."""

    approved = Signal(object)
    told = Signal()

    def __init__(self, desk: Desk, panel: OverridePanel, current: Callable[[], RecordState], page: QObject):
        super().__init__(page)
        self._desk, self._current = desk, current
        self._leaders: Leaders | None = None
        self._asked: Asked | None = None  # for what the code was given
        panel.code_given.connect(self._check)

    def state(self, record: RecordState) -> Approval | None:
        """What is known of leaders; asked for as soon as somebody may need one."""
        if self._leaders is None and (record.overriding or record.awaits_leader):
            self._leaders = self._desk.leaders
            self._leaders.changed.connect(self.told)
        return self._leaders.state if self._leaders is not None else None

    def _check(self, number: str, code: str) -> None:
        self._asked = self._wanted()
        if self._leaders is not None and self._asked is not None:
            self._leaders.check(number, code, self._approved)

    def _approved(self, number: str) -> None:
        draft = self._current().draft
        if draft.override is not None and self._wanted() == self._asked:
            self.approved.emit(replace(draft, override=replace(draft.override, approved_by=number)))

    def _wanted(self) -> Asked | None:
        record = self._current()
        return (record.draft.override, record.guard, record.draft.party) if record.draft.override is not None else None
