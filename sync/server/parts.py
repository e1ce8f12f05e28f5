"""Photos on their way in: one part file each, its size is the offset, its name carries the length announced."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import locks

MOST_PARTS = 200  # unfinished photos of one laptop


@dataclass(frozen=True, slots=True)
class Part:
    """An unfinished photo: `length` bytes were announced, `offset` of them are here and verified."""

    path: Path
    length: int
    offset: int


class Parts:
    """The folder of unfinished photos. All bytes in a part were verified by their chunk's checksum before."""

    def __init__(self, folder: Path, *, most: int = MOST_PARTS) -> None:
        self._folder = folder
        self._most = most

    def begun(self, device: str) -> set[str]:
        """The photos of the laptop of which there is a part, in one look at its folder."""
        with suppress(FileNotFoundError):
            return {path.stem for path in (self._folder / device).iterdir()}
        return set()

    def longest_untouched(self, device: str) -> list[Part]:
        """All parts of the laptop, the one that was left longest first."""
        dated = list[tuple[float, Part]]()
        for path in (self._folder / device).glob("*.*"):
            with suppress(FileNotFoundError):
                looked = path.stat()
                dated.append((looked.st_mtime, Part(path, _length(path), looked.st_size)))
        return [part for _, part in sorted(dated, key=itemgetter(0))]

    def announced(self) -> int:
        """Bytes of all that was begun, of any laptop, once it will be finished."""
        return sum(map(_length, self._folder.glob("*/*.*")))

    def find(self, device: str, sha256: str) -> Part | None:
        """What has come of the photo so far; None when nothing has."""
        for path in self._paths(device, sha256):
            try:
                return Part(path, _length(path), path.stat().st_size)
            except (OSError, ValueError):
                continue
        return None

    def begin(self, device: str, sha256: str, length: int) -> Part:
        """The part of that photo; one with another length is given up. Raises ProtocolProblem(OUT_OF_SPACE)."""
        found = self.find(device, sha256)
        if found is not None and found.length == length:
            return found
        self.forget(device, sha256)
        folder = self._folder / device
        folder.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in folder.iterdir()) >= self._most:
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "too many unfinished", retry_after_s=3600)
        path = folder / f"{sha256}.{length}"
        path.touch(exist_ok=True)
        return Part(path, length, 0)

    def append(self, part: Part, offset: int, chunk: bytes) -> int:
        """The new offset. Raises ProtocolProblem: WRONG_OFFSET with `seq` = the true one, UPLOAD_BUSY, MALFORMED."""
        with _alone(part.path) as descriptor:
            size = os.fstat(descriptor).st_size
            if size != offset:
                raise ProtocolProblem(Problem.WRONG_OFFSET, seq=size)
            if size + len(chunk) > part.length:
                raise ProtocolProblem(Problem.MALFORMED, "more bytes than announced")
            _write(descriptor, size, chunk)
            return size + len(chunk)

    def content(self, part: Part) -> bytes:
        """The part's bytes. Raises ProtocolProblem(UPLOAD_BUSY) when another request has just finished it."""
        try:
            return part.path.read_bytes()
        except FileNotFoundError as trouble:
            raise ProtocolProblem(Problem.UPLOAD_BUSY, retry_after_s=1) from trouble

    def forget(self, device: str, sha256: str) -> None:
        """Drops whatever part of the photo there is."""
        for path in self._paths(device, sha256):
            path.unlink(missing_ok=True)

    def drop(self, part: Part) -> None:
        part.path.unlink(missing_ok=True)

    def _paths(self, device: str, sha256: str) -> Iterator[Path]:
        return (self._folder / device).glob(f"{sha256}.*")


def _length(path: Path) -> int:
    return int(path.suffix[1:])


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as trouble:
        raise ProtocolProblem(Problem.NOT_FOUND) from trouble
    try:
        # A part that was finished meanwhile is gone by name, though still open here.
        if not locks.take(descriptor) or not path.exists():
            raise ProtocolProblem(Problem.UPLOAD_BUSY, retry_after_s=1)
        yield descriptor
    finally:
        os.close(descriptor)


def _write(descriptor: int, size: int, chunk: bytes) -> None:
    os.lseek(descriptor, size, os.SEEK_SET)
    view = memoryview(chunk)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError as trouble:
        os.ftruncate(descriptor, size)
        if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "parts", retry_after_s=60) from trouble
        raise
