"""Whether a batch may come in: one whole, signed piece of one chain, that joins what the centre holds."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from inspector_app.domain.events import EpochOpened
from sync.protocol import lines as chain
from sync.protocol import proofs
from sync.protocol.lines import EPOCH_OPENED, ORIGIN, Line
from sync.protocol.messages import PushRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import BATCH_MARK
from sync.server.laptops import Laptop
from sync.server.placing import DIGEST, Placed, Reason, placed
from sync.server.statements import Held
from sync.server.store.connection import Connection
from sync.server.store.tables import lines


@dataclass(frozen=True, slots=True)
class Batch:
    """A push as it was understood before anything stored was looked at.

    `trouble` is why it is no whole piece of one chain; whose it is comes first, and that is looked up.
    """

    device: str
    request: PushRequest
    found: tuple[Placed, ...]
    trouble: ProtocolProblem | None = None

    @property
    def of(self) -> tuple[str, str]:
        return self.device, self.request.epoch


@dataclass(slots=True)
class Admitted:
    """A batch that may come in; `lines` are those that are new, `fresh` what they say, `held` is the epoch's end."""

    batch: Batch
    laptop: Laptop
    held: Held
    lines: tuple[Line, ...]
    fresh: tuple[Placed, ...]
    opens_epoch: bool = False
    anchored: bool = False
    reason: str = ""

    @property
    def last(self) -> int:
        """The seq that its receipt speaks of."""
        return self.batch.request.lines[-1].seq


def read(device: str, request: PushRequest) -> Batch:
    """The batch, understood as far as it can be. Looks at nothing stored, and so holds up nobody."""
    try:
        if request.lines[0].seq != request.from_seq or request.lines[0].epoch != request.epoch:
            raise ProtocolProblem(Problem.MALFORMED, "the lines are not those that the batch announces")
        bodies = chain.verify(device, request.lines, after=None)
    except ProtocolProblem as trouble:
        return Batch(device, request, (), trouble)
    found = tuple(
        placed(device, line, body, opens_epoch=line is request.lines[0])
        for line, body in zip(request.lines, bodies, strict=True)
    )
    return Batch(device, request, found)


def check(laptop: Laptop, batch: Batch) -> None:
    """Raises ProtocolProblem when the batch is not the laptop's own, or not one whole piece of one chain."""
    request = batch.request
    said = proofs.batch(batch.device, request.epoch, request.from_seq, request.lines[-1].digest)
    laptop.check(request.sig, BATCH_MARK, said)
    if batch.trouble is not None:
        raise batch.trouble


async def admitted(connection: Connection, laptop: Laptop | None, batch: Batch, held: Held | None) -> Admitted:
    """The batch, once it is signed and joins the chain that is held. The caller holds the laptop's row.

    Raises ProtocolProblem: UNKNOWN_DEVICE, WRONG_SIGNATURE, what `read` and `lines.verify` found, HOLE or FORK.
    """
    if laptop is None:
        raise ProtocolProblem(Problem.UNKNOWN_DEVICE)
    check(laptop, batch)
    request = batch.request
    if held is None:
        return await _opening(connection, laptop, batch)
    await _check_overlap(connection, batch, held)
    known = max(0, held.through_seq - request.from_seq + 1)
    fresh = batch.found[known:]
    if fresh and not known and request.lines[0].kind == EPOCH_OPENED:  # an epoch is opened once
        fresh = (msgspec.structs.replace(fresh[0], event=None, reason=Reason.MISPLACED_EPOCH), *fresh[1:])
    return Admitted(batch, laptop, held, request.lines[known:], fresh)


async def _opening(connection: Connection, laptop: Laptop, batch: Batch) -> Admitted:
    """A batch that begins an epoch; of its end nothing is held yet."""
    first, event = batch.request.lines[0], batch.found[0].event
    if first.kind != EPOCH_OPENED:
        raise ProtocolProblem(Problem.HOLE, "an epoch begins with epoch.opened", seq=0)
    anchor = event if isinstance(event, EpochOpened) else None
    follows = first.prev in (ORIGIN, anchor.after_digest if anchor else ORIGIN)
    if not follows or not DIGEST.fullmatch(first.prev):
        raise ProtocolProblem(Problem.BROKEN_CHAIN, "the first line follows something else", seq=first.seq)
    return Admitted(
        batch, laptop, Held(first.seq, first.seq - 1, first.prev, 0, 0), batch.request.lines, batch.found, True,
        await _is_anchored(connection, batch.device, anchor), anchor.reason[:40] if anchor else "",
    )  # fmt: skip


async def _is_anchored(connection: Connection, device: str, anchor: EpochOpened | None) -> bool:
    """Whether the centre holds the line that the new epoch says it follows (the very first follows nothing)."""
    if anchor is None:
        return False
    if anchor.after_seq == 0:
        return True
    where = (lines.c.device == device, lines.c.epoch == anchor.after_epoch, lines.c.seq == anchor.after_seq)
    return bool(await connection.scalar(select(lines.c.digest).where(*where)) == anchor.after_digest)


async def _check_overlap(connection: Connection, batch: Batch, held: Held) -> None:
    """Raises HOLE when lines are missing before the batch, FORK when it contradicts what is held."""
    request = batch.request
    if request.from_seq > held.through_seq + 1:
        raise ProtocolProblem(Problem.HOLE, seq=held.through_seq)
    claimed = {line.seq: line.digest for line in request.lines if line.seq <= held.through_seq}
    if request.from_seq > held.first_seq:  # its first `prev` is the digest of the line before
        claimed[request.from_seq - 1] = request.lines[0].prev
    stored = {held.through_seq: held.digest}  # all that a batch needs that goes on where the last one ended
    if claimed.keys() - stored:
        stored = await _digests(connection, batch, min(claimed))
    if any(stored.get(seq) != digest for seq, digest in claimed.items()):
        raise ProtocolProblem(Problem.FORK, seq=held.through_seq)


async def _digests(connection: Connection, batch: Batch, first: int) -> dict[int, str]:
    here = (lines.c.device == batch.device, lines.c.epoch == batch.request.epoch)
    query = select(lines.c.seq, lines.c.digest).where(*here, lines.c.seq.between(first, batch.request.lines[-1].seq))
    return {row.seq: row.digest for row in await connection.execute(query)}
