"""A database and its write-ahead log, as a machine leaves them that stops amid a commit or a checkpoint."""

from pathlib import Path
from random import Random

PAGE = 4096
Contents = tuple[bytes, bytes]  # of a database and its log


def torn_log(before: Contents, after: Contents, random: Random) -> Contents:
    """Amid a commit: the log is written up to some byte; or whole, and amid being moved into the database."""
    if before[0] != after[0] and random.random() < 0.5:
        return _mixed(before[0], after[0], random), after[1]
    first = _alike(before[1], after[1])
    cut = random.randint(first, max(first, len(after[1])))
    return before[0], after[1][:cut] + before[1][cut:]


def torn_pages(before: Contents, after: Contents, random: Random) -> Contents:
    """Amid a checkpoint: some pages are moved, and the log is still whole."""
    return _mixed(before[0], after[0], random), before[1]


def _alike(one: bytes, other: bytes) -> int:
    """How many pages they begin with alike, in bytes."""
    ends = min(len(one), len(other))
    return next((at for at in range(0, ends, PAGE) if one[at : at + PAGE] != other[at : at + PAGE]), ends)


def _mixed(before: bytes, after: bytes, random: Random) -> bytes:
    pages = range(0, len(after), PAGE)
    return b"".join((after if random.random() < 0.5 else before)[at : at + PAGE] or bytes(PAGE) for at in pages)


def contents(folder: Path, name: str) -> Contents:
    return _bytes(folder / name), _bytes(folder / f"{name}-wal")


def files_of(name: str, contents: Contents) -> dict[str, bytes]:
    return {name: contents[0], f"{name}-wal": contents[1]}


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
