"""One program at a time on one folder."""

import os
from pathlib import Path
from typing import IO

from inspector_app.storage.trouble import StorageCode, StorageTrouble

FILE_NAME = "lock"


class FolderLock:
    """Held from `take` to `release`, or until the process ends in any way; the file itself stays."""

    def __init__(self, folder: Path):
        self._path = folder / FILE_NAME
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Raises StorageTrouble(LOCKED_BY_ANOTHER) when another program, or this one, holds it."""
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError as trouble:
            file.close()
            raise StorageTrouble(StorageCode.LOCKED_BY_ANOTHER) from trouble
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
