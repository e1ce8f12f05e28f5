"""What is done to a laptop's folder while nobody has it open: cuts, and single bits that turn."""

import os
from contextlib import closing
from pathlib import Path
from random import Random

from inspector_app.storage.database import FILE_NAME, open_writer, transaction
from inspector_app.storage.photos import FOLDER as PHOTOS
from inspector_app.storage.second_copy import FOLDER as LINES
from inspector_app.storage.second_copy import SecondCopy


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


def rot_photo(folder: Path, chance: int) -> str:
    """Turns one bit of a photo; returns its SHA-256, empty without photos."""
    photos = sorted(folder.glob(f"{PHOTOS}/[0-9a-f][0-9a-f]/*.gcm"))
    if not photos:
        return ""
    random = Random(chance)
    path = random.choice(photos)
    turn_bit(path, random)
    return path.stem


def rot_copy(folder: Path, master: bytes, chance: int) -> frozenset[str]:
    """Turns one bit of the second copy; returns the digests of the lines that cannot be read there any more."""
    segments = sorted((folder / LINES).glob("*.lines"))
    if not segments:
        return frozenset()
    random, before = Random(chance), _copied(folder, master)
    path = random.choice(segments)
    turn_bit(path, random, within=len(path.read_bytes().rstrip(b"\0")))
    return before - _copied(folder, master)


def rot_receipt(folder: Path, master: bytes, chance: int) -> str:
    """Turns one bit of a receipt that the laptop keeps, as bad memory would before it was written; returns its body now."""
    with closing(open_writer(folder / FILE_NAME, master, guarded=False)) as connection, transaction(connection):
        there = list(connection.execute("SELECT number, body FROM receipts ORDER BY number"))
        if not there:
            return ""
        random = Random(chance)
        number, body = random.choice(there)
        content = bytearray(body.encode())
        content[random.randrange(len(content))] ^= 1 << random.randrange(5)
        broken = content.decode("ascii", "replace")
        connection.execute("UPDATE receipts SET body = ? WHERE number = ?", (broken, number))
        return broken


def rot_stored(centre: Path, chance: int) -> str:
    """Turns one bit of a photo in the centre's folder; returns its SHA-256, empty without photos."""
    photos = sorted((centre / "photos" / "sha256").glob("*/*"))
    if not photos:
        return ""
    random = Random(chance)
    path = random.choice(photos)
    turn_bit(path, random)
    return path.name


def rot_pack(installed: Path, chance: int) -> str:
    """Turns one bit of an installed policy pack, of a table or of the digests that pin it; returns what was done."""
    random = Random(chance)
    return turn_bit(random.choice(sorted(file for file in installed.iterdir() if file.name != "README.md")), random)


def _copied(folder: Path, master: bytes) -> frozenset[str]:
    return frozenset(one.line.digest for one in SecondCopy(folder / LINES, master).every())


def turn_bit(path: Path, random: Random, *, within: int | None = None) -> str:
    """Turns one bit of the file (of its first bytes), half of the time as a disk does it: nobody has touched the file."""
    looked, content = path.stat(), bytearray(path.read_bytes())
    place = random.randrange(within or len(content))
    content[place] ^= 1 << random.randrange(8)
    path.write_bytes(content)
    if silently := random.random() < 0.5:
        os.utime(path, ns=(looked.st_atime_ns, looked.st_mtime_ns))
    return f"{path.name} bit turned at {place}{' silently' if silently else ''}"


def _some_database_file(folder: Path, random: Random) -> Path | None:
    there = [path for path in sorted(folder.glob(f"{FILE_NAME}*")) if path.suffix in (".db", ".db-wal")]
    there = [path for path in there if path.stat().st_size]
    return random.choice(there) if there else None
