"""The append-only table of sealed lines: numbered without gaps, chained, never changed. Callers hold the transaction."""

from collections.abc import Iterator
from typing import Any

import msgspec

from inspector_app.storage.database import Connection
from sync.protocol.laptop import Head
from sync.protocol.lines import EPOCH_OPENED, ORIGIN, Entry, Line, digest_of, seal

_COLUMNS = "epoch, seq, id, kind, about, recorded_at, officer, body, prev, digest, alg"
CHUNK = 1000


def greatest_id(connection: Connection) -> str:
    """The greatest id of a line, for ids that go on in order after a restart; empty in an empty journal."""
    found = connection.execute("SELECT max(id) FROM journal").fetchone()
    return str(found[0] or "")


def head(connection: Connection) -> Head:
    """The last line; epoch "" and seq 0 when there is none."""
    row = connection.execute("SELECT epoch, seq, digest FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(row[0], row[1], row[2].hex()) if row else Head("", 0, ORIGIN)


def device_of(connection: Connection) -> str | None:
    """The laptop whose journal this is; None before the first line."""
    row = connection.execute("SELECT device FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return str(row[0]) if row else None


def append(connection: Connection, device: str, entry: Entry) -> Line:
    """Seals `entry` as the next line of the current epoch; raises ProtocolProblem, before anything is written, when out of bounds."""
    last = head(connection)
    line = seal(device, last.epoch, last.seq + 1, last.digest, entry)
    insert(connection, device, line)
    return line


def begin_epoch(connection: Connection, device: str, epoch: str, *, prev: str, entry: Entry) -> Line:
    """The first line of a new epoch, chained to the last line that it trusts (`prev`); its seq goes on."""
    assert entry.kind == EPOCH_OPENED
    line = seal(device, epoch, head(connection).seq + 1, prev, entry)
    insert(connection, device, line)
    return line


def insert(connection: Connection, device: str, line: Line) -> None:
    """Writes a sealed line exactly as it is; the table refuses any but the next one."""
    connection.execute(
        f"INSERT INTO journal (device, {_COLUMNS}) VALUES (?{', ?' * 11})",  # noqa: S608 - constants only
        (
            device, line.epoch, line.seq, line.id, line.kind, line.about, line.recorded_at, line.officer, bytes(line.body),
            bytes.fromhex(line.prev), bytes.fromhex(line.digest), line.alg,
        ),
    )  # fmt: skip


def between(connection: Connection, first: int, last: int, *, limit: int = -1) -> list[Line]:
    """Lines `first` to `last`, both included, in order; at most `limit` when it is not negative."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",  # noqa: S608
        (first, last, limit),
    )
    return [_line(row) for row in rows]


def with_devices(connection: Connection, first: int, last: int) -> Iterator[tuple[str, Line]]:
    """Lines `first` to `last` with the laptop that sealed each, as they are read: a damaged page ends it with an error."""
    query = f"SELECT device, {_COLUMNS} FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq"  # noqa: S608
    for row in connection.execute(query, (first, last)):
        yield row[0], _line(row[1:])


def about(connection: Connection, thing: str) -> list[Line]:
    """Every line about one thing, in order."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM journal WHERE about = ? ORDER BY seq", (thing,))  # noqa: S608
    return [_line(row) for row in rows]


def every(connection: Connection, *, after: int = 0) -> Iterator[Line]:
    """All lines after seq `after`, in order, a chunk at a time."""
    while chunk := between(connection, after + 1, 2**53, limit=CHUNK):
        yield from chunk
        after = chunk[-1].seq


def holds(connection: Connection, line_id: str, *, before: int = 2**53) -> bool:
    """Whether a line of this id stands in the journal at a seq below `before`."""
    query = "SELECT 1 FROM journal WHERE id = ? AND seq < ?"
    return connection.execute(query, (line_id, before)).fetchone() is not None


def is_whole(device: str, line: Line) -> bool:
    """Whether not a bit of `line` differs from what was sealed."""
    return digest_of(device, line) == line.digest


def _line(row: Any) -> Line:
    epoch, seq, line_id, kind, about_, recorded_at, officer, body, prev, digest, alg = row
    return Line(
        epoch=epoch, seq=seq, id=line_id, kind=kind, about=about_, recorded_at=recorded_at, officer=officer,
        body=msgspec.Raw(body), prev=prev.hex(), digest=digest.hex(), alg=alg,
    )  # fmt: skip
