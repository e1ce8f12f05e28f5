"""What people at the centre ask about findings: lists, counts, one with all that belongs to it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from inspector_app.domain.events import DecisionOverridden, Event, FindingRecorded
from inspector_app.domain.finding import Override
from inspector_app.domain.ids import iso
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference.item import ReferenceKind
from sync.protocol.lines import Line
from sync.server import reference, visits
from sync.server.placing import Unplaced, event_of, unwrapped
from sync.server.store.connection import Connection
from sync.server.store.tables import devices, findings, lines, manifests, measures, media, named, photos, quarantine

EXPORT_PAGE = 500
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings to show; empty fields let everything pass. Days are days in China."""

    text: str = ""
    tier: str = ""
    flag: str = ""  # one code of the policy's flags
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding as a list shows it: its columns, photos named and received, and how well its arrival is proven."""

    row: Row[Any]
    photos: int
    received: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A finding with what was said of it: the first statement, its photos, every line about it, what was done, its visits."""

    listed: Listed
    said: FindingRecorded | None
    photos: tuple[Row[Any], ...]
    history: tuple[Row[Any], ...]
    measures: tuple[Row[Any], ...] = ()
    set_aside: dict[tuple[str, int], str] = field(default_factory=dict)
    visits: tuple[Row[Any], ...] = ()
    override: Override | None = None  # the officer's own decision that stands
    leader: str = ""  # the name of the leader who approved of it, as far as it is known


@dataclass(frozen=True, slots=True)
class Overview:
    """The day at a glance. The tiers are counts and nothing else: shares of one day would read as a quota."""

    findings: int
    today: int
    tiers: dict[str, int]
    missing_photos: int
    set_aside: int
    devices: int
    devices_today: int


async def overview(connection: Connection, now: datetime) -> Overview:
    """Totals, and what has come since midnight in China."""
    midnight = _midnight(now.astimezone(LOCAL).date())
    of_today = (
        select(findings.c.tier, func.count().label("n"))
        .where(findings.c.received_at >= midnight)
        .group_by(findings.c.tier)
    )
    tiers: dict[str, int] = {row.tier: row.n for row in await connection.execute(of_today)}
    missing = select(func.count()).select_from(named).where(~named.c.stored)
    return Overview(
        findings=await _total(connection, select(func.count()).select_from(findings)),
        today=sum(tiers.values()),
        tiers={"service": 0, "management": 0, "enforcement": 0} | tiers,
        missing_photos=await _total(connection, missing),
        set_aside=await _total(connection, select(func.count()).select_from(quarantine)),
        devices=await _total(connection, select(func.count()).select_from(devices)),
        devices_today=await _total(
            connection, select(func.count()).select_from(devices).where(devices.c.seen_at >= midnight)
        ),
    )


async def _total(connection: Connection, query: Select[Any]) -> int:
    return int(await connection.scalar(query) or 0)


async def count(connection: Connection, wanted: Filter) -> int:
    """How many findings the filter lets pass."""
    return await _total(connection, select(func.count()).select_from(findings).where(*_conditions(wanted)))


async def page(connection: Connection, wanted: Filter, *, limit: int, offset: int) -> list[Listed]:
    """The newest findings first."""
    query = _listed().where(*_conditions(wanted)).order_by(findings.c.observed_at.desc(), findings.c.finding)
    return [_listed_of(row) for row in await connection.execute(query.limit(limit).offset(offset))]


async def whole(connection: Connection, finding: str, device: str = "") -> Whole | None:
    """The finding of that id (of that laptop, when two laptops used one id); None when there is none."""
    query = _listed().where(findings.c.finding == finding).order_by(findings.c.device).limit(1)
    row = (await connection.execute(query.where(findings.c.device == device) if device else query)).one_or_none()
    return None if row is None else await _whole(connection, _listed_of(row))


async def everything(connection: Connection) -> AsyncIterator[Whole]:
    """Every finding with all that belongs to it, in a steady order."""
    after = ("", "")
    while True:
        later = or_(findings.c.device > after[0], and_(findings.c.device == after[0], findings.c.finding > after[1]))
        query = _listed().where(later).order_by(findings.c.device, findings.c.finding).limit(EXPORT_PAGE)
        rows = (await connection.execute(query)).all()
        for row in rows:
            yield await _whole(connection, _listed_of(row))
        if len(rows) < EXPORT_PAGE:
            return
        after = (rows[-1].device, rows[-1].finding)


async def photo_mime(connection: Connection, device: str, sha256: str) -> str | None:
    """What a laptop said the photo is, when the centre holds it; None otherwise."""
    here = and_(media.c.device == photos.c.device, media.c.sha256 == photos.c.sha256)
    query = select(photos.c.mime).join(media, here).where(photos.c.device == device, photos.c.sha256 == sha256)
    mime: str | None = await connection.scalar(query.limit(1))
    return mime


