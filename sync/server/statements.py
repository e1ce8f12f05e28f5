"""What the centre can truthfully say of a laptop's epoch, read from its own tables."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Row, ScalarSelect, Select, Text, and_, cast, func, select

from inspector_app.domain.events import FindingRecorded, PhotoTaken
from sync.protocol.lines import LINE_CARRIED, ORIGIN
from sync.protocol.receipts import Quarantined, Statement
from sync.server.identity import Identity
from sync.server.placing import read_again
from sync.server.registry import line_of
from sync.server.store.connection import Connection
from sync.server.store.given import given, giving, giving_values, one_of, same
from sync.server.store.tables import epochs, lines, named, quarantine

MOST_MISSING = 1000
MOST_QUARANTINED = 200
COUNTED = (FindingRecorded.KIND, PhotoTaken.KIND, LINE_CARRIED)

Of = tuple[str, str]  # a device and its epoch
OF = ("device", "epoch")


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
    dialect = connection.dialect.name
    rows = await connection.execute(_of_devices(dialect), giving_values(dialect, {device for device, _ in wanted}))
    return {
        (row.device, row.epoch): Held(row.first_seq, row.through_seq, row.digest, row.findings, row.photos)
        for row in rows
        if (row.device, row.epoch) in wanted
    }


@cache
def _of_devices(dialect: str) -> Select[Any]:
    return select(epochs).where(one_of(dialect, epochs.c.device))


async def of_ends(connection: Connection, identity: Identity, ends: Mapping[Of, Held], now: str) -> dict[Of, Statement]:
    """What the centre says of whole epochs, from their running totals: nothing is counted again, however long they are."""
    dialect = connection.dialect.name
    found: dict[Of, Statement] = {}
    for row in await connection.execute(_ends(dialect), giving(dialect, OF, ends)):
        of, names = (row.device, row.epoch), sorted((row.missing or "").splitlines())
        totals = Totals(ends[of].digest, ends[of].findings, ends[of].photos, row.lacking, tuple(names))
        found[of] = _said(identity, of, ends[of].through_seq, totals, _quarantines(row.aside), now)
    return found


@cache
def _ends(dialect: str) -> Select[Any]:
    these = given(dialect, OF)
    lacking = same(named, these, *OF) & ~named.c.stored
    missing = select(named.c.sha256).where(lacking).order_by(named.c.sha256).limit(MOST_MISSING)
    count = select(func.count()).select_from(named).where(lacking).correlate(these).scalar_subquery()
    line = select((cast(quarantine.c.seq, Text) + " " + quarantine.c.reason).label("line"))
    aside = line.where(same(quarantine, these, *OF)).order_by(quarantine.c.seq.desc())
    return select(
        these, count.label("lacking"), _together(missing, these).label("missing"),
        _together(aside.limit(MOST_QUARANTINED), these).label("aside"),
    )  # fmt: skip


def _together(query: Select[Any], these: FromClause) -> ScalarSelect[Any]:
    """The values of the query's one column as one text, a line each; None for none."""
    (column,) = query.correlate(these).subquery("found").columns
    return select(func.aggregate_strings(column, "\n")).correlate(these).scalar_subquery()


def _quarantines(text: str | None) -> tuple[Quarantined, ...]:
    lines = (line.split(" ") for line in (text or "").splitlines())
    return tuple(sorted((Quarantined(int(seq), reason) for seq, reason in lines), key=lambda one: one.seq))


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
