"""Follow-up visits that laptops planned for themselves, as people at the centre ask for them."""

from typing import Any

from sqlalchemy import Row, and_, select

from inspector_app.domain.task import TaskState
from sync.server.store.connection import Connection
from sync.server.store.tables import findings, visits


async def still_open(connection: Connection, limit: int) -> list[Row[Any]]:
    """Visits without an answer, the soonest due first, each with its finding's `address`; none of a withdrawn finding."""
    here = and_(findings.c.device == visits.c.device, findings.c.finding == visits.c.finding)
    query = select(visits, findings.c.address).join(findings, here)
    wanted = query.where(visits.c.state == TaskState.OPEN.value, ~findings.c.withdrawn)
    return list(await connection.execute(wanted.order_by(visits.c.due, visits.c.visit).limit(limit)))


async def of_finding(connection: Connection, device: str, finding: str) -> list[Row[Any]]:
    """Every visit that was planned for the finding, the soonest due first."""
    query = select(visits).where(visits.c.device == device, visits.c.finding == finding)
    return list(await connection.execute(query.order_by(visits.c.due, visits.c.visit)))
