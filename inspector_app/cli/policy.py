"""`inspector policy`: what can be done with a policy pack."""

from collections.abc import Sequence
from typing import TextIO

from inspector_app.cli import deeds
from inspector_app.cli.shell import ALL_GOOD, BAD_INPUT, WRONG_USAGE

DEEDS = {
    "check": "a proof over a pack: what breaks for some combination of answers, with a counter-example",
    "explain": "why facts are decided as they are, why not softer or harder, and what would change it",
    "diff": "two packs, line by line; and what changes for findings",
    "backtest": "a pack on many findings: shares, what changes, and whether equals were treated alike",
    "export": "a pack as one workbook",
    "import": "a workbook as a pack",
    "seal": "the digests of a pack, after a change that is meant",
}
TEXT = """What can be done with a policy pack. PACK is a name in resources/policy, or a folder with its tables.
No window; nothing is sent, and only what is asked for is written."""
CODES = f"{ALL_GOOD} good; 1 the check found something; {BAD_INPUT} bad input; {WRONG_USAGE} called wrongly"


def run(words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """One deed; 0 good, 1 the check found something, 2 bad input or output, 64 wrong usage. `out` is None when it was closed."""
    return deeds.run(deeds.Command("policy", TEXT, DEEDS, CODES), words, out, err)
