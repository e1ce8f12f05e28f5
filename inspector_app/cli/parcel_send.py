"""`inspector parcel send`: a parcel to the centre, from any PC with a network."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import laptop, shell
from inspector_app.cli.progress import Shown

USAGE = "inspector parcel send FILE --centre URL"
HELP = """Carries a parcel to the centre at URL (https, or this machine itself) and writes the receipt beside it, as X.receipt for
X.parcel. This PC needs neither keys nor data of a laptop. What was cut goes on where it was; sent twice, it changes nothing."""


def run(words: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Sends it; 1 when the centre still lacks photos. `BadInput` says why not."""
    parser = shell.Parser("inspector parcel send", USAGE, HELP)
    parser.add_argument("file", metavar="FILE", help="a .parcel")
    parser.add_argument("--centre", metavar="URL", help="the centre's address; needed")
    told = parser.read(words, out, needed=["centre"])
    if told is None:
        return shell.ALL_GOOD
    centre = laptop.checked_address(told.centre)
    with laptop.told(told.file):
        import msgspec

        from inspector_app import parcels
        from sync.client import carrier

        answer = parcels.carry(Path(told.file), centre, told=Shown(err))
        receipt = carrier.beside(Path(told.file), msgspec.json.encode(answer))
        missing = sum(one.missing_count for one in parcels.said(answer))
    shell.write(
        out,
        f"at the centre; photos missing there: {missing}\n{receipt}\nBring it back to the laptop: inspector parcel receipt\n",
    )
    return shell.FOUND if missing else shell.ALL_GOOD
