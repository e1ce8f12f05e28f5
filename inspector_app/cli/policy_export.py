"""`inspector policy export`: a pack as one workbook, each table a sheet."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import shell
from inspector_app.domain.policy import tables

USAGE = "inspector policy export PACK --xlsx OUT [--json]"
HELP = """Writes the pack as one workbook (.xlsx): each table a sheet of text cells under a header that stays in view.
`inspector policy import` makes a pack of it again, with the same digest."""


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Writes the workbook; `BadInput` when the pack is broken."""
    parser = shell.Parser("inspector policy export", USAGE, HELP)
    parser.add_argument("pack", metavar="PACK", help="the pack to export")
    parser.add_argument("--xlsx", metavar="OUT", help="the workbook to write; needed")
    parser.add_argument("--json", action="store_true", help="name, digest or error as one JSON object")
    told = parser.read(words, out, needed=["xlsx"])
    if told is None:
        return shell.ALL_GOOD
    files = shell.pack_files(told.pack)
    pack = shell.compiled(files)
    from inspector_app.cli import workbook

    workbook.save(tables.read(files), Path(told.xlsx))
    shell.write_pack(out, pack, as_json=told.json)
    return shell.ALL_GOOD
