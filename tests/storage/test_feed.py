"""What the centre tells, kept in order: applied once, noticed when it has a hole, never rewound."""

import msgspec
import pytest

from inspector_app.domain.events import TaskAnswered
from inspector_app.domain.task import Outcome, TaskState
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.messages import FeedItem
from sync.protocol.problems import Problem, ProtocolProblem
from tests.storage.builders import record
from tests.storage.feed_items import assigned, item, page, states


def test_items_that_were_applied_change_nothing(store: Store) -> None:
    inner = LaptopSyncStore(store)
    pages = [page(assigned(1, "t1"), assigned(2, "t2"), item(3, "task.withdrawn", task="t1"))]
    inner.apply(pages)
    before = store.reads.tasks()
    inner.apply(pages)
    assert store.reads.tasks() == before
    assert states(store) == {"t1": TaskState.WITHDRAWN, "t2": TaskState.OPEN}
    assert inner.cursors() == {"area/all": 3}


def test_open_tasks_stand_first_the_soonest_due_before_the_others(store: Store) -> None:
    LaptopSyncStore(store).apply([
        page(assigned(1, "late", due="2026-11-25T00:00:00.000Z"), assigned(2, "never", due=""), assigned(3, "soon"),
             assigned(4, "gone"), item(5, "task.closed", task="gone")),
    ])  # fmt: skip
    assert [row.task.id for row in store.reads.tasks()] == ["soon", "late", "never", "gone"]


def test_a_hole_in_the_feed_is_noticed_and_nothing_of_it_kept(store: Store) -> None:
    inner = LaptopSyncStore(store)
    with pytest.raises(ProtocolProblem) as trouble:
        inner.apply([page(assigned(1, "t1"), assigned(3, "t3"))])
    assert trouble.value.code is Problem.HOLE
    assert (inner.cursors(), store.reads.tasks()) == ({}, [])


@pytest.mark.parametrize(
    "body",
    [
        b'{"task":"\xff"}',
        b'{"task":"\\ud800"}',
        b"1" * 5000,
        b"{",
        b"",
        b"[" * 40 + b"]" * 40,
        b"[" * 5000 + b"]" * 5000,
    ],
)
def test_an_item_that_is_no_plain_json_ends_the_round_by_a_code(store: Store, body: bytes) -> None:
    inner = LaptopSyncStore(store)
    with pytest.raises(ProtocolProblem) as trouble:
        inner.apply([page(assigned(1, "t1"), FeedItem(n=2, kind="later", about="x", body=msgspec.Raw(body)))])
    assert trouble.value.code is Problem.NOT_THE_CENTRE
    assert (inner.cursors(), store.reads.tasks()) == ({}, [])


@pytest.mark.parametrize(
    "odd",
    [
        item(1, "order.served", what="unknown kind"),
        item(1, "task.assigned", task="t1", kind="dance", title="x"),
        item(1, "task.assigned", task="", kind="verify", title="x"),
        item(1, "task.assigned", task="t1", kind="verify", title="x" * 501),
        item(1, "task.assigned", task="t1", kind="verify", title="x", lat_e7=10**12),
        item(1, "task.closed"),
        item(1, "reference.stated", kind="street", id="s-1", version=-1, body={}),
        FeedItem(
            n=1,
            kind="reference.stated",
            about="s-1",
            body=msgspec.Raw(b'{"kind":"street","id":"s-1","version":10000000000000000000,"body":{}}'),
        ),
        FeedItem(n=1, kind="task.assigned", about="t1", body=msgspec.Raw(b"[1, 2]")),
        FeedItem(n=1, kind="task.assigned", about="t1", body=msgspec.Raw(b"null")),
    ],
)
def test_an_item_that_is_not_understood_is_kept_and_passed_over(store: Store, odd: FeedItem) -> None:
    inner = LaptopSyncStore(store)
    inner.apply([page(odd, assigned(2, "t2"))])
    assert states(store) == {"t2": TaskState.OPEN}
    assert inner.cursors() == {"area/all": 2}
    assert store.read(lambda c: c.execute("SELECT count(*) FROM inbox").fetchone()) == (2,)


def test_a_centre_that_counts_anew_is_followed(store: Store) -> None:
    inner = LaptopSyncStore(store)
    inner.apply([page(assigned(1, "t1"), assigned(2, "t2"))])
    inner.apply([page(head=0)])
    inner.apply([page(assigned(1, "t3"))])
    assert set(states(store)) == {"t1", "t2", "t3"}
    assert inner.cursors() == {"area/all": 1}


def test_another_item_where_the_last_one_was_is_a_centre_that_counts_anew(store: Store) -> None:
    inner = LaptopSyncStore(store)
    inner.apply([page(assigned(1, "t1"), assigned(2, "t2"))])
    inner.apply([page(assigned(2, "t4"), assigned(3, "t5"))])
    assert inner.cursors() == {"area/all": 0}
    inner.apply([page(assigned(1, "t3"), assigned(2, "t4"), assigned(3, "t5"))])
    assert set(states(store)) == {"t1", "t2", "t3", "t4", "t5"}
    assert inner.cursors() == {"area/all": 3}


@pytest.mark.parametrize("end", ["task.closed", "task.withdrawn"])
def test_a_rewound_feed_does_not_open_a_task_again(store: Store, end: str) -> None:
    inner = LaptopSyncStore(store)
    inner.apply([page(assigned(1, "t1"), assigned(2, "t2"), item(3, end, task="t1", state="answered"))])
    record(store, TaskAnswered("t2", Outcome.CONFIRMED, ""))
    before = store.reads.tasks()

    inner.apply([page(head=0)])
    inner.apply([page(assigned(1, "t1"), assigned(2, "t2"))])  # the centre was restored from before the end of t1

    assert store.reads.tasks() == before
    assert TaskState.OPEN not in states(store).values()
    store.rebuild()
    assert store.reads.tasks() == before


def test_a_rewound_feed_may_assign_something_else(store: Store) -> None:
    inner = LaptopSyncStore(store)
    inner.apply([page(assigned(1, "t1"), item(2, "task.closed", task="t1", state="answered"))])

    inner.apply([page(head=0)])
    inner.apply([page(assigned(1, "t1"), assigned(2, "t3"))])

    assert states(store) == {"t1": TaskState.ANSWERED, "t3": TaskState.OPEN}


def test_what_a_restored_centre_forgot_outlives_a_rebuild(store: Store) -> None:
    inner = LaptopSyncStore(store)
    inner.apply([page(assigned(1, "t1"))])
    inner.apply([page(head=0)])
    inner.apply([page(assigned(1, "t2"))])

    store.rebuild()

    assert set(states(store)) == {"t1", "t2"}
