"""What the centre can truthfully say of a laptop's epoch, read from its own tables."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, select

from inspector_app.domain.events import FindingRecorded, PhotoTaken
from sync.protocol.lines import LINE_CARRIED, ORIGIN
from sync.protocol.receipts import Quarantined, Statement
from sync.server.identity import Identity
from sync.server.placing import placed
from sync.server.registry import line_of
from sync.server.store.connection import Connection
from sync.server.store.tables import epochs, lines, named, quarantine

MOST_MISSING = 1000
MOST_QUARANTINED = 200
COUNTED = (FindingRecorded.KIND, PhotoTaken.KIND, LINE_CARRIED)


class Totals(NamedTuple):
    """Counts over an epoch's lines up to some line, and that line's digest."""

    digest: str
    findings: int
    photos: int
    missing: int
    named: tuple[str, ...]


async def epoch_row(connection: Connection, device: str, epoch: str) -> Row[Any] | None:
    """What is held of the epoch; None when nothing is."""
    query = select(epochs).where(epochs.c.device == device, epochs.c.epoch == epoch)
    return (await connection.execute(query)).one_or_none()


async def statement(
    connection: Connection, identity: Identity, device: str, epoch: str, *, through: int, now: str
) -> Statement:
    """Counts, digest, photos still missing and lines set aside, over the stored lines of `epoch` up to `through`."""
    held = await epoch_row(connection, device, epoch)
    whole = held is None or held.through_seq <= through
    totals = await (_of_all(connection, device, epoch, held) if whole else _up_to(connection, device, epoch, through))
    return Statement(
        centre=identity.name,
        device=device,
        epoch=epoch,
        through_seq=held.through_seq if whole and held else through,
        digest=totals.digest,
        findings=totals.findings,
        photos=totals.photos,
        missing_count=totals.missing,
        missing=totals.named,
        quarantined=await _quarantined(connection, device, epoch, through),
        server_time=now,
        key_id=identity.pinned,
    )


async def _of_all(connection: Connection, device: str, epoch: str, held: Row[Any] | None) -> Totals:
    here = and_(named.c.device == device, named.c.epoch == epoch)
    photos = await _number(connection, here)
    missing = await _number(connection, and_(here, ~named.c.stored))
    query = select(named.c.sha256).where(here, ~named.c.stored).order_by(named.c.sha256).limit(MOST_MISSING)
    names = tuple(await connection.scalars(query)) if missing else ()
    return Totals(held.digest if held else ORIGIN, held.findings if held else 0, photos, missing, names)


async def _up_to(connection: Connection, device: str, epoch: str, through: int) -> Totals:
    """The counts as of an earlier line: what a restored copy of the laptop asks about."""
    here = and_(lines.c.device == device, lines.c.epoch == epoch, lines.c.seq <= through)
    findings, photos = 0, set()
    async for row in connection.stream(select(lines).where(here, lines.c.kind.in_(COUNTED))):
        one = placed(device, line_of(row), opens_epoch=False)
        findings += one.line.kind == FindingRecorded.KIND
        if isinstance(one.event, PhotoTaken):
            photos.add(one.event.photo.sha256)
    absent = select(named.c.sha256).where(named.c.device == device, named.c.epoch == epoch, ~named.c.stored)
    missing = sorted(photos & set(await connection.scalars(absent)))
    digest = await connection.scalar(select(lines.c.digest).where(here, lines.c.seq == through))
    return Totals(digest or ORIGIN, findings, len(photos), len(missing), tuple(missing[:MOST_MISSING]))


async def _number(connection: Connection, here: ColumnElement[bool]) -> int:
    return int(await connection.scalar(select(func.count()).select_from(named).where(here)) or 0)


async def _quarantined(connection: Connection, device: str, epoch: str, through: int) -> tuple[Quarantined, ...]:
    """The newest lines that were set aside, in order."""
    here = and_(quarantine.c.device == device, quarantine.c.epoch == epoch, quarantine.c.seq <= through)
    rows = await connection.execute(
        select(quarantine).where(here).order_by(quarantine.c.seq.desc()).limit(MOST_QUARANTINED)
    )
    return tuple(Quarantined(row.seq, row.reason) for row in reversed(rows.all()))
