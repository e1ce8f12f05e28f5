"""The centre of the storm: one process on SQLite or several on one PostgreSQL, watched from the outside."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from inspector_app.demo.centre import Centre
from sync.protocol import enrolment as codes
from sync.server import centre as wiring
from sync.server import enrolment
from sync.server.clock import system_clock
from sync.server.settings import Settings
from sync.server.store.connection import Connection
from tests.bench import cost
from tests.bench.memory import Peak, resident_mb


@dataclass
class Spent:
    """What the centre's processes took of the machine: CPU seconds, and their memory before and at its largest (MB)."""

    cpu_s: float = 0.0
    database_cpu_s: float = 0.0
    before_mb: float = 0.0
    largest_mb: float = 0.0


class Servers:
    """Processes of one centre; `urls` are known once they run."""

    def __init__(self, folder: Path, database_url: str, processes: int) -> None:
        self.folder, self.database_url = folder, database_url
        self._centres = [Centre(folder, database_url=database_url, ends_with_us=True) for _ in range(processes)]
        self.urls: tuple[str, ...] = ()

    @contextmanager
    def running(self) -> Iterator["Servers"]:
        with ExitStack() as stack:
            for centre in self._centres:
                stack.callback(centre.stop)
                centre.start()
            self.urls = tuple(centre.url for centre in self._centres)
            yield self

    def codes(self, count: int) -> list[str]:
        """So many enrolment codes, in one go: a command each would take a second each."""

        async def issued() -> list[str]:
            async with wiring.opened(Settings(self.folder, self.database_url), system_clock) as centre:
                pinned = centre.identity.pinned
                return await centre.database.write(lambda c: _issue(c, pinned, count))

        return asyncio.run(issued())

    @contextmanager
    def watched(self) -> Iterator[Spent]:
        """What the processes spend until the block ends; filled in then."""
        spent, database = Spent(), self._database()
        with ExitStack() as stack:
            peaks = [stack.enter_context(Peak(centre.pid)) for centre in self._centres]
            spent.before_mb = sum(resident_mb(centre.pid) for centre in self._centres)
            cpu, stored = self._cpu_s(), cost.cpu_s(database) if database else 0.0
            yield spent
            spent.cpu_s = self._cpu_s() - cpu
            spent.database_cpu_s = cost.cpu_s(database) - stored if database else 0.0
        spent.largest_mb = sum(peak.megabytes for peak in peaks)

    def _cpu_s(self) -> float:
        return sum(cost.cpu_s(centre.pid) for centre in self._centres)

    def _database(self) -> int:
        """The database's own first process; 0 for SQLite, which has none."""
        if not self.database_url:
            return 0

        async def asked() -> int:
            connection = await asyncpg.connect(self.database_url)
            try:
                return cost.parent(await connection.fetchval("SELECT pg_backend_pid()"))
            finally:
                await connection.close()

        return asyncio.run(asked())


async def _issue(connection: Connection, pinned: str, count: int) -> list[str]:
    return [await enrolment.issue_code(connection, pinned, system_clock) for _ in range(count)]


def pinned(code: str) -> str:
    """The fingerprint of the centre's signing key that an enrolment code vouches for."""
    return codes.read(code).fingerprint
