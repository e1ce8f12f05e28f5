"""Refuses, on each of our connections, what triggers cannot see: dropping or altering the journal, and touching its triggers."""

from typing import Any

from sqlcipher3 import dbapi2 as sqlite

PROTECTED = "journal"
_TAKES_APART = {
    sqlite.SQLITE_DROP_TABLE, sqlite.SQLITE_DROP_TRIGGER, sqlite.SQLITE_DROP_INDEX,
    sqlite.SQLITE_CREATE_TRIGGER, sqlite.SQLITE_CREATE_TEMP_TRIGGER,  # one that raises IGNORE swallows new lines
}  # fmt: skip
_HARMLESS_VALUES = {"writable_schema": {"off"}, "recursive_triggers": {"on"}, "ignore_check_constraints": {"off"}}


def watch(connection: Any) -> None:
    """From now on `connection` keeps the journal whole; migrations run before it."""
    connection.set_authorizer(_judge)


def _judge(deed: int, first: str | None, second: str | None, _database: str | None, _source: str | None) -> int:
    # The arguments' meaning depends on the deed: for DROP they are (thing, table), for ALTER (database, table).
    names = {first, second}
    if deed in _TAKES_APART and PROTECTED in names:
        return int(sqlite.SQLITE_DENY)
    if deed == sqlite.SQLITE_ALTER_TABLE and PROTECTED in names:
        return int(sqlite.SQLITE_DENY)
    if (
        deed == sqlite.SQLITE_PRAGMA
        and second is not None
        and second.lower() not in _HARMLESS_VALUES.get((first or "").lower(), {second.lower()})
    ):
        return int(sqlite.SQLITE_DENY)
    return int(sqlite.SQLITE_OK)
