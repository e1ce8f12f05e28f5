"""The tables of a pack: CSV in UTF-8 (with or without a byte order mark, as spreadsheets write it), read with bounds."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

MAX_BYTES = 1 << 20
MAX_ROWS = 2000
MAX_CELL = 2000
LANGUAGES = ("zh", "en")
DIGESTS = "digests.json"
"""The file of a pack that names the SHA-256 of each of its tables; one that its author still works on has none."""

CHANGED = "pack_changed"


class PackProblem(ValueError):
    """A pack that cannot be used; `table` and `line` (1 = header, 0 = the whole table) say where, `code` says what."""

    def __init__(self, code: str, message: str, *, table: str, line: int = 0) -> None:
        super().__init__(f"{table}:{line}: {message}")
        self.code = code
        self.message = message
        self.table = table
        self.line = line

    @property
    def file(self) -> str:
        """The file of the pack that is at fault."""
        return self.table if self.table == DIGESTS else f"{self.table}.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; cells are stripped of surrounding blanks."""

    table: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def words(self, column: str) -> tuple[str, ...]:
        """The blank-separated words of a cell."""
        return tuple(self.cells[column].split())

    def problem(self, code: str, message: str) -> PackProblem:
        """A problem that names this line."""
        return PackProblem(code, message, table=self.table, line=self.line)


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pack": ("key", "value"),
    "facts": ("fact", "kind", "values", "nullable", "when_absent"),
    "thresholds": ("name", "value", "unit", "zh", "en"),
    "terms": ("name", "when", "zh", "en"),
    "contradictions": ("no", "category", "when", "missing", "zh", "en"),
    "rules": (
        "no",
        "step",
        "category",
        "choose",
        "when",
        "effect",
        "tier",
        "code",
        "flags",
        "refer",
        "missing",
        "note",
    ),
    "fine_gate": ("no", "category", "when", "gate", "note"),
    "reasons": ("code", "zh", "en", "bases", "measures"),
    "bases": ("key", "zh", "en", "version", "says_zh", "says_en"),
    "measures": ("measure", "least_tier", "zh", "en"),
    "flags": ("flag", "zh", "en", "measures"),
    "words": ("kind", "code", "zh", "en"),
    "questions": ("category", "fact", "value", "when", "zh", "en"),
    "neutral": ("category", "facts", "words", "zh", "en"),
}
"""Every table of a pack with its columns, in order."""

OPTIONAL = frozenset({"contradictions", "neutral"})
"""Tables that a pack may do without; it has no lines of them then."""


def read(files: Mapping[str, bytes]) -> dict[str, list[Row]]:
    """The rows of every table, by its name without `.csv`; `PackProblem` when one is missing, unknown, too large, malformed,
    or not the one that the pack's digests name."""
    files = _as_pinned(files)
    for name in files:
        if name.removesuffix(".csv") not in COLUMNS or not name.endswith(".csv"):
            raise PackProblem("unknown_table", "a pack has no such table", table=name[:64])
    for table in COLUMNS:
        if f"{table}.csv" not in files and table not in OPTIONAL:
            raise PackProblem("missing_table", "the table is missing", table=table)
    given = {table: files.get(f"{table}.csv") for table in COLUMNS}
    return {table: [] if content is None else rows(table, content, COLUMNS[table]) for table, content in given.items()}


def digests(files: Mapping[str, bytes]) -> bytes:
    """What `digests.json` says of these tables."""
    return json.dumps(_digests(files), indent=1).encode() + b"\n"


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files) if name != DIGESTS}


def _as_pinned(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The tables alone, when they are what the digests say, or nobody has pinned them."""
    tables = {name: content for name, content in files.items() if name != DIGESTS}
    if DIGESTS in files:
        found, pinned = _digests(tables), _pinned(files[DIGESTS])
        for name in sorted(found.keys() | pinned.keys()):
            if found.get(name) != pinned.get(name):
                raise PackProblem(
                    CHANGED, f"{name[:64]} is not as {DIGESTS} names it", table=name[:64].removesuffix(".csv")
                )
    return tables


def _pinned(content: bytes) -> dict[str, object]:
    try:
        pinned = json.loads(content)
    except (ValueError, RecursionError):
        pinned = None
    if not isinstance(pinned, dict):
        raise PackProblem(CHANGED, f"{DIGESTS} cannot be read", table=DIGESTS)
    return pinned


def rows(table: str, content: bytes, columns: tuple[str, ...]) -> list[Row]:
    """The rows of one table with these columns; `PackProblem` when it is too large or malformed."""
    if len(content) > MAX_BYTES:
        raise PackProblem("too_large", f"a table has at most {MAX_BYTES} bytes", table=table)
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise PackProblem("malformed_table", "not a CSV table in UTF-8", table=table) from trouble
    if not lines or tuple(lines[0]) != columns:
        raise PackProblem("wrong_columns", f"the columns are {', '.join(columns)}", table=table, line=1)
    if len(lines) > MAX_ROWS:
        raise PackProblem("too_large", f"a table has at most {MAX_ROWS} lines", table=table)
    return [_row(table, number, cells, columns) for number, cells in enumerate(lines[1:], 2) if any(cells)]


def _row(table: str, line: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    if len(cells) != len(columns):
        raise PackProblem("wrong_columns", f"a line has {len(columns)} cells", table=table, line=line)
    if any(len(cell) > MAX_CELL for cell in cells):
        raise PackProblem("too_large", f"a cell has at most {MAX_CELL} characters", table=table, line=line)
    return Row(table, line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
