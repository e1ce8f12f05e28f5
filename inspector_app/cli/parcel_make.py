"""`inspector parcel make`: what no receipt covers yet, on a stick."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from inspector_app.cli import laptop, shell
from inspector_app.cli.progress import Shown
from inspector_app.config import default_data_folder

if TYPE_CHECKING:
    from inspector_app.services.overview import ParcelMade

USAGE = "inspector parcel make --out FOLDER [--shift ID] [--all] [--data FOLDER] [--json]"
HELP = """Writes every record and photo that no receipt covers to one file in FOLDER, sealed for the centre and signed by this
laptop, reads it back, and says what is in it. Nothing is deleted here, and nothing counts as sent before a receipt came back."""


def run(words: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Writes the parcel; `BadInput` says why not."""
    parser = shell.Parser("inspector parcel make", USAGE, HELP)
    parser.add_argument("--out", metavar="FOLDER", help="a folder, as a rule of a stick; needed")
    parser.add_argument("--shift", default="", metavar="ID", help="only up to the end of this shift")
    parser.add_argument("--all", action="store_true", help="also what receipts cover already")
    parser.add_argument("--data", type=Path, default=default_data_folder(), metavar="FOLDER", help="the laptop's data")
    parser.add_argument("--json", action="store_true", help="the answer or error as one JSON object")
    told = parser.read(words, out, needed=["out"])
    if told is None:
        return shell.ALL_GOOD
    from inspector_app.devices.clock import SystemClock

    with laptop.opened(told.data) as store, laptop.told(told.out):
        from inspector_app import parcels

        now = SystemClock().now()
        made = parcels.make(store, Path(told.out), now=now, shift=told.shift, every=told.all, told=Shown(err))
    return _say(made, out, as_json=told.json)


def _say(made: "ParcelMade", out: TextIO, *, as_json: bool) -> int:
    if as_json:
        from dataclasses import asdict

        shell.write_json(out, asdict(made))
    else:
        what = f"{made.findings} findings, {made.lines} records, {made.photos} photos, {made.size} bytes"
        shell.write(
            out,
            f"{made.path}\n{what}\nIt counts as sent only when its receipt came back: inspector parcel receipt FILE\n",
        )
        if made.lost:
            shell.write(out, f"{made.lost} photos are gone or damaged on this laptop and are not in it\n")
    return shell.FOUND if made.lost else shell.ALL_GOOD
