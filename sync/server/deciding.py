"""Decides findings again once their lines are safe. Receipts come first; nothing is skipped, and nothing forgotten in a crash.

Each epoch says how far it was decided (`decided_seq`), and moves in the transaction that writes the decisions.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update

from inspector_app.domain.events import FindingRecorded
from sync.protocol.problems import ProtocolProblem
from sync.server.intake import Intake
from sync.server.judging import Judge
from sync.server.placing import read_again
from sync.server.registry import line_of
from sync.server.store.connection import Connection
from sync.server.store.database import Database
from sync.server.store.given import same
from sync.server.store.tables import epochs, findings, lines

EPOCHS, PAGE = 4, 50  # in one transaction, and lines of each: 10 ms in which no receipt is made
PAUSE_S, LOOKS = 2.0, 100  # before a page while laptops wait for receipts, or send photos; looks whether they still do
LOOK_EVERY_S = 15.0  # for what another process left behind
BEHIND = epochs.c.decided_seq < epochs.c.through_seq

logger = logging.getLogger("centre.deciding")


async def catch_up(database: Database, judge: Judge) -> None:
    """Decides whatever waits for it, and waits for what others have in hand."""
    while await is_behind(database):
        await _page(database, judge, patiently=True)


async def follow(database: Database, judge: Judge, intake: Intake, is_idle: Callable[[], bool]) -> None:
    """Decides findings as they come, without end; slowly, unless the centre `is_idle`."""
    while True:
        try:
            while await is_behind(database):
                await _make_way(is_idle)
                if not await _page(database, judge):  # others have in hand what is left
                    break
            await intake.more(LOOK_EVERY_S)
        except ProtocolProblem as trouble:  # the database is away or full: laptops are told so too
            await asyncio.sleep(trouble.retry_after_s or LOOK_EVERY_S)
        except Exception:
            logger.exception("findings wait to be decided again")
            await asyncio.sleep(LOOK_EVERY_S)


async def _make_way(is_idle: Callable[[], bool]) -> None:
    """Returns when nobody has waited for anything for a moment, or after a pause: between two calls of a round a laptop is silent too."""
    for _ in range(LOOKS):
        was_idle = is_idle()
        await asyncio.sleep(PAUSE_S / LOOKS)
        if was_idle and is_idle():
            return


async def is_behind(database: Database) -> bool:
    """Whether a finding may wait to be decided again."""
    query = select(epochs.c.epoch).where(BEHIND).limit(1)
    return await database.read(lambda connection: connection.scalar(query)) is not None


async def _page(database: Database, judge: Judge, *, patiently: bool = False) -> bool:
    """Decides the next lines of some epochs that are behind; whether there were any."""
    return await database.write(lambda connection: _decide(connection, judge, patiently=patiently))


async def _decide(connection: Connection, judge: Judge, *, patiently: bool) -> bool:
    # Processes share the work: what one has in hand, or just takes lines for, the others pass over.
    query = select(epochs).where(BEHIND).order_by(epochs.c.device, epochs.c.epoch).limit(EPOCHS)
    behind = (await connection.execute(query.with_for_update(skip_locked=not patiently))).all()
    decided: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    for epoch in behind:
        through = min(epoch.through_seq, epoch.decided_seq + PAGE)
        drawn = await _drawn(connection, epoch, through)
        decided += [again for row in drawn if (again := _again(epoch.device, row, judge)) is not None]
        ends.append({"of": epoch.device, "in_": epoch.epoch, "decided_seq": through})
    await _keep(connection, decided, ends)
    return bool(behind)


async def _drawn(connection: Connection, epoch: Row[Any], through: int) -> Sequence[Row[Any]]:
    """The next lines of the epoch that a finding was drawn from."""
    drawn = and_(same(lines, findings, "device", "epoch", "seq"), lines.c.about == findings.c.finding)
    next_ones = (lines.c.device == epoch.device, lines.c.epoch == epoch.epoch, lines.c.seq > epoch.decided_seq)
    query = select(lines).join(findings, drawn).where(*next_ones, lines.c.seq <= through)
    return (await connection.execute(query)).all()


def _again(device: str, row: Row[Any], judge: Judge) -> dict[str, Any] | None:
    event = read_again(device, line_of(row)).event
    again = judge.judge(event) if isinstance(event, FindingRecorded) else None
    if again is None or not again.tier:
        return None
    return {"of": device, "named": row.about, "server_tier": again.tier, "server_primary": again.primary}


async def _keep(connection: Connection, decided: Sequence[dict[str, Any]], ends: Sequence[dict[str, Any]]) -> None:
    finding = (findings.c.device == bindparam("of")) & (findings.c.finding == bindparam("named"))
    epoch = (epochs.c.device == bindparam("of")) & (epochs.c.epoch == bindparam("in_"))
    if decided:
        await connection.execute(update(findings).where(finding), decided)
    if ends:
        await connection.execute(update(epochs).where(epoch), ends)
