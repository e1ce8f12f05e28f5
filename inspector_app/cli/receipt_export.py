"""`inspector receipt export`: a shift's receipt as a file that others can verify."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from inspector_app.cli import laptop_data, shell
from inspector_app.documents import receipts as documents
from inspector_app.services.receipts import file_of
from sync.protocol.receipt_file import ReceiptFault

USAGE = "inspector receipt export [--shift ID] --out FILE [--data FOLDER] [--json]"
HELP = f"""Writes the receipt of a shift, the newest if none is named: FILE ends in .json for the proof alone, in .pdf for pages
with QR codes that carry the proof. The same receipt gives the same bytes. The app must be closed.
{laptop_data.ASKED}"""


def run(words: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Writes it; `BadInput` when there is none, or the laptop's data cannot be opened."""
    parser = shell.Parser("inspector receipt export", USAGE, HELP)
    laptop_data.add_option(parser)
    parser.add_argument("--shift", metavar="ID", default="", help="as `inspector receipt list` shows it")
    parser.add_argument("--out", metavar="FILE", help="X.json or X.pdf; needed")
    parser.add_argument("--json", action="store_true", help="the file's name, or the error, as one JSON object")
    told = parser.read(words, out, needed=["out"])
    if told is None:
        return shell.ALL_GOOD
    target = Path(told.out)
    if target.suffix.lower() not in documents.FORMS:
        raise shell.Usage(f"--out ends in {' or '.join(documents.FORMS)}")
    with laptop_data.opened(told.data, err) as store:
        found, joined = store.reads.shift_receipt(told.shift), store.identity().enrolment
        if found is None or joined is None:
            raise shell.BadInput("no_receipt", "no receipt covers a line of it", told.shift[:64])
        try:
            documents.write(target, file_of(found, joined, store.signer))
        except ReceiptFault as trouble:
            raise shell.BadInput(trouble.code.value, trouble.detail, told.shift[:64]) from trouble
    if told.json:
        shell.write_json(out, {"out": str(target)})
    else:
        shell.write(out, f"{target}\n")
    return shell.ALL_GOOD
