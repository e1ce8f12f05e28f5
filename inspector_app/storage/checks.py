"""Whether the database is what it was when it was last closed, and whether every page of it can be read."""

from contextlib import suppress
from pathlib import Path

from inspector_app.storage.database import FILE_NAME, Connection
from inspector_app.storage.trouble import StorageCode, StorageTrouble

MARK = "closed"


def sign_off(folder: Path) -> None:
    """Notes how the database looks after a clean end; where that fails, the next start looks at every page instead."""
    with suppress(OSError):
        (folder / MARK).write_text(_look(folder))


def signed_off(folder: Path) -> bool:
    """Whether the last end was clean and nobody has touched the file since; asked once, as the mark is gone afterwards."""
    mark = folder / MARK
    if not mark.exists():
        return False
    noted = mark.read_text()
    mark.unlink()
    return noted == _look(folder)


def read_every_page(connection: Connection) -> None:
    """Raises StorageTrouble(DAMAGED) unless the whole database reads well.

    quick_check reads through the write-ahead log. cipher_integrity_check does not: a crash amid a checkpoint would look
    like damage to it.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise StorageTrouble(StorageCode.DAMAGED, "quick_check")


def _look(folder: Path) -> str:
    seen = (folder / FILE_NAME).stat()
    return f"{seen.st_size} {seen.st_mtime_ns}"
