"""Connections to the encrypted SQLite file; every pragma has its reason in the notes of this room."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.storage import guard
from inspector_app.storage.sealing import derived

FILE_NAME = "patrol.db"
BUSY_MS = 10_000
ASKED_EVERY = 100_000  # steps of SQLite, some milliseconds
Connection = Any  # sqlcipher3 carries no types

_EVERYWHERE = (
    "cipher_log_level = NONE",  # else each damaged page writes lines to stderr
    "synchronous = FULL",  # NORMAL lost saves in 88 % of simulated power cuts
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "recursive_triggers = ON",  # else REPLACE deletes without asking the DELETE trigger
    f"busy_timeout = {BUSY_MS}",
    "temp_store = MEMORY",  # nothing unencrypted reaches the disk
    "cache_size = -16000",
    "mmap_size = 0",  # mmap hides I/O errors
)
_WRITER = ("journal_mode = WAL", "wal_autocheckpoint = 1000", "journal_size_limit = 67108864")
_READER = ("wal_autocheckpoint = 0", "query_only = ON")


def open_writer(path: Path, master: bytes, *, create: bool = False, guarded: bool = True) -> Connection:
    """The one connection that writes. `guarded` refuses statements that would take the journal apart (see guard.py)."""
    connection = _open(path, master, "rwc" if create else "rw", _WRITER)
    if guarded:
        guard.watch(connection)
    return connection


def open_reader(path: Path, master: bytes, *, stopped: Callable[[], bool] | None = None) -> Connection:
    """A connection that cannot write, for any one thread at a time. What it does ends (SQLITE_INTERRUPT) once `stopped`."""
    connection = _open(path, master, "ro", _READER)
    guard.watch(connection)
    if stopped is not None:
        connection.set_progress_handler(stopped, ASKED_EVERY)
    return connection


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction with the write lock from its start: all of it is durable at the end, or nothing of it was."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # some errors of SQLite have rolled back already
            connection.execute("ROLLBACK")
        raise


def _open(path: Path, master: bytes, mode: str, more: tuple[str, ...]) -> Connection:
    connection = sqlite.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
    )  # fmt: skip
    try:
        connection.execute(f"PRAGMA key = \"x'{derived(master, 'database').hex()}'\"")
        for pragma in (*_EVERYWHERE, *more):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection
