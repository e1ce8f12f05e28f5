"""Parcels of this laptop, wired: made on a stick, and the receipt that came back for one. The window and the commands share it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from inspector_app.config import VERSION
from inspector_app.domain.ids import iso
from inspector_app.services.changes import Changes
from inspector_app.services.overview import ParcelMade
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import carrier, packing, receiving
from sync.protocol import parcels
from sync.protocol.parcels import ParcelAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Statement

if TYPE_CHECKING:
    from inspector_app.storage.store import Store

LARGEST_RECEIPT = 8 * 1024 * 1024
_DEVICE_SIGNS = 8  # of the laptop's id in a file's name; the last ones differ most


def make(
    store: "Store", folder: Path, *, now: datetime, shift: str = "", every: bool = False,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> ParcelMade:  # fmt: skip
    """Writes what no receipt covers to a parcel in `folder`. Nothing counts as sent by it. Raises ProtocolProblem, CarrierTrouble."""
    held = LaptopSyncStore(store)
    what = packing.contents(held, shift=shift, every=every)
    at = iso(now)
    path = carrier.keep(
        folder, f"721-{store.device[-_DEVICE_SIGNS:]}-{now:%Y%m%dT%H%M%SZ}{parcels.ENDING}", what.size,
        lambda file: packing.write(file, what, held, store.signer, now=at, app=VERSION, told=told),
    )  # fmt: skip
    return ParcelMade(str(path), what.lines, what.findings, len(what.photos), path.stat().st_size, len(what.lost))


def take_receipt(
    store: "Store", file: Path, *, publish: Callable[[Changes], None] = lambda _: None
) -> tuple[Statement, ...]:
    """Keeps the receipts in `file` when the centre signed them and our own chain agrees. Raises ProtocolProblem, OSError."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST_RECEIPT + 1)
    try:
        answer = msgspec.json.decode(content, type=ParcelAnswer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.FALSE_RECEIPT, "no receipt of a parcel") from trouble
    return receiving.take(LaptopSyncStore(store, on_changes=publish), answer)
