"""Takes batches of lines, of many laptops at once: of each all or none, each line once, nothing that its chain does not carry."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, update

from inspector_app.domain.events import FindingRecorded
from sync.protocol.lines import Line
from sync.protocol.problems import ProtocolProblem
from sync.protocol.receipts import Statement
from sync.server import feed, laptops, media, relief, statements
from sync.server.admission import Admitted, Batch, admitted
from sync.server.identity import Identity
from sync.server.placing import Reason
from sync.server.projecting import Projector
from sync.server.statements import Held
from sync.server.store.connection import Connection
from sync.server.store.tables import epochs, lines, quarantine


class Taken(NamedTuple):
    """What became of a batch: how many lines it added, the end of what is held now, which of its photos are not here."""

    added: int
    through_seq: int
    need: tuple[str, ...]
    said: Statement


Answer = Taken | ProtocolProblem | None


async def take(
    connection: Connection, identity: Identity, batches: Sequence[Batch], now: str, *, patiently: bool = True
) -> list[Answer]:
    """Stores the lines that are new, of one batch a laptop; for each what was taken, or why nothing of it was.

    None is a batch that must wait: without patience nobody waits for a laptop's row that another transaction holds.
    """
    known = await laptops.held(connection, [batch.device for batch in batches], patiently=patiently)
    held = await statements.held(connection, [batch.of for batch in batches])
    answers: dict[str, Answer] = {}
    let_in: list[Admitted] = []
    for batch in batches:
        if batch.device in known or patiently:
            try:
                let_in.append(await admitted(connection, known.get(batch.device), batch, held.get(batch.of)))
            except ProtocolProblem as trouble:
                answers[batch.device] = trouble
    seen = await _store(connection, let_in, now)
    said = await _said(connection, identity, let_in, now)
    for each, statement in zip(let_in, said, strict=True):
        need = seen.lacking(each.batch.found)
        answers[each.batch.device] = Taken(len(each.fresh), each.held.through_seq, need, statement)
    return [answers.get(batch.device) for batch in batches]


async def _said(connection: Connection, identity: Identity, let_in: Sequence[Admitted], now: str) -> list[Statement]:
    """What each receipt says: of the lines up to the batch's last one, also when more are held."""
    ends = {each.batch.of: each.held for each in let_in if each.held.through_seq == each.last}
    whole = await statements.of_ends(connection, identity, ends, now)
    return [
        whole[each.batch.of]
        if each.batch.of in whole
        else await statements.statement(connection, identity, *each.batch.of, through=each.last, now=now)
        for each in let_in
    ]


async def _store(connection: Connection, let_in: Sequence[Admitted], now: str) -> media.Seen:
    """Stores and draws the lines that are new; what was known of all the photos that the batches name."""
    seen = await media.seen(connection, [one for each in let_in for one in each.batch.found])
    fresh = [each for each in let_in if each.fresh]
    for each in fresh:
        each.held = _end(each, seen)
    await connection.append(lines, [_line(each.batch.device, line, now) for each in fresh for line in each.lines])
    await _move(connection, fresh, now)
    await media.name(connection, [one for each in fresh for one in each.fresh], seen, now)
    if fresh:
        await _draw(connection, fresh, seen, now)
    return seen


def _line(device: str, line: Line, now: str) -> tuple[object, ...]:
    return (
        device, line.epoch, line.seq, line.id, line.kind, line.about, line.recorded_at, line.officer, bytes(line.body),
        line.prev, line.digest, line.alg, now,
    )  # fmt: skip


def _end(each: Admitted, seen: media.Seen) -> Held:
    """The epoch with the fresh lines; what a carried line records counts as what it is."""
    last = each.lines[-1]
    recorded = sum(one.line.kind == FindingRecorded.KIND for one in each.fresh)
    named = len(seen.unnamed(each.fresh))
    return each.held._replace(
        through_seq=last.seq,
        digest=last.digest,
        findings=each.held.findings + recorded,
        photos=each.held.photos + named,
    )


async def _move(connection: Connection, fresh: Sequence[Admitted], now: str) -> None:
    """Opens the epochs that are new, and moves the ends of the others."""
    opened = [(*each.batch.of, *each.held, 0, each.anchored, each.reason, now) for each in fresh if each.opens_epoch]
    await connection.append(epochs, opened)
    ends: list[dict[str, Any]] = [
        {"of": each.batch.device, "in_": each.batch.request.epoch} | each.held._asdict()
        for each in fresh
        if not each.opens_epoch
    ]
    ends.sort(key=lambda end: (end["of"], end["in_"]))  # in the order of everybody who holds several
    if ends:
        here = (epochs.c.device == bindparam("of")) & (epochs.c.epoch == bindparam("in_"))
        await connection.execute(update(epochs).where(here), ends)


async def _draw(connection: Connection, fresh: Sequence[Admitted], seen: media.Seen, now: str) -> None:
    """Makes pictures of the lines, sets aside what has no place, and tells the feed last of all."""
    aside = {one.place: Reason.REVOKED_DEVICE for each in fresh if each.laptop.revoked for one in each.fresh}
    trusted = [each for each in fresh if not each.laptop.revoked]
    found = [one for each in trusted for one in each.fresh]
    aside |= {one.place: one.reason for one in found if one.reason is not None}
    outcome = await Projector(connection, now).project(found, seen)
    aside |= outcome.set_aside
    await connection.append(quarantine, [(*place, reason.value) for place, reason in aside.items()])
    answers = await relief.answer(connection, found, now)
    await feed.publish(connection, [*outcome.news, *answers], now)
