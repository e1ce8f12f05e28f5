"""The bar says on which road and in which grid the laptop is, and a scan does not move a finding away from it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from inspector_app.domain.location import Location, Spot
from inspector_app.domain.place import PlaceSource
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.qt.laptop import Laptop
from tests.qt.receivers import FakeReceiver
from tests.qt.test_locating import COVER, MIDDLE, a_pack, scan
from tests.reference_packs import LAT, LON, SIDE, city

EDGE = (LAT + SIDE // 2, LON + SIDE)  # where two grids meet
AWAY = LAT - 30_000  # degrees × 10⁷: beyond every grid, 390 m south of the road


class Unreadable:
    """A reference pack with a damaged page."""

    def locate(self, spot: Spot, at: datetime) -> Location:
        raise StorageTrouble(StorageCode.PACK_DAMAGED)


@pytest.fixture
def receiver() -> FakeReceiver:
    return FakeReceiver()


@pytest.fixture
def outside(a_laptop: Callable[..., Laptop], receiver: FakeReceiver, tmp_path: Path) -> Laptop:
    """With a receiver and a reference pack in use."""
    laptop = a_laptop(make_receiver=receiver.make).with_shift()
    laptop.begin()
    laptop.settle(lambda: bool(receiver.chosen))
    laptop.settle()
    laptop.store.reads.look_up_in(PackReading(a_pack().made(tmp_path / "reference.db")))
    return laptop


def pill(laptop: Laptop) -> str:
    laptop.rest()
    return laptop.screens.positions.pill()[0]


def stand(receiver: FakeReceiver, at: tuple[int, int], accuracy_mm: int = 3_200) -> None:
    receiver.fix(accuracy_mm, lat_e7=at[0], lon_e7=at[1])


def test_the_bar_says_road_and_grid(outside: Laptop, receiver: FakeReceiver) -> None:
    stand(receiver, MIDDLE)

    assert pill(outside) == "GPS ±3.2 m · 经三路 · 网格 1001"


def test_near_a_border_it_names_the_road_alone(outside: Laptop, receiver: FakeReceiver) -> None:
    stand(receiver, EDGE)

    assert pill(outside) == "GPS ±3.2 m · 经三路"


def test_the_name_of_a_long_road_leaves_room_for_the_grid(
    outside: Laptop, receiver: FakeReceiver, tmp_path: Path
) -> None:
    long = city(4).road(
        "郑东新区商务外环路辅道（金水东路至黄河东路段）",
        [(LON, LAT + 5_200), (LON + 2 * SIDE, LAT + 5_200)],
        **{"class": "main"},
    )
    outside.store.reads.look_up_in(PackReading(long.made(tmp_path / "long.db")))
    stand(receiver, MIDDLE)

    assert pill(outside) == "GPS ±3.2 m · 郑东新区商务外环路辅道… · 网格 1001"


def test_far_from_all_that_the_pack_knows_it_says_how_good_the_fix_is(outside: Laptop, receiver: FakeReceiver) -> None:
    stand(receiver, MIDDLE)
    pill(outside)
    stand(receiver, (AWAY, LON))

    assert pill(outside) == "GPS ±3.2 m"


def test_a_fix_that_is_too_poor_says_no_place(outside: Laptop, receiver: FakeReceiver) -> None:
    stand(receiver, MIDDLE)
    pill(outside)
    stand(receiver, MIDDLE, 60_000)

    assert pill(outside) == "GPS ±60 m"


def test_another_pack_is_seen_while_the_laptop_stands(outside: Laptop, receiver: FakeReceiver, tmp_path: Path) -> None:
    stand(receiver, MIDDLE)
    pill(outside)
    outside.store.reads.look_up_in(PackReading(city(4).made(tmp_path / "other.db")))
    stand(receiver, MIDDLE)
    assert pill(outside) == "GPS ±3.2 m · 经三路 · 网格 1001", "a standing laptop does not ask all the time"
    receiver.at += 10_000
    stand(receiver, MIDDLE)

    assert pill(outside) == "GPS ±3.2 m · 网格 1001"


def test_a_pack_that_cannot_be_read_any_more_leaves_no_old_place(outside: Laptop, receiver: FakeReceiver) -> None:
    stand(receiver, MIDDLE)
    pill(outside)
    outside.store.reads.look_up_in(Unreadable())
    stand(receiver, (AWAY, LON))

    assert pill(outside) == "GPS ±3.2 m"


def test_a_scan_that_begins_a_finding_leaves_it_where_the_laptop_is(outside: Laptop, receiver: FakeReceiver) -> None:
    stand(receiver, (AWAY, LON))
    scan(outside.page.view, COVER)
    outside.rest()

    draft = outside.page.state.draft
    assert (draft.asset, draft.place.source, draft.place.lat_e7) == (COVER, PlaceSource.RECEIVER, AWAY)
    assert draft.place.address == "", "the asset should stand elsewhere"
