"""Cells of a row as the contract's values; each raises BadRow with a sentence that names the column."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from sync.server.desk.values import moment as desk_moment
from sync.server.packs import evidence, ground, sources
from sync.server.packs.folder import Source
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadRow, Ledger, Reason
from sync.server.packs.sources import Row

LONGEST = 200
MOST = 2**31 - 1
T = TypeVar("T")
_DAY = re.compile(r"(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})(?:[T ].*)?", re.ASCII)


def rows(source: Source, where: Ground, ledger: Ledger) -> Iterator[Row]:
    """The rows of a file that lie in the city, in WGS-84; what speaks against its datum is told."""
    table = sources.read(source)
    located = list(ground.located(source, table))
    evidence.tell(source, table.crs, located, where.landmarks, ledger)
    return where.inside(source, located, ledger)


def taken(source: Source, read: Iterable[Row], ledger: Ledger, make: Callable[[Row], T]) -> Iterator[T]:
    """What `make` makes of each row; rows that it refuses are told and left out."""
    for row in read:
        try:
            if row.trouble:
                raise BadRow(Reason.NO_SHAPE, row.trouble)
            made = make(row)
        except BadRow as trouble:
            ledger.reject(source.path.name, row.where, trouble.reason, str(trouble))
        else:
            yield made


def text(row: Row, name: str, *, needed: bool = False, longest: int = LONGEST) -> str:
    found = row(name).strip()
    if needed and not found:
        raise BadRow(Reason.BAD_VALUE, f"{name} is empty")
    if len(found) > longest:
        raise BadRow(Reason.BAD_VALUE, f"{name} has more than {longest} characters")
    return found


def code(row: Row, digits: int) -> str:
    """A code of so many digits."""
    found = text(row, "code", needed=True)
    if not re.fullmatch(rf"[0-9]{{{digits}}}", found):
        raise BadRow(Reason.BAD_VALUE, f"code: {digits} digits, not {found[:40]}")
    return found


def word(row: Row, name: str, words: Sequence[str], *, needed: bool = False) -> str:
    """One of `words`, or nothing."""
    found = text(row, name, needed=needed)
    if found and found not in words:
        raise BadRow(Reason.BAD_VALUE, f"{name}: {', '.join(words)}, not {found[:40]}")
    return found


def whole(row: Row, name: str, most: int = MOST) -> int:
    """A whole number from 0; an empty cell is 0."""
    found = text(row, name)
    if found and (not re.fullmatch("[0-9]{1,10}", found) or int(found) > most):
        raise BadRow(Reason.BAD_VALUE, f"{name}: a whole number from 0 to {most}, not {found[:40]}")
    return int(found or 0)


def span(row: Row, *, needed: bool = False) -> tuple[str, str]:
    """The first and last day, both ISO or empty."""
    first, last = _day(row, "first", needed), _day(row, "last", needed)
    if first and last and last < first:
        raise BadRow(Reason.BAD_VALUE, f"last ({last}) is before first ({first})")
    return first, last


def _day(row: Row, name: str, needed: bool) -> str:
    said = text(row, name, needed=needed)
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
    said = text(row, name, needed=needed)
    try:
        return desk_moment(said) if said else ""
    except ArgumentTypeError as trouble:
        raise BadRow(Reason.BAD_VALUE, f"{name}: {trouble}") from trouble
