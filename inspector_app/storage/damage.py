"""Reading around the damage in a database that is no longer whole."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.storage import journal
from inspector_app.storage.database import Connection, open_reader
from inspector_app.storage.second_copy import Copied

MOST_TRIES = 20_000  # each costs a millisecond
BEYOND = 64  # lines looked for behind the last that is known, where the database cannot tell


def lines(path: Path, master: bytes, *, known: set[int]) -> Iterator[Copied]:
    """The whole lines of the damaged journal at `path` that are not `known` yet (by seq)."""
    damaged = _Damaged(path, master)
    last = max(damaged.last_seq(), max(known, default=0) + BEYOND)
    for before, after in pairwise((0, *sorted(known), last + 1)):
        if after - before > 1:
            yield from damaged.lines(before + 1, after - 1)


def table(path: Path, master: bytes, name: str) -> tuple[list[tuple[Any, ...]], bool]:
    """The rows of a table up to the first that cannot be read, and whether that was the end of it."""
    found = []
    with suppress(sqlite.Error), closing(open_reader(path, master)) as connection:
        for row in connection.execute(f"SELECT * FROM {name}"):  # noqa: S608 - constants only
            found.append(row)  # noqa: PERF402 - what was read before the damage counts
        return found, True
    return found, False


def numbered(path: Path, master: bytes, name: str) -> tuple[list[tuple[Any, ...]], bool]:
    """The rows of a table whose key is their number, also those behind what cannot be read; and whether these are all."""
    found, whole = table(path, master, name)
    if whole:
        return found, True
    damaged, behind = _Damaged(path, master), found[-1][0] if found else 0
    last = max(damaged.last_number(name), behind + BEYOND)
    query = f"SELECT * FROM {name} WHERE number BETWEEN ? AND ?"  # noqa: S608 - constants only
    found += damaged.halved(
        lambda connection, *between: connection.execute(query, between).fetchall(), behind + 1, last
    )
    return found, False


def rows(path: Path, master: bytes, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table up to the first that cannot be read."""
    with suppress(sqlite.Error), closing(open_reader(path, master)) as connection:
        yield from connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - constants only


class _Damaged:
    """SQLCipher reads nothing more on a connection that has met a damaged page: each try begins with a new one."""

    def __init__(self, path: Path, master: bytes):
        self._path = path
        self._master = master
        self._tries = 0

    def last_seq(self) -> int:
        """The highest seq that the journal or, where its end is damaged, its epochs tell; 0 when neither can."""
        told = self._ask(lambda connection: journal.head(connection).seq)
        if told is None:
            told = self._ask(lambda connection: connection.execute("SELECT max(last_seq) FROM epochs").fetchone()[0])
        return told or 0

    def last_number(self, name: str) -> int:
        """The highest number in a table; 0 when it cannot tell."""
        query = f"SELECT max(number) FROM {name}"  # noqa: S608 - constants only
        return self._ask(lambda connection: connection.execute(query).fetchone()[0]) or 0

    def lines(self, first: int, last: int) -> Iterator[Copied]:
        found = self.halved(lambda *asked: list(journal.with_devices(*asked)), first, last)
        return (Copied(device, line) for device, line in found if journal.is_whole(device, line))

    def halved(self, rows: Callable[[Connection, int, int], list[Any]], first: int, last: int) -> Iterator[Any]:
        """Halves a stretch that cannot be read until what can be read of it is found."""
        found = self._ask(lambda connection: rows(connection, first, last))
        if found is not None:
            yield from found
        elif first < last and self._tries < MOST_TRIES:
            middle = (first + last) // 2
            yield from self.halved(rows, first, middle)
            yield from self.halved(rows, middle + 1, last)

    def _ask(self, question: Callable[[Connection], Any]) -> Any:
        self._tries += 1
        with suppress(sqlite.Error), closing(open_reader(self._path, self._master)) as connection:
            return question(connection)
        return None
