"""Photos as files in a local folder: `sha256/ab/ab12…`, each whole and flushed before anybody hears of it."""

import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, suppress
from io import FileIO
from pathlib import Path

Content = bytes | memoryview
TOP = "sha256"
PARTS = "parts"
OLD_PART_S = 3600  # whoever wrote it died: nobody takes an hour over one photo
PIECE = 256 * 1024
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class PhotoFolder:
    """Satisfies photo_store.Vault. Any number of processes may share the folder.

    The 256 folders are made durably beforehand: no photo has to wait for its own. A file may be there before it is whole: who died
    over it told nobody, and whoever brings the photo again reads it first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._own = folder, threading.local()
        self._top, self._parts = folder / TOP, folder / PARTS
        _make_folders(folder)
        self._drop_old_parts()

    def write(self, photos: Mapping[str, Content], *, anew: bool) -> Collection[str]:
        """Makes the photos durable with their names; one that is there stays unless it is to be written `anew`. Returns those that stayed.

        Each step is taken for all photos before the next: a disk that is made to flush one takes much of the others along.
        """
        parts = {sha256: self._parts / secrets.token_hex(8) for sha256 in photos if anew}
        try:
            files = _durable_files(photos, parts.__getitem__ if anew else self._path)
            for sha256, part in parts.items():
                part.replace(self._path(sha256))
        finally:
            for part in parts.values():  # what failed is tried again and again, and each time would leave its parts
                with suppress(OSError):
                    part.unlink()
        for first in dict.fromkeys(sha256[:2] for sha256 in files):
            _flush_folder(self._top / first)
        return photos.keys() - files.keys()

    def read(self, sha256: str) -> bytes:
        """Raises FileNotFoundError."""
        with self._path(sha256).open("rb", buffering=0) as file:
            return file.readall()

    def holds(self, sha256: str, content: Content) -> bool:
        """Whether the photo there is `content`, read back byte for byte, and is so durably; what cannot be read or flushed is not.

        Whoever put it may have died, or be about to, before its own flush; or that flush failed, and then memory still shows what the
        disk lacks, and the next flush finds nothing to do. So it is read from the disk, and flushed again: another may be writing it.
        """
        path = self._path(sha256)
        try:
            with path.open("r+b", buffering=0) as file:
                os.fsync(file.fileno())
                _let_go(file.fileno())
                if not self._is_all_of(file, content):
                    return False
                os.fsync(file.fileno())
            _flush_folder(path.parent)
        except OSError:
            return False
        return True

    def _is_all_of(self, file: FileIO, content: Content) -> bool:
        at, buffer = 0, self._buffer()
        while got := file.readinto(buffer):
            if not buffer.startswith(content[at : at + got]):
                return False
            at += got
        return at == len(content)

    def free(self) -> int:
        """Bytes that the disk has left."""
        return shutil.disk_usage(self._folder).free

    def names(self, first: str) -> set[str]:
        """The photos there whose digest begins with these two digits."""
        return {path.name for path in (self._top / first).iterdir()}

    def _buffer(self) -> bytearray:
        """The thread's own: new memory for each photo would cost more than its bytes."""
        if not hasattr(self._own, "buffer"):
            self._own.buffer = bytearray(PIECE)
        buffer: bytearray = self._own.buffer
        return buffer

    def _path(self, sha256: str) -> Path:
        return self._top / sha256[:2] / sha256

    def _drop_old_parts(self) -> None:
        before = time.time() - OLD_PART_S
        for part in self._parts.iterdir():
            with suppress(FileNotFoundError):
                if part.stat().st_mtime < before:
                    part.unlink()


def _make_folders(folder: Path) -> None:
    for name in (PARTS, *(f"{TOP}/{number:02x}" for number in range(256))):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for made in (folder / TOP, folder, folder.parent):
        _flush_folder(made)


def _durable_files(photos: Mapping[str, Content], place: Callable[[str], Path]) -> dict[str, Path]:
    """A flushed file for each photo that has none at its place, which is of no use before its folder is flushed too."""
    files: dict[str, Path] = {}
    with ExitStack() as opened:
        descriptors = []
        for sha256, content in photos.items():
            path = place(sha256)
            try:
                descriptors.append(os.open(path, _WRITE, 0o600))
            except FileExistsError:
                continue
            opened.callback(os.close, descriptors[-1])
            _write(descriptors[-1], content)
            _let_go(descriptors[-1])
            files[sha256] = path
        for descriptor in descriptors:
            os.fsync(descriptor)
    return files


def _write(descriptor: int, content: Content) -> None:
    left = memoryview(content)
    try:
        while left:
            left = left[os.write(descriptor, left) :]
    except OSError:
        # On a full disk half a file would only take room. It is emptied, not removed: by now another may have its name.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
        raise


def _let_go(descriptor: int) -> None:
    """Says that memory need not hold the file: Linux begins at once to write what waits, and forgets what is written.

    The disk writes while the next photo is made: a flush then finds half of its work done (7 ms of 20 photos became 3).
    """
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows journals its folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
