"""Takes a batch of lines: all of it or none, each line once, nothing that its chain does not carry."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from inspector_app.domain.events import EpochOpened, FindingRecorded, PhotoTaken
from sync.protocol import lines as chain
from sync.protocol import proofs
from sync.protocol.lines import EPOCH_OPENED, ORIGIN, Line
from sync.protocol.messages import PushRequest
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import BATCH_MARK
from sync.server import feed, media
from sync.server.judging import Judge
from sync.server.laptops import Laptop
from sync.server.placing import Placed, Reason, Unplaced, event_of, placed, unwrapped
from sync.server.projecting import Projector
from sync.server.statements import epoch_row
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


async def take(connection: AsyncConnection, laptop: Laptop, request: PushRequest, judge: Judge, now: str) -> Taken:
    """Stores the lines that are new. The caller holds the laptop's row. Raises HOLE, FORK or BROKEN_CHAIN."""
    held = await epoch_row(connection, laptop.device, request.epoch)
    through = held.through_seq if held else 0
    if held is None:
        await _open_epoch(connection, laptop.device, request.lines[0], now)
    else:
        await _check_overlap(connection, laptop.device, request, held)
    fresh = [line for line in request.lines if held is None or line.seq > through]
    if fresh:
        await _store(connection, laptop, fresh, now)
        await _draw(connection, laptop, fresh, judge, now, opens_epoch=held is None)
        through = fresh[-1].seq
    need = await media.not_stored(connection, laptop.device, photos_of(laptop.device, request.lines))
    return Taken(len(fresh), through, need)


def photos_of(device: str, batch: Sequence[Line]) -> tuple[str, ...]:
    """The photos that the lines name, each once."""
    found: dict[str, None] = {}
    for line in batch:
        try:
            event = placed(device, line, opens_epoch=True).event
        except Unplaced:
            continue
        if isinstance(event, PhotoTaken):
            found[event.photo.sha256] = None
    return tuple(found)


async def _open_epoch(connection: AsyncConnection, device: str, first: Line, now: str) -> None:
    if first.kind != EPOCH_OPENED:
        raise ProtocolProblem(Problem.HOLE, "an epoch begins with epoch.opened", seq=0)
    anchor = _anchor(first)
    if first.prev not in (ORIGIN, anchor.after_digest if anchor else ORIGIN):
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


async def _is_anchored(connection: AsyncConnection, device: str, anchor: EpochOpened | None) -> bool:
    """Whether the centre holds the line that the new epoch says it follows (the very first follows nothing)."""
    if anchor is None:
        return False
    if anchor.after_seq == 0:
        return True
    where = (lines.c.device == device, lines.c.epoch == anchor.after_epoch, lines.c.seq == anchor.after_seq)
    return await connection.scalar(select(lines.c.digest).where(*where)) == anchor.after_digest


async def _check_overlap(
    connection: AsyncConnection, device: str, request: PushRequest, held: Row[tuple[object, ...]]
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


async def _store(connection: AsyncConnection, laptop: Laptop, fresh: Sequence[Line], now: str) -> None:
    rows = [
        msgspec.structs.asdict(line) | {"device": laptop.device, "body": bytes(line.body), "received_at": now}
        for line in fresh
    ]
    await connection.execute(insert(lines), rows)
    here = (epochs.c.device == laptop.device) & (epochs.c.epoch == fresh[0].epoch)
    recorded = sum(_kind(laptop.device, line) == FindingRecorded.KIND for line in fresh)
    ends = {"through_seq": fresh[-1].seq, "digest": fresh[-1].digest, "findings": epochs.c.findings + recorded}
    await connection.execute(update(epochs).where(here).values(ends))


def _kind(device: str, line: Line) -> str:
    try:
        return unwrapped(device, line).kind
    except Unplaced:
        return line.kind


async def _draw(
    connection: AsyncConnection, laptop: Laptop, fresh: Sequence[Line], judge: Judge, now: str, *, opens_epoch: bool
) -> None:
    """Makes pictures of the lines, sets aside what has no place, and tells the feed last of all."""
    epoch = fresh[0].epoch
    found, aside = _sorted_out(laptop.device, fresh, opens_epoch=opens_epoch)
    photos = [item.event.photo.sha256 for item in found if isinstance(item.event, PhotoTaken)]
    await media.name(connection, laptop.device, epoch, photos)
    if laptop.revoked:
        aside = {line.seq: Reason.REVOKED_DEVICE for line in fresh}
        found = []
    outcome = await Projector(connection, laptop.device, epoch, now, judge).project(found)
    await _set_aside(connection, laptop.device, epoch, aside | outcome.set_aside)
    await feed.publish(connection, outcome.news, now)


def _sorted_out(device: str, fresh: Sequence[Line], *, opens_epoch: bool) -> tuple[list[Placed], dict[int, Reason]]:
    found: list[Placed] = []
    aside: dict[int, Reason] = {}
    for place, line in enumerate(fresh):
        try:
            found.append(placed(device, line, opens_epoch=opens_epoch and place == 0))
        except Unplaced as trouble:
            aside[line.seq] = trouble.reason
    return found, aside


async def _set_aside(connection: AsyncConnection, device: str, epoch: str, reasons: dict[int, Reason]) -> None:
    rows = [{"device": device, "epoch": epoch, "seq": seq, "reason": reason.value} for seq, reason in reasons.items()]
    if rows:
        await connection.execute(insert(quarantine), rows)


async def count_stored(connection: AsyncConnection, device: str, epoch: str) -> int:
    """How many lines of the epoch are really in the table."""
    query = select(func.count()).select_from(lines).where(lines.c.device == device, lines.c.epoch == epoch)
    return int(await connection.scalar(query) or 0)
