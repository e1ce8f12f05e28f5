"""What the sync engine reads and writes on the laptop; satisfies sync.client.ports.SyncStore."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from inspector_app.domain.reference.item import ReferenceKind
from inspector_app.services.changes import Changes
from inspector_app.storage import arrivals, epochs, inbox, journal, receipts, references
from inspector_app.storage.trouble import StorageTrouble
from sync.protocol.laptop import Enrolment, Head, PhotoOnDisk, RoundEnded
from sync.protocol.lines import Line
from sync.protocol.messages import BucketPage
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt, Statement

if TYPE_CHECKING:
    from inspector_app.storage.store import Store

RunOnWriter = Callable[[Callable[[], None]], None]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except StorageTrouble as trouble:
        raise ProtocolProblem(Problem.WRONG_DIGEST, trouble.code.value) from trouble


def at_once(deed: Callable[[], None]) -> None:
    """Runs a write on the caller's own thread; the store's lock keeps writers apart."""
    deed()


class LaptopSyncStore:
    """Each write is one short transaction, run by `run_on_writer` and told to `on_changes`; reads are answered where they are asked."""

    def __init__(
        self, store: "Store", *, run_on_writer: RunOnWriter = at_once, on_changes: Callable[[Changes], None] = lambda _: None
    ):  # fmt: skip
        self._store = store
        self._run = run_on_writer
        self._tell = on_changes

    def enrolment(self) -> Enrolment | None:
        return self._store.identity().enrolment

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        identity = msgspec.structs.replace(self._store.identity(), enrolment=enrolment)
        self._write(lambda: self._store.keep_identity(identity))
        self._tell(Changes(sync=True))

    def head(self) -> Head:
        return self._store.read(journal.head)

    def epoch_start(self) -> int:
        return self._store.read(lambda c: epochs.start_of(c, journal.head(c).epoch))

    def digest_at(self, epoch: str, seq: int) -> str | None:
        return self._store.read(lambda c: epochs.digest_at(c, epoch, seq))

    def acknowledged(self, epoch: str) -> int:
        return self._store.read(lambda c: epochs.acknowledged(c, epoch))

    def lines_after(self, epoch: str, seq: int, limit: int) -> Sequence[Line]:
        return self._store.read(lambda c: epochs.lines_after(c, epoch, seq, limit))

    def unsent_epochs(self) -> Sequence[str]:
        return self._store.read(epochs.unsent)

    def totals(self, epoch: str, through_seq: int) -> tuple[int, int]:
        return self._store.read(lambda c: epochs.totals(c, epoch, through_seq))

    def open_epoch(self, *, after: Head, reason: str, now: str) -> Head:
        self._write(lambda: self._store.fork(after=after, reason=reason, now=now))
        self._tell(Changes(sync=True))
        return self.head()

    def keep_receipt(self, receipt: Receipt, statement: Statement, *, agrees: bool) -> None:
        def keep() -> None:
            with self._store.writing() as connection:
                receipts.keep(connection, receipt, statement, agrees=agrees)
                if agrees:
                    arrivals.acknowledge(connection, statement.epoch, statement.through_seq)
                # What the centre says it misses, it misses: it may have been restored from a backup.
                touched.update(arrivals.mark_photos(connection, statement.missing, arrived=False))

        touched: set[str] = set()
        self._write(keep)
        self._tell(Changes(findings=frozenset(touched), sync=True))

    def unstored_photos(self) -> Sequence[PhotoOnDisk]:
        query = "SELECT sha256, size, seq FROM photo_files INDEXED BY photo_files_waiting WHERE arrived = 0 ORDER BY seq, sha256"
        return self._store.read(lambda c: [PhotoOnDisk(*row) for row in c.execute(query)])

    def shift_end(self, shift: str) -> int | None:
        return self._store.read(lambda c: arrivals.shift_end(c, shift))

    def photos_through(self, seq: int, *, every: bool) -> Sequence[PhotoOnDisk]:
        query = "SELECT sha256, size FROM photo_files WHERE seq <= ? AND (arrived = 0 OR ?) ORDER BY seq, sha256"
        return self._store.read(lambda c: [PhotoOnDisk(*row) for row in c.execute(query, (seq, every))])

    def photos_of(self, epoch: str, through_seq: int) -> Sequence[str]:
        return self._store.read(lambda c: arrivals.photos_of(c, epoch, through_seq))

    def outdated_receipts(self) -> Sequence[tuple[str, int]]:
        return self._store.read(arrivals.outdated_receipts)

    def note_lacking(self, sha256: Sequence[str]) -> None:
        if not sha256 or not (news := self._store.read(lambda c: arrivals.thought_there(c, sha256))):
            return

        def mark() -> None:
            with self._store.writing() as connection:
                touched.update(arrivals.mark_photos(connection, news, arrived=False))

        touched: set[str] = set()
        self._write(mark)
        self._tell(Changes(findings=frozenset(touched), sync=True))

    def is_outdated(self, said: Statement) -> bool:
        return self._store.read(lambda c: arrivals.is_outdated(c, said.epoch, said.through_seq, said.server_time))

    def missed_since(self, server_time: str) -> Sequence[str]:
        return self._store.read(lambda c: arrivals.missed_since(c, server_time))

    def mark_stored(self, sha256: Sequence[str]) -> None:
        def mark() -> None:
            with self._store.writing() as connection:
                touched.update(arrivals.mark_photos(connection, sha256, arrived=True))

        touched: set[str] = set()
        self._write(mark)
        self._tell(Changes(findings=frozenset(touched), photos=frozenset(sha256), sync=True))

    def photo(self, sha256: str) -> bytes:
        with _told():
            return self._store.photos.original(sha256)

    def photo_in(self, sha256: str, room: memoryview) -> bytes | memoryview:
        with _told():
            return self._store.photos.original_in(sha256, room)

    def cursors(self) -> Mapping[str, int]:
        return self._store.read(inbox.cursors)

    def marks(self) -> Mapping[str, str]:
        return self._store.read(inbox.marks)

    def apply(self, pages: Sequence[BucketPage]) -> None:
        def take() -> None:
            with self._store.writing() as connection:
                touched.append(inbox.apply(connection, pages))

        touched: list[Changes] = []
        self._write(take)
        self._tell(touched[0] | Changes(sync=True))

    def keep_pulled(self, at: str) -> None:
        def keep() -> None:
            with self._store.writing() as connection:
                references.note_pulled(connection, at)

        self._write(keep)
        self._tell(Changes(references=frozenset(ReferenceKind)))  # what is known is as fresh as this now

    def keep_round(self, ended: RoundEnded) -> None:
        def keep() -> None:
            with self._store.writing() as connection:
                connection.execute(
                    "INSERT INTO rounds (started_at, lines, photos, sent_bytes, took_ms, outcome) VALUES (?, ?, ?, ?, ?, ?)",
                    msgspec.structs.astuple(ended),
                )

        self._write(keep)
        self._tell(Changes(sync=True))

    def _write(self, deed: Callable[[], None]) -> None:
        self._run(deed)
