"""The second copy of the journal: every sealed line once more, each encrypted by itself, for the day the database is damaged.

A segment is a file of fixed size, named by the first seq that it was made for: room that was taken from the disk before the
commit, so that writing after the commit cannot fail for want of it. A frame is MAGIC, length and seq (big-endian), then the
line, sealed. What is damaged is skipped and never overwritten.
"""

import os
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from inspector_app.storage import durable
from inspector_app.storage.sealing import seal, unseal
from sync.protocol.lines import Line, digest_of

FOLDER = "lines"
SEGMENT_BYTES = 1 << 20
ENOUGH = 50
_MAGIC = b"721L"
_HEADER = struct.Struct(">4sIQ")
_LONGEST = 1 << 18


class Copied(msgspec.Struct, frozen=True):
    """A line as the copy holds it, with the laptop that sealed it."""

    device: str
    line: Line


class SecondCopy:
    """The folder of segments; one writer at a time."""

    def __init__(self, folder: Path, master: bytes):
        self._folder = folder
        self._master = master
        self._segment: Path | None = None
        self._end = 0

    def exists(self) -> bool:
        """Whether there is a copy, readable or not."""
        return bool(self._segments())

    def recent(self) -> list[Copied]:
        """The lines of the newest segments, at least ENOUGH of them when there are so many, in the order of writing."""
        found: list[Copied] = []
        for segment in reversed(self._segments()):
            found = [copied for copied, _ in self._frames(segment)] + found
            if len(found) >= ENOUGH:
                break
        return found

    def every(self) -> Iterator[Copied]:
        """Every line that can be read, in the order of writing; one that differs from its digest is left out."""
        for segment in self._segments():
            for copied, _ in self._frames(segment):
                yield copied

    def flush(self) -> None:
        """Makes durable what stands there: a program that ended before its own flush may have written the last of it."""
        for segment in self._segments():
            durable.sync_file(segment)

    def closed(self) -> list[str]:
        """The names of the segments that nobody writes to any more, oldest first; the newest two are never among them."""
        return [path.name for path in self._segments()[:-2]]

    def whole(self, name: str) -> list[Copied] | None:
        """The lines of a segment; None when something in it cannot be read."""
        path = self._folder / name
        content, lines, end = path.read_bytes(), list[Copied](), 0
        for copied, ends in self._frames(path):
            if content[end : end + 4] != _MAGIC or ends != end + _length(content, end):
                return None
            lines.append(copied)
            end = ends
        return None if any(content[end:]) else lines

    def remove(self, name: str) -> int:
        """Removes a segment and returns its bytes on disk. Only purging.py decides that."""
        path = self._folder / name
        size = path.stat().st_size
        path.unlink()
        return size

    def framed(self, device: str, lines: Sequence[Line]) -> bytes:
        """`lines` as the bytes to append."""
        return b"".join(self._frame(Copied(device, line)) for line in lines)

    def reserve(self, first_seq: int, size: int) -> None:
        """Makes sure that `size` bytes fit; raises OSError when the disk is full."""
        if self._segment is None:
            self._find_end()
        if self._segment is None or self._end + size > self._segment.stat().st_size:
            self._begin_segment(first_seq, max(SEGMENT_BYTES, size))

    def append(self, frames: bytes) -> None:
        """Writes reserved `frames` durably. After an OSError part of them may stand there: it is left alone, never overwritten."""
        segment, self._segment = self._segment, None
        assert segment is not None
        with segment.open("r+b", buffering=0) as file:
            file.seek(self._end)
            file.write(frames)
            os.fsync(file.fileno())
        self._segment, self._end = segment, self._end + len(frames)

    def _segments(self) -> list[Path]:
        return sorted(self._folder.glob("*.lines"))

    def _find_end(self) -> None:
        segments = self._segments()
        if not segments:
            return
        content = segments[-1].read_bytes()
        ends = [end for _, end in self._frames(segments[-1])]
        end = ends[-1] if ends else 0
        if not any(content[end:]):  # else a torn or damaged frame stands there: leave it alone
            self._segment, self._end = segments[-1], end

    def _begin_segment(self, first_seq: int, size: int) -> None:
        newest = max((int(path.stem) for path in self._segments()), default=0)
        path = self._folder / f"{max(first_seq, newest + 1):015d}.lines"
        durable.write(path, bytes(size))
        self._segment, self._end = path, 0

    def _frame(self, copied: Copied) -> bytes:
        sealed = seal(self._master, f"line {copied.line.seq}", msgspec.json.encode(copied))
        return _HEADER.pack(_MAGIC, len(sealed), copied.line.seq) + sealed

    def _frames(self, segment: Path) -> Iterator[tuple[Copied, int]]:
        """Each line that can be read, and where its frame ends."""
        content = segment.read_bytes()
        place = content.find(_MAGIC)
        while place >= 0:
            copied, end = self._read(content, place)
            if copied is not None:
                yield copied, end
            place = content.find(_MAGIC, end if copied is not None else place + 1)

    def _read(self, content: bytes, place: int) -> tuple[Copied | None, int]:
        if place + _HEADER.size > len(content):
            return None, place
        _, length, seq = _HEADER.unpack_from(content, place)
        end = place + _HEADER.size + length
        if length > _LONGEST or end > len(content):
            return None, place
        plain = unseal(self._master, f"line {seq}", content[place + _HEADER.size : end])
        copied = msgspec.json.decode(plain, type=Copied) if plain is not None else None
        whole = copied is not None and digest_of(copied.device, copied.line) == copied.line.digest
        return (copied, end) if whole else (None, place)


def _length(content: bytes, place: int) -> int:
    """How long the frame that begins there says it is, its header included."""
    _, length, _ = _HEADER.unpack_from(content, place)
    return int(_HEADER.size + length)
