"""A receipt that somebody shows, against our own keys and what is held now."""

import argparse
from pathlib import Path

from sync.protocol import receipt_code, receipt_file, receipts
from sync.protocol.receipt_file import LARGEST_FILE, Checked, Fault, ReceiptFault
from sync.protocol.receipts import Statement
from sync.server import laptops, statements
from sync.server.centre import Centre
from sync.server.desk.running import complain, say
from sync.server.store.connection import Connection

NO_PROOF = 1
LONGEST = 2 * LARGEST_FILE


async def verify(centre: Centre, options: argparse.Namespace) -> int:
    """0 when one of our keys signed it and what it speaks of is still held here; else 1, with the code."""
    try:
        checked = receipt_file.check(_read(Path(options.file)), centre.identity.keys[0].key_id)
    except ReceiptFault as trouble:
        complain(f"{trouble.code.value}: {trouble.detail}")
        return NO_PROOF

    async def deed(connection: Connection) -> tuple[list[Statement], bool]:
        own = checked.account is None or await _is_laptops_own(connection, checked)
        return [await _now(connection, centre, said) for said in checked.statements], own

    held, own = await centre.database.read(deed)
    for said, now in zip(checked.statements, held, strict=True):
        lacks = f"{said.missing_count} photos were missing" if said.missing_count else "no photo was missing"
        state = _against(said, now)
        say(
            f"{said.device}  {said.epoch}  lines through {said.through_seq}, {said.findings} findings, {lacks}: {state}"
        )
    if not own:
        complain("the account beside it is not signed by that laptop: pay no heed to it")
    return 0 if all(map(_is_held, checked.statements, held)) else NO_PROOF


def _read(path: Path) -> receipt_file.ReceiptFile:
    with path.open("rb") as file:
        given = file.read(LONGEST + 1)
    if given.startswith(b"%PDF-"):  # a stranger's PDF is read where no keys lie
        said = "a PDF is proved with `inspector receipt verify`; here give its .json, or the text of its QR codes"
        raise ReceiptFault(Fault.NOT_A_RECEIPT, said)
    if given.isascii() and receipt_code.is_code(given.decode("ascii")):
        given = receipt_code.read(given.decode("ascii"))
    return receipt_file.read(given)


async def _now(connection: Connection, centre: Centre, said: Statement) -> Statement:
    through, now = said.through_seq, said.server_time
    return await statements.statement(connection, centre.identity, said.device, said.epoch, through=through, now=now)


def _is_held(said: Statement, now: Statement) -> bool:
    return now.digest == said.digest and not _lost(said, now)


def _lost(said: Statement, now: Statement) -> int:
    """How many photos are lacking that were not; a thousand are named in both, beyond that they are counted."""
    return max(len(set(now.missing) - set(said.missing)), now.missing_count - said.missing_count)


def _against(said: Statement, now: Statement) -> str:
    if now.digest != said.digest:
        return "NOT what is held now"
    return f"NOT what is held now: {lost} photos are lacking since" if (lost := _lost(said, now)) else "as held now"


async def _is_laptops_own(connection: Connection, checked: Checked) -> bool:
    laptop = await laptops.known(connection, checked.statements[0].device)
    return checked.laptop_key in {receipts.fingerprint(receipts.public_bytes(key)) for key in laptop.keys}
