"""Copies of the whole database, verified before they count."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from inspector_app.storage import durable
from inspector_app.storage.checks import read_every_page
from inspector_app.storage.database import FILE_NAME, Connection, open_reader
from inspector_app.storage.place import stamp
from inspector_app.storage.trouble import StorageCode, StorageTrouble

FOLDER = "backup"
KEPT = 6


def backup(folder: Path, master: bytes, *, now: datetime) -> Path:
    """A copy of the database (encrypted by the same key) that was opened and counted; older ones beyond KEPT are removed.

    Reads beside the writer and keeps it from nothing. Raises StorageTrouble(DAMAGED) when the copy is not what it should be.
    """
    target = durable.unused(folder / FOLDER / f"{stamp(now)}.db")
    durable.make_folder(target.parent)
    part = target.with_name(target.name + durable.PART)
    try:
        lines = _copy(folder / FILE_NAME, master, part)
        _verify(part, master, lines=lines)
        durable.sync_file(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)  # what did not become a backup takes no room
    durable.sync_folder(target.parent)
    for old in sorted(target.parent.glob("*.db"))[:-KEPT]:
        old.unlink()
    return target


def _copy(path: Path, master: bytes, target: Path) -> int:
    """Copies the database; returns how many lines it held at the least."""
    with closing(open_reader(path, master)) as source:
        lines = _count(source)
        source.execute("PRAGMA query_only = OFF")  # the source stays read-only; what is written is the copy
        source.execute("VACUUM INTO ?", (str(target),))
    return lines


def _verify(path: Path, master: bytes, *, lines: int) -> None:
    with closing(open_reader(path, master)) as copy:
        read_every_page(copy)
        if _count(copy) < lines:
            raise StorageTrouble(StorageCode.DAMAGED, "backup")


def _count(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
