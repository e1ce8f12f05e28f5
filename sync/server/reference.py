"""What the centre knows and laptops look up: kept, numbered by version, and told to their bucket when something changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from inspector_app.domain.reference.item import ReferenceKind
from sync.protocol.canonical import canonical, parse
from sync.protocol.feed import REFERENCE_GONE, REFERENCE_STATED
from sync.server import holds
from sync.server.enrolment import EVERYWHERE
from sync.server.feed import News, publish
from sync.server.store.connection import PAGE, Connection
from sync.server.store.news import reference

_SAID = ("bucket", "version", "body", "valid_from", "valid_to", "stated_at", "gone")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as people state it; `body` is JSON without floats, `valid_*` are UTC ISO or empty."""

    id: str
    body: Mapping[str, Any]
    valid_from: str = ""
    valid_to: str = ""
    bucket: str = EVERYWHERE


async def load(connection: Connection, kind: ReferenceKind, items: Sequence[Item], now: str) -> int:
    """Keeps items of one kind, each id once, and tells those that are new or changed; returns how many those are."""
    there = {row.id: row for row in await connection.execute(_locked(kind))}
    rows = {item.id: _row(kind, item, now) for item in items}
    new = [row for item_id, row in rows.items() if item_id not in there]
    other = [
        row | {"version": there[item_id].version + 1}
        for item_id, row in rows.items()
        if item_id in there and not _says(there[item_id], row)
    ]
    if new:
        await connection.execute(insert(reference), new)
    if other:
        here = (reference.c.kind == kind.value) & (reference.c.id == bindparam("same"))
        changed = update(reference).where(here).values({name: bindparam(name) for name in _SAID})
        await connection.execute(changed, [{name: row[name] for name in _SAID} | {"same": row["id"]} for row in other])
    await publish(connection, await told(connection, kind, [row["id"] for row in (*new, *other)], now), now)
    return len(new) + len(other)


async def remove(connection: Connection, kind: ReferenceKind, item_id: str, now: str) -> bool:
    """Takes an item away and tells it; False when there is none."""
    here = (reference.c.kind == kind.value) & (reference.c.id == item_id) & ~reference.c.gone
    taken = update(reference).where(here).values(gone=True, stated_at=now).returning(reference.c.bucket)
    bucket = (await connection.execute(taken)).scalar_one_or_none()
    if bucket is not None:
        await publish(connection, [News(bucket, REFERENCE_GONE, item_id, {"kind": kind.value, "id": item_id})], now)
    return bucket is not None


async def listed(connection: Connection, kind: str) -> list[Row[Any]]:
    """What is there of a kind, or of all of them when it is empty."""
    query = select(reference).where(~reference.c.gone).order_by(reference.c.kind, reference.c.id)
    return list(await connection.execute(query.where(reference.c.kind == kind) if kind else query))


async def name_of(connection: Connection, kind: ReferenceKind, item_id: str) -> str:
    """What the item is called, also one that was taken away; empty when nobody knows."""
    query = select(reference.c.body).where(reference.c.kind == kind.value, reference.c.id == item_id)
    body = await connection.scalar(query)
    return str(parse(body).get("name", "")) if body is not None else ""


async def locked(connection: Connection, kind: ReferenceKind, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """The items of those ids that are there, kept from other writers until the transaction ends."""
    query = _locked(kind).where(reference.c.id.in_(sorted(set(ids))), ~reference.c.gone)
    return {row.id: row for row in await connection.execute(query)}


async def restated(connection: Connection, kind: ReferenceKind, ids: Iterable[str], now: str) -> list[News]:
    """News of items whose state changed without their body, each with its next version. The caller holds their rows."""
    here = (reference.c.kind == kind.value) & reference.c.id.in_(sorted(set(ids)))
    await connection.execute(update(reference).where(here).values(version=reference.c.version + 1, stated_at=now))
    return await told(connection, kind, ids, now)


async def told(connection: Connection, kind: ReferenceKind, ids: Iterable[str], now: str) -> list[News]:
    """News of the items as they are, by id; with the holds that the centre itself knows of."""
    named, found = sorted(set(ids)), []
    confirmed = await holds.confirmed(connection, now) if kind is ReferenceKind.RELIEF_POINT else {}
    for first in range(0, len(named), PAGE):
        query = select(reference).where(reference.c.kind == kind.value, reference.c.id.in_(named[first : first + PAGE]))
        rows = await connection.execute(query.order_by(reference.c.id))
        found += [_news(row, holds.counted(parse(row.body), confirmed.get(row.id, ()))) for row in rows]
    return found


def _news(row: Row[Any], body: Mapping[str, Any]) -> News:
    said = {"kind": row.kind, "id": row.id, "version": row.version, "body": body}
    return News(row.bucket, REFERENCE_STATED, row.id, said | {"valid_from": row.valid_from, "valid_to": row.valid_to})


def _locked(kind: ReferenceKind) -> Any:
    # By id, so that writers who want the same rows wait for each other and never crosswise.
    return select(reference).where(reference.c.kind == kind.value).order_by(reference.c.id).with_for_update()


def _row(kind: ReferenceKind, item: Item, now: str) -> dict[str, Any]:
    return {
        "kind": kind.value, "id": item.id, "bucket": item.bucket, "version": 1, "body": canonical(item.body),
        "valid_from": item.valid_from, "valid_to": item.valid_to, "stated_at": now, "gone": False,
    }  # fmt: skip


def _says(held: Row[Any], row: Mapping[str, Any]) -> bool:
    """Whether what is held says the same already."""
    return held._asdict() | {"version": row["version"], "stated_at": row["stated_at"]} == row
