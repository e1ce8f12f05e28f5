"""A connection to the reference database of a pack: for reading alone, plain or encrypted, and only of a shape that we know."""

from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from inspector_app.storage.database import Connection
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.protocol.reference_pack import APPLICATION_ID, SCHEMA, TABLES

# A pack never changes where it lies: no locks, no journal beside it, so that it may stand on a medium that cannot be written.
_MODE = "mode=ro&immutable=1"
_PRAGMAS = (
    "cipher_log_level = NONE",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "query_only = ON",
    "temp_store = MEMORY",
    "cache_size = -8000",
    "mmap_size = 0",  # mmap hides I/O errors
)


def opened(path: Path, key: bytes | None = None) -> Connection:
    """A reader of the pack's database; with a `key` of 32 bytes it is encrypted.

    Raises StorageTrouble: NEWER_FILE for a schema that this program does not know, DAMAGED for what is no reference database.
    """
    connection = sqlite.connect(
        f"{path.absolute().as_uri()}?{_MODE}", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StorageTrouble(StorageCode.DAMAGED, "no reference database")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise StorageTrouble(StorageCode.NEWER_FILE, f"schema {version}")
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    if missing := _NAMES - there:
        raise StorageTrouble(StorageCode.DAMAGED, f"lacks {min(missing)}")


def _name(statement: str) -> str:
    """What a statement of TABLES makes."""
    words = statement.split("(", maxsplit=1)[0].split()
    return words[words.index("TABLE" if "TABLE" in words else "INDEX") + 1]


_NAMES = frozenset(map(_name, TABLES))
