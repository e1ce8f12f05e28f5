"""Slots of relief points that are held at a moment: confirmed to somebody, and not over."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select, tuple_, update

from sync.server.store.connection import Connection
from sync.server.store.given import Key, given, giving
from sync.server.store.news import holds

Confirmed = Mapping[str, Sequence[Row[Any]]]  # by point
OF = ("device", "finding")


async def confirmed(connection: Connection, now: str) -> Confirmed:
    """Every hold that counts at `now`, with its `until` and `answered_at`."""
    query = select(holds.c.point, holds.c.until, holds.c.answered_at).where(holds.c.confirmed, holds.c.until > now)
    found: dict[str, list[Row[Any]]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.point, []).append(row)
    return found


async def points_of(connection: Connection, findings: Collection[Key], now: str) -> set[str]:
    """The points where a slot is held for one of the findings, each named with its laptop."""
    dialect = connection.dialect.name
    held = select(holds.c.point).where(*_of(dialect, now))
    return set((await connection.execute(held, giving(dialect, OF, findings))).scalars())


async def give_back(connection: Connection, findings: Collection[Key], now: str) -> set[str]:
    """Ends the holds of the findings now; returns their points, whose rows the caller holds."""
    dialect = connection.dialect.name
    ended = update(holds).where(*_of(dialect, now)).values(until=now).returning(holds.c.point)
    return set((await connection.execute(ended, giving(dialect, OF, findings))).scalars())


def _of(dialect: str, now: str) -> tuple[ColumnElement[bool], ...]:
    these = given(dialect, OF)
    of_them = tuple_(holds.c.device, holds.c.finding).in_(select(these.c.device, these.c.finding))
    return of_them, holds.c.confirmed, holds.c.until > now


def counted(body: Mapping[str, Any], of_point: Sequence[Row[Any]]) -> dict[str, Any]:
    """The point's body with its holds (`held`, of relief.ReliefPoint); those from before `free_at` are in that count."""
    ends = Counter(row.until for row in of_point if row.answered_at > body.get("free_at", ""))
    held = [{"until": until, "slots": slots} for until, slots in sorted(ends.items())]
    return {**body, "held": held} if held else dict(body)
