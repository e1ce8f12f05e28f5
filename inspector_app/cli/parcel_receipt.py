"""`inspector parcel receipt`: the receipt that came back for a parcel."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import laptop, shell
from inspector_app.config import default_data_folder

USAGE = "inspector parcel receipt FILE [--data FOLDER]"
HELP = """Takes the receipt that the centre wrote for a parcel. It counts when the centre signed it and it says what this laptop's
own records say; then what it covers is sent. At the next sync over a network the same receipt comes by itself."""


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Keeps it; 1 when the centre still lacks photos. `BadInput` when it proves nothing."""
    parser = shell.Parser("inspector parcel receipt", USAGE, HELP)
    parser.add_argument("file", metavar="FILE", help="a .receipt")
    parser.add_argument("--data", type=Path, default=default_data_folder(), metavar="FOLDER", help="the laptop's data")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    with laptop.opened(told.data) as store, laptop.told(told.file):
        from inspector_app import parcels

        said = parcels.take_receipt(store, Path(told.file))
        left = store.reads.sync_overview().unsent_lines
    missing = sum(one.missing_count for one in said)
    for one in said:
        shell.write(
            out, f"records up to {one.through_seq} are at the centre: {one.findings} findings, {one.photos} photos\n"
        )
    shell.write(out, f"photos missing there: {missing}; records that no receipt covers yet: {left}\n")
    return shell.FOUND if missing else shell.ALL_GOOD
