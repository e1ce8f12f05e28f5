"""What the centre tells: feed items, kept as they came, and the tasks that they make."""

import json
from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from inspector_app.domain.task import Task, TaskKind, TaskState
from inspector_app.storage.database import Connection
from sync.protocol.messages import BucketPage, FeedItem
from sync.protocol.problems import Problem, ProtocolProblem

_Short = Annotated[str, Meta(max_length=200)]
_Degrees = Annotated[int, Meta(ge=-1_800_000_000, le=1_800_000_000)]


class Assigned(msgspec.Struct, frozen=True, kw_only=True):
    """The body of `task.assigned`."""

    task: Annotated[str, Meta(min_length=1, max_length=64)]
    kind: TaskKind
    title: Annotated[str, Meta(max_length=500)]
    note: Annotated[str, Meta(max_length=5000)] = ""
    address: _Short = ""
    lat_e7: _Degrees | None = None
    lon_e7: _Degrees | None = None
    due: _Short = ""
    about: _Short = ""
    created_at: _Short = ""


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """The body of `task.withdrawn` and `task.closed`."""

    task: Annotated[str, Meta(min_length=1, max_length=64)]
    state: str = ""


def apply(connection: Connection, pages: Sequence[BucketPage]) -> set[str]:
    """Keeps and draws the items that are new and moves the cursors; returns the tasks that they are about.

    Raises ProtocolProblem(HOLE) when a bucket's items do not follow each other.
    """
    touched: set[str] = set()
    for page in pages:
        here = cursors(connection).get(page.bucket, 0)
        for item in page.items:
            if item.n <= here:
                continue
            if item.n != here + 1:
                raise ProtocolProblem(Problem.HOLE, page.bucket[:100], seq=here)
            here = item.n
            touched |= _take(connection, page.bucket, item)
        # A head behind our cursor is a centre that was restored from a backup: its next items are new.
        _move(connection, page.bucket, min(here, page.head) if not page.items else here)
    return touched


def cursors(connection: Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT bucket, n FROM cursors").fetchall())


def draw(connection: Connection, number: int, kind: str, body: bytes) -> set[str]:
    """Draws item `number` of the inbox; kinds and shapes that this program does not know stay where they are."""
    try:
        match kind:
            case "task.assigned":
                return _assign(connection, number, msgspec.json.decode(body, type=Assigned))
            case "task.withdrawn":
                return _end(connection, msgspec.json.decode(body, type=Ended), TaskState.WITHDRAWN)
            case "task.closed":
                return _close(connection, msgspec.json.decode(body, type=Ended))
            case _:
                return set()
    except msgspec.MsgspecError:
        return set()


def _take(connection: Connection, bucket: str, item: FeedItem) -> set[str]:
    body = json.dumps(json.loads(bytes(item.body)), ensure_ascii=False, separators=(",", ":")).encode()
    known = connection.execute("SELECT kind, about, body FROM inbox WHERE bucket = ? AND n = ?", (bucket, item.n))
    if known.fetchone() == (item.kind, item.about, body):
        return set()  # a feed that was rewound repeats itself: drawn again, an assignment would open what was answered
    made = connection.execute(
        "INSERT OR REPLACE INTO inbox (bucket, n, kind, about, body) VALUES (?, ?, ?, ?, ?)",
        (bucket, item.n, item.kind, item.about, body),
    )
    return draw(connection, made.lastrowid, item.kind, body)


def _move(connection: Connection, bucket: str, n: int) -> None:
    connection.execute(
        "INSERT INTO cursors VALUES (?, ?) ON CONFLICT (bucket) DO UPDATE SET n = excluded.n", (bucket, n)
    )


def _assign(connection: Connection, number: int, said: Assigned) -> set[str]:
    task = Task(
        id=said.task, kind=said.kind, title=said.title, note=said.note, address=said.address, lat_e7=said.lat_e7,
        lon_e7=said.lon_e7, due=said.due, about=said.about, created_at=said.created_at,
    )  # fmt: skip
    connection.execute(
        "INSERT INTO tasks VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET task = excluded.task, state = excluded.state",
        (task.id, number, msgspec.json.encode(task), TaskState.OPEN.value),
    )
    return {task.id}


def _close(connection: Connection, said: Ended) -> set[str]:
    answered = said.state == TaskState.ANSWERED
    return _end(connection, said, TaskState.ANSWERED if answered else TaskState.CLOSED)


def _end(connection: Connection, said: Ended, state: TaskState) -> set[str]:
    connection.execute("UPDATE tasks SET state = ? WHERE id = ?", (state.value, said.task))
    return {said.task}
