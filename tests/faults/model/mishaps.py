"""What is done to disks while their machines are off: older copies, clones, and single bits that turn."""

import os
from contextlib import closing
from pathlib import Path
from random import Random

from inspector_app.storage.database import FILE_NAME, open_reader
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.second_copy import SecondCopy
from tests.faults.model.laptop import MASTER, Laptop
from tests.faults.model.plan import Mishap
from tests.faults.model.torn import PAGE


def flip(laptop: Laptop, mishap: Mishap, random: Random) -> str:
    """Turns one bit of what the mishap names; returns where (empty: there was nothing)."""
    root = laptop.disk.root
    if not laptop.saved:
        return ""
    if mishap in (Mishap.FLIP_DATABASE, Mishap.FLIP_LOG):
        laptop.once = laptop.owed
    match mishap:
        case Mishap.FLIP_DATABASE:
            return _turned(root / FILE_NAME, random)
        case Mishap.FLIP_LOG:
            return _turned(root / f"{FILE_NAME}-wal", random)
        case Mishap.FLIP_RECEIPT:
            return _turned(root / FILE_NAME, random, page=_page_of_receipts(root))
        case Mishap.FLIP_PHOTO:
            return _photo(laptop, random)
        case Mishap.FLIP_COPY:
            return _copy(laptop, random)
        case _:
            return _turned(root / "identity", random)


def _photo(laptop: Laptop, random: Random) -> str:
    photos = sorted(laptop.disk.root.glob("photos/[0-9a-f][0-9a-f]/*.gcm"))
    if not photos:
        return ""
    path = random.choice(photos)
    laptop.damaged_photo = path.stem
    return _turned(path, random)


def _copy(laptop: Laptop, random: Random) -> str:
    segments = sorted((laptop.disk.root / LINES).glob("*.lines"))
    if not segments:
        return ""
    before = copied(laptop.disk.root)
    where = _turned(random.choice(segments), random)
    laptop.damaged_copies |= before - copied(laptop.disk.root)
    return where


def copied(root: Path) -> frozenset[str]:
    """The lines of the second copy, by digest."""
    return frozenset(one.line.digest for one in SecondCopy(root / LINES, MASTER).every())


def _page_of_receipts(root: Path) -> int:
    with closing(open_reader(root / FILE_NAME, MASTER)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'receipts'"
        return int(connection.execute(query).fetchone()[0]) - 1


def _turned(path: Path, random: Random, *, page: int | None = None) -> str:
    """One bit of what the file holds (of a page by its number), half of the time without a trace in the file's time."""
    content = bytearray(path.read_bytes()) if path.exists() else bytearray()
    first, last = (0, len(content.rstrip(b"\0"))) if page is None else (page * PAGE, (page + 1) * PAGE)
    if first >= last or last > len(content):
        return ""
    looked, place = path.stat(), random.randrange(first, last)
    content[place] ^= 1 << random.randrange(8)
    path.write_bytes(content)
    silently = random.random() < 0.5
    os.utime(path, ns=(looked.st_atime_ns, looked.st_mtime_ns + (0 if silently else 1_000_000_000)))
    return f"{path.name if path.suffix != '.gcm' else 'photo'} at {place}{' silently' if silently else ''}"
