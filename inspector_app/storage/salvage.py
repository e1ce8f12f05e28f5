"""The day the database is damaged: it is set aside, never deleted, and a fresh one is made of all that can be read."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.storage import durable, journal, recovery
from inspector_app.storage.database import Connection, open_reader, open_writer, transaction
from inspector_app.storage.place import Place, stamp
from inspector_app.storage.rebuild import rebuild
from inspector_app.storage.second_copy import Copied

FOLDER = "damaged"
SALVAGED = "salvaged"
_UNFINISHED = "unfinished"
_FRESH = "salvage.db"
_BESIDE = ("", "-wal", "-shm")
_KEPT = ("settings", "drafts", "receipts", "stored_photos", "rounds", "inbox", "cursors")


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was recovered: `lines` of the journal, of them `from_copy` only in the second copy; `lost` are known to have been
    there and could not be read; `drafts` are findings that were still on the screen. The damaged files lie in `moved_to`."""

    lines: int
    from_copy: int
    lost: int
    drafts: int
    moved_to: Path


def is_unfinished(folder: Path) -> bool:
    """Whether a salvage was cut short after the damaged database was set aside; asked where there is no database."""
    return any(folder.glob(f"{FOLDER}/*/{_UNFINISHED}"))


def forget_unfinished(folder: Path) -> None:
    """Where there is a database, a salvage has either not begun to move it, or was all but over."""
    for mark in folder.glob(f"{FOLDER}/*/{_UNFINISHED}"):
        mark.unlink()


def salvage(place: Place) -> Salvage:
    """Sets the damaged database aside and makes a fresh one. Cut short at any point, it is simply done again."""
    from inspector_app.storage import schema  # sqlite_utils is slow to import, and seldom needed

    moved_to = _set_aside(place)
    copied, damaged = list(place.copy.every()), list(_readable(place, moved_to))
    found = {one.line.seq: one for one in (*copied, *damaged)}  # what was written last at a seq is the journal's own
    fresh = place.folder / _FRESH
    _drop(fresh)
    with closing(open_writer(fresh, place.master, create=True, guarded=False)) as connection:
        schema.migrate(connection)
        drafts = _copy_kept(connection, place, moved_to)
        with transaction(connection):
            left = recovery.take_back(connection, [found[seq] for seq in sorted(found)])
        rebuild(connection)
        device = found[max(found)].device if found else place.device_or_new()
        superseded = [one for one in copied if one.line.digest != found[one.line.seq].line.digest]
        with transaction(connection):
            recovery.begin_anew(connection, place, device, [*superseded, *left], reason=SALVAGED)
    _finish(place, fresh, moved_to)
    from_copy = len({one.line.seq for one in copied} - {one.line.seq for one in damaged})
    return Salvage(len(found), from_copy, max(found, default=0) - len(found), drafts, moved_to)


def _set_aside(place: Place) -> Path:
    unfinished = sorted(place.folder.glob(f"{FOLDER}/*/{_UNFINISHED}"))
    moved_to = unfinished[-1].parent if unfinished else durable.unused(place.folder / FOLDER / stamp(place.clock.now()))
    moved_to.mkdir(parents=True, exist_ok=True)
    durable.write(moved_to / _UNFINISHED, b"")
    for suffix in _BESIDE:
        path = place.database.with_name(place.database.name + suffix)
        if path.exists():
            path.replace(moved_to / path.name)
    durable.sync_folder(place.folder)
    return moved_to


def _finish(place: Place, fresh: Path, moved_to: Path) -> None:
    durable.sync_file(fresh)
    fresh.replace(place.database)
    _drop(fresh)
    durable.sync_folder(place.folder)
    (moved_to / _UNFINISHED).unlink()


def _drop(fresh: Path) -> None:
    # Our own unfinished making, of which every source is still there.
    for suffix in _BESIDE:
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)


def _readable(place: Place, moved_to: Path) -> Iterator[Copied]:
    """The whole lines of the damaged journal, read around what cannot be read."""
    path = moved_to / place.database.name
    if not path.exists():
        return
    with suppress(sqlite.Error), closing(open_reader(path, place.master)) as connection:
        last = _last_seq(connection)
        for first in range(1, last + 1, journal.CHUNK):
            yield from _lines(connection, first, min(first + journal.CHUNK - 1, last))


def _last_seq(connection: Connection) -> int:
    with suppress(sqlite.Error):
        return journal.head(connection).seq
    # The right edge of the table is gone: look as far as the file could reach.
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    return pages * 16


def _lines(connection: Connection, first: int, last: int) -> Iterator[Copied]:
    """Halves a stretch that cannot be read until what can be read is found."""
    try:
        for device, line in journal.with_devices(connection, first, last):
            if journal.is_whole(device, line):
                yield Copied(device, line)
    except sqlite.Error:
        if first < last:
            middle = (first + last) // 2
            yield from _lines(connection, first, middle)
            yield from _lines(connection, middle + 1, last)


def _copy_kept(connection: Connection, place: Place, moved_to: Path) -> int:
    """Copies what is kept beside the journal, table by table, as far as it can be read; returns the number of drafts."""
    path = moved_to / place.database.name
    if not path.exists():
        return 0
    with suppress(sqlite.Error), closing(open_reader(path, place.master)) as damaged:
        for table in _KEPT:
            with transaction(connection), suppress(sqlite.Error):  # the rows before the damage stay
                for row in damaged.execute(f"SELECT * FROM {table}"):  # noqa: S608 - constants only
                    marks = ", ".join("?" * len(row))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608
    return int(connection.execute("SELECT count(*) FROM drafts").fetchone()[0])
