"""Which findings of this laptop may be the same as the one on the screen; and what the centre knows of a plate."""

import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from inspector_app.domain.events import FindingWithdrawn
from inspector_app.domain.finding import Category
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.reference.alike import Alike, Likeness
from inspector_app.services import locating
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from tests.reference_packs import CityPack
from tests.storage.builders import record, record_finding
from tests.storage.feed_items import item, page

LAT, LON = 347_700_000, 1_136_800_000
METRE = 90  # degrees × 10⁷ of latitude, nearly
NOW = "2026-11-22T01:14:05.000Z"
HERE = Likeness("f-new", "stall", NOW, lat_e7=LAT, lon_e7=LON)
CAR = {"category": "parking", "vehicle": "motor", "plate": "豫A·7K213"}
SAME_CAR = Likeness("f-new", "parking", NOW, "豫a7k213")


def stand(store: Store, name: str, metres: float = 0, **changed: Any) -> None:
    place = Place(PlaceSource.RECEIVER, LAT + round(metres * METRE), LON, 4_000, address="经三路")
    record_finding(store, name, **{"place": place} | changed)


def found(store: Store, asked: Likeness = HERE) -> list[tuple[str, int | None]]:
    return [(one.finding, one.off_m) for one in store.reads.alike(asked)]


def test_the_same_kind_within_thirty_metres_and_minutes_the_nearest_first(store: Store) -> None:
    stand(store, "f-far", 31)
    stand(store, "f-near", 29)
    stand(store, "f-here", 2)
    stand(store, "f-hoarding", 1, category=Category.HOARDING)
    stand(store, "f-nowhere", place=Place(address="经三路"))

    assert found(store) == [("f-here", 2), ("f-near", 29)]


def test_half_an_hour_ends_it_both_ways(store: Store) -> None:
    for name, at in (("f-a", "00:44:05"), ("f-b", "00:44:04"), ("f-c", "01:44:05"), ("f-d", "01:44:06")):
        stand(store, name, observed_at=f"2026-11-22T{at}.000Z")

    assert {name for name, _ in found(store)} == {"f-a", "f-c"}


def test_what_was_withdrawn_and_the_draft_itself_are_none(store: Store) -> None:
    stand(store, "f-gone")
    stand(store, "f-new")
    record(store, FindingWithdrawn("f-gone", "误报"))

    assert found(store) == []


def test_the_same_plate_counts_wherever_it_stands_that_day(store: Store) -> None:
    stand(store, "f-car", 900, category=Category.PARKING, facts=CAR, observed_at="2026-11-21T08:00:00.000Z")
    stand(store, "f-old", 900, category=Category.PARKING, facts=CAR, observed_at="2026-11-20T08:00:00.000Z")
    stand(store, "f-other", category=Category.PARKING, facts=CAR | {"plate": "豫A00001"})

    assert store.reads.alike(SAME_CAR) == [Alike("f-car", "2026-11-21T08:00:00.000Z", "经三路", None, same_plate=True)]


def test_without_a_plate_nobody_has_the_same(store: Store) -> None:
    stand(store, "f-bare", category=Category.PARKING, facts={"category": "parking", "vehicle": "motor"}, party="")

    assert found(store, Likeness("f-new", "parking", NOW)) == []


def test_what_the_pack_knows_of_the_plate_is_told_and_linked_where_it_says_which(store: Store, tmp_path: Path) -> None:
    pack = CityPack().happened("豫a7k213", "parking", "violated", "2026-11-22T00:30:00.000Z")
    pack.happened("豫a7k213", "parking", "warned", "2026-11-19T00:30:00.000Z")
    pack.happened("豫a7k213", "stall", "violated", "2026-11-22T00:30:00.000Z")
    store.reads.look_up_in(PackReading(pack.made(tmp_path / "reference.db")))

    assert locating.alike(store.reads, SAME_CAR).found == (
        Alike("", "2026-11-22T00:30:00.000Z", same_plate=True, told="violated"),
    )
    assert locating.alike(store.reads, HERE).found == ()

    pack.happened("豫a7k213", "parking", "ordered", "2026-11-22T00:10:00.000Z", finding="f-theirs")
    store.reads.look_up_in(PackReading(pack.made(tmp_path / "another.db")))
    assert [(one.finding, one.told) for one in locating.alike(store.reads, SAME_CAR).found] == [
        ("f-theirs", "ordered"), ("", "violated"),
    ]  # fmt: skip


