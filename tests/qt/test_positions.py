"""The receiver's position in the bar, in a finding, and in the settings; and what is asked for where it is not good enough."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.reception import Hindrance, Kind, Source, State
from inspector_app.ui.record.pin_reasons import PinReasons
from inspector_app.ui.record.place_card import PlaceCard
from inspector_app.ui.settings.receiver_card import ReceiverCard
from inspector_app.ui.settings.view import SettingsView
from inspector_app.ui.widgets.buttons import KeyButton
from inspector_app.ui.widgets.chips import Chip
from tests.qt.laptop import Laptop
from tests.qt.receivers import HERE, FakeReceiver
from tests.qt.screens import texts

MakeLaptop = Callable[..., Laptop]
NEAR, FAR = "34.77316, 113.68574", "34.78000, 113.68570"


@pytest.fixture
def receiver() -> FakeReceiver:
    return FakeReceiver()


@pytest.fixture
def laptop(a_laptop: MakeLaptop, receiver: FakeReceiver) -> Laptop:
    laptop = a_laptop(make_receiver=receiver.make).with_shift()
    laptop.begin()
    laptop.settle(lambda: bool(receiver.chosen))
    laptop.settle()
    return laptop


def place(laptop: Laptop) -> Place:
    return laptop.page.state.draft.place


def card(laptop: Laptop) -> PlaceCard:
    return laptop.page.view.place


def type_position(laptop: Laptop, text: str) -> None:
    editor = next(one for one in card(laptop).findChildren(QLineEdit) if one.accessibleName() == "坐标")
    editor.selectAll()
    editor.insert(text)
    editor.textEdited.emit(text)


def tap_reason(laptop: Laptop, words: str) -> None:
    reasons = card(laptop).findChildren(PinReasons)[0]
    next(chip for chip in reasons.findChildren(Chip) if chip.text() == words).click()


def pill(laptop: Laptop) -> tuple[str, str]:
    return laptop.screens.positions.pill()


def take_button(laptop: Laptop) -> KeyButton:
    return next(one for one in card(laptop).findChildren(KeyButton) if "±" in one.text())


def test_a_good_fix_is_taken_when_a_finding_is_begun(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    assert place(laptop) == Place()
    receiver.at += 800
    laptop.tap("流动摊贩")

    assert place(laptop) == Place(
        PlaceSource.RECEIVER, HERE.lat_e7, HERE.lon_e7, 3_200, 800, 11, quality=1, hdop_milli=640,
        receiver_utc="2026-11-22T01:14:05.000Z", clock_offset_ms=400, receiver="nmea ttyUSB0 9600",
    )  # fmt: skip
    assert "±3.2 m" in texts(card(laptop))


def test_what_was_taken_stays_until_somebody_takes_it_anew(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    laptop.tap("流动摊贩")
    receiver.fix(2_500, lat_e7=347_740_000)
    assert place(laptop).lat_e7 == HERE.lat_e7
    take_button(laptop).click()

    assert (place(laptop).lat_e7, place(laptop).accuracy_mm) == (347_740_000, 2_500)


def test_a_fix_that_becomes_good_within_a_minute_is_taken(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix(7_400)
    laptop.tap("流动摊贩")
    assert place(laptop) == Place()
    laptop.clock.forward(seconds=50)
    receiver.fix(4_900)

    assert place(laptop).source is PlaceSource.RECEIVER


def test_a_fix_that_comes_later_is_not_where_the_finding_was(laptop: Laptop, receiver: FakeReceiver) -> None:
    laptop.tap("流动摊贩")
    laptop.clock.forward(seconds=61)
    receiver.fix()

    assert place(laptop) == Place()


@pytest.mark.parametrize(("accuracy_mm", "words"), [(23_000, "±23 m"), (None, "精度不明")])
def test_a_poor_fix_is_amber_and_taken_by_one_tap(
    laptop: Laptop, receiver: FakeReceiver, accuracy_mm: int | None, words: str
) -> None:
    receiver.fix(accuracy_mm)
    laptop.tap("流动摊贩")
    assert place(laptop) == Place()
    assert pill(laptop)[1] == "warning"
    assert words in texts(card(laptop))
    take_button_words = [one for one in card(laptop).findChildren(KeyButton) if words in one.text()]
    take_button_words[0].click()

    assert (place(laptop).source, place(laptop).accuracy_mm) == (PlaceSource.RECEIVER, accuracy_mm)


def test_a_place_without_a_usable_fix_is_set_by_hand_and_the_laptop_knows_why(
    laptop: Laptop, receiver: FakeReceiver
) -> None:
    receiver.fix(82_000)
    laptop.tap("流动摊贩")
    assert "请手工输入坐标并说明原因" in texts(card(laptop))
    type_position(laptop, NEAR)

    assert (place(laptop).source, place(laptop).pin_reason) == (PlaceSource.PIN, "inaccurate")
    tap_reason(laptop, "目标不在此处")
    assert place(laptop).pin_reason == "elsewhere"


@pytest.mark.parametrize(("quality", "words"), [(8, "模拟"), (7, "手工输入")])
def test_a_fix_without_satellites_says_so_and_is_no_fix_however_exact(
    laptop: Laptop, receiver: FakeReceiver, quality: int, words: str
) -> None:
    receiver.fix(1_000, quality=quality)
    laptop.tap("流动摊贩")
    assert (place(laptop), pill(laptop)) == (Place(), (f"GPS {words}", "alarm"))
    assert f"定位不可用（{words}）" in texts(card(laptop))
    type_position(laptop, NEAR)

    assert place(laptop).pin_reason == "no_fix"


def test_each_lack_has_its_reason(laptop: Laptop, receiver: FakeReceiver) -> None:
    for state, reason in ((State.VOID, "no_fix"), (State.GONE, "no_receiver"), (State.OFF, "no_receiver")):
        receiver.say(state)
        type_position(laptop, "")
        type_position(laptop, NEAR)
        assert place(laptop).pin_reason == reason


def test_a_hand_that_overrules_a_good_fix_has_to_say_why(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    laptop.tap("流动摊贩")
    type_position(laptop, FAR)
    laptop.key(Qt.Key.Key_F9)
    assert laptop.page.state.problems == {"position": "pin_needs_reason"}
    assert "请说明为何手工标注位置" in texts(card(laptop))
    assert "距接收机最近一次定位 763 m" in texts(card(laptop))
    own = card(laptop).findChildren(PinReasons)[0].findChildren(QLineEdit)[0]
    own.insert("摊位在路对面")
    own.textEdited.emit("摊位在路对面")
    laptop.key(Qt.Key.Key_F10)
    laptop.settle(lambda: laptop.page.state.said == "已保存。")

    found = laptop.store.reads.finding(laptop.rows()[0].id)
    assert (found.place.source, found.place.pin_reason) == (PlaceSource.PIN, "摊位在路对面")


def test_what_a_person_took_away_does_not_come_back_by_itself(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    laptop.tap("流动摊贩")
    type_position(laptop, "")
    receiver.fix(3_000)

    assert place(laptop) == Place()


def test_the_fix_is_stored_with_the_finding(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix(offset_ms=-1_250)
    laptop.tap("流动摊贩", "次干道", "配合", "无隐患")
    laptop.key(Qt.Key.Key_F10)
    laptop.settle(lambda: laptop.page.state.said == "已保存。")
    found = laptop.store.reads.finding(laptop.rows()[0].id)

    assert (found.place.receiver_utc, found.place.clock_offset_ms) == ("2026-11-22T01:14:05.000Z", -1_250)
    assert (found.place.quality, found.place.hdop_milli, found.place.satellites) == (1, 640, 11)
    assert found.place.receiver == "nmea ttyUSB0 9600"


HEARD = [
    (State.SEARCHING, Hindrance.NONE, "正在查找接收机…", "none"), (State.SEARCHING, Hindrance.NO_PORT, "无接收机", "warning"),
    (State.VOID, Hindrance.NONE, "未定位", "warning"), (State.GONE, Hindrance.NO_PORT, "接收机已断开", "warning"),
    (State.LISTENING, Hindrance.NONE, "正在接收…", "none"), (State.OFF, Hindrance.NONE, "", ""),
]  # fmt: skip


def test_the_bar_says_how_the_receiver_stands(laptop: Laptop, receiver: FakeReceiver) -> None:
    for state, hindrance, words, tone in HEARD:
        receiver.say(state, hindrance=hindrance)
        assert pill(laptop) == (words, tone)
        assert laptop.screens.window._top._pills["place"].accessibleName() == words


def test_a_fix_grows_old(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    assert pill(laptop) == ("GPS ±3.2 m", "good")
    receiver.at += 3_001
    assert pill(laptop) == ("GPS ±3.2 m · 3 秒前", "warning")
    receiver.at += 7_000

    assert pill(laptop) == ("GPS ±3.2 m · 10 秒前", "alarm")
    laptop.tap("流动摊贩")
    assert place(laptop) == Place()


def grow_old(laptop: Laptop, receiver: FakeReceiver, ms: int) -> None:
    """Nothing is heard for so long."""
    receiver.at += ms
    laptop.screens.positions._grows_old.timeout.emit()


def test_an_old_fix_is_not_taken_unasked_and_told_to_be_old(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    grow_old(laptop, receiver, 5_000)
    laptop.tap("流动摊贩")
    assert place(laptop) == Place()
    assert "最后一次收到接收机位置是 5 秒前" in texts(card(laptop))
    assert take_button(laptop).text().endswith("±3.2 m · 5 秒前")
    grow_old(laptop, receiver, 1_000)
    assert laptop.screens.window._top._pills["place"].accessibleName() == "GPS ±3.2 m · 6 秒前"
    take_button(laptop).click()

    assert (place(laptop).source, place(laptop).fix_age_ms) == (PlaceSource.RECEIVER, 6_000)
    assert "已过 6 秒" in texts(card(laptop))


def test_a_stale_fix_is_no_signal_and_not_a_bad_one(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    grow_old(laptop, receiver, 11_000)
    laptop.tap("流动摊贩")
    assert "定位不可用（±3.2 m · 11 秒前）" in texts(card(laptop))
    type_position(laptop, NEAR)

    assert place(laptop).pin_reason == "no_fix"


def test_a_fix_grows_old_by_itself(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix()
    clock = laptop.screens.positions._grows_old
    assert (clock.isActive(), clock.interval()) == (True, 3_100)
    grow_old(laptop, receiver, 3_100)
    assert clock.interval() == 1000
    receiver.say(State.GONE)

    assert not clock.isActive()


def test_a_wrong_clock_is_told_once(laptop: Laptop, receiver: FakeReceiver) -> None:
    receiver.fix(offset_ms=420_000)
    assert "本机时钟比接收机慢 7 分钟。" in laptop.words()
    laptop.screens.window.tell("", "good")
    receiver.fix(offset_ms=421_000)

    assert "本机时钟" not in laptop.words()


def settings(laptop: Laptop) -> ReceiverCard:
    laptop.screens.window.show_page("settings")
    laptop.rest()
    page = laptop.screens.window.page("settings")
    assert isinstance(page, SettingsView)
    return page.receiver


def chip(shown: ReceiverCard, words: str) -> Chip:
    return next(one for one in shown.findChildren(Chip) if one.text() == words)


def test_the_choice_is_shown_changed_and_remembered(laptop: Laptop, receiver: FakeReceiver) -> None:
    shown = settings(laptop)
    assert chip(shown, "自动").isChecked()
    chip(shown, "TCP").click()
    editor = shown.findChildren(QLineEdit)[0]
    for text in ("192.168.1.20", "192.168.1.20:10110"):
        editor.setText(text)
        editor.editingFinished.emit()

    assert receiver.chosen == [Source(), Source(Kind.TCP, "192.168.1.20", 10110)]
    assert laptop.preferences.choices.receiver == "tcp:192.168.1.20:10110"


def test_a_serial_port_and_its_speed_are_chosen(laptop: Laptop, receiver: FakeReceiver) -> None:
    shown = settings(laptop)
    chip(shown, "串口").click()
    assert "ttyUSB0, ttyS4" in texts(shown)
    editor = shown.findChildren(QLineEdit)[0]
    editor.setText("ttyUSB0")
    chip(shown, "38400").click()

    assert receiver.chosen[-1] == Source(Kind.SERIAL, "ttyUSB0", 38400)


def test_a_receiver_is_chosen_by_the_keyboard_alone(laptop: Laptop, receiver: FakeReceiver) -> None:
    shown = settings(laptop)
    chip(shown, "自动").setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        laptop.key(key)
    editor = shown.findChildren(QLineEdit)[0]
    assert editor.hasFocus()
    QTest.keyClicks(editor, "192.168.1.20")
    laptop.key(Qt.Key.Key_Return)
    assert "请输入地址和端口" in texts(shown)
    QTest.keyClicks(editor, ":10110")
    laptop.key(Qt.Key.Key_Return)

    assert receiver.chosen[-1] == Source(Kind.TCP, "192.168.1.20", 10110)


def test_other_sources_are_one_tap(laptop: Laptop, receiver: FakeReceiver) -> None:
    shown = settings(laptop)
    for words, kept in (("UDP", "udp:10110"), ("系统定位", "system"), ("关闭", "off")):
        chip(shown, words).click()
        assert laptop.preferences.choices.receiver == kept
        assert receiver.chosen[-1].text == kept


def test_the_settings_tell_what_is_heard(laptop: Laptop, receiver: FakeReceiver) -> None:
    shown = settings(laptop)
    receiver.fix(offset_ms=400)
    assert all(words in texts(shown) for words in ("GPS ±3.2 m · ttyUSB0 9600", "卫星 11", "01:14:05 UTC", "慢 0.4 秒"))
    receiver.say(State.SEARCHING, hindrance=Hindrance.FORBIDDEN)

    assert "本程序无权使用该端口" in texts(shown)


def test_the_receiver_is_let_go_with_the_window(laptop: Laptop, receiver: FakeReceiver) -> None:
    laptop.screens.end()

    assert receiver.closed
