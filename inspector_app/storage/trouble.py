"""What the laptop's disk, file or key can do to us, by code; sentences for people live in the interface."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from sqlcipher3 import dbapi2 as sqlite


class StorageCode(StrEnum):
    NEWER_FILE = "newer_file"  # written by a newer program
    WRONG_KEY = "wrong_key"
    KEY_MISSING = "key_missing"  # there is data, but the keyring has no key for it
    NO_KEYRING = "no_keyring"  # this computer offers no safe place for a key
    DAMAGED = "damaged"
    OUT_OF_SPACE = "out_of_space"
    UNREADABLE = "unreadable"  # the disk or its permissions refuse
    LOCKED_BY_ANOTHER = "locked_by_another"
    NOT_EMPTY = "not_empty"  # a restore wants a folder without a laptop's data
    PHOTO_MISSING = "photo_missing"
    PHOTO_DAMAGED = "photo_damaged"
    PACK_DAMAGED = "pack_damaged"  # the reference pack, which can be fetched again


class StorageTrouble(Exception):
    """A coded trouble; `detail` is for logs and never holds personal data or secrets."""

    def __init__(self, code: StorageCode, detail: str = ""):
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SQLITE = {
    sqlite.SQLITE_FULL: StorageCode.OUT_OF_SPACE,
    sqlite.SQLITE_CORRUPT: StorageCode.DAMAGED,
    sqlite.SQLITE_NOTADB: StorageCode.DAMAGED,
    sqlite.SQLITE_IOERR: StorageCode.UNREADABLE,
    sqlite.SQLITE_CANTOPEN: StorageCode.UNREADABLE,
    sqlite.SQLITE_READONLY: StorageCode.UNREADABLE,
    sqlite.SQLITE_PERM: StorageCode.UNREADABLE,
    sqlite.SQLITE_BUSY: StorageCode.LOCKED_BY_ANOTHER,
    sqlite.SQLITE_LOCKED: StorageCode.LOCKED_BY_ANOTHER,
}
_IOERR_SHMSIZE = 4874  # the index of the write-ahead log could not grow: the disk is full


@contextmanager
def coded(on_damage: Callable[[], None] | None = None) -> Iterator[None]:
    """Inside it, what the disk and SQLite say becomes StorageTrouble; our own mistakes (constraints, syntax) stay as they are.

    `on_damage` hears of damage; it is given where a database is open.
    """
    try:
        yield
    except MemoryError as trouble:
        # What SQLCipher says to all that follows on a connection which has met a damaged page.
        if on_damage is None:
            raise
        on_damage()
        raise StorageTrouble(StorageCode.DAMAGED, "SQLITE_NOMEM") from trouble
    except (sqlite.Error, OSError, StorageTrouble) as trouble:
        known = as_trouble(trouble)
        if known is None:
            raise
        if known.code is StorageCode.DAMAGED and on_damage is not None:
            on_damage()
        if known is trouble:
            raise
        raise known from trouble


def as_trouble(trouble: Exception) -> StorageTrouble | None:
    """What happened, by code; None for a mistake of our own."""
    if isinstance(trouble, StorageTrouble):
        return trouble
    if isinstance(trouble, OSError):
        full = StorageCode.OUT_OF_SPACE if trouble.errno in _FULL else StorageCode.UNREADABLE
        return StorageTrouble(full, errno.errorcode.get(trouble.errno or 0, ""))
    extended = getattr(trouble, "sqlite_errorcode", 0)
    code = StorageCode.OUT_OF_SPACE if extended == _IOERR_SHMSIZE else _SQLITE.get(extended & 0xFF)
    return StorageTrouble(code, getattr(trouble, "sqlite_errorname", "")) if code is not None else None
