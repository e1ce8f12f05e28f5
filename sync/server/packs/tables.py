"""CSV as spreadsheets write it: apart by commas, tabs or semicolons, columns named in the first row."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from sync.server.packs.folder import Source
from sync.server.packs.ledger import BadFolder
from sync.server.packs.texts import text_of

LONGEST_CELL = 16 * 1024 * 1024  # a polygon as WKT
_DEGREES = re.compile(r"""(\d{1,3})[°度](\d{1,2})[′'’分](\d{1,2}(?:\.\d+)?)(?:[″"”秒]|'')?""")
Line = tuple[int, Sequence[str]]


def read(source: Source) -> tuple[list[str], Iterator[Line]]:
    """The names of the columns, empty where one has none, and each row that is not empty with its line. Raises BadFolder."""
    name, text = source.path.name, text_of(source.path)
    csv.field_size_limit(LONGEST_CELL)
    head = text.partition("\n")[0]
    apart = next((sign for sign in ",\t;" if sign in head), ",")
    lines = _lines(name, text, apart)
    titles = [title.strip() for title in next(lines, (1, ()))[1]]
    _check(name, titles)
    return titles, _full(name, text, titles, lines)


def _check(name: str, titles: list[str]) -> None:
    named = [title for title in titles if title]
    if not named:
        raise BadFolder(f"{name}, line 1: the first row names the columns, each once, and it is empty")
    twice = next((title for title in named if named.count(title) > 1), "")
    if twice:
        raise BadFolder(
            f"{name}, line 1: the first row names the columns, each once, and {twice[:40]} stands there twice"
        )
    if len(named) == 1 and len(titles) > 1:
        _refuse_title(name, named[0])
    if len(titles) == 1 and "，" in titles[0]:
        raise BadFolder(f"{name}, line 1: the commas are wide ones (，); save the file as CSV again")


def _refuse_title(name: str, title: str) -> None:
    raise BadFolder(f"{name}, line 1: {title[:40]} is a title; delete it, so that the first row names the columns")


def _lines(name: str, text: str, apart: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as trouble:
        where = f"line {line}" if line == reader.line_num else f"line {line} to {reader.line_num}"
        said = (
            'a quote (") opens and is not closed'
            if "end of data" in str(trouble)
            else 'a quote (") within a cell, or a cell without end'
        )
        raise BadFolder(f"{name}, {where}: {said}") from trouble


def _full(name: str, text: str, titles: list[str], lines: Iterator[Line]) -> Iterator[Line]:
    line, last = 1, titles
    for line, cells in lines:
        if len(titles) == 1 and any(cells[1:]):
            _refuse_title(name, titles[0])
        if any(cell.strip() for cell in cells):
            yield line, cells
        last = list(cells)
    if last and len(last) < len(titles) and not text.endswith(("\n", "\r")):
        raise BadFolder(f"{name} was cut off: line {line} ends after {len(last)} of {len(titles)} cells")


def degrees(said: str) -> float:
    """A number, or degrees, minutes and seconds. Raises ValueError."""
    bare = re.sub("\\s", "", said).strip("ENen东经北纬")
    parts = _DEGREES.fullmatch(bare)
    if parts is None:
        return float(bare)
    whole, minutes, seconds = map(float, parts.groups())
    return whole + minutes / 60 + seconds / 3600


def place(cells: Mapping[str, str]) -> tuple[float, float] | None:
    """Longitude and latitude of a row; None where it says neither. Raises ValueError with a sentence."""
    lon, lat = cells.get("lon", ""), cells.get("lat", "")
    try:
        return (degrees(lon), degrees(lat)) if lon or lat else None
    except ValueError as trouble:
        raise ValueError(
            f"lon and lat are degrees like 113.68 and 34.76, not {lon[:30] or 'nothing'} and {lat[:30] or 'nothing'}"
        ) from trouble
