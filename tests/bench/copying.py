"""The limit for storing lines: COPY of the rows that the centre stored, into the same tables, in the same transactions."""

import asyncio
import io
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
TABLES = ("lines", "findings", "photos", "named")  # what grows with every finding
# Rows by the line that they came of; a finding's own row is written again when it is decided.
ROWS = {
    "lines": "lines t JOIN lines l USING (device, epoch, seq)",
    "findings": "findings t JOIN lines l USING (device, epoch, seq)",
    "photos": "photos t JOIN lines l ON (l.device, l.id) = (t.device, t.line)",
    "named": "named t JOIN photos p USING (device, sha256) JOIN lines l ON (l.device, l.id) = (p.device, p.line)",
}
AS_STORED = "l.xmin::text"  # the transaction that stored the line
AS_PUSHED = "l.device || l.epoch || (l.seq - 1) / 50"  # BATCH_LINES at once


@dataclass(frozen=True, slots=True)
class Commit:
    """What one transaction stored: for each table its rows, as COPY takes them."""

    rows: dict[str, bytes]


async def commits(url: str, each: str) -> list[Commit]:
    """The rows of that database in transactions: AS_STORED, those that stored them, or AS_PUSHED, one for each push."""
    connection = await asyncpg.connect(url)
    found: dict[str, dict[str, list[Sequence[Any]]]] = {}
    try:
        for table in TABLES:
            for row in await connection.fetch(f"SELECT {each} AS commit, t.* FROM {ROWS[table]}"):
                commit, *values = row.values()
                found.setdefault(commit, {}).setdefault(table, []).append(values)
    finally:
        await connection.close()
    return [Commit({table: _packed(rows) for table, rows in of.items()}) for of in found.values()]


async def copy(url: str, todo: Sequence[Commit], connections: int) -> float:
    """Seconds for storing them in an empty database, over so many connections."""
    lines = [await asyncpg.connect(url, server_settings={"synchronous_commit": "on"}) for _ in range(connections)]
    waiting = list(todo)

    async def work(line: asyncpg.Connection) -> None:
        while waiting:
            commit = waiting.pop()
            async with line.transaction():
                for table, rows in commit.rows.items():
                    await line.copy_to_table(table, source=io.BytesIO(rows), format="binary")

    begun = time.perf_counter()
    await asyncio.gather(*map(work, lines))
    took = time.perf_counter() - begun
    for line in lines:
        await line.close()
    return took


def _packed(rows: Sequence[Sequence[Any]]) -> bytes:
    parts = [HEADER]
    for row in rows:
        parts.append(struct.pack(">h", len(row)))
        parts += map(_field, row)
    return b"".join([*parts, TRAILER])


def _field(value: object) -> bytes:
    if value is None:
        return struct.pack(">i", -1)
    raw = (
        struct.pack(">?", value)
        if isinstance(value, bool)
        else struct.pack(">q", value)
        if isinstance(value, int)
        else value
        if isinstance(value, bytes)
        else str(value).encode()
    )
    return struct.pack(">i", len(raw)) + raw
