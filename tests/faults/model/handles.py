"""Open files and connections whose every write is a step of their machine's disk."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.model.disk import Disk, NoRoom

FULL = 2  # PRAGMA synchronous


class WatchedFile(io.FileIO):
    """A file whose every write is a step of its disk."""

    def __init__(self, disk: Disk, name: str, path: Path, mode: str) -> None:
        super().__init__(path, mode)
        self._disk, self._name, self.boot = disk, name, disk.boot

    def write(self, content: Any) -> int:
        self._disk.check(self.boot)
        return self._disk.write(self.fileno(), self._name, bytes(content), super().write)

    def let_go(self) -> None:
        super().close()


class WatchedConnection:
    """The commits and the end of a connection as steps of its disk; beside a module's own `Connection`."""

    module: Any
    boot = -1
    _disk: Disk
    _name: str
    _is_writer: bool

    def follow(self, disk: Disk, name: str, *, is_writer: bool) -> None:
        self._disk, self._name, self.boot, self._is_writer = disk, name, disk.boot, is_writer
        disk.held.add(self)

    def execute(self, statement: str, *parameters: Any) -> Any:
        run = super().execute  # type: ignore[misc]
        if self._is_watched:
            self._disk.check(self.boot)
            if self._is_writer and statement.startswith("COMMIT"):
                return self._committed(lambda: run(statement))
            if self._is_writer and statement.startswith("BEGIN"):
                self._disk.step(f"begin {self._name}")
        return run(statement, *parameters)

    def commit(self) -> None:
        run = super().commit  # type: ignore[misc]
        if not self._is_watched or not self.in_transaction:  # type: ignore[attr-defined]
            run()
            return
        self._disk.check(self.boot)
        self._committed(run)

    def close(self) -> None:
        run = super().close  # type: ignore[misc]
        if not self._is_watched or self._disk.boot != self.boot or not self._is_writer:
            run()
            return
        with self._disk.aside():
            self._disk.end_database(self._name, run)

    def let_go(self) -> None:
        super().close()  # type: ignore[misc]

    @property
    def _is_watched(self) -> bool:
        return self.boot >= 0 and self._disk.is_watched()

    def _committed(self, run: Callable[[], Any]) -> Any:
        durable = super().execute("PRAGMA synchronous").fetchone()[0] >= FULL  # type: ignore[misc]
        try:
            with self._disk.aside():
                return self._disk.commit(self._name, run, durable=durable)
        except NoRoom:
            trouble = self.module.OperationalError("database or disk is full")
            trouble.sqlite_errorcode, trouble.sqlite_errorname = self.module.SQLITE_FULL, "SQLITE_FULL"
            raise trouble from None