def _conditions(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.tier:
        found.append(findings.c.tier == wanted.tier)
    if wanted.flag:
        found.append(findings.c.flags.contains(f" {wanted.flag} ", autoescape=True))
    if wanted.first_day:
        found.append(findings.c.observed_at >= _midnight(wanted.first_day))
    if wanted.last_day:
        found.append(findings.c.observed_at < _midnight(wanted.last_day + timedelta(days=1)))
    text = wanted.text.strip()[:LONGEST_SEARCH]
    if text:
        columns = (findings.c.party, findings.c.note, findings.c.address, findings.c.officer, findings.c.finding)
        said = (measures.c.target, measures.c.note)
        done = exists().where(
            measures.c.device == findings.c.device, measures.c.finding == findings.c.finding,
            or_(*(column.icontains(text, autoescape=True) for column in said)),
        )  # fmt: skip
        found.append(or_(*(column.icontains(text, autoescape=True) for column in columns), done))
    return found


def _midnight(day: date) -> str:
    return iso(datetime.combine(day, time(), LOCAL).astimezone(UTC))


def _listed() -> Select[Any]:
    here = and_(photos.c.device == findings.c.device, photos.c.about == findings.c.finding)
    named = select(func.count()).select_from(photos).where(here).scalar_subquery()
    stored = exists().where(media.c.device == photos.c.device, media.c.sha256 == photos.c.sha256)
    received = select(func.count()).select_from(photos).where(here, stored).scalar_subquery()
    proven = exists().where(
        manifests.c.device == findings.c.device, manifests.c.epoch == findings.c.epoch,
        manifests.c.through_seq >= findings.c.seq, manifests.c.complete,
    )  # fmt: skip
    return select(findings, named.label("named"), received.label("received"), proven.label("proven"))


def _listed_of(row: Row[Any]) -> Listed:
    return Listed(row, row.named, row.received, bool(row.proven))


async def _whole(connection: Connection, listed: Listed) -> Whole:
    row = listed.row
    stored = exists().where(media.c.device == photos.c.device, media.c.sha256 == photos.c.sha256)
    shown = select(photos, stored.label("stored")).where(photos.c.device == row.device, photos.c.about == row.finding)
    history = select(lines).where(lines.c.device == row.device, lines.c.about == row.finding)
    here = and_(
        lines.c.device == quarantine.c.device, lines.c.epoch == quarantine.c.epoch, lines.c.seq == quarantine.c.seq
    )  # fmt: skip
    aside = select(quarantine).join(lines, here).where(lines.c.device == row.device, lines.c.about == row.finding)
    rows = tuple((await connection.execute(history.order_by(lines.c.received_at, lines.c.seq))).all())
    reasons = {(one.epoch, one.seq): one.reason for one in await connection.execute(aside)}
    pictures = tuple((await connection.execute(shown.order_by(photos.c.line))).all())
    done = select(measures).where(measures.c.device == row.device, measures.c.finding == row.finding)
    taken = tuple((await connection.execute(done.order_by(measures.c.taken_at, measures.c.id))).all())
    planned = tuple(await visits.of_finding(connection, row.device, row.finding))
    said, own = _said(row, rows), _override(row, rows)
    word = own.approved_by if own else ""
    leader = await reference.name_of(connection, ReferenceKind.LEADER, word) if word else ""
    return Whole(listed, said, pictures, rows, taken, reasons, planned, own, leader)


def _said(finding: Row[Any], history: Sequence[Row[Any]]) -> FindingRecorded | None:
    first = (row for row in history if (row.epoch, row.seq) == (finding.epoch, finding.seq))
    event = next((_event(finding, row) for row in first), None)
    return event if isinstance(event, FindingRecorded) else None


def _override(finding: Row[Any], history: Sequence[Row[Any]]) -> Override | None:
    """The last statement of what the finding's own columns have."""
    stands = (finding.tier, finding.override_reason)
    for row in reversed(history) if finding.override_reason else ():
        event = _event(finding, row)
        own = event.override if isinstance(event, FindingRecorded | DecisionOverridden) else None
        if own is not None and (own.tier.value, own.reason) == stands:
            return own
    return None


def _event(finding: Row[Any], row: Row[Any]) -> Event | None:
    try:
        return event_of(unwrapped(finding.device, line_of(row)))
    except Unplaced:
        return None


def line_of(row: Row[Any]) -> Line:
    """A stored line, byte for byte; `row` begins with the columns of `lines`."""
    # By place: by name each of the eleven asks the row anew, which takes longer than all else that is done with a line.
    fields: tuple[Any, ...] = row[1:12]
    epoch, seq, name, kind, about, recorded_at, officer, body, prev, digest, alg = fields
    return Line(epoch, seq, name, kind, about, recorded_at, officer, msgspec.Raw(body), prev, digest, alg)
