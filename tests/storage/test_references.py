"""What the centre states to look up, and its answers about slots: here as it said last, through rewinds and rebuilds."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from inspector_app.domain.events import MeasureTaken
from inspector_app.domain.reference.hold import GUIDE, HoldState
from inspector_app.services.changes import Changes
from inspector_app.storage import tables
from inspector_app.storage.database import FILE_NAME, open_writer
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.canonical import canonical
from sync.protocol.messages import BucketPage, FeedItem
from tests.storage.builders import MASTER, laptop, opened, record, record_finding

ALL = "area/all"


def stated(n: int, item_id: str, /, *, version: int = 1, kind: str = "relief_point", **body: Any) -> FeedItem:
    return told(n, "reference.stated", item_id, kind=kind, id=item_id, version=version, body=body)


def gone(n: int, item_id: str) -> FeedItem:
    return told(n, "reference.gone", item_id, kind="relief_point", id=item_id)


def told(n: int, kind: str, about: str, /, **body: Any) -> FeedItem:
    return FeedItem(n=n, kind=kind, about=about, body=msgspec.Raw(canonical(body)))


def apply(store: Store, *items: FeedItem, bucket: str = ALL, head: int = 0) -> None:
    LaptopSyncStore(store).apply([BucketPage(bucket=bucket, items=items, head=head)])


def here(store: Store) -> dict[str, tuple[int, Any]]:
    return {item.id: (item.version, item.body) for item in store.reads.references("relief_point")}


def test_the_last_statement_stands_and_what_is_gone_is_gone(store: Store) -> None:
    apply(store, stated(1, "a", name="旧"), stated(2, "b"), stated(3, "a", version=2, name="新"), gone(4, "b"))
    apply(store, stated(5, "经三路", kind="street"))

    assert here(store) == {"a": (2, {"name": "新"})}
    assert [item.id for item in store.reads.references("street")] == ["经三路"]


def test_validity_comes_with_it(store: Store) -> None:
    apply(
        store, told(1, "reference.stated", "a", kind="campaign", id="a", version=1, body={}, valid_from="2026-03-01T")
    )

    (item,) = store.reads.references("campaign")
    assert (item.valid_from, item.valid_to) == ("2026-03-01T", "")


@pytest.mark.parametrize(
    "odd",
    [
        told(1, "reference.stated", "a", kind="relief_point", id="a", version=1),
        told(1, "reference.stated", "a", kind="relief_point", id="", version=1, body={}),
        told(1, "reference.stated", "a", kind="relief_point", id="a", version="x", body={}),
        told(1, "reference.stated", "a", kind="relief_point", id="a", version=1, body=[1]),
        told(1, "reference.repainted", "a", kind="relief_point", id="a"),
        told(1, "hold.answered", "m1", confirmed=True),
    ],
)
def test_an_item_that_is_not_understood_is_kept_and_passed_over(store: Store, odd: FeedItem) -> None:
    apply(store, odd, stated(2, "b"))

    assert here(store) == {"b": (1, {})}
    assert store.read(lambda c: c.execute("SELECT count(*) FROM inbox").fetchone()) == (2,)


def test_a_rebuild_draws_the_same_again(store: Store) -> None:
    apply(store, stated(1, "a"), stated(2, "b"), gone(3, "a"), stated(4, "b", version=2))
    before = here(store)

    store.rebuild()

    assert here(store) == before == {"b": (2, {})}


def test_a_restored_centre_takes_back_what_it_forgot(store: Store) -> None:
    apply(store, stated(1, "a"), stated(2, "b"), gone(3, "a"))
    apply(store, stated(1, "mine"), bucket="device/x")

    apply(store, head=0)  # its backup is from before it stated b and took a away
    assert here(store) == {"mine": (1, {})}
    apply(store, stated(1, "a"))

    assert here(store) == {"a": (1, {}), "mine": (1, {})}
    store.rebuild()
    assert here(store) == {"a": (1, {}), "mine": (1, {})}


def test_the_moment_of_a_complete_pull_is_kept_until_the_centre_counts_anew(store: Store) -> None:
    inner = LaptopSyncStore(store)
    assert store.reads.reference_as_of() == ""

    inner.keep_pulled("2026-03-02T00:10:00.000Z")
    apply(store, stated(1, "a"))
    store.rebuild()
    assert store.reads.reference_as_of() == "2026-03-02T00:10:00.000Z"

    apply(store, head=0)
    assert store.reads.reference_as_of() == ""


def test_what_an_older_version_kept_unread_is_read_after_its_migration(folder: Path) -> None:
    with laptop(folder) as store:
        apply(store, stated(1, "a", name="早"))
    connection = open_writer(folder / FILE_NAME, MASTER, guarded=False)
    for name in ("reference", "hold_answers"):
        connection.execute(f"DROP TABLE {name}")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (tables.STEPS[-1],))
    connection.close()

    with laptop(folder) as store:
        assert here(store) == {"a": (1, {"name": "早"})}


def guided(measure: str, *, finding: str = "f1", point: str = "rp-1", deed: str = GUIDE) -> MeasureTaken:
    return MeasureTaken(finding, measure, deed, target=point)


def test_a_hold_waits_until_the_centre_answers(store: Store) -> None:
    record_finding(store, "f1")
    record(store, guided("m1"), guided("m2"), guided("m3"), guided("m4", deed="risk_card"), guided("m5", point=""))
    answers = [
        told(1, "hold.answered", "m2", measure="m2", confirmed=False, reason="full"),
        told(2, "hold.answered", "m1", measure="m1", confirmed=True, reason=""),
        told(3, "hold.answered", "mx", measure="mx", confirmed=True, reason=""),
    ]

    apply(store, *answers, bucket="device/x")

    kept = [(hold.measure, hold.state, hold.reason) for hold in store.reads.holds("f1")]
    assert kept == [
        ("m2", HoldState.REFUSED, "full"), ("m1", HoldState.CONFIRMED, ""), ("m3", HoldState.WAITING, ""),
    ]  # fmt: skip
    assert store.reads.holds() == store.reads.holds("f1")
    assert store.reads.holds("f2") == []
    store.rebuild()
    assert [(hold.measure, hold.state, hold.reason) for hold in store.reads.holds()] == kept


def test_an_answer_finds_its_measure_also_when_it_came_first(folder: Path) -> None:
    store = opened(folder)
    apply(store, told(1, "hold.answered", "m1", measure="m1", confirmed=True, reason=""), bucket="device/x")
    record(store, guided("m1"))
    assert [hold.state for hold in store.reads.holds()] == [HoldState.CONFIRMED]
    store.close()


def test_what_came_is_told_to_the_screens(store: Store) -> None:
    heard: list[Changes] = []
    record_finding(store, "f1")
    record(store, guided("m1"))
    inner = LaptopSyncStore(store, on_changes=heard.append)

    inner.apply([BucketPage(bucket=ALL, items=(stated(1, "a"), stated(2, "s", kind="street")), head=2)])
    inner.apply([BucketPage(bucket="d", items=(told(1, "hold.answered", "m1", measure="m1", confirmed=True),), head=1)])

    assert heard == [
        Changes(references=frozenset({"relief_point", "street"}), sync=True),
        Changes(findings=frozenset({"f1"}), sync=True),
    ]
