"""What a laptop's own findings say of a party or a place: found by identity or by address, with orders and how they ended."""

import msgspec

from inspector_app.domain.events import FindingWithdrawn, MeasureTaken, TaskAnswered, VisitPlanned
from inspector_app.domain.finding import Tier
from inspector_app.domain.place import Place
from inspector_app.domain.reference.earlier import Earlier
from inspector_app.domain.task import Outcome
from inspector_app.services.changes import Changes
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.canonical import canonical
from sync.protocol.messages import BucketPage, FeedItem
from tests.storage.builders import record, record_finding

PLATE = {"category": "parking", "vehicle": "motor", "plate": "豫A·7K213"}


def about(store: Store, subject: str) -> list[str]:
    return [one.id for one in store.reads.earlier(subject, "")]


def at(store: Store, address: str) -> list[str]:
    return [one.id for one in store.reads.earlier("", address)]


def an_order(store: Store, *answers: Outcome) -> Earlier:
    """The finding with an order whose visit was answered so."""
    record_finding(store, "f1", party="煎饼车", tier=Tier.MANAGEMENT)
    record(
        store, MeasureTaken("f1", "m1", "written_order", until="2026-11-23T10:00:00.000Z"),
        VisitPlanned("f1", "v1", "2026-11-23T10:00:00.000Z", "order", "m1"),
        *(TaskAnswered("v1", outcome, "") for outcome in answers),
    )  # fmt: skip
    (found,) = store.reads.earlier("煎饼车", "")
    return found


def test_a_party_is_found_by_plate_or_name_the_newest_first(store: Store) -> None:
    record_finding(store, "f1", facts=PLATE)
    record_finding(store, "f2", party="煎饼 车")
    record_finding(store, "f3", facts=PLATE)

    assert about(store, "豫a7k213") == ["f3", "f1"]
    assert about(store, "煎饼车") == ["f2"]
    assert about(store, "别人") == []


def test_a_place_is_found_by_the_same_address_and_not_by_one_that_only_begins_so(store: Store) -> None:
    record_finding(store, "f1", place=Place(address="经三路 12 号"))
    record_finding(store, "f2", place=Place(address="经三路12号院"))
    record_finding(store, "f3", place=Place(address="丰庆路"), note="经三路12号")

    assert at(store, "经三路12号") == ["f1"]
    assert at(store, "，。") == at(store, "") == []


def test_what_was_withdrawn_does_not_count(store: Store) -> None:
    record_finding(store, "f1", party="煎饼车")
    record(store, FindingWithdrawn("f1", "记错了"))

    assert about(store, "煎饼车") == []


def test_an_order_comes_with_its_deadline_and_is_open_until_a_visit_found_it_done(store: Store) -> None:
    found = an_order(store)
    (taken,) = found.measures
    assert (taken.measure.code, taken.measure.until) == ("written_order", "2026-11-23T10:00:00.000Z")
    assert (found.tier, dict(found.complied)) == (Tier.MANAGEMENT, {})


def test_a_visit_that_found_it_solved_ends_the_order_at_that_moment(store: Store) -> None:
    found = an_order(store, Outcome.UNSOLVED, Outcome.SOLVED)
    assert list(found.complied) == ["m1"]
    assert found.complied["m1"] > found.measures[0].taken_at
    store.rebuild()
    assert store.reads.earlier("煎饼车", "") == [found]


def test_the_last_answer_of_a_visit_stands(store: Store) -> None:
    assert dict(an_order(store, Outcome.SOLVED, Outcome.UNSOLVED).complied) == {}


def test_histories_of_the_centre_are_found_by_their_subject(store: Store) -> None:
    assert store.reads.histories("豫a7k213") is None
    bodies = (
        {"subject": "豫A·7K213", "entries": []},
        {"subject": "别人", "entries": []},
        {"entries": 7},
        {"subject": 7},
    )
    items = tuple(
        FeedItem(n=n, kind="reference.stated", about=f"h{n}", body=msgspec.Raw(canonical(
            {"kind": "history", "id": f"h{n}", "version": 1, "body": body}
        ))) for n, body in enumerate(bodies, 1)
    )  # fmt: skip
    LaptopSyncStore(store).apply([BucketPage(bucket="area/all", items=items, head=4)])

    assert [item.id for item in store.reads.histories("豫a7k213") or ()] == ["h1"]
    assert store.reads.histories("") == []
    store.rebuild()
    assert [item.id for item in store.reads.histories("豫a7k213") or ()] == ["h1"]


def test_a_complete_pull_is_told_to_the_screens(store: Store) -> None:
    heard: list[Changes] = []
    LaptopSyncStore(store, on_changes=heard.append).keep_pulled("2026-11-22T00:10:00.000Z")
    assert [sorted(changes.references) for changes in heard] == [
        ["calendar", "campaign", "history", "leader", "relief_point", "street"]
    ]
