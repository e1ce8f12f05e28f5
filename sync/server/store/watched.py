"""A database whose deeds are timed; everything else is the one inside."""

import time
from collections.abc import Callable
from typing import TypeVar

from sync.server.store.connection import Connection, Deed
from sync.server.store.embedded import Embedded
from sync.server.store.postgresql import PostgreSQL

T = TypeVar("T")


class Watched:
    """`told` hears what took how many seconds: read, write, and of a write its commit."""

    def __init__(
        self,
        database: Embedded | PostgreSQL,
        told: Callable[[str, float], None],
        steady: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._database = database
        self._told = told
        self._steady = steady

    @property
    def is_embedded(self) -> bool:
        return self._database.is_embedded

    @property
    def in_use(self) -> int:
        return self._database.in_use

    async def read(self, deed: Deed[T]) -> T:
        began = self._steady()
        try:
            return await self._database.read(deed)
        finally:
            self._told("read", self._steady() - began)

    async def write(self, deed: Deed[T]) -> T:
        began = done = self._steady()

        async def timed(connection: Connection) -> T:
            nonlocal done
            answer = await deed(connection)
            done = self._steady()
            return answer

        try:
            answer = await self._database.write(timed)
            self._told("commit", self._steady() - done)
            return answer
        finally:
            self._told("write", self._steady() - began)

    async def close(self) -> None:
        await self._database.close()
