"""`inspector parcel inspect`: what a parcel says to everybody."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import laptop, shell

USAGE = "inspector parcel inspect FILE [--json]"
HELP = """Says what can be read without the centre's key: which laptop made the parcel when, for which centre, and what it carries;
and whether every byte is as that laptop signed it. Whether the laptop is a known one only the centre can say."""


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Reads the file once; `BadInput` when it is not whole."""
    parser = shell.Parser("inspector parcel inspect", USAGE, HELP)
    parser.add_argument("file", metavar="FILE", help="a .parcel")
    parser.add_argument("--json", action="store_true", help="all of it as one JSON object")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    with laptop.told(told.file):
        import msgspec

        from inspector_app import parcels

        front, sha256 = parcels.look(Path(told.file))
    head = front.head
    if told.json:
        shell.write_json(out, {"parcel": sha256, **msgspec.to_builtins(head)})
        return shell.ALL_GOOD
    shell.write(
        out, f"whole, signed by its laptop\nlaptop  {head.device}\ncentre  {head.centre}\nmade    {head.made_at}\n"
    )
    for one in head.epochs:
        shell.write(out, f"records {one.from_seq}-{one.through_seq} of {one.epoch}, ends with {one.digest[:16]}\n")
    shell.write(
        out, f"holds   {head.findings} findings, {head.lines} records, {head.photos} photos\nsha256  {sha256}\n"
    )
    return shell.ALL_GOOD
