"""PostgreSQL beside the centre: row locks keep writers apart, synchronous_commit keeps what was acknowledged."""

from typing import TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.store.connection import Deed, Remote

T = TypeVar("T")
TRIES = 5
CLASHES = frozenset({"40001", "40P01", "23505"})  # serialization failure, deadlock, somebody was quicker
FULL = "53100"
LOCKED = "55P03"
LOCK_WAIT = "15s"  # as long as the gate of the embedded one: a laptop waits no longer for its answer anyway
IDLE_IN_DEED = "60s"  # a deed waits for nothing but its database: one that is idle has lost its process or its line
AWAY = ("08", "53", "57")  # classes of SQLSTATE: connection, resources, operator intervention


class PostgreSQL:
    """The database at `url`; nothing is touched before the first deed."""

    is_embedded = False

    def __init__(self, url: URL) -> None:
        settings = {
            "server_settings": {
                "synchronous_commit": "on",
                "application_name": "inspector-center",
                "lock_timeout": LOCK_WAIT,
                "idle_in_transaction_session_timeout": IDLE_IN_DEED,
            },
            "timeout": 10,
        }
        from asyncpg import InterfaceError, PostgresError  # here, so that an embedded centre starts without it

        # A COPY speaks to the driver itself, without SQLAlchemy's words for what went wrong.
        self._troubles = (DBAPIError, PostgresError, InterfaceError, PoolTimeout, OSError)
        # hide_parameters: what people wrote must not reach a log through an error.
        self._engine = create_async_engine(
            url, pool_size=8, max_overflow=8, pool_timeout=10, pool_pre_ping=True, hide_parameters=True,
            connect_args=settings,
        )  # fmt: skip
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def write(self, deed: Deed[T]) -> T:
        """The deed's answer, after its transaction is durable; a deed that met another one runs again.

        Raises ProtocolProblem BUSY or OUT_OF_SPACE.
        """
        for left in reversed(range(TRIES)):
            try:
                async with self._engine.begin() as connection:
                    return await deed(Remote(connection))
            except self._troubles as trouble:
                if not (left and _state(trouble) in CLASHES):
                    raise _coded(trouble) from trouble
        raise AssertionError("the last try answers or raises")

    async def read(self, deed: Deed[T]) -> T:
        """The deed's answer from one consistent snapshot. Raises ProtocolProblem BUSY."""
        try:
            async with self._snapshots.begin() as connection:
                return await deed(Remote(connection))
        except self._troubles as trouble:
            raise _coded(trouble) from trouble

    @property
    def in_use(self) -> int:
        """Connections in use."""
        return int(getattr(self._engine.pool, "checkedout", int)())

    async def close(self) -> None:
        await self._engine.dispose()


def _state(trouble: BaseException) -> str:
    return str(getattr(getattr(trouble, "orig", trouble), "sqlstate", "") or "")


def _coded(trouble: BaseException) -> BaseException:
    """`trouble` as a coded problem when the surroundings are at fault; itself when we are."""
    state = _state(trouble)
    if state == FULL:
        return ProtocolProblem(Problem.OUT_OF_SPACE, "database", retry_after_s=60)
    is_line = type(trouble).__name__ == "InterfaceError"  # asyncpg's, of a connection that is closed
    away = is_line or isinstance(trouble, PoolTimeout | OSError) or getattr(trouble, "connection_invalidated", False)
    if away or state[:2] in AWAY or state in CLASHES or state == LOCKED:
        return ProtocolProblem(Problem.BUSY, "database", retry_after_s=2)
    return trouble
