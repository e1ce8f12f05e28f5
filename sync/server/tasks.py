"""Tasks that the centre gives to patrols."""

import uuid
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, insert, select

from inspector_app.domain.task import Task, TaskState
from sync.server.feed import News, publish
from sync.server.store.connection import Connection
from sync.server.store.news import task_answers, tasks

ASSIGNED = "task.assigned"
OF_LAPTOPS = ("id", "why")  # fields of a task that this centre names otherwise, or never states


async def add(connection: Connection, task: Task, bucket: str, now: str) -> Task:
    """Keeps the task under a new id and tells the bucket's laptops; returns it as they will see it."""
    stated = replace(task, id=str(uuid.uuid4()), created_at=now)
    columns = {"task": stated.id, **{name: value for name, value in asdict(stated).items() if name not in OF_LAPTOPS}}
    row = columns | {"kind": stated.kind.value, "bucket": bucket, "state": TaskState.OPEN.value}
    await connection.execute(insert(tasks), row)
    await publish(connection, [News(bucket, ASSIGNED, stated.id, columns | {"kind": stated.kind.value})], now)
    return stated


async def newest(connection: Connection, limit: int) -> list[Row[Any]]:
    """The newest tasks first, each with its last answer's `outcome` (None: not answered)."""
    answers = select(task_answers.c.outcome).where(task_answers.c.task == tasks.c.task)
    last = answers.order_by(task_answers.c.answered_at.desc(), task_answers.c.line).limit(1).scalar_subquery()
    query = select(tasks, last.label("outcome")).order_by(tasks.c.created_at.desc(), tasks.c.task).limit(limit)
    return list(await connection.execute(query))
