"""One deed as one transaction: what it states becomes lines and rows together, or not at all."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from inspector_app.domain.events import Event
from inspector_app.domain.finding import Draft
from inspector_app.domain.ids import Ids, iso
from inspector_app.domain.reference.item import Reference
from inspector_app.domain.task import Task
from inspector_app.services.ports import FindingDetails, Shift
from inspector_app.storage import journal, queries, references
from inspector_app.storage.bodies import body_of
from inspector_app.storage.database import Connection
from inspector_app.storage.project import project
from sync.protocol.lines import Entry, Line


class Work:
    """Satisfies services.ports.UnitOfWork; `lines` are those that it appended."""

    def __init__(self, connection: Connection, device: str, ids: Ids):
        self._connection = connection
        self._device = device
        self._ids = ids
        self.lines: list[Line] = []

    def record(self, event: Event, *, officer: str, at: datetime) -> str:
        """Appends `event` as the next line, projects it, and returns the line's id; raises ProtocolProblem when out of bounds."""
        entry = Entry(self._ids(), event.KIND, event.about, iso(at), officer, body_of(event))
        line = journal.append(self._connection, self._device, entry)
        drawn = project(self._connection, line)
        assert drawn is not None, "an event that cannot be read back"
        self.lines.append(line)
        return entry.id

    def open_shift(self) -> Shift | None:
        return queries.open_shift(self._connection)

    def finding(self, finding_id: str) -> FindingDetails | None:
        return queries.finding(self._connection, finding_id)

    def task(self, task_id: str) -> Task | None:
        return queries.task(self._connection, task_id)

    def shift_totals(self, shift_id: str) -> tuple[int, int]:
        return queries.shift_totals(self._connection, shift_id)

    def references(self, kind: str) -> Sequence[Reference]:
        return references.every(self._connection, kind)

    def save_draft(self, draft: Draft) -> None:
        self._connection.execute(
            "INSERT INTO drafts (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (draft.id, msgspec.json.encode(draft)),
        )

    def drop_draft(self, draft_id: str) -> None:
        self._connection.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))
