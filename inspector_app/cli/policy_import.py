"""`inspector policy import`: a workbook as a pack, checked before anything is written."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import shell
from inspector_app.domain.policy import tables

USAGE = "inspector policy import IN.xlsx --out DIR [--json]"
HELP = """Makes a pack of a workbook in which each table is a sheet, as `inspector policy export` writes it.
The pack is loaded before it is written: DIR, which must not exist or be empty, gets a pack that works or nothing.
The pack is sealed; after a change to its tables see `inspector policy seal`."""


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Writes the tables; `BadInput` names the sheet and line of the first fault."""
    parser = shell.Parser("inspector policy import", USAGE, HELP)
    parser.add_argument("workbook", metavar="IN.xlsx", help="the workbook to read")
    parser.add_argument("--out", metavar="DIR", help="the folder for the pack; needed")
    parser.add_argument("--json", action="store_true", help="name, digest or error as one JSON object")
    told = parser.read(words, out, needed=["out"])
    if told is None:
        return shell.ALL_GOOD
    from inspector_app.cli import workbook

    sheets = workbook.load(Path(told.workbook))
    # With its empty lines first, so that a fault is named by the line that the sheet shows.
    pack = shell.compiled({f"{table}.csv": workbook.as_csv(rows) for table, rows in sheets.items()})
    filled = {table: [row for row in rows if any(row)] for table, rows in sheets.items()}
    files = {f"{table}.csv": workbook.as_csv(rows) for table, rows in filled.items()}
    _write(Path(told.out), files | {tables.DIGESTS: tables.digests(files)})
    shell.write_pack(out, pack, as_json=told.json)
    return shell.ALL_GOOD


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise shell.BadInput("not_empty", "the folder exists and is not empty", str(folder)[:200])
    part = folder.with_name(folder.name + ".part")
    part.mkdir(parents=True)
    for name, content in files.items():
        (part / name).write_bytes(content)
    if folder.exists():
        folder.rmdir()
    part.rename(folder)
