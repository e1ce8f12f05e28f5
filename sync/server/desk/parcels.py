"""Parcels that somebody brings to the centre's own machine."""

import argparse

import msgspec

from sync.protocol import parcels
from sync.protocol.receipts import Statement
from sync.server import parcel_intake
from sync.server.centre import Centre
from sync.server.desk.files import arriving
from sync.server.desk.running import say


async def take(centre: Centre, options: argparse.Namespace) -> int:
    """Takes the parcel in and leaves the receipt beside it: the laptop counts nothing as sent before it has that."""
    front, answer = await parcel_intake.take(centre, options.file)
    beside = options.file.with_suffix(parcels.RECEIPT_ENDING)
    with arriving(beside) as file:
        file.write(msgspec.json.encode(answer))
    said = [msgspec.json.decode(receipt.body, type=Statement) for receipt in answer.receipts]
    missing = sum(one.missing_count for one in said)
    state = f"{missing} photos are still missing" if missing else "complete"
    say(f"{front.head.device}: {front.head.lines} lines, {front.head.photos} photos; {state}")
    say(f"receipt: {beside}")
    return 0
