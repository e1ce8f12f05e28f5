"""A pack as one workbook: each table a sheet of text cells; and back, with bounds, for the file may come from anywhere."""

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector_app.cli.shell import BadInput
from inspector_app.domain.policy.tables import COLUMNS, MAX_ROWS, OPTIONAL, Row

MAX_FILE = 8 << 20
MAX_UNPACKED = 32 << 20
MAX_PARTS = 200
WIDEST = 60
"""No column is wider, in digits; longer texts are wrapped."""

TEXT = "@"
"""The number format of text: what is typed into such a cell stays what was typed."""


def save(tables: Mapping[str, Sequence[Row]], file: Path) -> None:
    """Writes the workbook, replacing one that was there; `BadInput` when a text cannot stand in a workbook.

    A table that the pack does without and has no line gets no sheet.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table, columns in COLUMNS.items():
        if tables[table] or table not in OPTIONAL:
            _fill(book.create_sheet(table), columns, tables[table])
    part = file.with_name(file.name + ".part")
    book.save(part)
    part.replace(file)


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Row]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, grey, wrapped = (
        Font(bold=True),
        PatternFill("solid", fgColor="DDE3EA"),
        Alignment(wrap_text=True, vertical="top"),
    )
    lines = [(1, list(columns)), *((row.line, list(row.cells.values())) for row in rows)]
    for at, (line, cells) in enumerate(lines, 1):
        for place, text in enumerate(cells, 1):
            cell = _written(sheet, at, place, text, line)
            cell.alignment = wrapped
            if at == 1:
                cell.font, cell.fill = bold, grey
    for place in range(1, len(columns) + 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.number_format = TEXT
        column.width = min(WIDEST, 2 + max(_width(cells[place - 1]) for _, cells in lines))
    sheet.freeze_panes = "A2"


def _written(sheet: Any, row: int, column: int, text: str, line: int) -> Any:
    from openpyxl.utils.exceptions import IllegalCharacterError

    cell = sheet.cell(row, column)
    try:
        cell.value = text or None
    except IllegalCharacterError as trouble:
        raise BadInput(
            "bad_text", "a control character cannot stand in a workbook", f"{sheet.title}:{line}"
        ) from trouble
    cell.number_format = TEXT
    if text:
        cell.data_type = "s"  # a word that begins with = is no formula
    return cell


def _width(text: str) -> int:
    return max(
        (sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n")), default=0
    )


def load(file: Path) -> dict[str, list[list[str]]]:
    """The cells of every sheet by its name, the header first; `BadInput` names sheet and line of what is no text."""
    from openpyxl import load_workbook

    with _checked(file) as content, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a spreadsheet adds and no table needs
        try:
            book = load_workbook(content, read_only=True, keep_links=False)
            return {sheet.title: list(_lines(sheet)) for sheet in book.worksheets}
        except BadInput:
            raise
        except Exception as trouble:
            raise BadInput(
                "broken_workbook", f"the workbook cannot be read: {str(trouble)[:120]}", file.name
            ) from trouble


def _checked(file: Path) -> io.BytesIO:
    """The bytes of a zip that stays inside the bounds when it is unpacked; the reader never reads past a declared size."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE + 1)
        if len(content) > MAX_FILE:
            raise BadInput("too_large", f"a workbook has at most {MAX_FILE} bytes", file.name)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
            if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise BadInput(
                    "too_large", f"unpacked it has at most {MAX_UNPACKED} bytes in {MAX_PARTS} parts", file.name
                )
            if any(_declares(parts.read(entry)) for entry in entries):
                raise BadInput("broken_workbook", "a part declares a document type", file.name)
    except OSError as trouble:
        raise BadInput("unreadable", "the workbook cannot be read", file.name) from trouble
    except BadInput:
        raise
    except Exception as trouble:
        raise BadInput("broken_workbook", "not a workbook (.xlsx)", file.name) from trouble
    return io.BytesIO(content)


def _declares(part: bytes) -> bool:
    """Entities of XML can grow without end; a workbook has none. UTF-16 spells with noughts between."""
    return b"<!DOCTYPE" in part.replace(b"\0", b"")


def _lines(sheet: Any) -> Iterator[list[str]]:
    if sheet.title not in COLUMNS:
        raise BadInput("unknown_table", "a pack has no such table", sheet.title[:64])
    width = len(COLUMNS[sheet.title])
    sheet.reset_dimensions()
    for at, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1), 1):
        cells = [_text(cell, f"{sheet.title}:{at}") for cell in row]
        if any(cells[width:]):
            raise BadInput("wrong_columns", f"a line has {width} cells", f"{sheet.title}:{at}")
        yield [*cells, *[""] * width][:width]


def _text(cell: Any, where: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "s":
        return str(value)
    if cell.data_type == "b":
        return "true" if value else "false"
    if cell.data_type == "n" and isinstance(value, int | float):
        return repr(int(value) if value == int(value) else value)
    kinds = {"f": "formula", "d": "date", "e": "error"}
    raise BadInput(
        "not_text",
        f"a {kinds.get(cell.data_type, 'cell that is not text')}; make the cell text and type it again",
        where,
    )


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """A table as it lies in a pack: UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
