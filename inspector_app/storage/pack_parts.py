"""Files that come in pieces: plain, or each piece sealed by itself, so that nothing of it ever lies readable on the disk."""

import os
from collections.abc import Iterator
from pathlib import Path

from inspector_app.storage.sealing import OVERHEAD, seal, unseal
from sync.protocol.pack_file import PIECE
from sync.protocol.problems import Problem, ProtocolProblem

LARGEST_PIECE = 8 * 1024 * 1024
_LENGTH = 4  # bytes that say how long a sealed piece is


def begun(part: Path, *, is_sealed: bool) -> int:
    """How many bytes of the file are here; a piece that a cut left torn does not count."""
    if not part.is_file():
        return 0
    return sum(size for _, size in _frames(part)) if is_sealed else part.stat().st_size


def append(part: Path, offset: int, piece: bytes, key: bytes | None) -> None:
    """Adds `piece`, sealed by `key` where there is one; `offset` is how much is here. Raises ProtocolProblem(WRONG_OFFSET), OSError."""
    here = begun(part, is_sealed=key is not None)
    if here != offset or len(piece) > LARGEST_PIECE:
        raise ProtocolProblem(Problem.WRONG_OFFSET, "part", seq=here)
    frame = piece
    if key is not None:
        sealed = seal(key, str(offset), piece)
        frame = len(sealed).to_bytes(_LENGTH, "big") + sealed
    end = sum(_LENGTH + OVERHEAD + size for _, size in _frames(part)) if key is not None and part.exists() else offset
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b") as file:
        file.truncate(end)
        file.seek(end)
        file.write(frame)


def pieces(part: Path, key: bytes | None) -> Iterator[bytes]:
    """What is here, in order. Raises ProtocolProblem(DAMAGED_PACK) for a sealed piece that was changed."""
    with part.open("rb") as file:
        if key is None:
            while piece := file.read(PIECE):
                yield piece
            return
        offset = 0
        for at, size in _frames(part):
            file.seek(at)
            plain = unseal(key, str(offset), file.read(size + OVERHEAD))
            if plain is None:
                raise ProtocolProblem(Problem.DAMAGED_PACK, "part")
            yield plain
            offset += size


def _frames(part: Path) -> Iterator[tuple[int, int]]:
    """Where each whole sealed piece lies, and how many plain bytes it holds."""
    end, at = part.stat().st_size, 0
    with part.open("rb") as file:
        while at + _LENGTH <= end:
            file.seek(at)
            size = int.from_bytes(file.read(_LENGTH), "big")
            if not OVERHEAD < size <= LARGEST_PIECE + OVERHEAD or at + _LENGTH + size > end:
                return
            yield at + _LENGTH, size - OVERHEAD
            at += _LENGTH + size
