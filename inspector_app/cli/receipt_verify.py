"""`inspector receipt verify`: what a receipt proves, by one public key of the centre and nothing else."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from inspector_app.cli import receipt_words, shell
from inspector_app.documents import receipts as documents
from sync.protocol import receipt_file, receipts
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipt_file import ReceiptFault

LARGEST_KEY_FILE = 4096
USAGE = "inspector receipt verify FILE|- [--key FINGERPRINT|KEYFILE] [--json]"
HELP = f"""Proves a receipt, without a network and without any data of a laptop. FILE is a receipt's file, its PDF, or the text of
its QR codes (of all of them, in any order); - reads standard input.

--key is what somebody trusted says is the centre's: the fingerprint on the centre's page, like ABCD-EFGH-IJKL-MNOP, or
a file with its public key (base64, or PEM). Without it the receipt can only be found whole: whoever made the key could have
written all of it. Of a PDF the pages are compared too.

Exit code: {shell.ALL_GOOD} signed by the key that was given, or one that it vouches for, and nothing is missing; {shell.FOUND} whole, but no
key was given, something is missing, a PDF's pages are not drawn from it, or a QR code cannot tell whether more lines follow;
{shell.BAD_INPUT} no proof, with a code: {", ".join(receipt_file.Fault)}, unreadable; {shell.WRONG_USAGE} called wrongly."""


def run(words: Sequence[str], out: TextIO, _err: TextIO) -> int:
    """Verifies one receipt; `BadInput` when it is no proof."""
    parser = shell.Parser("inspector receipt verify", USAGE, HELP)
    parser.add_argument("file", metavar="FILE|-", help="what was given")
    parser.add_argument(
        "--key", metavar="KEY", default="", help="the fingerprint of the centre's key, or a file with it"
    )
    parser.add_argument("--json", action="store_true", help="all of it, or the error, as one JSON object")
    told = parser.read(words, out)
    if told is None:
        return shell.ALL_GOOD
    pinned = _pinned(told.key) if told.key else ""
    given = shell.read(told.file, sys.stdin, most=documents.LARGEST_PDF)
    try:
        file = documents.read(given)
        checked = receipt_file.check(file, pinned)
    except ReceiptFault as trouble:
        raise shell.BadInput(trouble.code.value, trouble.detail or "no proof", "file") from trouble
    pages = documents.is_as_drawn(given, file) if given.startswith(documents.PDF) else None
    if told.json:
        shell.write_json(out, receipt_words.as_object(checked, pages))
    else:
        shell.write(out, "\n".join(receipt_words.report(checked, pages)) + "\n")
    good = checked.is_pinned and checked.is_complete and pages is not False
    return shell.ALL_GOOD if good else shell.FOUND


def _pinned(key: str) -> str:
    """The fingerprint that was typed, or that of the key in the file of this name; `BadInput` when it is neither."""
    typed = receipt_file.pin(key)
    if typed:
        return typed
    try:
        with Path(key).open("rb") as file:
            content = file.read(LARGEST_KEY_FILE)
    except (OSError, ValueError) as trouble:
        raise shell.BadInput("no_key", "neither a fingerprint of 16 signs nor a file", "key") from trouble
    try:
        return receipts.fingerprint(receipts.public_bytes(_public(content)))
    except (ValueError, TypeError, ProtocolProblem) as trouble:
        raise shell.BadInput("no_key", "no public key in this file: 32 bytes in base64, or PEM", "key") from trouble


def _public(content: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if not content.lstrip().startswith(b"-----BEGIN"):
        return receipts.public_key(content.decode("ascii").strip())
    found = load_pem_public_key(content)
    if not isinstance(found, Ed25519PublicKey):
        raise ValueError("another kind of key")
    return found
