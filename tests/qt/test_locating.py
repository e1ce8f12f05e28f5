"""The record page knows where it is: grid, road and unit from the reference pack, addresses while typed, doubles and codes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from inspector_app.domain.finding import Category
from inspector_app.domain.ids import iso
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.ui.record.place_card import PlaceCard
from tests.qt import relief
from tests.qt.laptop import Laptop
from tests.qt.screens import texts
from tests.qt.test_measures_taken import saved
from tests.reference_packs import LAT, LON, SIDE, CityPack, city
from tests.unit.devices.test_codes import a_picture

MIDDLE = (LAT + SIDE // 2, LON + SIDE // 2)
COVER = "4101050101000017"


def a_pack() -> CityPack:
    pack = city(4).road(
        "经三路", [(LON, LAT + 5_200), (LON + 2 * SIDE, LAT + 5_200)],
        **{"class": "main", "mode": "guide", "zone": "controlled", "police_strict": 1},
    )  # fmt: skip
    pack.point(
        "premises", "萧记烩面", LON + 4_600, LAT + 4_600, code="S-0001", address="经三路12号", body={"owner": "萧某"}
    )
    pack.point("car_park", "花园路停车场", LON + 4_500, LAT + 6_000, body={"spaces": 60})
    return pack.point(
        "asset", "雨水井盖", LON + 4_500, LAT + 4_700, code=COVER, address="经三路14号", body={"owner": "市政处"}
    )


@pytest.fixture
def located(laptop: Laptop, tmp_path: Path) -> Laptop:
    """The laptop with a reference pack in use."""
    laptop.store.reads.look_up_in(PackReading(a_pack().made(tmp_path / "reference.db")))
    laptop.page.complete()
    laptop.rest()
    return laptop


def stand(
    laptop: Laptop, lat: int = MIDDLE[0], lon: int = MIDDLE[1], *, accuracy_mm: int = 4_000, address: str = ""
) -> None:
    place = Place(PlaceSource.RECEIVER, lat, lon, accuracy_mm, address=address)
    laptop.page.change(replace(laptop.page.state.draft, place=place))
    laptop.rest()


def facts(laptop: Laptop) -> dict[str, Any]:
    return laptop.page.state.draft.facts


def card(laptop: Laptop) -> PlaceCard:
    return laptop.page.view.place


def scan(widget: QWidget, text: str, *, gap: int = 8, begin: int = 5_000) -> None:
    """Keys as a scanner sends them, with the system's time on each."""
    for number, sign in enumerate([*text, "\r"]):
        key = Qt.Key.Key_Return if sign == "\r" else Qt.Key.Key_unknown
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
        event.setTimestamp(begin + number * gap)
        QCoreApplication.sendEvent(QApplication.focusWidget() or widget, event)


def test_a_fix_fills_grid_road_and_policy_and_says_where_they_come_from(located: Laptop) -> None:
    stand(located)

    place = located.page.state.draft.place
    assert (place.grid, place.grids, place.road_class) == ("410105002001001", (), "main")
    assert facts(located)["road_class"] == "main"
    assert facts(located)["street_policy"] == {"mode": "guide", "zone": "controlled"}
    assert {"road_class", "street_policy"} <= set(located.page.state.draft.filled)
    told = texts(card(located))
    for words in ("花园路街道 · 第1社区", "单元网格 410105002001001", "责任单位：花园路街道办事处", "经三路 · 资料包"):
        assert words in told


def test_a_finding_that_is_saved_before_its_place_was_looked_up_has_its_grid_all_the_same(located: Laptop) -> None:
    located.tap("流动摊贩")
    place = Place(PlaceSource.RECEIVER, *MIDDLE, 4_000)
    located.page.change(replace(located.page.state.draft, place=place))

    finding = saved(located)

    assert (finding.place.grid, finding.place.road_class) == ("410105002001001", "main")
    assert finding.facts["street_policy"] == {"mode": "guide", "zone": "controlled"}


def test_a_save_that_waits_for_its_grid_is_of_that_finding_alone(located: Laptop) -> None:
    located.tap("流动摊贩")
    place = Place(PlaceSource.RECEIVER, *MIDDLE, 4_000)
    located.page.change(replace(located.page.state.draft, place=place))
    located.page.saver.save(go_on=True)
    located.page.saver.put_aside()
    located.page.start(located.page.blank(Category.STALL))
    located.tap("流动摊贩")
    located.rest()

    assert located.rows() == []


def test_the_officers_own_answer_wins_over_the_pack(located: Laptop) -> None:
    located.page.answer("road_class", "branch")
    stand(located)

    assert facts(located)["road_class"] == "branch"
    assert "road_class" not in located.page.state.draft.filled


