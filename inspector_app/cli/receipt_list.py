"""`inspector receipt list`: the shifts of this laptop that have a receipt."""

from collections.abc import Sequence
from typing import TextIO

import msgspec

from inspector_app.cli import laptop_data, shell
from inspector_app.services.overview import ShiftReceipt

USAGE = "inspector receipt list [--data FOLDER] [--json]"
HELP = f"""Lists the shifts of this laptop that have a receipt, the newest first: its id, when it was, what the centre's receipt
covers, and what is missing. The app must be closed.
{laptop_data.ASKED}"""


def run(words: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Lists them; `BadInput` when the laptop's data cannot be opened."""
    parser = shell.Parser("inspector receipt list", USAGE, HELP)
    laptop_data.add_option(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    with laptop_data.opened(told.data, err) as store:
        found = store.reads.receipts()
    if told.json:
        shell.write_json(out, {"receipts": [msgspec.to_builtins(one.account) for one in found]})
    else:
        shell.write(out, "".join(f"{_line(one)}\n" for one in found) or "there is no receipt yet\n")
    return shell.ALL_GOOD


def _line(found: ShiftReceipt) -> str:
    told = found.account
    lacking = sum(gap.last - gap.first + 1 for gap in told.gaps)
    return (
        f"{told.shift}  {told.opened_at}  {told.findings} findings, {told.photos} photos  "
        f"lines {told.first_seq}-{told.last_seq}, {lacking} not covered, {len(told.missing)} photos missing"
    )
