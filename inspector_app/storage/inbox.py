"""What the centre tells: feed items, kept as they came, and the tasks, reference items and answers that they make."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from inspector_app.domain.task import Task, TaskKind, TaskState
from inspector_app.services.changes import Changes
from inspector_app.storage import holds, references
from inspector_app.storage.database import Connection
from sync.protocol import feed
from sync.protocol.messages import BucketPage, FeedItem
from sync.protocol.problems import Problem, ProtocolProblem

NOTHING = Changes()
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


def apply(connection: Connection, pages: Sequence[BucketPage]) -> Changes:
    """Keeps and draws the items that are new and moves the cursors; returns what they are about.

    Raises ProtocolProblem(HOLE) when a bucket's items do not follow each other.
    """
    touched = NOTHING
    for page in pages:
        here = cursors(connection).get(page.bucket, 0)
        if any(item.n == here and not _is_known(connection, page.bucket, item) for item in page.items):
            touched |= _rewind(connection, BucketPage(bucket=page.bucket, items=(), head=0))
            continue
        for item in page.items:
            if item.n <= here:
                continue
            if item.n != here + 1:
                raise ProtocolProblem(Problem.HOLE, page.bucket[:100], seq=here)
            here = item.n
            touched |= _take(connection, page.bucket, item)
        if not page.items and page.head < here:
            touched |= _rewind(connection, page)
        else:
            _move(connection, page.bucket, here)
    return touched


def cursors(connection: Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT bucket, n FROM cursors").fetchall())


def marks(connection: Connection) -> dict[str, str]:
    """By what the item at the cursor of each bucket is known."""
    rows = connection.execute(
        "SELECT c.bucket, kind, about, body FROM cursors c JOIN inbox i ON i.bucket = c.bucket AND i.n = c.n"
    )
    return {bucket: feed.mark_of(kind, about, body) for bucket, kind, about, body in rows}


def draw(connection: Connection, number: int, kind: str, body: bytes) -> Changes:
    """Draws item `number` of the inbox; kinds and shapes that this program does not know stay where they are."""
    try:
        match kind:
            case "task.assigned":
                return _assign(connection, number, msgspec.json.decode(body, type=Assigned))
            case "task.withdrawn":
                return _end(connection, msgspec.json.decode(body, type=Ended), TaskState.WITHDRAWN)
            case "task.closed":
                return _close(connection, msgspec.json.decode(body, type=Ended))
            case feed.REFERENCE_STATED:
                return _lookup(references.state(connection, msgspec.json.decode(body, type=feed.Stated)))
            case feed.REFERENCE_GONE:
                return _lookup(references.drop(connection, msgspec.json.decode(body, type=feed.Gone)))
            case feed.HOLD_ANSWERED:
                told = holds.answer(connection, number, msgspec.json.decode(body, type=feed.Answered))
                return Changes(findings=frozenset(told))
            case _:
                return NOTHING
    except msgspec.MsgspecError:
        return NOTHING


def _rewind(connection: Connection, page: BucketPage) -> Changes:
    """Moves the cursor back: a head behind it, or another item at it, is a centre that was restored from a backup.

    What it stated to look up is forgotten until it says it again; tasks stay, they may have been answered.
    """
    references.forget(connection, page.bucket)
    kinds = frozenset(row[0] for row in connection.execute("SELECT DISTINCT kind FROM reference"))
    connection.execute("DELETE FROM reference")
    kept = "SELECT number, kind, body FROM inbox WHERE kind IN (?, ?) ORDER BY number"
    for number, kind, body in connection.execute(kept, (feed.REFERENCE_STATED, feed.REFERENCE_GONE)).fetchall():
        draw(connection, number, kind, body)
    _move(connection, page.bucket, page.head)
    return Changes(references=kinds)


def _lookup(kind: str) -> Changes:
    return Changes(references=frozenset({kind}))


def _take(connection: Connection, bucket: str, item: FeedItem) -> Changes:
    if _is_known(connection, bucket, item):
        return (
            NOTHING  # a feed that was rewound repeats itself: drawn again, an assignment would open what was answered
        )
    body = _body(item)
    # What a restored centre forgot stays what it was: somebody may have acted on it.
    connection.execute("UPDATE inbox SET n = -number WHERE bucket = ? AND n = ?", (bucket, item.n))
    made = connection.execute(
        "INSERT INTO inbox (bucket, n, kind, about, body) VALUES (?, ?, ?, ?, ?)",
        (bucket, item.n, item.kind, item.about, body),
    )
    return draw(connection, made.lastrowid, item.kind, body)


def _is_known(connection: Connection, bucket: str, item: FeedItem) -> bool:
    """Whether the item is here word for word."""
    known = connection.execute("SELECT kind, about, body FROM inbox WHERE bucket = ? AND n = ?", (bucket, item.n))
    return bool(known.fetchone() == (item.kind, item.about, _body(item)))


def _body(item: FeedItem) -> bytes:
    return feed.settled(bytes(item.body))


def _move(connection: Connection, bucket: str, n: int) -> None:
    connection.execute(
        "INSERT INTO cursors VALUES (?, ?) ON CONFLICT (bucket) DO UPDATE SET n = excluded.n", (bucket, n)
    )


def _assign(connection: Connection, number: int, said: Assigned) -> Changes:
    task = Task(
        id=said.task, kind=said.kind, title=said.title, note=said.note, address=said.address, lat_e7=said.lat_e7,
        lon_e7=said.lon_e7, due=said.due, about=said.about, created_at=said.created_at,
    )  # fmt: skip
    connection.execute(
        "INSERT INTO tasks VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET task = excluded.task, state = excluded.state",
        (task.id, number, msgspec.json.encode(task), TaskState.OPEN.value),
    )
    return Changes(tasks=frozenset({task.id}))


def _close(connection: Connection, said: Ended) -> Changes:
    answered = said.state == TaskState.ANSWERED
    return _end(connection, said, TaskState.ANSWERED if answered else TaskState.CLOSED)


def _end(connection: Connection, said: Ended, state: TaskState) -> Changes:
    connection.execute("UPDATE tasks SET state = ? WHERE id = ?", (state.value, said.task))
    return Changes(tasks=frozenset({said.task}))
