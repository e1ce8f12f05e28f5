"""Opening the folder of one laptop: its lock, its key, its age, its health, and what a crash left undone."""

import logging
import shutil
from contextlib import suppress
from pathlib import Path

from inspector_app.domain.ids import Ids
from inspector_app.domain.rescue import Rescue
from inspector_app.services.ports import Clock
from inspector_app.storage import checks, durable, epochs, journal, recovery, succession, tables
from inspector_app.storage.backup import backup
from inspector_app.storage.database import Connection, open_writer, transaction
from inspector_app.storage.guard import watch
from inspector_app.storage.identity import Identity
from inspector_app.storage.photos import FOLDER as PHOTOS
from inspector_app.storage.photos import drop_parts
from inspector_app.storage.place import Place
from inspector_app.storage.salvage import forget_unfinished, is_unfinished, salvage
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded

log = logging.getLogger("inspector.storage")
NEW = "new"
LEAST_ROOM = 1 << 20
PAGE_BYTES = 4096  # of SQLCipher 4


def open_store(folder: Path, master: bytes, *, clock: Clock, ids: Ids, device: str = "") -> Store:
    """The store of `folder`, made when it is empty, migrated when it is old, salvaged when it is damaged (`store.salvage`).

    `master` is the 32-byte key (keys.py); `device` the id that a new laptop gets. Raises StorageTrouble:
    LOCKED_BY_ANOTHER, WRONG_KEY, NEWER_FILE, OUT_OF_SPACE or UNREADABLE; then nothing was changed.
    """
    with coded():
        durable.make_folder(folder)
        place = Place.of(folder, master, clock=clock, ids=ids, device=device)
        place.lock.take()
        try:
            with coded():
                succession.finish(folder)
                return _opened(place)
        except BaseException as trouble:
            place.lock.release()
            _raise_when_the_disk_is_full(folder, trouble)
            raise


def _raise_when_the_disk_is_full(folder: Path, trouble: BaseException) -> None:
    # While it opens, SQLite calls a disk without room for its log only an I/O error.
    unreadable = isinstance(trouble, StorageTrouble) and trouble.code is StorageCode.UNREADABLE
    if unreadable and shutil.disk_usage(folder).free < LEAST_ROOM:
        raise StorageTrouble(StorageCode.OUT_OF_SPACE) from trouble


def _opened(place: Place) -> Store:
    drop_parts(place.folder / PHOTOS)
    salvaged: Rescue | None = None
    if place.database.exists():
        forget_unfinished(place.folder)
    else:
        _check_key(place)
        salvaged = salvage(place) if is_unfinished(place.folder) or place.copy.recent() else None
    try:
        connection = _whole_database(place)
    except StorageTrouble as trouble:
        if trouble.code is not StorageCode.DAMAGED:
            raise
        log.warning("the database is damaged; salvaging")
        salvaged = salvage(place)
        connection = _whole_database(place)
    try:
        watch(connection)
        _settle(connection, place)
        store = Store(place, connection, salvaged)
        store.complete_copy()
        return store
    except BaseException:
        connection.close()
        raise


def _check_key(place: Place) -> None:
    """Where the database is absent: raises WRONG_KEY when there is data, and the key opens nothing of it."""
    data = place.identity.exists() or place.copy.exists()
    if data and place.identity.load() is None and not place.copy.recent():
        raise StorageTrouble(StorageCode.WRONG_KEY)


def _whole_database(place: Place) -> Connection:
    """The database, readable, of the newest schema, not yet guarded. Raises StorageTrouble."""
    trusted = checks.signed_off(place.folder)
    existed = place.database.exists()
    connection = None
    try:
        with coded():
            if existed and place.database.stat().st_size == 0 and place.copy.exists():
                raise StorageTrouble(StorageCode.DAMAGED, "empty")
            connection = open_writer(place.database, place.master, create=True, guarded=False)
            _check_age(connection)
            if existed and not trusted:
                checks.read_every_page(connection)
            _migrate(connection, place, existed=existed)
            return connection
    except BaseException as trouble:
        if connection is not None:
            connection.close()
        _raise_when_the_key_is_wrong(place, trouble)
        raise


def _raise_when_the_key_is_wrong(place: Place, trouble: BaseException) -> None:
    # To SQLCipher a wrong key and a damaged first page look alike; what else the key opens tells them apart. Where there is not
    # even a page, a first start was cut short before anything could be recorded.
    damaged = isinstance(trouble, StorageTrouble) and trouble.code is StorageCode.DAMAGED
    has_pages = place.database.exists() and place.database.stat().st_size >= PAGE_BYTES
    data = has_pages or place.identity.exists() or place.copy.exists()
    if damaged and data and place.identity.load() is None and not place.copy.recent():
        raise StorageTrouble(StorageCode.WRONG_KEY) from trouble


def _check_age(connection: Connection) -> None:
    """Raises NEWER_FILE for steps that this program does not know."""
    if _applied(connection) - set(tables.STEPS):
        raise StorageTrouble(StorageCode.NEWER_FILE)


def _applied(connection: Connection) -> set[str]:
    query = "SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'"
    if not connection.execute(query).fetchone()[0]:
        return set()
    return {row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations")}


def _migrate(connection: Connection, place: Place, *, existed: bool) -> None:
    applied = _applied(connection)
    if applied == set(tables.STEPS):
        return
    if existed and not applied and place.copy.recent():
        raise StorageTrouble(StorageCode.DAMAGED, "the tables are gone")
    if applied:
        backup(place.folder, place.master, now=place.clock.now())
    from inspector_app.storage import schema  # sqlite_utils is slow to import, and seldom needed

    schema.migrate(connection)


def _settle(connection: Connection, place: Place) -> None:
    """Makes identity, journal and second copy agree."""
    identity = _identity(connection, place)
    recovered = recovery.catch_up(connection, place)
    if recovered:
        log.warning("took %s lines back from the second copy", recovered)
    if journal.head(connection).seq == 0:
        with transaction(connection):
            after = journal.head(connection)
            epochs.begin(connection, identity.device, after=after, reason=NEW, now=place.now(), ids=place.ids)


def _identity(connection: Connection, place: Place) -> Identity:
    """The identity from its file or the database, whichever there is; both hold it afterwards."""
    row = connection.execute("SELECT value FROM settings WHERE name = 'identity'").fetchone()
    in_file, in_database = place.identity.load(), None
    with suppress(ValueError):
        in_database = Identity.read(row[0]) if row else None
    device = journal.device_of(connection) or place.device_or_new()
    identity = in_file or in_database or Identity.new(device)
    if in_file is None:
        place.identity.set_aside()
        place.identity.keep(identity)
    if in_database != identity:
        with transaction(connection):
            connection.execute("INSERT OR REPLACE INTO settings VALUES ('identity', ?)", (identity.content(),))
    return identity
