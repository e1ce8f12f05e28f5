"""`inspector receipt`: the centre's receipts as files, and their proof without a network."""

from collections.abc import Sequence
from typing import TextIO

from inspector_app.cli import deeds
from inspector_app.cli.shell import ALL_GOOD, BAD_INPUT, FOUND, WRONG_USAGE

DEEDS = {
    "list": "the shifts of this laptop that have a receipt",
    "export": "a shift's receipt as a file, or as a PDF with QR codes",
    "verify": "proves a receipt: a file, a PDF, or the text of its QR codes",
}
TEXT = """The centre's receipts as files that anybody can check. No window; nothing is sent. `verify` needs no data of a laptop."""
CODES = (
    f"{ALL_GOOD} good; {FOUND} whole, but not vouched for, or not known to be complete; {BAD_INPUT} no proof, or bad input; "
    f"{WRONG_USAGE} called wrongly"
)


def run(words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """One deed and its exit code, as the help says. `out` is None when it was closed."""
    return deeds.run(deeds.Command("receipt", TEXT, DEEDS, CODES), words, out, err)
