"""What is done to a laptop's folder while nobody has it open: cuts, and single bits that turn."""

import os
from pathlib import Path
from random import Random

from inspector_app.storage.database import FILE_NAME


def truncate(folder: Path, chance: int) -> str:
    """Cuts the database or its write-ahead log somewhere; returns what was done. Nothing there, nothing done."""
    random = Random(chance)
    path = _some_database_file(folder, random)
    if path is None:
        return "nothing there"
    place = random.randrange(path.stat().st_size)
    os.truncate(path, place)
    return f"{path.name} cut at {place}"


def flip(folder: Path, chance: int) -> str:
    """Turns one bit there."""
    random = Random(chance)
    path = _some_database_file(folder, random)
    return turn_bit(path, random) if path is not None else "nothing there"


def turn_bit(path: Path, random: Random) -> str:
    """Turns one bit of the file, half of the time as a disk does it: nobody has touched the file."""
    looked, content = path.stat(), bytearray(path.read_bytes())
    place = random.randrange(len(content))
    content[place] ^= 1 << random.randrange(8)
    path.write_bytes(content)
    if silently := random.random() < 0.5:
        os.utime(path, ns=(looked.st_atime_ns, looked.st_mtime_ns))
    return f"{path.name} bit turned at {place}{' silently' if silently else ''}"


def _some_database_file(folder: Path, random: Random) -> Path | None:
    there = [path for path in sorted(folder.glob(f"{FILE_NAME}*")) if path.suffix in (".db", ".db-wal")]
    there = [path for path in there if path.stat().st_size]
    return random.choice(there) if there else None
