"""What the centre can truthfully say of a laptop's epoch, read from its own tables."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, select

from inspector_app.domain.events import FindingRecorded, PhotoTaken
from sync.protocol.lines import LINE_CARRIED, ORIGIN
from sync.protocol.receipts import Quarantined, Statement
from sync.server.identity import Identity
from sync.server.placing import read_again
from sync.server.registry import line_of
from sync.server.store.connection import Connection
from sync.server.store.given import given, same
from sync.server.store.tables import epochs, lines, named, quarantine

MOST_MISSING = 1000
MOST_QUARANTINED = 200
COUNTED = (FindingRecorded.KIND, PhotoTaken.KIND, LINE_CARRIED)

Of = tuple[str, str]  # a device and its epoch


class Held(NamedTuple):
    """What is held of an epoch: its first and last line, that one's digest, and running totals up to there."""

    first_seq: int
    through_seq: int
    digest: str
    findings: int
    photos: int


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


async def held(connection: Connection, wanted: Collection[Of]) -> dict[Of, Held]:
    """What is held of many epochs; those of which nothing is are left out."""
    these = given(connection, ("device", "epoch"), wanted)
    rows = await connection.execute(select(epochs).join(these, same(epochs, these, "device", "epoch")))
    return {
        (row.device, row.epoch): Held(row.first_seq, row.through_seq, row.digest, row.findings, row.photos)
        for row in rows
    }


async def of_ends(connection: Connection, identity: Identity, ends: Mapping[Of, Held], now: str) -> dict[Of, Statement]:
    """What the centre says of whole epochs, from their running totals: nothing is counted again, however long they are."""
    missing = await _missing(connection, [of for of, end in ends.items() if end.photos])
    aside = await _set_aside(connection, ends)
    return {
        of: _said(
            identity, of, end.through_seq,
            Totals(end.digest, end.findings, end.photos, *missing.get(of, (0, ()))), aside.get(of, ()), now,
        )
        for of, end in ends.items()
    }  # fmt: skip


async def statement(
    connection: Connection, identity: Identity, device: str, epoch: str, *, through: int, now: str
) -> Statement:
    """Counts, digest, photos still missing and lines set aside, counted over the lines of `epoch` up to `through`."""
    held = await epoch_row(connection, device, epoch)
    whole = held is None or held.through_seq <= through
    totals = await (_of_all(connection, device, epoch, held) if whole else _up_to(connection, device, epoch, through))
    aside = await _quarantined(connection, device, epoch, through)
    return _said(identity, (device, epoch), held.through_seq if whole and held else through, totals, aside, now)


def _said(
    identity: Identity, of: Of, through: int, totals: Totals, aside: tuple[Quarantined, ...], now: str
) -> Statement:
    return Statement(
        centre=identity.name, device=of[0], epoch=of[1], through_seq=through, digest=totals.digest,
        findings=totals.findings, photos=totals.photos, missing_count=totals.missing, missing=totals.named,
        quarantined=aside, server_time=now, key_id=identity.pinned,
    )  # fmt: skip


async def _missing(connection: Connection, wanted: Collection[Of]) -> dict[Of, tuple[int, tuple[str, ...]]]:
    """Of each epoch that lacks photos, how many, and the first of them."""
    if not wanted:
        return {}
    these = given(connection, ("device", "epoch"), wanted)
    each = (named.c.device, named.c.epoch)
    place = func.row_number().over(partition_by=each, order_by=named.c.sha256).label("place")
    total = func.count().over(partition_by=each).label("total")
    lacking = (
        select(named.c.device, named.c.epoch, named.c.sha256, place, total)
        .join(these, same(named, these, "device", "epoch"))
        .where(~named.c.stored)
        .subquery()
    )
    found: dict[Of, list[Row[Any]]] = {}
    for row in await connection.execute(select(lacking).where(lacking.c.place <= MOST_MISSING)):
        found.setdefault((row.device, row.epoch), []).append(row)
    return {of: (rows[0].total, tuple(sorted(row.sha256 for row in rows))) for of, rows in found.items()}


async def _set_aside(connection: Connection, wanted: Collection[Of]) -> dict[Of, tuple[Quarantined, ...]]:
    """The newest lines of each epoch that were set aside, in order."""
    these = given(connection, ("device", "epoch"), wanted)
    each = (quarantine.c.device, quarantine.c.epoch)
    place = func.row_number().over(partition_by=each, order_by=quarantine.c.seq.desc()).label("place")
    ranked = select(quarantine, place).join(these, same(quarantine, these, "device", "epoch")).subquery()
    found: dict[Of, tuple[Quarantined, ...]] = {}
    for row in await connection.execute(
        select(ranked).where(ranked.c.place <= MOST_QUARANTINED).order_by(ranked.c.seq)
    ):
        before = found.get((row.device, row.epoch), ())
        found[row.device, row.epoch] = (*before, Quarantined(row.seq, row.reason))
    return found


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
        one = read_again(device, line_of(row))
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
