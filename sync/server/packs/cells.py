"""Cells of a row as the contract's values; each raises BadRow with a sentence that names the column."""

import re
import unicodedata
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from sync.server.desk.values import moment as desk_moment
from sync.server.packs import evidence, ground, sources
from sync.server.packs.folder import CITY, Source
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadFolder, BadRow, Ledger, Reason
from sync.server.packs.sources import Row

LONGEST = 200
MOST = 2**31 - 1
T = TypeVar("T")
MANY = 20  # rows of a file that are all refused: then it is the file
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?", re.ASCII)
PADDED = 12  # digits of 410105000000, which is 410105
_CLOCK = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2})(?=:)", re.ASCII)  # 2026/11/20 9:00
_ROUNDED = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"\d{6,}\.0+", re.ASCII)


def rows(source: Source, where: Ground, ledger: Ledger) -> Iterator[Row]:
    """The rows of a file that lie in the city, in WGS-84; what speaks against its datum is told."""
    table = sources.read(source)
    located = list(ground.located(source, table))
    evidence.tell(source, table.crs, located, where.landmarks, ledger)
    return where.inside(source, located, ledger)


def taken(source: Source, read: Iterable[Row], ledger: Ledger, make: Callable[[Row], T]) -> Iterator[T]:
    """What `make` makes of each row; rows that it refuses are told and left out. Raises BadFolder where it refuses all of many."""
    refused: list[str] = []
    taken = 0
    for row in read:
        try:
            if row.trouble:
                raise BadRow(Reason.NO_SHAPE, row.trouble)
            made = make(row)
        except BadRow as trouble:
            text = str(trouble) + _lacking(row, trouble.reason)
            ledger.reject(source.path.name, row.where, trouble.reason, text)
            if trouble.reason is not Reason.DUPLICATE:  # a whole file that another one holds too is no wrong file
                refused.append(f"{row.where}: {text}")
        else:
            taken += 1
            yield made
    if len(refused) >= MANY and not taken:
        raise BadFolder(f"{source.path.name}: none of its {len(refused)} rows can be taken; {refused[0]}")


class Seen:
    """The rows of a layer: what stands there twice counts once, in which of its files whatever."""

    def __init__(self) -> None:
        self._stands: dict[object, tuple[str, str]] = {}

    def check(self, source: Source, row: Row, name: str, same: object) -> None:
        """Raises BadRow where a row that is the `same` stands there before."""
        here = source.path.name, row.where
        file, where = self._stands.setdefault(same, here)
        if (file, where) != here:
            there = where if file == here[0] else f"{where} of {file}"
            raise BadRow(Reason.DUPLICATE, f"{name or row.where}: the same as {there}")


def _lacking(row: Row, reason: Reason) -> str:
    """What to do about rows of a table without a place for their positions."""
    is_lost = reason is Reason.NO_SHAPE and not row.trouble and row.where.startswith("line")
    return _columns(row) if is_lost and not row.cells.keys() & {"lon", "lat", "wkt"} else ""


def _columns(row: Row) -> str:
    return f"; the file has the columns {', '.join(row.cells)[:100] or '(none)'}: {CITY} says which is which (files, columns)"


def text(row: Row, name: str, *, needed: bool = False, longest: int = LONGEST) -> str:
    found = row(name).strip()
    if needed and not found:
        raise BadRow(
            Reason.BAD_VALUE, f"{name} is empty" if name in row.cells else f"there is no {name}{_columns(row)}"
        )
    if len(found) > longest:
        raise BadRow(Reason.BAD_VALUE, f"{name} has more than {longest} characters")
    return found


def code(row: Row, digits: int) -> str:
    """A code of so many digits; statistics write the shorter ones with noughts up to twelve."""
    found = named_code(row, needed=True)
    if len(found) == PADDED and not found[digits:].strip("0"):
        found = found[:digits]
    if not re.fullmatch(rf"[0-9]{{{digits}}}", found):
        raise BadRow(Reason.BAD_VALUE, f"code: {digits} digits, not {found[:40]}")
    return found


def named_code(row: Row, *, needed: bool = False) -> str:
    """A code of any kind, as it was before a spreadsheet had it."""
    found = unicodedata.normalize("NFKC", text(row, "code", needed=needed, longest=64)).lstrip("'")
    if _ROUNDED.fullmatch(found):
        raise BadRow(
            Reason.BAD_VALUE,
            f"code: {found} was rounded by a spreadsheet; make the column text there, and export it again",
        )
    return found.partition(".")[0] if _WHOLE.fullmatch(found) else found


def word(row: Row, name: str, words: Sequence[str], *, needed: bool = False) -> str:
    """One of `words`, or nothing."""
    found = text(row, name, needed=needed)
    if found and found not in words:
        raise BadRow(Reason.BAD_VALUE, f"{name}: {', '.join(words)}, not {found[:40]}")
    return found


def whole(row: Row, name: str, most: int = MOST) -> int:
    """A whole number from 0; an empty cell is 0."""
    found = unicodedata.normalize("NFKC", text(row, name)).removesuffix(".0")
    if found and (not re.fullmatch("[0-9]{1,10}", found) or int(found) > most):
        wanted = "0 or 1" if most == 1 else f"a whole number from 0 to {most}"
        raise BadRow(Reason.BAD_VALUE, f"{name}: {wanted}, not {found[:40]}")
    return int(found or 0)


def span(row: Row, *, needed: bool = False) -> tuple[str, str]:
    """The first and last day, both ISO or empty."""
    first, last = _day(row, "first", needed), _day(row, "last", needed)
    if first and last and last < first:
        raise BadRow(Reason.BAD_VALUE, f"last ({last}) is before first ({first})")
    return first, last


def _day(row: Row, name: str, needed: bool) -> str:
    said = unicodedata.normalize("NFKC", text(row, name, needed=needed))
    if not said:
        return ""
    parts = _DAY.fullmatch(said)
    try:
        return date(*map(int, parts.groups())).isoformat() if parts else _no_day(name, said)
    except ValueError:
        return _no_day(name, said)


def _no_day(name: str, said: str) -> str:
    raise BadRow(Reason.BAD_VALUE, f"{name}: a day like 2026-11-27, not {said[:40]}")


def moment(row: Row, name: str, *, needed: bool = False) -> str:
    """UTC as the protocol writes it; without a zone it is China's time."""
    said = _CLOCK.sub(_iso, text(row, name, needed=needed))
    try:
        return desk_moment(said) if said else ""
    except ArgumentTypeError as trouble:
        raise BadRow(Reason.BAD_VALUE, f"{name}: {trouble}") from trouble


def _iso(parts: re.Match[str]) -> str:
    year, month, day, hour = map(int, parts.groups())
    return f"{year}-{month:02}-{day:02}T{hour:02}"
