"""`inspector pack install`: a reference pack from a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import laptop, shell
from inspector_app.config import default_data_folder

USAGE = "inspector pack install FILE [--data FOLDER] [--json]"
HELP = """Takes in a reference pack (X.pack) that the centre of this laptop signed. It is proved, encrypted, opened and looked
through before it counts; until then, and after any trouble, the pack in use stays."""


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Installs the pack; `BadInput` says why not."""
    parser = shell.Parser("inspector pack install", USAGE, HELP)
    parser.add_argument("file", metavar="FILE", help="the pack, X.pack")
    parser.add_argument("--data", type=Path, default=default_data_folder(), metavar="FOLDER", help="the laptop's data")
    parser.add_argument("--json", action="store_true", help="the answer or error as one JSON object")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    with laptop.opened(told.data) as store, laptop.told(told.file):
        from inspector_app import packs

        manifest = packs.install(store, Path(told.file))
    if told.json:
        shell.write_json(out, {"version": manifest.version, "name": manifest.name, "counts": manifest.counts})
    else:
        holds = ", ".join(f"{count} {name}" for name, count in manifest.counts.items())
        shell.write(out, f"{manifest.name}, version {manifest.version}, made at {manifest.made_at}: {holds}\n")
    return shell.ALL_GOOD
