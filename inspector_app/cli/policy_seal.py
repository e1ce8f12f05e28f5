"""`inspector policy seal`: the digests of a pack, written anew by its author."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import shell
from inspector_app.domain.policy import tables

USAGE = "inspector policy seal DIR [--json]"
HELP = f"""Writes {tables.DIGESTS} into the folder of a pack: the SHA-256 of each of its tables. From then on the pack is
refused when a table is not as it was. The pack is loaded before; do it again after each change that is meant."""


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Replaces the digests; `BadInput` when the tables are no pack, and nothing is written."""
    parser = shell.Parser("inspector policy seal", USAGE, HELP)
    parser.add_argument("folder", metavar="DIR", help="the folder of the pack")
    parser.add_argument("--json", action="store_true", help="name, digest or error as one JSON object")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    folder = Path(told.folder)
    if not folder.is_dir():  # never a name: a released pack is not sealed anew by a slip
        raise shell.BadInput("no_pack", "there is no such folder", told.folder[:200])
    files = shell.pack_files(str(folder.absolute()))
    files.pop(tables.DIGESTS, None)
    pack = shell.compiled(files)
    part = folder / f"{tables.DIGESTS}.part"
    part.write_bytes(tables.digests(files))
    part.replace(folder / tables.DIGESTS)
    shell.write_pack(out, pack, as_json=told.json)
    return shell.ALL_GOOD