def test_the_streets_own_policy_of_the_feed_wins_over_the_pack(located: Laptop) -> None:
    policy = {"name": "经三路", "version": 4, "mode": "strict", "zone": "prohibited", "first": "2026-01-01"}
    relief.look_up(located, "street", "js3", policy)
    stand(located)

    assert facts(located)["street_policy"] == {"mode": "strict", "zone": "prohibited"}


def test_near_a_border_both_grids_are_shown_and_kept(located: Laptop) -> None:
    stand(located, lon=LON + SIDE - 200)
    located.tap("流动摊贩")

    assert "临近网格边界，以下网格均保留：410105002001001、410105002001002" in texts(card(located))
    place = saved(located).place
    assert (place.grid, place.grids) == ("410105002001001", ("410105002001001", "410105002001002"))


def test_another_place_takes_back_what_the_pack_filled_in(located: Laptop) -> None:
    stand(located)
    stand(located, lat=LAT + 10 * SIDE)

    assert located.page.state.draft.place.grid == ""
    assert "road_class" not in facts(located)
    assert "street_policy" not in facts(located)


def test_a_position_that_is_no_good_says_nothing_of_the_road(located: Laptop) -> None:
    stand(located, accuracy_mm=80_000)

    assert "road_class" not in facts(located)
    assert len(located.page.state.draft.place.grids) > 1


def test_a_car_is_told_where_it_may_park_and_that_the_police_are_strict(located: Laptop) -> None:
    located.page.view.keys.chosen.emit(Category.PARKING)
    located.page.answer("vehicle", "motor")
    stand(located)

    assert facts(located)["police_strict"] is True
    assert "花园路停车场 · 步行约 22 m · 泊位 60" in texts(card(located))


def test_the_nearest_door_is_one_key_away_as_the_address(located: Laptop) -> None:
    stand(located)
    QTest.keyClick(located.page.view, Qt.Key.Key_F4)
    located.rest()

    assert located.page.state.draft.place.address == "经三路12号（萧记烩面）"
    assert located.page.state.draft.place.source is PlaceSource.RECEIVER


