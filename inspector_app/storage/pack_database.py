"""`reference.db` as the laptop keeps it: the tables of the contract in SQLCipher, filled from memory, so that no name lies bare."""

import sqlite3 as plain_sqlite
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.storage import durable
from inspector_app.storage.database import Connection
from inspector_app.storage.reference_pack.opening import opened
from inspector_app.storage.trouble import StorageCode, StorageTrouble, as_trouble, coded
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import APPLICATION_ID, SCHEMA, TABLES, Manifest

LARGEST = 1024 * 1024 * 1024  # bytes of a database that is read into memory
ROWS = 5000  # that are copied in one go
_COUNTED = ("units", "grids", "roads", "crossings", "ways", "histories", "history_rows")
_MARKS = (f"application_id = {APPLICATION_ID}", f"user_version = {SCHEMA}")
_PRAGMAS = ("cipher_log_level = NONE", "trusted_schema = OFF", "temp_store = MEMORY", "mmap_size = 0")


def write(path: Path, key: bytes, plain: bytes, manifest: Manifest) -> None:
    """Makes the encrypted database at `path`, durably, and proves that it opens and holds what the manifest counts.

    Raises ProtocolProblem: NOT_A_PACK, NEWER_PACK, DAMAGED_PACK; StorageTrouble (OUT_OF_SPACE …).
    """
    part = path.with_name(path.name + durable.PART)
    part.unlink(missing_ok=True)
    try:
        with coded():
            _make(part, key, plain, manifest)
            durable.sync_file(part)
            part.replace(path)
            durable.sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _make(path: Path, key: bytes, plain: bytes, manifest: Manifest) -> None:
    """Fills it, and opens it as it will be opened. What SQLite cannot bear of it was in the pack, unless the disk is at fault."""
    try:
        _fill(path, key, plain)
        with closing(opened(path, key)) as connection:
            _prove(connection, manifest)
    except (sqlite.Error, StorageTrouble, MemoryError) as trouble:  # an index of nonsense may ask for any memory
        known = as_trouble(trouble)
        if known is not None and known.code is not StorageCode.DAMAGED:
            raise
        raise ProtocolProblem(Problem.DAMAGED_PACK, "database") from trouble


def _unlock(connection: Connection, key: bytes) -> None:
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _fill(path: Path, key: bytes, plain: bytes) -> None:
    """Copies row by row into tables of our own: triggers, views or tables that a file brought along stay behind."""
    if not plain.startswith(b"SQLite format 3\0") or len(plain) > LARGEST:
        raise ProtocolProblem(Problem.NOT_A_PACK, "no database")
    try:
        with (
            closing(plain_sqlite.connect(":memory:")) as source,
            closing(sqlite.connect(str(path), isolation_level=None)) as target,
        ):
            source.deserialize(plain)
            source.execute("PRAGMA trusted_schema = OFF")
            _check(source)
            _unlock(target, key)
            for pragma in (*_MARKS, "journal_mode = OFF", "synchronous = OFF"):
                target.execute(f"PRAGMA {pragma}")
            target.execute("BEGIN")
            for table in TABLES:
                target.execute(table)
            _copy(source, target)
            target.execute("COMMIT")
    except plain_sqlite.Error as trouble:
        raise ProtocolProblem(Problem.DAMAGED_PACK, "database") from trouble


def _check(source: plain_sqlite.Connection) -> None:
    (application,), (schema,) = (
        source.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    if schema > SCHEMA:
        raise ProtocolProblem(Problem.NEWER_PACK, str(schema))
    if (application, schema) != (APPLICATION_ID, SCHEMA):
        raise ProtocolProblem(Problem.NOT_A_PACK, "database")
    if source.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise ProtocolProblem(Problem.DAMAGED_PACK, "database")


def _copy(source: plain_sqlite.Connection, target: Connection) -> None:
    """Every row of the plain tables, also of those in which the indexes for words and boxes keep theirs."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
    for (table,) in target.execute(query).fetchall():
        _check_stored(source, table)
        columns = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        target.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables
        rows = source.execute(f"SELECT {names} FROM {table}")  # noqa: S608
        while some := rows.fetchmany(ROWS):
            target.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)  # noqa: S608


def _check_stored(source: plain_sqlite.Connection, table: str) -> None:
    """A view or a column that is worked out may be endless, or as large as memory: what is copied stands in the file."""
    kind = source.execute(
        "SELECT type, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_schema WHERE name = ?", (table,)
    ).fetchone()
    if kind != ("table", 0) or any(row[6] for row in source.execute(f"PRAGMA table_xinfo({table})")):
        raise ProtocolProblem(Problem.DAMAGED_PACK, table)


def _prove(connection: Connection, manifest: Manifest) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise ProtocolProblem(Problem.DAMAGED_PACK, "database")
    held = Counter(dict(connection.execute("SELECT kind, count(*) FROM areas GROUP BY 1").fetchall()))
    held.update(dict(connection.execute("SELECT kind, count(*) FROM points GROUP BY 1").fetchall()))
    for table in _COUNTED:
        (held[table],) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    if +held != manifest.counts:
        raise ProtocolProblem(Problem.DAMAGED_PACK, "counts")
    for check in ("areas_box", "grids_box", "roads_box", "ways_box", "points_box"):
        connection.execute(f"SELECT count(*) FROM {check} WHERE west <= 0 AND east >= 0").fetchone()  # noqa: S608
    connection.execute("SELECT rowid FROM names_words WHERE names_words MATCH 'initials : a*' LIMIT 1").fetchone()
