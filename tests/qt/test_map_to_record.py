"""What is found on the map goes to the record on the screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.finding import Category
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.reception import State
from inspector_app.ui.handing import RecordDoor
from inspector_app.ui.record.pin_reasons import PinReasons
from inspector_app.ui.widgets.chips import Chip
from tests.qt.laptop import Laptop
from tests.qt.receivers import HERE, FakeReceiver
from tests.qt.screens import texts

LAT, LON = HERE.lat_e7, HERE.lon_e7
NEAR, FAR = 4_000, 20_000  # degrees × 10⁷ to the north: 44 m, 222 m


@pytest.fixture
def receiver() -> FakeReceiver:
    return FakeReceiver()


@pytest.fixture
def outside(a_laptop: Callable[..., Laptop], receiver: FakeReceiver) -> Laptop:
    """With the map shown, and a receiver."""
    laptop = a_laptop(make_receiver=receiver.make).with_shift()
    laptop.begin()
    laptop.settle(lambda: bool(receiver.chosen))
    laptop.settle()
    laptop.screens.window.show_page("map")
    return laptop


def door(laptop: Laptop) -> RecordDoor:
    found = laptop.screens._door()
    assert found is not None
    return found


def place(laptop: Laptop) -> Place:
    return laptop.page.state.draft.place


def reasons(laptop: Laptop) -> PinReasons:
    return laptop.page.view.place.findChildren(PinReasons)[0]


def test_a_pin_near_a_good_fix_needs_no_more_reason_than_that_somebody_pointed(
    outside: Laptop, receiver: FakeReceiver
) -> None:
    receiver.fix(48_000)
    assert door(outside).pin_words(LAT + NEAR, LON) == ("距接收机定位 44 m", "good")
    door(outside).pin(LAT + NEAR, LON)
    assert place(outside) == Place(PlaceSource.PIN, LAT + NEAR, LON, pin_reason="map")
    assert outside.screens.window.shown_key == "record"
    assert not reasons(outside).isVisible()
    assert "在地图上手工标注" in texts(outside.page.view.place)


@pytest.mark.parametrize(
    ("state", "reason", "words"), [(State.VOID, "no_fix", "此处无信号"), (State.GONE, "no_receiver", "无接收机")]
)
def test_a_pin_without_a_fix_has_what_the_laptop_lacks_as_its_reason(
    outside: Laptop, receiver: FakeReceiver, state: State, reason: str, words: str
) -> None:
    receiver.say(state)
    assert door(outside).pin_words(LAT, LON) == (f"原因记为：{words}", "warning")
    door(outside).pin(LAT, LON)
    assert (place(outside).source, place(outside).pin_reason) == (PlaceSource.PIN, reason)
    assert reasons(outside).isVisible()


def test_a_fix_that_is_too_bad_or_too_old_is_no_fix(outside: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix(51_000)
    door(outside).pin(LAT, LON)
    assert place(outside).pin_reason == "inaccurate"
    receiver.fix()
    receiver.at += 10_001
    door(outside).pin(LAT, LON)
    assert place(outside).pin_reason == "no_fix"


def test_a_pin_far_from_a_good_fix_is_asked_why_and_one_key_answers(outside: Laptop, receiver: FakeReceiver) -> None:
    receiver.say(State.VOID)
    door(outside).pin(LAT, LON)
    receiver.fix()
    assert door(outside).pin_words(LAT + FAR, LON) == ("距接收机定位 222 m，填记录时须说明原因", "warning")
    door(outside).pin(LAT + FAR, LON)
    assert place(outside).pin_reason == "", "that there was no fix before is no reason now"
    assert "距接收机最近一次定位 222 m" in texts(outside.page.view.place)
    outside.key(Qt.Key.Key_F9)
    assert outside.page.state.problems["position"] == "pin_needs_reason"
    outside.page.view.place.take_keyboard()
    chip = QApplication.focusWidget()
    assert isinstance(chip, Chip)
    assert reasons(outside).isAncestorOf(chip)
    outside.key(Qt.Key.Key_Space)
    assert place(outside).pin_reason == "no_receiver"
    next(one for one in reasons(outside).findChildren(Chip) if one.text() == "目标不在此处").click()
    assert place(outside).pin_reason == "elsewhere"


def test_the_keyboard_goes_to_the_question_that_is_open(outside: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    door(outside).pin(LAT + FAR, LON)
    outside.rest()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert reasons(outside).isAncestorOf(focused)


def test_the_reason_is_recorded_and_told_with_the_finding(outside: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    door(outside).pin(LAT + NEAR, LON)
    outside.tap("流动摊贩", "次干道", "配合", "无隐患")
    outside.key(Qt.Key.Key_F10)
    outside.settle(lambda: outside.page.state.said == "已保存。")
    found = outside.store.reads.finding(outside.rows()[0].id)
    assert (found.place.source, found.place.lat_e7, found.place.pin_reason) == (PlaceSource.PIN, LAT + NEAR, "map")
    assert outside.store.reads.scatter("").by_hand == b"\x01"


def test_a_measured_area_is_for_hoardings_alone(laptop: Laptop) -> None:
    opened = door(laptop)
    assert not opened.is_hoarding
    laptop.page.view.keys.chosen.emit(Category.HOARDING)
    laptop.page.answer("approved_area", 500)
    assert (opened.is_hoarding, opened.approved_m2) == (True, 500.0)
    opened.measured(612.34)
    assert laptop.page.state.draft.facts["measured_area"] == 612.3
