"""The day the database is damaged: it is set aside, never deleted, and a fresh one is made of all that can be read."""

from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.storage import damage, durable, kept_receipts, recovery, rescues
from inspector_app.storage.backup import newest_first
from inspector_app.storage.database import FILE_NAME, Connection, open_writer, transaction
from inspector_app.storage.identity import FILE_NAME as IDENTITY
from inspector_app.storage.identity import Identity, IdentityFile
from inspector_app.storage.photos import FOLDER as PHOTOS
from inspector_app.storage.photos import digests_in, photo_names
from inspector_app.storage.place import Place, stamp
from inspector_app.storage.rebuild import rebuild
from inspector_app.storage.second_copy import Copied

FOLDER = "damaged"
SALVAGED = "salvaged"
_UNFINISHED = "unfinished"
_FRESH = "salvage.db"
_BESIDE = ("", "-wal", "-shm")
BACKUPS_READ = 2  # lines that are gone from the second copy, purged under a receipt, stand in each of them
_KEPT = ("settings", "stored_photos", "rounds", "inbox", "cursors")


def is_unfinished(folder: Path) -> bool:
    """Whether a salvage was cut short after the damaged database was set aside; asked where there is no database."""
    return any(folder.glob(f"{FOLDER}/*/{_UNFINISHED}"))


def forget_unfinished(folder: Path) -> None:
    """Where there is a database, a salvage has either not begun to move it, or was all but over."""
    for mark in folder.glob(f"{FOLDER}/*/{_UNFINISHED}"):
        mark.unlink()


def salvage(place: Place) -> Rescue:
    """Sets the damaged database aside and makes a fresh one. Cut short at any point, it is simply done again."""
    from inspector_app.storage import schema  # sqlite_utils is slow to import, and seldom needed

    moved_to = _set_aside(place)
    copied, found = gather(place, moved_to / FILE_NAME)
    from_copy = len({one.line.seq for one in copied})
    fresh = place.folder / _FRESH
    _drop(fresh)
    with closing(open_writer(fresh, place.master, create=True, guarded=False)) as connection:
        schema.migrate(connection)
        copy_kept(connection, moved_to / FILE_NAME, place.master)
        proofs = copy_receipts(connection, moved_to / FILE_NAME, place, found)
        _copy_arrived(connection, place)
        lost = max(found, default=0) - len(found)
        fill(connection, place, copied, found, reason=SALVAGED)
        drafts, sure = copy_drafts(connection, moved_to / FILE_NAME, place)
        told = Rescue(
            place.now(), RescueKind.SALVAGED, len(found), from_copy, lost, drafts, _set_aside_in(place, moved_to),
            *count_photos(connection, place.folder), not sure, *proofs,
        )  # fmt: skip
        with transaction(connection):
            rescues.note(connection, told)
    _finish(place, fresh, moved_to)
    return told


def fill(
    connection: Connection, place: Place, copied: Iterable[Copied], found: dict[int, Copied], *, reason: str
) -> None:
    """Makes a journal of the lines that were `found` by seq, and carries in a new epoch what of `copied` is none of them."""
    with transaction(connection):
        left = recovery.take_back(connection, [found[seq] for seq in sorted(found)])
    rebuild(connection)
    device = found[max(found)].device if found else place.device_or_new()
    superseded = [one for one in copied if one.line.digest != found[one.line.seq].line.digest]
    with transaction(connection):
        recovery.begin_anew(connection, place, device, [*superseded, *left], reason=reason)


def _copy_arrived(connection: Connection, place: Place) -> None:
    """Which photos the centre holds, as the backups know: one that was purged under its receipt must not seem lost."""
    for path in newest_first(place.folder)[:BACKUPS_READ]:
        with transaction(connection):
            for row in damage.rows(path, place.master, "stored_photos"):
                connection.execute("INSERT OR IGNORE INTO stored_photos VALUES (?)", row)


def count_photos(connection: Connection, folder: Path) -> tuple[int, int, int]:
    """Photos that lines name and that are here; that are neither here nor at the centre; and files that no line or draft names."""
    drafted = {name for (body,) in connection.execute("SELECT body FROM drafts") for name in digests_in(body)}
    rows = connection.execute("SELECT sha256, arrived FROM photo_files").fetchall()
    named, here = {row[0] for row in rows}, set(photo_names(folder / PHOTOS))
    gone = sum(not arrived and sha256 not in here for sha256, arrived in rows)
    return len(named & here), gone, len(here - named - drafted)


def gather(place: Place, database: Path) -> tuple[list[Copied], dict[int, Copied]]:
    """All lines of the second copy, and by seq those of the journal as far as copy, `database` and the backups have them."""
    copied = list(place.copy.every())
    found = {one.line.seq: one for one in copied}  # what was written last at a seq is the journal's own
    for path in (database, *newest_first(place.folder)[:BACKUPS_READ]):
        if path.exists():
            found |= {one.line.seq: one for one in damage.lines(path, place.master, known=set(found))}
    return copied, found


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


def _set_aside_in(place: Place, moved_to: Path) -> str:
    """Where somebody finds the damaged files, from the data folder on; empty when there was none."""
    return str(moved_to.relative_to(place.folder)) if (moved_to / FILE_NAME).exists() else ""


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


def copy_drafts(connection: Connection, database: Path, place: Place) -> tuple[int, bool]:
    """Copies the drafts of `database`, or where nothing of them can be read, of the newest backup; how many, and whether that is all.

    What a backup has as a draft may have become a finding since: those are in the journal, which comes first.
    """
    drafts, sure = damage.table(database, place.master, "drafts")
    for path in newest_first(place.folder) if not drafts and not sure else ():
        drafts, was_read = damage.table(path, place.master, "drafts")
        if was_read:
            break
    with transaction(connection):
        for row in drafts:
            unsaved = "INSERT INTO drafts SELECT ?1, ?2, ?3 WHERE ?1 NOT IN (SELECT id FROM findings)"
            connection.execute(unsaved, row)
    return int(connection.execute("SELECT count(*) FROM drafts").fetchone()[0]), sure


def copy_receipts(
    connection: Connection, database: Path, place: Place, found: dict[int, Copied]
) -> kept_receipts.Brought:
    """Copies the receipts of `database`, and of the backups what that one cannot tell: before the journal is drawn, which asks them."""
    known = identity_in(place.folder, database, place.master)
    databases = (database, *newest_first(place.folder)[:BACKUPS_READ])
    return kept_receipts.bring(connection, databases, place.master, known.enrolment if known else None, found)


def identity_in(folder: Path, database: Path, master: bytes) -> Identity | None:
    """Who the laptop of the `folder` is: as its file says, else its `database`, else its backups."""
    known = IdentityFile(folder, master).load()
    for path in (database, *newest_first(folder)):
        if known is None and (said := dict(damage.rows(path, master, "settings")).get(IDENTITY)):
            with suppress(ValueError):  # msgspec's troubles are such
                known = Identity.read(said)
    return known


def copy_kept(connection: Connection, database: Path, master: bytes) -> None:
    """Copies what is kept beside the journal, table by table, as far as it can be read; receipts and drafts have ways of their own."""
    for table in _KEPT:
        with transaction(connection):
            for row in damage.rows(database, master, table):
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608 - constants only
