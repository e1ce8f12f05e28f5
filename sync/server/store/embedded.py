"""SQLite inside the centre: one writer thread, a few readers, a whole transaction per hop to a thread.

A driver that hops for each call (aiosqlite) woke the event loop five times as often for the same work (measured).
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import locks
from sync.server.store.connection import Deed, Direct

T = TypeVar("T")
GATE_WAIT_S = 15.0
READERS = 4


class Embedded:
    """The database in the file `path`. A commit is on disk before `write` answers (WAL, synchronous=FULL)."""

    is_embedded = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.in_use = 0  # writes under way or waiting for the writer
        self._writer = _engine(path, _open_writing, "BEGIN IMMEDIATE")
        self._reader = _engine(path, _open_reading, "BEGIN")
        self._writing = ThreadPoolExecutor(1, "centre-writer")
        self._reading = ThreadPoolExecutor(READERS, "centre-reader")

    async def write(self, deed: Deed[T]) -> T:
        """The deed's answer, after its transaction is on disk. Raises ProtocolProblem BUSY or OUT_OF_SPACE."""
        self.in_use += 1
        try:
            return await self._run(self._writing, lambda: self._write(deed))
        finally:
            self.in_use -= 1

    async def read(self, deed: Deed[T]) -> T:
        """The deed's answer from one consistent snapshot. Raises ProtocolProblem BUSY."""
        return await self._run(self._reading, lambda: self._read(deed))

    async def copy_to(self, target: Path) -> None:
        """A consistent, fsynced copy, replacing an older one of that name."""
        await self._run(self._writing, lambda: _copy(self.path, target))

    async def close(self) -> None:
        for threads in (self._reading, self._writing):
            threads.shutdown()
        self._reader.dispose()
        self._writer.dispose()

    def _write(self, deed: Deed[T]) -> T:
        with _gate(self.path.with_name(f"{self.path.name}.gate")), self._writer.begin() as connection:
            return finished(deed(Direct(connection)))

    def _read(self, deed: Deed[T]) -> T:
        with self._reader.begin() as connection:
            return finished(deed(Direct(connection)))

    async def _run(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, work)
        except DBAPIError as trouble:
            raise _coded(trouble) from trouble


def finished(deed: Coroutine[Any, Any, T]) -> T:
    """The answer of a deed that waits for nothing but a connection of this thread, and so never waits."""
    try:
        deed.send(None)
    except StopIteration as done:
        answer: T = done.value
        return answer
    deed.close()
    raise AssertionError("a deed waits for nothing but its database")


@contextmanager
def _gate(path: Path) -> Iterator[None]:
    """Lets one writer at a time at the file, over all processes.

    SQLite 3.7.0-3.51.2 can lose a commit when one connection commits while another checkpoints (the WAL-reset bug),
    and Python carries such versions. With every commit and every checkpoint behind this gate they never meet.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + GATE_WAIT_S
        while not locks.take(descriptor):
            if time.monotonic() > deadline:
                raise ProtocolProblem(Problem.BUSY, "another process writes", retry_after_s=5)
            time.sleep(0.002)
        yield
    finally:
        os.close(descriptor)


def _engine(path: Path, opening: Callable[[Any, object], None], begin: str) -> Engine:
    # hide_parameters: what people wrote must not reach a log through an error.
    engine = create_engine(
        URL.create("sqlite", database=str(path)), hide_parameters=True, pool_size=READERS,
        connect_args={"timeout": 15, "check_same_thread": False},
    )  # fmt: skip
    event.listen(engine, "connect", opening)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _open_writing(connection: Any, _record: object) -> None:
    # recursive_triggers: without it REPLACE deletes a line behind the triggers' back.
    _pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")


def _open_reading(connection: Any, _record: object) -> None:
    _pragmas(connection, "wal_autocheckpoint=0", "query_only=ON")


def _pragmas(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None  # transactions begin where we say BEGIN
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _coded(trouble: DBAPIError) -> BaseException:
    """`trouble` as a coded problem when the surroundings are at fault; itself when we are."""
    code = int(getattr(trouble.orig, "sqlite_errorcode", 0) or 0) & 0xFF  # the low byte is the primary code
    if code == sqlite3.SQLITE_FULL:
        return ProtocolProblem(Problem.OUT_OF_SPACE, "database", retry_after_s=60)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProtocolProblem(Problem.BUSY, "database", retry_after_s=2)
    return trouble


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    connection = sqlite3.connect(source)
    try:
        connection.execute("VACUUM INTO ?", (str(fresh),))
    finally:
        connection.close()
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(target)
