"""`inspector parcel send`: a parcel to the centre, from any PC with a network."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from inspector_app.cli import laptop, shell
from inspector_app.cli.progress import Shown

if TYPE_CHECKING:
    from sync.protocol.receipts import Receipt

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
    with laptop.told(told.file):
        import msgspec

        from inspector_app.config import VERSION
        from sync.client import carrier, carrying
        from sync.client.wire import Wire

        with closing(Wire(told.centre, VERSION)) as wire:
            answer = carrying.carry(Path(told.file), wire, told=Shown(err))
        receipt = carrier.beside(Path(told.file), msgspec.json.encode(answer))
    missing = _missing(answer.receipts)
    shell.write(
        out,
        f"at the centre; photos missing there: {missing}\n{receipt}\nBring it back to the laptop: inspector parcel receipt\n",
    )
    return shell.FOUND if missing else shell.ALL_GOOD


def _missing(receipts: "Sequence[Receipt]") -> int:
    import msgspec

    from sync.protocol.receipts import Statement

    return sum(msgspec.json.decode(one.body, type=Statement).missing_count for one in receipts)
