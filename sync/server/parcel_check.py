"""Reads a whole parcel before anything of it is stored: whose it is, that every message inside is right, that it joins what is held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Row, select

from sync.protocol import parcels, receipts
from sync.protocol.lines import EPOCH_OPENED, Line
from sync.protocol.messages import ManifestRequest, PushRequest
from sync.protocol.parcels import Frame, Front
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import admission, laptops, manifest
from sync.server.decoding import decoded
from sync.server.identity import Identity
from sync.server.laptops import Laptop
from sync.server.statements import epoch_row
from sync.server.store.connection import Connection
from sync.server.store.tables import lines

_ORDER = list(Frame)


async def sender(connection: Connection, front: Front, identity: Identity) -> tuple[Laptop, X25519PrivateKey]:
    """The laptop that signed the parcel, and the key that opens it. Raises OTHER_CENTRE, UNKNOWN_DEVICE, WRONG_SIGNATURE."""
    private = identity.unsealing(front.head.sealed_to)
    if private is None or front.head.centre != identity.name:
        raise ProtocolProblem(Problem.OTHER_CENTRE)
    laptop = await laptops.known(connection, front.head.device)
    public = receipts.public_bytes(front.laptop)
    if public not in {receipts.public_bytes(key) for key in laptop.keys}:
        raise ProtocolProblem(Problem.WRONG_SIGNATURE, "parcel")
    return laptop, private


async def held(connection: Connection, front: Front) -> dict[str, "Held"]:
    """How far the centre has each epoch that the head names."""
    found = {}
    for one in front.head.epochs:
        row = await epoch_row(connection, front.head.device, one.epoch)
        found[one.epoch] = Held(row, await _digest(connection, front.head.device, one.epoch, one.through_seq))
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """The centre's row of an epoch (None: nothing of it), and its digest where the parcel ends (None: not that far)."""

    row: Row[Any] | None
    at_end: str | None


def check_inside(
    file: BinaryIO, front: Front, private: X25519PrivateKey, laptop: Laptop, held: Mapping[str, Held]
) -> None:
    """Every message, as if it had been sent alone. Raises whatever those calls would, and stores nothing."""
    place, stretches = 0, dict[str, _Stretch]()
    for kind, body in parcels.frames(file, front, private):
        if _ORDER.index(kind) < place:
            raise ProtocolProblem(Problem.DAMAGED_PARCEL, "out of order")
        place = _ORDER.index(kind)
        if kind is Frame.LINES:
            request = decoded(body, PushRequest)
            admission.check(laptop, admission.read(laptop.device, request))
            if request.epoch not in held:
                raise ProtocolProblem(Problem.DAMAGED_PARCEL, "an epoch that the head does not name")
            stretches.setdefault(request.epoch, _Stretch(held[request.epoch])).go_on(request)
        elif kind is Frame.MANIFEST:
            manifest.check(laptop, decoded(body, ManifestRequest))
        elif not body:
            raise ProtocolProblem(Problem.MALFORMED, "an empty photo")
    for one in stretches.values():
        one.end()


def messages(
    file: BinaryIO, front: Front, private: X25519PrivateKey
) -> Iterator[PushRequest | ManifestRequest | bytes]:
    """What is inside, as the calls take it; photos as their bytes."""
    for kind, body in parcels.frames(file, front, private):
        match kind:
            case Frame.LINES:
                yield msgspec.json.decode(body, type=PushRequest)
            case Frame.MANIFEST:
                yield msgspec.json.decode(body, type=ManifestRequest)
            case Frame.PHOTO:
                yield body


@dataclass(slots=True)
class _Stretch:
    """The lines of one epoch as they come by, against what the centre holds."""

    held: Held
    last: Line | None = None

    def go_on(self, request: PushRequest) -> None:
        before, row = self.last, self.held.row
        if before is None:
            self._begin(request.lines[0])
        elif (request.from_seq, request.lines[0].prev) != (before.seq + 1, before.digest):
            raise ProtocolProblem(Problem.BROKEN_CHAIN, seq=request.from_seq)
        for line in request.lines:
            if row is not None and line.seq == row.through_seq and line.digest != row.digest:
                raise ProtocolProblem(Problem.FORK, seq=row.through_seq)
        self.last = request.lines[-1]

    def _begin(self, first: Line) -> None:
        row = self.held.row
        if row is None:
            if first.kind != EPOCH_OPENED:
                raise ProtocolProblem(Problem.HOLE, "an epoch begins with epoch.opened", seq=0)
        elif first.seq > row.through_seq + 1:
            raise ProtocolProblem(Problem.HOLE, seq=row.through_seq)
        elif first.seq == row.through_seq + 1 and first.prev != row.digest:
            raise ProtocolProblem(Problem.FORK, seq=row.through_seq)

    def end(self) -> None:
        """The chain makes one digest cover all before it: the last that both have decides."""
        row, last = self.held.row, self.last
        if row is not None and last is not None and row.through_seq > last.seq and self.held.at_end != last.digest:
            raise ProtocolProblem(Problem.FORK, seq=row.through_seq)


async def _digest(connection: Connection, device: str, epoch: str, seq: int) -> str | None:
    here = (lines.c.device == device) & (lines.c.epoch == epoch) & (lines.c.seq == seq)
    digest: str | None = await connection.scalar(select(lines.c.digest).where(here))
    return digest
