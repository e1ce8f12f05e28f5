"""Copies of the whole database, verified before they count."""

from datetime import datetime
from pathlib import Path

from inspector_app.storage import durable
from inspector_app.storage.checks import read_every_page
from inspector_app.storage.database import Connection, open_reader
from inspector_app.storage.place import stamp
from inspector_app.storage.trouble import StorageCode, StorageTrouble

FOLDER = "backup"
KEPT = 6


def backup(connection: Connection, folder: Path, master: bytes, *, now: datetime) -> Path:
    """A copy of the database (encrypted by the same key) that was opened and counted; older ones beyond KEPT are removed.

    Raises StorageTrouble(DAMAGED) when the copy is not what it should be.
    """
    target = durable.unused(folder / FOLDER / f"{stamp(now)}.db")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + durable.PART)
    part.unlink(missing_ok=True)
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        _verify(part, master, lines=_count(connection))
        durable.sync_file(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)  # what did not become a backup takes no room
    durable.sync_folder(target.parent)
    for old in sorted(target.parent.glob("*.db"))[:-KEPT]:
        old.unlink()
    return target


def _verify(path: Path, master: bytes, *, lines: int) -> None:
    copy = open_reader(path, master)
    try:
        read_every_page(copy)
        if _count(copy) != lines:
            raise StorageTrouble(StorageCode.DAMAGED, "backup")
    finally:
        copy.close()


def _count(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
