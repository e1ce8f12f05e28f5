"""`inspector parcel`: a laptop's work on a stick, where there is no network."""

from collections.abc import Sequence
from typing import TextIO

from inspector_app.cli import deeds
from inspector_app.cli.shell import ALL_GOOD, BAD_INPUT, WRONG_USAGE

DEEDS = {
    "make": "what no receipt covers yet, into a file that only the centre can read",
    "inspect": "what such a file says to everybody, and whether it is whole",
    "send": "a parcel to the centre from any PC with a network; the receipt is written beside it",
    "receipt": "the receipt that came back: only now it counts as sent",
}
TEXT = """A laptop's work on a stick, where there is no network: `make` on the laptop, `send` on a PC of the squad (or
`inspector-center parcel import` at the centre), `receipt` on the laptop. Nothing is deleted and nothing counts as sent before."""
CODES = f"{ALL_GOOD} done; 1 not complete; {BAD_INPUT} not done, and why; {WRONG_USAGE} called wrongly"


def run(words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """One deed; 0 done, 1 done but photos are missing, 2 not done, 64 wrong usage. `out` is None when it was closed."""
    return deeds.run(deeds.Command("parcel", TEXT, DEEDS, CODES), words, out, err)
