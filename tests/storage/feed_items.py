"""Feed items as a centre tells them, and the tasks that they make."""

import msgspec

from inspector_app.domain.task import TaskState
from inspector_app.storage.store import Store
from sync.protocol.canonical import canonical
from sync.protocol.messages import BucketPage, FeedItem

NOW = "2026-11-22T09:00:00.000Z"


def item(n: int, kind: str, /, **body: object) -> FeedItem:
    return FeedItem(n=n, kind=kind, about=str(body.get("task", "x")), body=msgspec.Raw(canonical(body)))


def page(*items: FeedItem, bucket: str = "area/all", head: int | None = None) -> BucketPage:
    return BucketPage(bucket=bucket, items=items, head=head if head is not None else (items[-1].n if items else 0))


def assigned(n: int, task: str, **more: object) -> FeedItem:
    return item(
        n,
        "task.assigned",
        **{"task": task, "kind": "verify", "title": "核实占道", "due": "2026-11-23T00:00:00.000Z"} | more,
    )


def states(store: Store) -> dict[str, TaskState]:
    return {row.task.id: row.state for row in store.reads.tasks()}
