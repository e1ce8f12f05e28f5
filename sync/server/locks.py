"""A file as a lock between processes; released by the system when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Holds the lock `path` without waiting; yields whether it was free."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        yield take(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def take(descriptor: int) -> bool:
        """Whether the lock of the open file was free and is now ours, until it is closed or given back."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def give_back(descriptor: int) -> None:
        """Frees the lock and keeps the file open."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def take(descriptor: int) -> bool:
        """Whether the lock of the open file was free and is now ours, until it is closed or given back."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give_back(descriptor: int) -> None:
        """Frees the lock and keeps the file open."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
