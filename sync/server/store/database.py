"""The centre's database: one writer at a time on SQLite, row locks on PostgreSQL; every commit is on disk."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import locks

T = TypeVar("T")
Deed = Callable[[AsyncConnection], Awaitable[T]]

TRIES = 5
GATE_WAIT_S = 15.0
CLASHES = frozenset({"40001", "40P01", "23505"})  # PostgreSQL: serialization failure, deadlock, somebody was quicker
PG_FULL = "53100"
PG_AWAY = ("08", "53", "57")  # classes of SQLSTATE: connection, resources, operator intervention


class WriteGate:
    """Lets one writer at a time at an SQLite file, over all processes.

    SQLite 3.7.0-3.51.2 can lose a commit when one connection commits while another checkpoints (the WAL-reset bug),
    and Python carries such versions. With every commit and every checkpoint behind this gate they never meet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        async with self._turn:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                await self._wait(descriptor)
                yield
            finally:
                os.close(descriptor)

    @staticmethod
    async def _wait(descriptor: int) -> None:
        async with asyncio.timeout(GATE_WAIT_S):
            while not locks.take(descriptor):  # noqa: ASYNC110 - held by another process
                await asyncio.sleep(0.005)


class Database:
    """Runs deeds in transactions: `write` commits durably and repeats a deed that met another, `read` never writes."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, gate: WriteGate | None) -> None:
        self.writer = writer
        self.reader = reader
        self._gate = gate

    @property
    def is_embedded(self) -> bool:
        return self._gate is not None

    async def write(self, deed: Deed[T]) -> T:
        """The deed's answer, after its transaction is on disk. Raises ProtocolProblem BUSY or OUT_OF_SPACE."""
        for left in reversed(range(TRIES)):
            try:
                async with self._alone(), self.writer.begin() as connection:
                    return await deed(connection)
            except (DBAPIError, PoolTimeout, TimeoutError, OSError) as trouble:
                if not (left and _is_clash(trouble)):
                    raise _coded(trouble) from trouble
        raise AssertionError("unreachable")

    async def read(self, deed: Deed[T]) -> T:
        """The deed's answer from one consistent snapshot. Raises ProtocolProblem BUSY."""
        try:
            async with self.reader.begin() as connection:
                return await deed(connection)
        except (DBAPIError, PoolTimeout, OSError) as trouble:
            raise _coded(trouble) from trouble

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        if self._gate is None:
            yield
            return
        async with self._gate.passed():
            yield


def open_database(url: URL) -> Database:
    """The database behind `url`; nothing is touched before the first deed."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    # hide_parameters: what people wrote must not reach a log through an error.
    settings = {"server_settings": {"synchronous_commit": "on", "application_name": "inspector-center"}, "timeout": 10}
    engine = create_async_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=settings,
    )
    snapshots = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(engine, snapshots, None)


def _sqlite(url: URL) -> Database:
    options: dict[str, Any] = {
        "poolclass": AsyncAdaptedQueuePool,
        "hide_parameters": True,
        "connect_args": {"timeout": 15},
    }
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=30, **options)
    reader = create_async_engine(url, pool_size=4, max_overflow=4, pool_timeout=10, **options)
    event.listen(writer.sync_engine, "connect", _open_writing)
    event.listen(reader.sync_engine, "connect", _open_reading)
    event.listen(writer.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(reader.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return Database(writer, reader, WriteGate(Path(str(url.database) + ".gate")))


def _open_writing(connection: Any, _record: object) -> None:
    # recursive_triggers: without it REPLACE deletes a line behind the triggers' back.
    _pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")


def _open_reading(connection: Any, _record: object) -> None:
    _pragmas(connection, "wal_autocheckpoint=0", "query_only=ON")


def _pragmas(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None  # transactions begin where we say BEGIN
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _is_clash(trouble: BaseException) -> bool:
    original = getattr(trouble, "orig", None)
    return getattr(original, "sqlstate", None) in CLASHES or _sqlite_code(original) == sqlite3.SQLITE_BUSY


def _sqlite_code(original: object) -> int:
    return int(getattr(original, "sqlite_errorcode", 0) or 0) & 0xFF  # the low byte is the primary code


def _coded(trouble: BaseException) -> BaseException:
    """`trouble` as a coded problem when the surroundings are at fault; itself when we are."""
    original = getattr(trouble, "orig", None)
    state = str(getattr(original, "sqlstate", "") or "")
    if state == PG_FULL or _sqlite_code(original) == sqlite3.SQLITE_FULL:
        return ProtocolProblem(Problem.OUT_OF_SPACE, "database", retry_after_s=60)
    away = isinstance(trouble, PoolTimeout | TimeoutError | OSError) or getattr(
        trouble, "connection_invalidated", False
    )
    if away or state[:2] in PG_AWAY or _is_clash(trouble):
        return ProtocolProblem(Problem.BUSY, "database", retry_after_s=2)
    return trouble
