"""What the app makes of the pack: relief points of the feed first, walks by their ids, and answers of the draft's own place alone."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.reference.item import Reference
from inspector_app.services import locating, surroundings
from inspector_app.services.locating import Here
from inspector_app.ui.map import reading
from tests.qt.fakes import FakeReads
from tests.reference_packs import LAT, LON, SIDE, CityPack, city
from tests.storage.reference_pack.conftest import Open
from tests.unit.reference.points import a_body

NOW = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
AT = LAT + SIDE // 2, LON + SIDE // 2
STALL = Draft(
    "f-1", Category.STALL, "2026-11-22T01:14:00.000Z", place=Place(PlaceSource.RECEIVER, *AT, accuracy_mm=4_000),
    facts={"form": "mobile_vendor", "goods": "food"},
)  # fmt: skip


def a_pack() -> CityPack:
    body = {name: value for name, value in a_body().items() if name not in ("name", "address", "lat_e7", "lon_e7")}
    pack = city(4).point("relief", "资料包疏导点", AT[1], AT[0] + 1_000, code="rp-pack", body=body)
    return pack.point("relief", "坏", AT[1], AT[0], code="rp-bad", body={"slots": "many"})


def here(opened: Open, *stated: Reference, draft: Draft = STALL) -> tuple[FakeReads, Here]:
    reads = FakeReads(tasks=())
    reads.reference_items, reads.city_pack = list(stated), opened(a_pack())
    asked = locating.where(draft)
    assert asked is not None
    found = locating.here(reads, asked)
    assert found is not None
    return reads, found


def offered(reads: FakeReads, found: Here, draft: Draft = STALL) -> list[str]:
    known = surroundings.known(reads, NOW).beside(found)
    return [near.point.id for near in known.relief.offers(draft, NOW)]


def test_points_of_the_pack_are_offered_where_the_feed_states_none(opened: Open) -> None:
    reads, found = here(opened)

    assert offered(reads, found) == ["rp-pack"]


def test_points_of_the_feed_stand_for_all_of_them(opened: Open) -> None:
    body: dict[str, Any] = a_body(lat_e7=AT[0] + 3_000, lon_e7=AT[1])
    reads, found = here(opened, Reference("relief_point", "rp-feed", 1, body))

    assert offered(reads, found) == ["rp-feed"]


def test_the_map_shows_the_points_of_the_pack_where_the_feed_states_none(opened: Open) -> None:
    reads, _ = here(opened)
    fed, _ = here(opened, Reference("relief_point", "rp-feed", 1, a_body(lat_e7=AT[0], lon_e7=AT[1])))

    assert [slots.point.id for slots in reading.around(reads, NOW).slots] == ["rp-pack"]
    assert [slots.point.id for slots in reading.around(fed, NOW).slots] == ["rp-feed"]
    assert reading.around(FakeReads(tasks=()), NOW).slots == ()


def test_what_is_known_of_another_place_says_nothing(opened: Open) -> None:
    reads, found = here(opened)
    elsewhere = replace(STALL, place=replace(STALL.place, lat_e7=AT[0] + 50))
    road = replace(found, location=replace(found.location, road=None))

    known = surroundings.known(reads, NOW)
    assert "road_class" not in known.beside(road).facts(STALL, None)
    assert "road_class" not in known.beside(found).facts(elsewhere, None)


def test_without_a_pack_or_a_position_nothing_is_asked() -> None:
    asked = locating.where(STALL)
    assert asked is not None
    assert locating.here(FakeReads(tasks=()), asked) is None
    assert locating.where(replace(STALL, place=Place(address="经三路"))) is None
    assert locating.suggestions(FakeReads(tasks=()), "金水", None).found == ()
