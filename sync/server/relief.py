"""Answers officers who guide a stall to a relief point: whether a slot is held for it, first come first served."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, insert

from inspector_app.domain.events import FindingWithdrawn, MeasureTaken
from inspector_app.domain.reference import relief
from inspector_app.domain.reference.hold import GUIDE, Refusal, until
from inspector_app.domain.reference.item import BadReference, ReferenceKind
from inspector_app.domain.reference.relief import ReliefPoint
from sync.protocol.canonical import parse
from sync.protocol.feed import HOLD_ANSWERED
from sync.server import holds, reference
from sync.server.feed import News
from sync.server.placing import Placed
from sync.server.store import news
from sync.server.store.connection import Connection
from sync.server.store.given import Key, there

Asked = tuple[Placed, MeasureTaken]


async def answer(connection: Connection, found: Sequence[Placed], now: str) -> list[News]:
    """Decides the requests among the lines in their order, keeps the answers, and returns what is to be told of them.

    The rows of the points are held until the transaction ends: of two laptops that want the last slot, the first wins.
    A finding that is withdrawn gives its slots back.
    """
    asked = await _new(connection, found)
    gone = [(item.device, item.line.about) for item in found if isinstance(item.event, FindingWithdrawn)]
    left = await holds.points_of(connection, gone, now) if gone else set()
    if not (asked or left):
        return []
    points = await _points(connection, {said.target for _, said in asked.values()} | left, now)
    rows = await _answered(connection, asked.values(), points, now)
    taken = {row["point"] for row in rows if row["confirmed"]}
    changed = taken | (await holds.give_back(connection, gone, now) if gone else set())
    return [*map(_told, rows), *await reference.restated(connection, ReferenceKind.RELIEF_POINT, changed, now)]


async def _answered(
    connection: Connection, asked: Iterable[Asked], points: dict[str, ReliefPoint], now: str
) -> list[dict[str, Any]]:
    """The requests with their answers, kept; `points` have the new holds."""
    rows: list[dict[str, Any]] = []
    for item, said in asked:
        reason, end = _decided(points.get(said.target), item.line.recorded_at, now)
        if not reason:
            points[said.target] = replace(points[said.target], held=(*points[said.target].held, (end, 1)))
        rows.append(_row(item, said) | {"until": end, "reason": reason, "confirmed": not reason, "answered_at": now})
    if rows:
        await connection.execute(insert(news.holds), rows)
    return rows


async def _new(connection: Connection, found: Sequence[Placed]) -> Mapping[Key, Asked]:
    """The requests that have no answer yet, by laptop and measure; a carried line asks once."""
    asked: dict[Key, Asked] = {}
    for item in found:
        if isinstance(item.event, MeasureTaken) and item.event.measure == GUIDE and item.event.target:
            asked.setdefault((item.device, item.event.id), (item, item.event))
    answered = await there(connection, news.holds, ("device", "measure"), asked.keys())
    return {key: one for key, one in asked.items() if key not in answered}


async def _points(connection: Connection, ids: Iterable[str], now: str) -> dict[str, ReliefPoint]:
    rows = await reference.locked(connection, ReferenceKind.RELIEF_POINT, ids)
    confirmed = await holds.confirmed(connection, now)
    return {
        item_id: point
        for item_id, row in rows.items()
        if row.valid_from <= now and (not row.valid_to or now < row.valid_to)
        if (point := _read(row, confirmed)) is not None
    }


def _read(row: Row[Any], confirmed: holds.Confirmed) -> ReliefPoint | None:
    try:
        return relief.parse(row.id, holds.counted(parse(row.body), confirmed.get(row.id, ())))
    except BadReference:
        return None


def _decided(point: ReliefPoint | None, taken_at: str, now: str) -> tuple[str, str]:
    """Why there is no slot (empty: there is one), and how long the hold is good."""
    if point is None:
        return Refusal.UNKNOWN_POINT.value, ""
    try:
        end = until(point, min(taken_at, now))
    except (ValueError, OverflowError):  # no moment of any calendar: it counts as asked now
        end = until(point, now)
    if not end:
        return Refusal.CLOSED.value, ""
    if end <= now:
        return Refusal.TOO_LATE.value, end
    return ("" if point.free(now) else Refusal.FULL.value), end


def _row(item: Placed, said: MeasureTaken) -> dict[str, Any]:
    return {
        "device": item.device, "measure": said.id, "point": said.target, "finding": said.about, "officer": item.line.officer,
        "taken_at": item.line.recorded_at,
    }  # fmt: skip


def _told(row: Mapping[str, Any]) -> News:
    body = {name: row[name] for name in ("measure", "confirmed", "reason")}
    return News(f"device/{row['device']}", HOLD_ANSWERED, row["measure"], body)
