"""`inspector pack`: what this laptop looks up about its city, brought on a stick."""

from collections.abc import Sequence
from typing import TextIO

from inspector_app.cli import deeds
from inspector_app.cli.shell import ALL_GOOD, BAD_INPUT, WRONG_USAGE

DEEDS = {"install": "a pack that the centre signed, in the place of the one in use"}
TEXT = """What this laptop looks up about its city (grids, roads, premises, permits, history, a map) comes from the centre with a
sync. Where there is no network, the same file is brought on a stick."""
CODES = f"{ALL_GOOD} done; {BAD_INPUT} not done, and why; {WRONG_USAGE} called wrongly"


def run(words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """One deed; 0 done, 2 not done, 64 wrong usage. `out` is None when it was closed."""
    return deeds.run(deeds.Command("pack", TEXT, DEEDS, CODES), words, out, err)