def test_an_address_is_suggested_while_it_is_typed_and_taken_by_the_keyboard(located: Laptop) -> None:
    card(located).address.editor.setFocus()
    QTest.keyClicks(card(located).address.editor, "xjhm")
    located.settle(lambda: bool(card(located).address.offered))

    assert [one.name for one in card(located).address.offered] == ["萧记烩面"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(card(located).address.editor, key)
    located.rest()

    place = located.page.state.draft.place
    assert (place.address, place.source, place.pin_reason) == ("经三路12号（萧记烩面）", PlaceSource.PIN, "address")
    assert place.grid == "410105002001001"
    assert "取自资料包" in texts(card(located))


def test_a_finding_near_by_is_shown_and_linked_with_one_key(located: Laptop) -> None:
    located.tap("流动摊贩")
    stand(located, address="经三路 8 号")
    first = saved(located)
    located.clock.forward(minutes=4)
    located.page.view.keys.chosen.emit(Category.STALL)
    located.tap("流动摊贩")
    stand(located, lat=MIDDLE[0] + 1_000)

    assert "可能已有记录" in texts(located.page.view.hints)
    assert "4 分钟前 · 相距 11 m · 经三路 8 号" in texts(located.page.view.hints)
    QTest.keyClick(located.page.view, Qt.Key.Key_F7)
    assert "已关联为同一事项" in texts(located.page.view.hints)
    assert saved(located).duplicate_of == first.row.id


def test_what_another_laptop_recorded_near_by_is_linked_with_the_same_key(located: Laptop, tmp_path: Path) -> None:
    at = iso(located.clock.now())
    pack = a_pack().happened("某店", "stall", "warned", at, finding="f-theirs", lat=MIDDLE[0] + 1_000, lon=MIDDLE[1])
    located.store.reads.look_up_in(PackReading(pack.made(tmp_path / "theirs.db")))
    located.tap("流动摊贩")
    stand(located)

    assert "刚刚 · 相距 11 m · 中心已知" in texts(located.page.view.hints)
    QTest.keyClick(located.page.view, Qt.Key.Key_F7)
    assert "已关联为同一事项" in texts(located.page.view.hints)
    assert saved(located).duplicate_of == "f-theirs"


def test_half_an_hour_later_or_another_kind_is_no_double(located: Laptop) -> None:
    located.tap("流动摊贩")
    stand(located)
    saved(located)
    located.clock.forward(minutes=31)
    located.tap("流动摊贩")
    stand(located)
    assert located.page.state.same == ()

    located.clock.forward(minutes=-20)
    located.page.view.keys.chosen.emit(Category.HOARDING)
    located.rest()
    assert located.page.state.same == ()


def test_a_scan_into_a_field_leaves_it_as_it_was_and_fills_in_the_asset(located: Laptop) -> None:
    card(located).address.editor.setFocus()
    QTest.keyClicks(card(located).address.editor, "lukou")
    scan(card(located).address.editor, COVER)
    located.rest()

    draft = located.page.state.draft
    assert (draft.asset, draft.party, draft.place.address) == (COVER, "市政处", "lukou")
    assert draft.place.pin_reason == "code"
    assert card(located).address.text == "lukou"


def test_a_scan_onto_the_page_chooses_no_category(located: Laptop) -> None:
    located.page.view.setFocus()
    scan(located.page.view, COVER)
    located.rest()

    assert located.page.state.draft.category is Category.STALL
    assert located.page.state.draft.asset == COVER


def test_typing_as_a_hand_does_is_never_taken_for_a_scan(located: Laptop) -> None:
    card(located).address.editor.setFocus()
    scan(card(located).address.editor, "41010501", gap=90)
    located.rest()

    assert located.page.state.draft.place.address == "41010501"
    assert located.page.state.draft.asset == ""


def test_an_unknown_code_is_told_and_kept_only_when_wanted(located: Laptop) -> None:
    located.page.view.setFocus()
    scan(located.page.view, "\u202eX-9999-unknown")
    located.rest()

    assert "资料包中没有此码" in texts(located.page.view.hints)
    assert located.page.state.draft.note == ""
    QTest.keyClick(located.page.view, Qt.Key.Key_F8)
    assert located.page.state.draft.note == "X-9999-unknown"
    assert located.page.state.scanned is None


def test_a_long_unknown_code_is_told_in_few_whole_lines_and_kept_whole(located: Laptop) -> None:
    code = "https://cg.example.cn/" + "QWERTYUIOP1234567890" * 8
    located.page.view.setFocus()
    scan(located.page.view, code)
    located.rest()

    words = next(one for one in located.page.view.hints.findChildren(QLabel) if one.text().startswith("https://"))
    needed = words.fontMetrics().boundingRect(words.rect(), Qt.TextFlag.TextWordWrap, words.text())
    assert needed.width() <= words.width()
    assert needed.height() <= 4 * words.fontMetrics().lineSpacing()
    QTest.keyClick(located.page.view, Qt.Key.Key_F8)
    assert located.page.state.draft.note == code


def test_a_code_in_a_photo_that_is_added_fills_in_the_asset(located: Laptop, tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(a_picture(f"https://cg.example.cn/m?code={COVER}"))
    located.page.photos.bring([str(tmp_path / "cover.jpg")])
    located.settle(lambda: located.page.state.draft.asset != "")

    assert located.page.state.draft.asset == COVER
    assert located.page.state.draft.place.address == "经三路14号（雨水井盖）"
    assert len(located.page.state.draft.photos) == 1


def test_a_relief_point_is_as_far_as_the_walk_on_the_ways(located: Laptop, tmp_path: Path) -> None:
    pack, there = a_pack(), MIDDLE[0] + 9_000
    a, b = pack.crossing(MIDDLE[1], MIDDLE[0]), pack.crossing(MIDDLE[1], there)
    pack.way(a, b, [(MIDDLE[1], MIDDLE[0]), (MIDDLE[1] + 9_000, MIDDLE[0]), (MIDDLE[1], there)], 260)
    located.store.reads.look_up_in(PackReading(pack.made(tmp_path / "ways.db")))
    relief.state(located, lat_e7=there, lon_e7=MIDDLE[1])
    located.tap("流动摊贩")
    stand(located)

    assert facts(located)["nearest_relief"]["distance_m"] == 260
    assert located.page.state.points[0].about.startswith("步行 260 m")


def test_a_damaged_pack_is_told_once_and_recording_goes_on(laptop: Laptop, tmp_path: Path) -> None:
    (tmp_path / "reference.db").write_bytes(b"no database" * 1000)
    laptop.store.reads.look_up_in(PackReading(tmp_path / "reference.db"))
    laptop.page.complete()
    laptop.tap("流动摊贩")
    stand(laptop)
    stand(laptop, lat=MIDDLE[0] + 2_000)

    assert "城市资料包已损坏" in laptop.words()
    assert saved(laptop).place.lat_e7 == MIDDLE[0] + 2_000
