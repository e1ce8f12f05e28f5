"""What the centre can truthfully say of a laptop's epoch, read from its own tables."""

from sqlalchemy import Row, func, select

from sync.protocol.lines import ORIGIN
from sync.protocol.receipts import Quarantined, Statement
from sync.server.identity import Identity
from sync.server.store.connection import Connection
from sync.server.store.tables import epochs, named, quarantine

MOST_MISSING = 1000
MOST_QUARANTINED = 200


async def epoch_row(connection: Connection, device: str, epoch: str) -> Row[tuple[object, ...]] | None:
    query = select(epochs).where(epochs.c.device == device, epochs.c.epoch == epoch)
    return (await connection.execute(query)).one_or_none()


async def statement(connection: Connection, identity: Identity, device: str, epoch: str, now: str) -> Statement:
    """Counts, digest, photos still missing and lines set aside, over all that is stored of `epoch`."""
    row = await epoch_row(connection, device, epoch)
    photos, missing_count = await _photo_counts(connection, device, epoch)
    return Statement(
        centre=identity.name,
        device=device,
        epoch=epoch,
        through_seq=row.through_seq if row else 0,
        digest=row.digest if row else ORIGIN,
        findings=row.findings if row else 0,
        photos=photos,
        missing_count=missing_count,
        missing=await _missing(connection, device, epoch) if missing_count else (),
        quarantined=await _quarantined(connection, device, epoch),
        server_time=now,
        key_id=identity.pinned,
    )


async def _photo_counts(connection: Connection, device: str, epoch: str) -> tuple[int, int]:
    here = (named.c.device == device) & (named.c.epoch == epoch)
    photos = await connection.scalar(select(func.count()).select_from(named).where(here))
    missing = await connection.scalar(select(func.count()).select_from(named).where(here, ~named.c.stored))
    return int(photos or 0), int(missing or 0)


async def _missing(connection: Connection, device: str, epoch: str) -> tuple[str, ...]:
    query = select(named.c.sha256).where(named.c.device == device, named.c.epoch == epoch, ~named.c.stored)
    return tuple((await connection.scalars(query.order_by(named.c.sha256).limit(MOST_MISSING))).all())


async def _quarantined(connection: Connection, device: str, epoch: str) -> tuple[Quarantined, ...]:
    """The newest lines that were set aside, in order."""
    query = select(quarantine).where(quarantine.c.device == device, quarantine.c.epoch == epoch)
    rows = (await connection.execute(query.order_by(quarantine.c.seq.desc()).limit(MOST_QUARANTINED))).all()
    return tuple(Quarantined(row.seq, row.reason) for row in reversed(rows))
