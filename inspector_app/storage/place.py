"""One laptop's folder, and what opening, salvage and the store need of it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.domain.ids import Ids, iso
from inspector_app.services.ports import Clock
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.identity import IdentityFile
from inspector_app.storage.lock import FolderLock
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.second_copy import SecondCopy

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Place:
    """`master` is the 32-byte key; `device` the id that a new laptop gets (empty: one is made)."""

    folder: Path
    master: bytes
    clock: Clock
    ids: Ids
    device: str
    identity: IdentityFile
    copy: SecondCopy
    lock: FolderLock

    @staticmethod
    def of(folder: Path, master: bytes, *, clock: Clock, ids: Ids, device: str = "") -> "Place":
        copy = SecondCopy(folder / LINES, master)
        return Place(folder, master, clock, ids, device, IdentityFile(folder, master), copy, FolderLock(folder))

    @property
    def database(self) -> Path:
        return self.folder / FILE_NAME

    def device_or_new(self) -> str:
        """The id of this laptop; a new one when it has none yet."""
        known = self.identity.load()
        return known.device if known is not None else self.device or self.ids()

    def now(self) -> str:
        return iso(self.clock.now())


def stamp(moment: datetime) -> str:
    """`moment` (UTC) as part of a file name."""
    return moment.strftime(_STAMP)


def moment_of(name: str) -> datetime | None:
    """The moment in a file's name that `stamp` made, perhaps with a number behind it; None for another name."""
    with suppress(ValueError):
        return datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    return None