def told_of(at: str, metres: float = 0, what: str = "warned", category: str = "stall", **more: Any) -> dict[str, Any]:
    """An entry of a history with its place."""
    return {"at": at, "what": what, "category": category, "lat_e7": LAT + round(metres * METRE), "lon_e7": LON} | more


def test_the_same_kind_near_by_is_found_among_what_the_centre_told_too(store: Store, tmp_path: Path) -> None:
    entries = [
        told_of("2026-11-22T00:50:00.000Z", 12, finding="f-feed"), told_of("2026-11-22T00:50:00.000Z", 31, finding="f-far"),
        told_of("2026-11-22T00:44:04.000Z", finding="f-early"), told_of(NOW, finding="f-new"), told_of(NOW, category="parking"),
        told_of("2026-11-22T01:20:00.000Z", finding="f-own"), {"at": NOW, "what": "warned", "category": "stall", "finding": "f-nowhere"},
        told_of(NOW, finding="x" * 65), told_of(NOW, finding="f-odd", lat_e7="north"),
    ]  # fmt: skip
    old = [told_of("2026-11-20T01:00:00.000Z", finding="f-old")]
    bodies = [{"subject": "煎饼车", "entries": entries}, {"subject": "另一家", "entries": old}]
    items = [
        item(n, "reference.stated", kind="history", id=f"h{n}", version=1, body=body) for n, body in enumerate(bodies, 1)
    ]  # fmt: skip
    LaptopSyncStore(store).apply([page(*items)])
    stand(store, "f-own", 1)
    pack = CityPack().happened(
        "煎饼车", "stall", "warned", "2026-11-22T00:50:00.000Z", finding="f-feed", lat=LAT, lon=LON
    )
    pack.happened("某店", "stall", "violated", "2026-11-22T01:00:00.000Z", lat=LAT + 29 * METRE, lon=LON)
    pack.happened("某店", "stall", "violated", "2026-11-22T01:01:00.000Z", lat=LAT + 40 * METRE, lon=LON)
    store.reads.look_up_in(PackReading(pack.made(tmp_path / "reference.db")))

    found = [(one.finding, one.off_m, one.told) for one in locating.alike(store.reads, HERE).found]
    assert found == [("f-own", 1, ""), ("f-feed", 12, "warned"), ("", 29, "violated")]


def test_a_question_amid_a_swap_is_answered_by_the_old_or_the_new_pack(store: Store, tmp_path: Path) -> None:
    paths = [
        CityPack().happened("豫a7k213", "parking", what, NOW).made(tmp_path / f"{what}.db") for what in ("warned", "violated")
    ]  # fmt: skip
    answers = set[str]()
    store.reads.look_up_in(PackReading(paths[0]))
    held, first = store.reads.city, weakref.ref(store.reads.city or store)

    def ask() -> None:
        for _ in range(300):
            city = store.reads.city
            assert city is not None
            answers.update(entry.what for _, entry in city.happened(SAME_CAR))

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        number = 0
        while not all(one.done() for one in asking):
            number += 1
            store.reads.look_up_in(PackReading(paths[number % 2]))
    assert [one.result() for one in asking] == [None] * 4
    assert held is not None
    assert ([entry.what for _, entry in held.happened(SAME_CAR)], answers) == (["warned"], {"warned", "violated"})
    del held
    assert first() is None, "nobody asks it any more: its file is let go"
    store.close()
    assert store.reads.city is None
