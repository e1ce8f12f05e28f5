"""Tasks that the centre gives to patrols."""

import uuid
from dataclasses import asdict, replace

from sqlalchemy import insert

from inspector_app.domain.task import Task, TaskState
from sync.server.feed import News, publish
from sync.server.store.connection import Connection
from sync.server.store.tables import tasks

ASSIGNED = "task.assigned"


async def add(connection: Connection, task: Task, bucket: str, now: str) -> Task:
    """Keeps the task under a new id and tells the bucket's laptops; returns it as they will see it."""
    stated = replace(task, id=str(uuid.uuid4()), created_at=now)
    columns = {"task": stated.id, **{name: value for name, value in asdict(stated).items() if name != "id"}}
    row = columns | {"kind": stated.kind.value, "bucket": bucket, "state": TaskState.OPEN.value}
    await connection.execute(insert(tasks), row)
    await publish(connection, [News(bucket, ASSIGNED, stated.id, columns | {"kind": stated.kind.value})], now)
    return stated
