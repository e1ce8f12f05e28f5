"""Answers the screens' questions, each thread on a read-only connection of its own, never waiting for the writer."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from inspector_app.domain.clocks import Timed
from inspector_app.domain.figures import Figures, FigureScope
from inspector_app.domain.finding import Draft
from inspector_app.domain.reference.alike import Alike, Likeness
from inspector_app.domain.reference.earlier import Earlier
from inspector_app.domain.reference.hold import Hold
from inspector_app.domain.reference.item import Reference
from inspector_app.domain.rescue import Rescue
from inspector_app.domain.scatter import Scatter
from inspector_app.services.overview import ShiftReceipt, SyncOverview
from inspector_app.services.ports import FindingDetails, FindingFilter, FindingRow, Shift, TaskRow, TierCounts
from inspector_app.storage import (
    alike,
    earlier,
    figures,
    holds,
    marks,
    overview,
    queries,
    receipts,
    references,
    rescues,
    visits,
)
from inspector_app.storage.database import Connection, open_reader
from inspector_app.storage.identity import Identity
from inspector_app.storage.photos import PhotoFiles
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded

Answer = TypeVar("Answer")


class Reading:
    """Satisfies services.ports.Reads. Every call may raise StorageTrouble."""

    def __init__(
        self, path: Path, master: bytes, files: PhotoFiles, *, identity: Callable[[], Identity], on_damage: Callable[[], None]
    ):  # fmt: skip
        self._path = path
        self._files = files
        self._master = master
        self._identity = identity
        self._on_damage = on_damage
        self._own = threading.local()
        self._opened: list[tuple[Connection, threading.RLock]] = []
        self._guard = threading.Lock()
        self._closed = False
        self._city: PackReading | None = None

    def open_shift(self) -> Shift | None:
        with self._connection() as connection:
            return queries.open_shift(connection)

    def finding_count(self, wanted: FindingFilter) -> int:
        with self._connection() as connection:
            return queries.finding_count(connection, wanted)

    def finding_ids(self, wanted: FindingFilter) -> Sequence[int]:
        with self._connection() as connection:
            return queries.finding_numbers(connection, wanted)

    def first_rows(self, wanted: FindingFilter, limit: int) -> Sequence[FindingRow]:
        with self._connection() as connection:
            numbers = queries.first_numbers(connection, wanted, limit)
            return [row for row in queries.finding_rows(connection, numbers) if row is not None]

    def finding_rows(self, numbers: Sequence[int]) -> Sequence[FindingRow | None]:
        with self._connection() as connection:
            return queries.finding_rows(connection, numbers)

    def finding(self, finding_id: str) -> FindingDetails | None:
        with self._connection() as connection:
            return queries.finding(connection, finding_id)

    def urgent_photos(self, flag: str, pressing: frozenset[str]) -> frozenset[str] | None:
        with self._connection() as connection:
            return queries.urgent_photos(connection, flag, pressing)

    def tier_counts(self, shift: str) -> TierCounts:
        with self._connection() as connection:
            return queries.tier_counts(connection, shift)

    def figures(self, scope: FigureScope) -> Figures:
        with self._connection() as connection:
            return figures.figures(connection, scope)

    def tasks(self) -> Sequence[TaskRow]:
        with self._connection() as connection:
            return queries.tasks(connection)

    def scatter(self, since: str, shift: str = "") -> Scatter:
        with self._connection() as connection:
            return marks.scatter(connection, since, shift)

    def timed(self, since: str) -> Timed:
        with self._connection() as connection:
            return visits.timed(connection, since)

    def drafts(self) -> Sequence[Draft]:
        with self._connection() as connection:
            return queries.drafts(connection)

    def sync_overview(self) -> SyncOverview:
        with self._connection() as connection:
            return overview.sync_overview(connection, self._identity())

    def shift_receipt(self, shift: str = "") -> ShiftReceipt | None:
        with self._connection() as connection:
            return receipts.of_shift(connection, self._identity().device, self._files, shift)

    def receipts(self) -> Sequence[ShiftReceipt]:
        """Of the newest shifts that have one, for the command line."""
        with self._connection() as connection:
            return receipts.listed(connection, self._identity().device, self._files)

    def rescues(self) -> Sequence[Rescue]:
        with self._connection() as connection:
            return rescues.told(connection)

    def references(self, kind: str) -> Sequence[Reference]:
        with self._connection() as connection:
            return references.every(connection, kind)

    def histories(self, subject: str) -> Sequence[Reference] | None:
        with self._connection() as connection:
            return references.histories(connection, subject)

    def histories_dated(self, hours: Sequence[str]) -> Sequence[Reference]:
        """Those with something in one of these hours (`2026-11-22T01`, UTC), whoever it is about."""
        with self._connection() as connection:
            return references.histories_dated(connection, hours)

    def earlier(self, subject: str, address: str) -> Sequence[Earlier]:
        with self._connection() as connection:
            return earlier.of(connection, subject, address)

    def alike(self, asked: Likeness) -> Sequence[Alike]:
        with self._connection() as connection:
            return alike.of(connection, asked)

    @property
    def city(self) -> PackReading | None:
        """The reference pack that is in use; None while there is none."""
        return self._city

    def look_up_in(self, city: PackReading | None) -> None:
        """From now on `city` is the reference pack in use; who is asking the one before still gets its answers, then it goes."""
        self._city = city

    def reference_as_of(self) -> str:
        with self._connection() as connection:
            return references.as_of(connection)

    def holds(self, finding: str = "") -> Sequence[Hold]:
        with self._connection() as connection:
            return holds.told(connection, finding)

    def ask(self, question: Callable[[Connection], Answer]) -> Answer:
        """The answer to `question` on this thread's connection."""
        with self._connection() as connection:
            return question(connection)

    def close(self) -> None:
        """Waits for answers that are under way: SQLite cannot bear that a connection is closed while it works."""
        with self._guard:
            self._closed = True
            opened, self._opened = self._opened, []
        for connection, alone in opened:
            with alone:
                connection.close()
        self.look_up_in(None)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """This thread's connection, in one read transaction: an answer is of one moment."""
        with coded(self._on_damage):
            connection, alone = self._mine()
            with alone:
                self._check_open()
                connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    if connection.in_transaction:
                        connection.execute("COMMIT")

    def _mine(self) -> tuple[Connection, threading.RLock]:
        """This thread's connection, and the lock that is held while it works."""
        mine: tuple[Connection, threading.RLock] | None = getattr(self._own, "mine", None)
        if mine is None:
            with self._guard:
                self._check_open()
                mine = open_reader(self._path, self._master), threading.RLock()
                self._opened.append(mine)
            self._own.mine = mine
        return mine

    def _check_open(self) -> None:
        if self._closed:
            raise StorageTrouble(StorageCode.UNREADABLE, "closed")
