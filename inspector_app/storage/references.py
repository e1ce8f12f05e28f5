"""What the centre states for laptops to look up; the last statement about a kind and id stands."""

from collections.abc import Sequence

import msgspec

from inspector_app.domain.reference.history import subject_key
from inspector_app.domain.reference.item import Reference, ReferenceKind
from inspector_app.storage.database import Connection
from sync.protocol.feed import REFERENCE_GONE, REFERENCE_STATED, Gone, Stated

PULLED_AT = "pulled_at"


def state(connection: Connection, said: Stated) -> str:
    """Keeps the statement in place of an earlier one; returns its kind."""
    body, subject = msgspec.json.encode(said.body), subject_key(str(said.body.get("subject") or ""))
    row = (said.kind, said.id, said.version, said.valid_from, said.valid_to, body, subject)
    connection.execute("INSERT OR REPLACE INTO reference VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    return said.kind


def drop(connection: Connection, said: Gone) -> str:
    connection.execute("DELETE FROM reference WHERE kind = ? AND id = ?", (said.kind, said.id))
    return said.kind


def every(connection: Connection, kind: str) -> Sequence[Reference]:
    """All of a kind, by id."""
    return _items(connection, kind, "kind = ? ORDER BY id", kind)


def histories(connection: Connection, subject: str) -> Sequence[Reference] | None:
    """The histories of one subject (a `subject_key`); None while no history of anybody is here."""
    kind = ReferenceKind.HISTORY.value
    if connection.execute("SELECT 1 FROM reference WHERE kind = ? LIMIT 1", (kind,)).fetchone() is None:
        return None
    return _items(connection, kind, "kind = ? AND subject = ? AND subject <> '' ORDER BY id", kind, subject)


def histories_dated(connection: Connection, hours: Sequence[str]) -> Sequence[Reference]:
    """Those with something in one of these hours (`2026-11-22T01`, UTC), whoever it is about."""
    kind = ReferenceKind.HISTORY.value
    dated = " OR ".join("instr(body, ?) > 0" for _ in hours)
    return _items(connection, kind, f"kind = ? AND ({dated}) ORDER BY id", kind, *(f'"at":"{hour}' for hour in hours))


def _items(connection: Connection, kind: str, where: str, *values: str) -> Sequence[Reference]:
    rows = connection.execute(f"SELECT id, version, valid_from, valid_to, body FROM reference WHERE {where}", values)  # noqa: S608
    return [
        Reference(kind, id_, version, msgspec.json.decode(body), begin, end) for id_, version, begin, end, body in rows
    ]


def as_of(connection: Connection) -> str:
    """When the feed was last read to its end (UTC ISO); empty before the first time."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (PULLED_AT,)).fetchone()
    return row[0].decode() if row else ""


def note_pulled(connection: Connection, at: str) -> None:
    connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (PULLED_AT, at.encode()))


def forget(connection: Connection, bucket: str) -> None:
    """Drops what the bucket stated: its centre counts anew, and tells again what is still true."""
    connection.execute(
        "DELETE FROM inbox WHERE bucket = ? AND kind IN (?, ?)", (bucket, REFERENCE_STATED, REFERENCE_GONE)
    )
    connection.execute("DELETE FROM settings WHERE name = ?", (PULLED_AT,))
