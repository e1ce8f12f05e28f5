"""The laptop's store while it is open: one writer, many readers, a second copy of every line, and the photo folder."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.storage import checks, epochs, journal, recovery, rescues
from inspector_app.storage.database import FILE_NAME, Connection, transaction
from inspector_app.storage.identity import Identity, LaptopKey
from inspector_app.storage.photos import FOLDER as PHOTOS
from inspector_app.storage.photos import PhotoFiles
from inspector_app.storage.place import Place
from inspector_app.storage.reading import Reading
from inspector_app.storage.rebuild import rebuild
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded
from inspector_app.storage.unit_of_work import Work
from inspector_app.storage.upkeep import Upkeep
from sync.protocol.laptop import Head
from sync.protocol.lines import Line

if TYPE_CHECKING:
    from inspector_app.storage.packs import Installed, LaptopPacks
    from sync.protocol.reference_pack import Manifest

Result = TypeVar("Result")
log = logging.getLogger("inspector.storage")


class Store:
    """Satisfies services.ports.Store. Made by opening.open_store; every call may raise StorageTrouble."""

    def __init__(self, place: Place, connection: Connection, salvage: Rescue | None):
        folder, master = place.folder, place.master
        self.folder = folder
        self._master = master
        self.salvage = salvage
        self.photos = PhotoFiles(folder / PHOTOS, master)
        self.reads = Reading(folder / FILE_NAME, master, self.photos, identity=self.identity, on_damage=self._doubt)
        self.upkeep = Upkeep(folder, master, place.clock, self.identity, self._doubt, self.repay)
        self._connection = connection
        self._identity = place.identity
        self._copy = place.copy
        self._lock = place.lock
        self._ids = place.ids
        self._writer = threading.RLock()
        self._owed: list[Line] = []
        self._sound = True  # false once a page could not be read
        self._closed = False

    @property
    def device(self) -> str:
        return self.identity().device

    @property
    def signer(self) -> LaptopKey:
        return LaptopKey(self.identity())

    def identity(self) -> Identity:
        found = self._identity.load()
        assert found is not None, "opening makes one"
        return found

    def keep_identity(self, identity: Identity) -> None:
        """Keeps it in the database, and in a file that outlives a damaged database."""
        with self.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES ('identity', ?)", (identity.content(),))
        with coded():
            self._identity.keep(identity)

    @contextmanager
    def unit_of_work(self) -> Iterator[Work]:
        """One transaction. At its end its lines are durable in the database and in the second copy; after an error, nowhere."""
        with self._writer, coded(self._doubt):
            self._check_open()
            work = Work(self._connection, self.device, self._ids)
            with transaction(self._connection):
                yield work
                frames = self._make_room(work.lines)
            self._append(work.lines, frames)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The write connection in a transaction of its own, for what is no line."""
        with self._writer, coded(self._doubt):
            self._check_open()
            with transaction(self._connection):
                yield self._connection

    def fork(self, *, after: Head, reason: str, now: str) -> None:
        """Begins a new epoch that trusts the journal up to `after`, with every line behind it carried."""
        with self.unit_of_work() as work:
            work.lines += epochs.fork(self._connection, self.device, after=after, reason=reason, now=now, ids=self._ids)
            carried = len(work.lines) - 1  # beside the line that opens the epoch
            rescues.note(self._connection, Rescue(now, RescueKind.PARTED, lines=carried))

    def read(self, question: Callable[[Connection], Result]) -> Result:
        """The answer to `question` on a read-only connection of the calling thread."""
        return self.reads.ask(question)

    def packs(self, on_installed: Callable[["Manifest"], None] = lambda _: None) -> "LaptopPacks":
        """Where reference packs come to; only those of the centre that this laptop has joined are believed."""
        from inspector_app.storage.packs import LaptopPacks

        return LaptopPacks(self.folder, self._master, lambda: self.identity().enrolment, on_installed=on_installed)

    def installed_pack(self) -> "Installed | None":
        """The reference pack that counts now; None while there is none."""
        from inspector_app.storage import packs

        return packs.installed(self.folder, self._master)

    def rebuild(self) -> None:
        """Makes every projection again from the journal."""
        with self._writer, coded(self._doubt):
            rebuild(self._connection)

    def complete_copy(self) -> int:
        """Appends to the second copy the lines that a crash kept from it; returns how many."""
        with self._writer, coded(self._doubt):
            self._copy.flush()  # else a line may be thought to stand there, and be gone after the next power cut
            first = recovery.first_missing(self._connection, self._copy)
            copied = 0
            while lines := journal.between(self._connection, first + copied, 2**53, limit=journal.CHUNK):
                self._append(lines, self._make_room(lines))
                copied += len(lines)
            return copied

    @property
    def owed(self) -> tuple[Line, ...]:
        """Lines that the disk would not take for the second copy: they stand once."""
        return tuple(self._owed)

    def repay(self) -> int:
        """Tries to write to the second copy what it is owed; returns how many lines still stand only once."""
        with self._writer, coded(self._doubt), suppress(OSError):
            self._check_open()
            self._append([], self._make_room([]))
        return len(self._owed)

    def close(self) -> None:
        """Ends every connection and lets go of the folder; harmless twice."""
        with self._writer:
            if self._closed:
                return
            self._closed = True
            self.upkeep.stop()
            self.reads.close()
            try:
                with coded():
                    self._connection.close()
                if self._sound and not self._owed:
                    checks.sign_off(self.folder)
            finally:
                self._lock.release()

    def _check_open(self) -> None:
        if self._closed:
            raise StorageTrouble(StorageCode.UNREADABLE, "closed")

    def _doubt(self) -> None:
        self._sound = False

    def _make_room(self, lines: list[Line]) -> bytes:
        # Before the commit: a full disk is noticed while nothing is promised yet.
        due = [*self._owed, *lines]
        if not due:
            return b""
        frames = self._copy.framed(self.device, due)
        self._copy.reserve(due[0].seq, len(frames))
        return frames

    def _append(self, lines: list[Line], frames: bytes) -> None:
        if not frames:
            return
        try:
            self._copy.append(frames)
            self._owed = []
        except OSError as trouble:
            # The lines are durable in the database: to say "not saved" now would be untrue, and invite a double.
            log.warning("second copy is behind: errno %s", trouble.errno)
            self._owed += lines
