"""Photos as files in a local folder: `sha256/ab/ab12…`, each whole and flushed before anybody hears of it."""

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

Content = bytes | memoryview
TOP = "sha256"
PARTS = "parts"
OLD_PART_S = 3600  # whoever wrote it died: nobody takes an hour over one photo
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class PhotoFolder:
    """Satisfies photo_store.Vault. Any number of processes may share the folder.

    The 256 folders are made durably beforehand: no photo has to wait for its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._top, self._parts = folder / TOP, folder / PARTS
        _make_folders(folder)
        self._drop_old_parts()

    def write(self, sha256: str, content: Content, *, anew: bool) -> None:
        """Makes the file durable with its name; one that is there stays unless it is to be written `anew`.

        Also what is there is flushed: whoever put it may have died, or be about to, before its own flush.
        """
        path = self._path(sha256)
        if anew or not path.exists():
            self._write(path, content)
        else:
            _flush_file(path)
        _flush_folder(path.parent)

    def read(self, sha256: str) -> bytes:
        """Raises FileNotFoundError."""
        return self._path(sha256).read_bytes()

    def free(self) -> int:
        """Bytes that the disk has left."""
        return shutil.disk_usage(self._folder).free

    def names(self, first: str) -> set[str]:
        """The photos there whose digest begins with these two digits."""
        return {path.name for path in (self._top / first).iterdir()}

    def _write(self, path: Path, content: Content) -> None:
        part = self._parts / secrets.token_hex(8)
        descriptor = os.open(part, _WRITE, 0o600)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        except BaseException:
            with suppress(OSError):
                part.unlink()  # on a full disk half a file would only take room
            raise
        finally:
            os.close(descriptor)
        part.replace(path)

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


def _flush_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows journals its folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
