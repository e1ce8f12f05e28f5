"""What a deed may ask of its transaction; the same words for both databases."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
P = ParamSpec("P")
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
Statement = sa.Executable


class Connection(Protocol):
    """A transaction on one connection. A deed waits for nothing else while it holds it."""

    @property
    def dialect(self) -> sa.Dialect: ...
    async def execute(self, statement: Statement, parameters: Parameters = None) -> sa.CursorResult[Any]: ...
    async def scalar(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Any: ...
    async def scalars(self, statement: Statement, parameters: Parameters = None) -> sa.ScalarResult[Any]: ...
    async def append(self, table: sa.Table, rows: Sequence[Sequence[object]]) -> None:
        """Adds new rows at the driver's own speed, each with a value for every column in order; none may be there already."""
        ...

    async def run_sync(
        self, deed: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T: ...
    def stream(self, statement: Statement) -> AsyncIterator[sa.Row[Any]]:
        """The rows one after the other, for results that are too large to hold."""
        ...


PAGE = 500  # rows in hand while a result is streamed

Deed = Callable[[Connection], Coroutine[Any, Any, T]]


class Direct:
    """A connection of the same thread: every call is done when it returns."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, statement: Statement, parameters: Parameters = None) -> sa.CursorResult[Any]:
        return self._connection.execute(statement, parameters)

    async def scalar(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Any:
        return self._connection.scalar(statement, parameters)

    async def scalars(self, statement: Statement, parameters: Parameters = None) -> sa.ScalarResult[Any]:
        return self._connection.scalars(statement, parameters)

    async def append(self, table: sa.Table, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            names = ", ".join(column.name for column in table.columns)
            marks = ", ".join("?" for _ in table.columns)
            insert = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own tables
            self._connection.exec_driver_sql(insert, [tuple(row) for row in rows])

    async def run_sync(self, deed: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return deed(self._connection, *args, **kwargs)

    async def stream(self, statement: Statement) -> AsyncIterator[sa.Row[Any]]:
        for row in self._connection.execute(statement.execution_options(yield_per=PAGE)):
            yield row


class Remote:
    """A connection to a server: every call is awaited."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, statement: Statement, parameters: Parameters = None) -> sa.CursorResult[Any]:
        return await self._connection.execute(statement, parameters)

    async def scalar(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Any:
        return await self._connection.scalar(statement, parameters)

    async def scalars(self, statement: Statement, parameters: Parameters = None) -> sa.ScalarResult[Any]:
        return await self._connection.scalars(statement, parameters)

    async def append(self, table: sa.Table, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            driver: Any = (await self._connection.get_raw_connection()).driver_connection
            # SQLAlchemy begins with its first statement: a COPY before that would stand alone.
            assert driver.is_in_transaction()
            names = [column.name for column in table.columns]
            await driver.copy_records_to_table(table.name, records=rows, columns=names)

    async def run_sync(self, deed: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._connection.run_sync(deed, *args, **kwargs)

    async def stream(self, statement: Statement) -> AsyncIterator[sa.Row[Any]]:
        async with self._connection.stream(statement) as rows:
            async for row in rows:
                yield row
