"""Looking after the database beside all other work: every page read, and a backup of its own age."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.services.ports import Clock
from inspector_app.services.upkeep_ports import Purged
from inspector_app.storage import purging
from inspector_app.storage.backup import backup, newest
from inspector_app.storage.checks import read_every_page
from inspector_app.storage.database import FILE_NAME, open_reader
from inspector_app.storage.identity import Identity
from inspector_app.storage.photos import FOLDER as PHOTOS
from inspector_app.storage.photos import PhotoFiles
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.second_copy import SecondCopy
from inspector_app.storage.trouble import coded


class Upkeep:
    """Satisfies services.ports.Upkeep, on connections of its own: neither writer nor readers wait for it."""

    def __init__(
        self, folder: Path, master: bytes, clock: Clock, identity: Callable[[], Identity], on_damage: Callable[[], None],
        repay: Callable[[], int],
    ):  # fmt: skip
        self._folder = folder
        self._master = master
        self._clock = clock
        self._identity = identity
        self._on_damage = on_damage
        self._repay = repay
        self._stopped = threading.Event()

    def check(self) -> bool:
        """Reads every page; raises StorageTrouble(DAMAGED), and the next opening salvages."""
        with self._until_stopped():
            path = self._folder / FILE_NAME
            with closing(open_reader(path, self._master, stopped=self._stopped.is_set)) as connection:
                read_every_page(connection)
        return not self._stopped.is_set()

    def backup(self) -> bool:
        """A verified copy of the database, encrypted by the same key; the newest few are kept."""
        with self._until_stopped():
            backup(self._folder, self._master, now=self._clock.now(), stopped=self._stopped.is_set)
        return not self._stopped.is_set()

    def purge(self) -> Purged:
        """Removes what receipts have made superfluous; nothing before this laptop has joined a centre."""
        enrolment = self._identity().enrolment
        if enrolment is None or self._stopped.is_set():
            return Purged()
        photos, copy = PhotoFiles(self._folder / PHOTOS, self._master), SecondCopy(self._folder / LINES, self._master)
        with (
            coded(self._on_damage),
            closing(open_reader(self._folder / FILE_NAME, self._master)) as connection,
        ):
            return purging.purge(
                connection,
                photos,
                copy,
                enrolment,
                now=self._clock.now(),
                backed_up=newest(self._folder),
                stopped=self._stopped.is_set,
            )

    def free_bytes(self) -> int:
        with coded():
            return shutil.disk_usage(self._folder).free

    def complete_copy(self) -> int:
        """Tries to complete the second copy; returns how many lines stand only once, because the disk refuses it."""
        return 0 if self._stopped.is_set() else self._repay()

    def last_backup(self) -> datetime | None:
        return newest(self._folder)

    def stop(self) -> None:
        self._stopped.set()

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        try:
            with coded(self._on_damage):
                yield
        except sqlite.OperationalError as trouble:
            if trouble.sqlite_errorcode != sqlite.SQLITE_INTERRUPT:
                raise
