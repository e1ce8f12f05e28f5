"""Takes a batch of lines: all of it or none, each line once, nothing that its chain does not carry."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Row, insert, select, update

from inspector_app.domain.events import EpochOpened, FindingRecorded, PhotoTaken
from sync.protocol import lines as chain
from sync.protocol import proofs
from sync.protocol.lines import EPOCH_OPENED, ORIGIN, Line
from sync.protocol.messages import PushRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import BATCH_MARK
from sync.server import feed, media, relief
from sync.server.judging import Judge
from sync.server.laptops import Laptop
from sync.server.placing import DIGEST, Placed, Reason, Unplaced, event_of, placed
from sync.server.projecting import Projector
from sync.server.statements import epoch_row
from sync.server.store.connection import Connection
from sync.server.store.tables import epochs, lines, quarantine


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch added: how many lines, up to where the epoch is held now, which of its photos are not here."""

    added: int
    through_seq: int
    need: tuple[str, ...]


def check(laptop: Laptop, request: PushRequest) -> None:
    """Raises ProtocolProblem when the batch is not one whole, signed piece of one chain. Looks at nothing stored."""
    last = request.lines[-1].digest
    laptop.check(request.sig, BATCH_MARK, proofs.batch(laptop.device, request.epoch, request.from_seq, last))
    if request.lines[0].seq != request.from_seq or request.lines[0].epoch != request.epoch:
        raise ProtocolProblem(Problem.MALFORMED, "the lines are not those that the batch announces")
    chain.verify(laptop.device, request.lines, after=None)


async def take(connection: Connection, laptop: Laptop, request: PushRequest, judge: Judge, now: str) -> Taken:
    """Stores the lines that are new. The caller holds the laptop's row. Raises HOLE, FORK or BROKEN_CHAIN."""
    held = await epoch_row(connection, laptop.device, request.epoch)
    through = held.through_seq if held else 0
    if held is None:
        await _open_epoch(connection, laptop.device, request.lines[0], now)
    else:
        await _check_overlap(connection, laptop.device, request, held)
    found = [
        placed(laptop.device, line, opens_epoch=held is None and line is request.lines[0]) for line in request.lines
    ]
    fresh = [(line, one) for line, one in zip(request.lines, found, strict=True) if held is None or line.seq > through]
    if fresh:
        await _store(connection, laptop, [line for line, _ in fresh], now)
        await _count(connection, laptop.device, request.lines[-1], [one for _, one in fresh])
        await _draw(connection, laptop, request.epoch, [one for _, one in fresh], judge, now)
        through = request.lines[-1].seq
    need = await media.not_stored(connection, laptop.device, _photos(found))
    return Taken(len(fresh), through, need)


async def _open_epoch(connection: Connection, device: str, first: Line, now: str) -> None:
    if first.kind != EPOCH_OPENED:
        raise ProtocolProblem(Problem.HOLE, "an epoch begins with epoch.opened", seq=0)
    anchor = _anchor(first)
    follows = first.prev in (ORIGIN, anchor.after_digest if anchor else ORIGIN)
    if not follows or not DIGEST.fullmatch(first.prev):
        raise ProtocolProblem(Problem.BROKEN_CHAIN, "the first line follows something else", seq=first.seq)
    row = {
        "device": device, "epoch": first.epoch, "first_seq": first.seq, "through_seq": first.seq, "digest": first.digest,
        "findings": 0, "anchored": await _is_anchored(connection, device, anchor), "opened_at": now,
        "reason": anchor.reason[:40] if anchor else "",
    }  # fmt: skip
    await connection.execute(insert(epochs), row)


def _anchor(first: Line) -> EpochOpened | None:
    try:
        event = event_of(first)
    except Unplaced:
        return None
    return event if isinstance(event, EpochOpened) else None


async def _is_anchored(connection: Connection, device: str, anchor: EpochOpened | None) -> bool:
    """Whether the centre holds the line that the new epoch says it follows (the very first follows nothing)."""
    if anchor is None:
        return False
    if anchor.after_seq == 0:
        return True
    where = (lines.c.device == device, lines.c.epoch == anchor.after_epoch, lines.c.seq == anchor.after_seq)
    return bool(await connection.scalar(select(lines.c.digest).where(*where)) == anchor.after_digest)


async def _check_overlap(
    connection: Connection, device: str, request: PushRequest, held: Row[tuple[object, ...]]
) -> None:
    """Raises HOLE when lines are missing before the batch, FORK when it contradicts what is held."""
    if request.from_seq > held.through_seq + 1:
        raise ProtocolProblem(Problem.HOLE, seq=held.through_seq)
    first = request.from_seq - 1  # its digest is the batch's first `prev`
    query = select(lines.c.seq, lines.c.digest).where(
        lines.c.device == device, lines.c.epoch == request.epoch, lines.c.seq.between(first, request.lines[-1].seq)
    )
    stored: dict[int, str] = {row.seq: row.digest for row in await connection.execute(query)}
    claimed = {line.seq: line.digest for line in request.lines if line.seq <= held.through_seq}
    if request.from_seq > held.first_seq:
        claimed[first] = request.lines[0].prev
    if any(stored.get(seq) != digest for seq, digest in claimed.items()):
        raise ProtocolProblem(Problem.FORK, seq=held.through_seq)


async def _store(connection: Connection, laptop: Laptop, fresh: Sequence[Line], now: str) -> None:
    rows = [
        msgspec.structs.asdict(line) | {"device": laptop.device, "body": bytes(line.body), "received_at": now}
        for line in fresh
    ]
    await connection.execute(insert(lines), rows)


async def _count(connection: Connection, device: str, last: Line, fresh: Sequence[Placed]) -> None:
    """Moves the epoch's end; what a carried line records counts as what it is."""
    recorded = sum(one.line.kind == FindingRecorded.KIND for one in fresh)
    ends = {"through_seq": last.seq, "digest": last.digest, "findings": epochs.c.findings + recorded}
    here = (epochs.c.device == device) & (epochs.c.epoch == last.epoch)
    await connection.execute(update(epochs).where(here).values(ends))


async def _draw(
    connection: Connection, laptop: Laptop, epoch: str, fresh: Sequence[Placed], judge: Judge, now: str
) -> None:
    """Makes pictures of the lines, sets aside what has no place, and tells the feed last of all."""
    await media.name(connection, laptop.device, epoch, _photos(fresh), now)
    if laptop.revoked:
        await _set_aside(connection, laptop.device, epoch, {one.seq: Reason.REVOKED_DEVICE for one in fresh})
        return
    aside = {one.seq: one.reason for one in fresh if one.reason is not None}
    outcome = await Projector(connection, laptop.device, epoch, now, judge).project(fresh)
    await _set_aside(connection, laptop.device, epoch, aside | outcome.set_aside)
    answers = await relief.answer(connection, laptop.device, fresh, now)
    await feed.publish(connection, [*outcome.news, *answers], now)


async def _set_aside(connection: Connection, device: str, epoch: str, reasons: dict[int, Reason]) -> None:
    rows = [{"device": device, "epoch": epoch, "seq": seq, "reason": reason.value} for seq, reason in reasons.items()]
    if rows:
        await connection.execute(insert(quarantine), rows)


def _photos(found: Sequence[Placed]) -> tuple[str, ...]:
    """The photos that the lines name, each once."""
    return tuple(dict.fromkeys(one.event.photo.sha256 for one in found if isinstance(one.event, PhotoTaken)))
