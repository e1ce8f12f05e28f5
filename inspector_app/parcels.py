"""Parcels, wired: made on a stick, looked at and sent from any PC, and the receipt that came back. The window and the commands share it."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from inspector_app.config import VERSION
from inspector_app.domain.ids import iso
from inspector_app.services.changes import Changes
from inspector_app.services.overview import ParcelMade
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import carrier, carrying, packing, receiving
from sync.client.wire import Wire
from sync.protocol import parcels
from sync.protocol.parcels import Front, ParcelAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Statement

if TYPE_CHECKING:
    from inspector_app.storage.store import Store

Told = Callable[[int, int], None]  # bytes done, and all of them
LARGEST_RECEIPT = 8 * 1024 * 1024
_DEVICE_SIGNS = 8  # of the laptop's id in a file's name; the last ones differ most


def make(
    store: "Store", folder: Path, *, now: datetime, shift: str = "", every: bool = False,
    told: Told = lambda _done, _all: None,
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


def look(file: Path, *, told: Told = lambda _done, _all: None) -> tuple[Front, str]:
    """What a parcel says to everybody, and the SHA-256 that names it; reads every byte once. Raises ProtocolProblem, OSError."""
    with file.open("rb") as opened:
        return parcels.check_whole(_Followed(opened, file.stat().st_size, told))  # type: ignore[arg-type]


def carry(file: Path, url: str, *, told: Told, sleep: Callable[[float], None] = time.sleep) -> ParcelAnswer:
    """Brings a parcel to the centre at `url`, from where an earlier try was cut. Raises ProtocolProblem, OSError, what `told` raises."""
    with closing(Wire(url, VERSION)) as wire:
        return carrying.carry(file, wire, told=told, sleep=sleep)


def said(answer: ParcelAnswer) -> tuple[Statement, ...]:
    """What the centre states of each epoch; who has its keys proves it, `take_receipt` does.

    Raises ProtocolProblem(NOT_THE_CENTRE) where it states nothing.
    """
    try:
        return tuple(msgspec.json.decode(one.body, type=Statement) for one in answer.receipts)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "not our receipt") from trouble


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


class _Followed:
    """A file of which somebody is told how much was read."""

    def __init__(self, file: BinaryIO, size: int, told: Told):
        self._file, self._size, self._told = file, size, told
        self.seek = file.seek

    def read(self, size: int) -> bytes:
        piece = self._file.read(size)
        self._told(min(self._file.tell(), self._size), self._size)
        return piece
