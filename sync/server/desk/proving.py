"""A receipt that somebody shows, against our own keys and what is held now."""

import argparse
from pathlib import Path

from sqlalchemy import select

from sync.protocol import receipt_code, receipt_file, receipts
from sync.protocol.receipt_file import LARGEST_FILE, Checked, ReceiptFault
from sync.protocol.receipts import Statement
from sync.server import laptops
from sync.server.centre import Centre
from sync.server.desk.running import complain, say
from sync.server.store.connection import Connection
from sync.server.store.tables import lines

NO_PROOF = 1
LONGEST = 2 * LARGEST_FILE


async def verify(centre: Centre, options: argparse.Namespace) -> int:
    """0 when one of our keys signed it and the lines that it speaks of are still the same here; else 1, with the code."""
    try:
        checked = receipt_file.check(_read(Path(options.file)), centre.identity.keys[0].key_id)
    except ReceiptFault as trouble:
        complain(f"{trouble.code.value}: {trouble.detail}")
        return NO_PROOF

    async def deed(connection: Connection) -> tuple[list[bool], bool]:
        own = checked.account is None or await _is_laptops_own(connection, checked)
        return [await _is_held(connection, said) for said in checked.statements], own

    held, own = await centre.database.read(deed)
    for said, same in zip(checked.statements, held, strict=True):
        lacks = f"{said.missing_count} photos were missing" if said.missing_count else "no photo was missing"
        state = "as held now" if same else "NOT what is held now"
        say(
            f"{said.device}  {said.epoch}  lines through {said.through_seq}, {said.findings} findings, {lacks}: {state}"
        )
    if not own:
        complain("the account beside it is not signed by that laptop: pay no heed to it")
    return 0 if all(held) else NO_PROOF


def _read(path: Path) -> receipt_file.ReceiptFile:
    with path.open("rb") as file:
        given = file.read(LONGEST + 1)
    if given.isascii() and receipt_code.is_code(given.decode("ascii")):
        given = receipt_code.read(given.decode("ascii"))
    return receipt_file.read(given)


async def _is_held(connection: Connection, said: Statement) -> bool:
    here = (lines.c.device == said.device) & (lines.c.epoch == said.epoch) & (lines.c.seq == said.through_seq)
    return bool(await connection.scalar(select(lines.c.digest).where(here)) == said.digest)


async def _is_laptops_own(connection: Connection, checked: Checked) -> bool:
    laptop = await laptops.known(connection, checked.statements[0].device)
    return checked.laptop_key in {receipts.fingerprint(receipts.public_bytes(key)) for key in laptop.keys}
