"""What the centre tells laptops: one gapless, numbered feed per bucket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.protocol.canonical import canonical
from sync.protocol.feed import mark_of
from sync.protocol.messages import BucketPage, FeedItem, PullRequest
from sync.server.enrolment import buckets_of
from sync.server.store.connection import Connection
from sync.server.store.given import giving_values, one_of
from sync.server.store.news import feed, feed_counter
from sync.server.store.tables import device_officers

LONGEST_OFFICER = 100  # characters that still fit a bucket's name
MOST_OFFICERS = 40
OFFICERS = (
    select(device_officers.c.officer)
    .where(device_officers.c.device == bindparam("of"), func.length(device_officers.c.officer) <= LONGEST_OFFICER)
    .order_by(device_officers.c.officer)
    .limit(MOST_OFFICERS)
)


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell a bucket; `body` is JSON without floats."""

    bucket: str
    kind: str
    about: str
    body: Mapping[str, object]


async def publish(connection: Connection, news: Sequence[News], now: str) -> None:
    """Appends `news` to their buckets. Must be the transaction's last statements.

    The counter row stays locked until the commit, so commits come in the order of their numbers: no reader that
    follows `n` can miss an item (serial columns and timestamps lost half of them in a measured race).
    """
    for bucket in sorted({item.bucket for item in news}):  # one order for all: no deadlock
        items = [item for item in news if item.bucket == bucket]
        final = items[-1]
        mark = mark_of(final.kind, final.about, canonical(final.body))
        last = await _numbered(connection, bucket, len(items), mark)
        first = last - len(items) + 1
        rows = [
            {"bucket": bucket, "n": first + place, "kind": item.kind, "about": item.about, "body": canonical(item.body)}
            for place, item in enumerate(items)
        ]
        await connection.execute(insert(feed), [row | {"created_at": now} for row in rows])


async def _numbered(connection: Connection, bucket: str, count: int, mark: str) -> int:
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    await connection.execute(make(feed_counter).values(bucket=bucket, n=0, mark="").on_conflict_do_nothing())
    here = update(feed_counter).where(feed_counter.c.bucket == bucket)
    taken = here.values(n=feed_counter.c.n + count, mark=mark)
    return int((await connection.execute(taken.returning(feed_counter.c.n))).scalar_one())


async def followed(connection: Connection, device: str) -> tuple[str, ...]:
    """The buckets that a laptop may read: its own, everybody's, and those of officers who opened a shift on it."""
    officers = await connection.scalars(OFFICERS, {"of": device})
    return (*buckets_of(device), *(f"officer/{officer}" for officer in officers))


async def heads(connection: Connection, buckets: Sequence[str]) -> dict[str, int]:
    """The last number of each bucket; 0 for one that nobody has written to."""
    return (await ends(connection, buckets))[0]


async def ends(connection: Connection, buckets: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """The last number of each bucket, and by what its item is known; nothing of one whose item was told before marks were."""
    dialect = connection.dialect.name
    rows = (await connection.execute(_counters(dialect), giving_values(dialect, buckets))).all()
    marks = {row.bucket: row.mark for row in rows if row.mark}
    return dict.fromkeys(buckets, 0) | {row.bucket: row.n for row in rows}, marks


@cache
def _counters(dialect: str) -> Select[Any]:
    return select(feed_counter).where(one_of(dialect, feed_counter.c.bucket))


async def longest(connection: Connection) -> dict[str, int]:
    """The last number of the longest feed of each kind of bucket: area, device, officer."""
    found: dict[str, int] = {}
    for kind in ("area", "device", "officer"):
        query = select(func.max(feed_counter.c.n)).where(feed_counter.c.bucket.startswith(f"{kind}/", autoescape=True))
        found[kind] = int(await connection.scalar(query) or 0)
    return found


async def pages(connection: Connection, device: str, request: PullRequest) -> tuple[BucketPage, ...]:
    """The next items of each bucket that the laptop asked for and may read; together at most `request.limit`."""
    allowed = [bucket for bucket in await followed(connection, device) if bucket in request.after]
    last = await heads(connection, allowed)
    left, answer = request.limit, []
    for bucket in allowed:
        found = await items(connection, bucket, request.after[bucket], left)
        left -= len(found)
        answer.append(BucketPage(bucket=bucket, items=found, head=last[bucket]))
    return tuple(answer)


async def items(connection: Connection, bucket: str, after: int, limit: int) -> tuple[FeedItem, ...]:
    """The bucket's next `limit` items after number `after`."""
    if limit <= 0:
        return ()
    query = select(feed).where(feed.c.bucket == bucket, feed.c.n > after).order_by(feed.c.n).limit(limit)
    rows = await connection.execute(query)
    return tuple(FeedItem(n=row.n, kind=row.kind, about=row.about, body=msgspec.Raw(row.body)) for row in rows)
