"""Copies of the whole database, verified before they count."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from inspector_app.storage import durable
from inspector_app.storage.checks import read_every_page
from inspector_app.storage.database import FILE_NAME, Connection, open_reader
from inspector_app.storage.place import moment_of, stamp
from inspector_app.storage.trouble import StorageCode, StorageTrouble

FOLDER = "backup"
KEPT = 6


def newest(folder: Path) -> datetime | None:
    """When the newest backup was made; None before the first."""
    moments = [moment_of(path.stem) for path in (folder / FOLDER).glob("*.db")]
    return max((moment for moment in moments if moment is not None), default=None)


def newest_first(folder: Path) -> list[Path]:
    """The backups that are there."""
    return sorted((folder / FOLDER).glob("*.db"), reverse=True)


def backup(folder: Path, master: bytes, *, now: datetime, stopped: Callable[[], bool] | None = None) -> Path:
    """A copy of the database (encrypted by the same key) that was opened and counted; older ones beyond KEPT are removed.

    Reads beside the writer and keeps it from nothing. Raises StorageTrouble(DAMAGED) when the copy is not what it should be.
    """
    target = durable.unused(folder / FOLDER / f"{stamp(now)}.db")
    durable.make_folder(target.parent)
    for part in target.parent.glob(f"*{durable.PART}"):  # of a program that was killed over it
        part.unlink()
    part = target.with_name(target.name + durable.PART)
    try:
        with closing(open_reader(folder / FILE_NAME, master, stopped=stopped)) as source:
            lines = _copy(source, part)
        with closing(open_reader(part, master, stopped=stopped)) as copy:
            _verify(copy, lines=lines)
        durable.sync_file(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)  # what did not become a backup takes no room
    durable.sync_folder(target.parent)
    for old in sorted(target.parent.glob("*.db"))[:-KEPT]:
        old.unlink()
    return target


def _copy(source: Connection, target: Path) -> int:
    """Copies the database; returns how many lines it held at the least."""
    lines = _count(source)
    source.execute("PRAGMA query_only = OFF")  # the source stays read-only; what is written is the copy
    source.execute("VACUUM INTO ?", (str(target),))
    return lines


def _verify(copy: Connection, *, lines: int) -> None:
    read_every_page(copy)
    if _count(copy) < lines:
        raise StorageTrouble(StorageCode.DAMAGED, "backup")


def _count(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
