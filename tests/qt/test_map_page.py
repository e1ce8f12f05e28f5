"""The map page as an officer uses it: with a base map and without, by hand and by keys."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector_app.domain.reference.item import Reference
from inspector_app.domain.tiles import MapCode, MapTrouble
from inspector_app.services.changes import Changes
from inspector_app.services.map_ports import Here
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.ui.map.measuring import Tool
from inspector_app.ui.map.state import Chip, ListRow
from tests import tilesets
from tests.qt.fakes import FakeReads, a_row, a_task
from tests.qt.screens import texts
from tests.qt.towns import LAT, LON, Show, Town, some_findings
from tests.reference_packs import CityPack
from tests.unit.reference.points import a_body

FEW = [(13, 6681, 3252, b""), (13, 6682, 3252, b"")]


def test_without_a_base_map_the_page_says_so_and_works(show: Show) -> None:
    shown = show(some_findings((LAT, LON, 1)))
    assert "No base map is installed" in texts(shown.view)
    shown.look_at(LAT, LON)
    assert not shown.view.grab().isNull()


def test_a_base_map_is_drawn_with_its_origin(qtbot: QtBot, show: Show, town: Town, tmp_path: Path) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", tilesets.tiles(tilesets.city()[:40], 13, 14))
    shown = show()
    assert shown.view.plate.source == "离线底图 2026-11-01 · CGCS2000"
    assert "base map" not in texts(shown.view)
    shown.look_at(LAT, LON, 14.0)
    ground = shown.view.grab().toImage().pixelColor(640, 300)
    qtbot.waitUntil(lambda: not shown.view.base.desk.busy)
    colours = {shown.view.grab().toImage().pixelColor(x, 300).name() for x in range(300, 900, 3)}
    assert len(colours | {ground.name()}) > 2


@pytest.mark.parametrize("code", [MapCode.NOT_A_MAP, MapCode.MAP_TRUNCATED, MapCode.MAP_WRONG_GRID])
def test_a_bad_new_map_is_named_and_the_old_one_stays(
    qtbot: QtBot, show: Show, town: Town, tmp_path: Path, code: MapCode
) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW)
    shown = show()
    town.trouble, town.edition = MapTrouble(code), "2"
    shown.view.entered()
    qtbot.waitUntil(lambda: shown.page.state.problem == code)
    assert "The old one stays." in texts(shown.view)
    assert shown.view.base.has_map


def test_a_map_in_another_datum_is_refused_while_nobody_can_convert_it(
    qtbot: QtBot, show: Show, town: Town, tmp_path: Path
) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW, metadata={"datum": "gcj02"})
    shown = show()
    assert shown.page.state.problem == MapCode.MAP_WRONG_DATUM
    assert "datum" in texts(shown.view)


def test_a_damaged_tile_is_counted_and_all_else_is_drawn(qtbot: QtBot, show: Show, town: Town, tmp_path: Path) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", [(z, x, y, b"\xff\xff nonsense") for z, x, y, _ in FEW])
    shown = show()
    shown.look_at(LAT, LON, 13.0)
    shown.view.grab()
    qtbot.waitUntil(lambda: shown.page.state.broken > 0)
    assert "cannot be read" in texts(shown.view)


def test_a_tap_on_a_finding_leads_to_it(qtbot: QtBot, show: Show) -> None:
    shown = show(some_findings((LAT, LON, 1), (LAT + 0.01, LON, 3)))
    shown.look_at(LAT + 0.01, LON)
    shown.tap(LAT + 0.01, LON)
    qtbot.waitUntil(lambda: shown.world.shown == [a_row(1).id])


def test_a_tap_on_a_task_or_enter_leads_to_that_task(qtbot: QtBot, show: Show) -> None:
    reads = some_findings()
    reads.task_rows = [a_task(n, lat_e7=round((LAT + n / 100) * 1e7), lon_e7=round(LON * 1e7)) for n in range(2)]
    shown = show(reads)
    qtbot.waitUntil(lambda: len(shown.view.tasks.marks) == 2)
    shown.look_at(LAT + 0.01, LON)
    shown.tap(LAT + 0.01, LON)
    assert shown.world.shown_tasks == [a_task(1).task.id]
    shown.look_at(LAT, LON)
    QTest.keyClick(shown.view.canvas, Qt.Key.Key_Return)
    assert shown.world.shown_tasks[1:] == [a_task(0).task.id]
    shown.view.list_wanted.emit()
    qtbot.waitUntil(lambda: len(shown.page.state.rows or ()) == 1)
    QTest.keyClick(shown.view.list.list, Qt.Key.Key_Return)
    assert shown.world.shown_tasks[2:] == [a_task(0).task.id]


def test_a_tap_on_many_looks_closer_and_at_one_place_lists_them(qtbot: QtBot, show: Show) -> None:
    shown = show(some_findings((LAT, LON, 1), (LAT, LON, 2), (LAT, LON, 3)))
    shown.look_at(LAT, LON, 15.0)
    shown.tap(LAT, LON)
    qtbot.waitUntil(lambda: shown.view.canvas.view.zoom == 17.0)
    shown.look_at(LAT, LON, 19.0)
    shown.tap(LAT, LON)
    qtbot.waitUntil(lambda: len(shown.page.state.rows or ()) == 3)


def test_a_relief_point_tells_its_slots_hours_and_the_walk(qtbot: QtBot, show: Show, town: Town) -> None:
    reads = FakeReads()
    body = a_body(
        name="纬四路疏导点", slots=24, free_slots=6, lat_e7=round(LAT * 1e7), lon_e7=round(LON * 1e7),
        hours=[["06:00", "10:00"], ["17:00", "01:00"]],
    )  # fmt: skip
    reads.reference_items = [Reference("relief_point", "rp-1", 1, body)]
    town.here = Here(LAT + 0.001, LON, 5.0)
    shown = show(reads)
    qtbot.waitUntil(lambda: len(shown.view.relief.marks) == 1)
    shown.look_at(LAT, LON)
    shown.tap(LAT, LON)
    assert "Free 6 / 24 · 06:00–10:00, 17:00–01:00" in texts(shown.view)
    assert "Food, Daily goods · 144 m on foot" in texts(shown.view)


def test_chips_count_and_switch(qtbot: QtBot, show: Show) -> None:
    reads = some_findings((LAT, LON, 1))
    reads.task_rows = [a_task(0, lat_e7=round(LAT * 1e7), lon_e7=round(LON * 1e7)), a_task(1)]
    shown = show(reads)
    assert dict(shown.page.state.counts)[Chip.TASKS] == 1
    shown.view.chips.tapped.emit(Chip.TASKS)
    qtbot.waitUntil(lambda: not shown.view.tasks.marks)
    shown.view.chips.tapped.emit(Chip.HEAT)
    qtbot.waitUntil(lambda: shown.view.heat.pyramid is not None and shown.view.findings.pyramid is None)
    assert not shown.view.grab().isNull()
    shown.view.chips.tapped.emit(Chip.MONTH)
    qtbot.waitUntil(lambda: dict(shown.page.state.counts).get(Chip.MONTH) == 1)
    assert Chip.SHIFT not in shown.page.state.on


def test_grids_are_asked_for_where_one_looks(qtbot: QtBot, show: Show, town: Town) -> None:
    shown = show()
    shown.look_at(LAT, LON)
    shown.view.chips.tapped.emit(Chip.GRIDS)
    qtbot.waitUntil(lambda: len(shown.view.grids.outlines) == 1)
    west, south, east, north = town.asked[-1]
    assert west < LON < east
    assert south < LAT < north
    assert not shown.view.grab().isNull()


def test_wanted_grids_that_are_not_there_are_told(
    qtbot: QtBot,
    show: Show,
    town: Town,
) -> None:
    town.codes = ()
    shown = show()
    shown.look_at(LAT, LON)
    shown.view.chips.tapped.emit(Chip.GRIDS)
    qtbot.waitUntil(lambda: "knows no grids here" in texts(shown.view))
    shown.look_at(LAT, LON, 12.0)
    qtbot.waitUntil(lambda: "zoom in" in texts(shown.view))
    shown.view.chips.tapped.emit(Chip.GRIDS)
    qtbot.waitUntil(lambda: "rids" not in texts(shown.view))


def test_a_shop_is_found_by_its_initials_and_shown(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    reads = some_findings((LAT, LON, 1))
    pack = CityPack().point("premises", "萧记烩面", round((LON + 0.02) * 1e7), round(LAT * 1e7), address="经三路12号")
    with closing(PackReading(pack.made(tmp_path / "reference.db"))) as reads.city_pack:
        shown = show(reads)
        field, canvas = shown.view.search, shown.view.canvas
        QTest.keySequence(shown.view, QKeySequence(QKeySequence.StandardKey.Find))
        QTest.keyClicks(field.editor, "zz")
        qtbot.waitUntil(lambda: "Not in the reference pack." in texts(shown.view))
        field.editor.clear()
        QTest.keyClicks(field.editor, "xjhm")
        qtbot.waitUntil(lambda: len(field.offered) == 1)
        assert not shown.page.state.unknown
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(field.editor, key)
    assert canvas.view.middle == pytest.approx((LAT, LON + 0.02), abs=1e-6)
    assert shown.page.state.found is not None
    assert shown.page.state.found.words == "萧记烩面"
    assert canvas.hasFocus()
    assert not shown.view.grab().isNull()
    QTest.keyClick(shown.view.chips, Qt.Key.Key_Escape)
    assert [shown.view.found.found, field.text] == [None, ""]


def test_the_map_opens_where_the_work_is_until_a_person_chooses(
    qtbot: QtBot, show: Show, town: Town, tmp_path: Path
) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW)
    reads = FakeReads()
    reads.task_rows = [a_task(n, lat_e7=round(LAT * 1e7), lon_e7=round((LON + n / 50) * 1e7)) for n in range(2)]
    shown = show(reads)
    qtbot.waitUntil(lambda: shown.view.canvas.view.middle == pytest.approx((LAT, LON + 0.01), abs=1e-4))
    reads.known_scatter = some_findings((LAT + 0.05, LON, 1)).known_scatter
    shown.page.read()
    qtbot.waitUntil(lambda: shown.view.canvas.view.middle == pytest.approx((LAT + 0.05, LON), abs=1e-4))
    QTest.keyClick(shown.view.canvas, Qt.Key.Key_Left)
    chosen, reads.known_scatter = shown.view.canvas.view, some_findings((LAT, LON, 1), (LAT, LON, 1)).known_scatter
    shown.page.read()
    qtbot.waitUntil(lambda: shown.view.findings.pyramid is not None and len(shown.view.findings.pyramid.scatter) == 2)
    assert shown.view.canvas.view == chosen


def test_the_map_follows_until_somebody_moves_it(qtbot: QtBot, show: Show, town: Town) -> None:
    shown = show()
    assert not shown.page.state.located
    town.here = Here(LAT, LON, 5.0)
    shown.page.look_where()
    QTest.keyClick(shown.view, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: shown.page.state.following)
    town.here = Here(LAT + 0.01, LON, 5.0)
    shown.page.look_where()
    assert shown.view.canvas.view.middle == pytest.approx((LAT + 0.01, LON))
    QTest.keyClick(shown.view.canvas, Qt.Key.Key_Left)
    assert not shown.page.state.following


def test_a_hoarding_is_measured_and_held_against_what_was_approved(show: Show, town: Town) -> None:
    town.approved = 500.0
    shown = show()
    shown.look_at(LAT, LON, 18.0)
    shown.view.tool_wanted.emit(Tool.AREA)
    for lat, lon in ((LAT, LON), (LAT, LON + 0.0005), (LAT + 0.0003, LON + 0.0005)):
        shown.tap(lat, lon)
    assert "Approved 500.0 m² · measured" in texts(shown.view)
    shown.view.measuring.undone.emit()
    assert len(shown.page.state.measured.corners) == 2
    shown.tap(LAT + 0.0003, LON + 0.0005)
    shown.view.measuring.used.emit()
    ((what, area),) = town.handed
    assert what == "measured"
    assert area == pytest.approx(45.8 * 33.3 / 2, rel=0.03)


def test_a_pin_is_set_by_keys_alone(show: Show, town: Town) -> None:
    shown = show()
    shown.look_at(LAT, LON)
    canvas = shown.view.canvas
    shown.view.tool_wanted.emit(Tool.PIN)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.crossed
    shown.view.measuring.used.emit()
    ((what, lat_e7, lon_e7),) = town.handed
    assert what == "pin"
    assert lat_e7 == pytest.approx(LAT * 1e7, abs=100)
    assert isinstance(lon_e7, int)
    assert lon_e7 > LON * 1e7
    assert shown.page.state.measured.tool is Tool.LOOK


def test_an_empty_list_says_so_at_first_too(qtbot: QtBot, show: Show) -> None:
    shown = show()
    shown.look_at(LAT + 1, LON + 1)
    shown.view.list_wanted.emit()
    qtbot.waitUntil(lambda: "Nothing in sight: move the map." in texts(shown.view))


def test_the_list_tells_what_is_in_sight_and_leads_to_it(qtbot: QtBot, show: Show) -> None:
    shown = show(some_findings((LAT, LON, 1), (LAT + 0.0005, LON, 2), (LAT + 0.3, LON, 3)))
    shown.look_at(LAT, LON)
    shown.view.list_wanted.emit()
    qtbot.waitUntil(lambda: len(shown.page.state.rows or ()) == 2)
    assert "2 things in sight" in texts(shown.view)
    rows = shown.view.list.list
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert shown.view.canvas.view.middle == pytest.approx((LAT + 0.0005, LON), abs=1e-6)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert shown.world.shown == [a_row(1).id]
    QTest.keyClick(rows, Qt.Key.Key_Escape)
    assert shown.page.state.rows is None


def test_a_long_address_in_the_list_still_says_how_far_it_is(qtbot: QtBot, show: Show) -> None:
    shown = show()
    things, address = shown.view.list, "金水区花园路街道办事处纬四路社区农业路与经三路交叉口西北角" * 3
    things.present((ListRow("service", "f1", address, LAT, LON, 76.0, 270.0),))
    item, metrics = things.list.item(0), things.list.fontMetrics()

    seen = metrics.elidedText(item.text(), things.list.textElideMode(), things.list.width() - 60)
    assert seen != item.text()
    assert seen.endswith("76.0 m west")


def test_a_new_finding_comes_onto_the_map(qtbot: QtBot, show: Show) -> None:
    reads = some_findings((LAT, LON, 1))
    shown = show(reads)
    reads.known_scatter = some_findings((LAT, LON, 1), (LAT, LON + 0.01, 2)).known_scatter
    shown.world.desk.workplace.feed.publish(Changes(findings=frozenset({"f2"})))
    qtbot.waitUntil(lambda: dict(shown.page.state.counts)[Chip.SHIFT] == 2)


def test_drag_glide_wheel_and_double_click(qtbot: QtBot, show: Show) -> None:
    shown = show()
    canvas = shown.view.canvas
    shown.look_at(LAT, LON, 15.0)
    before = canvas.view
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(600, 400))
    for step in range(1, 8):
        QTest.mouseMove(canvas, QPoint(600 + 20 * step, 400))
    assert canvas.view.x < before.x
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(740, 400))
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(600, 300))
    qtbot.waitUntil(lambda: canvas.view.zoom == 16.0)
    canvas.motion.zoom_by(-0.5, 10, 10)
    qtbot.waitUntil(lambda: canvas.view.zoom == 15.5)
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.waitUntil(lambda: canvas.view.zoom == 14.5)
    assert canvas.mapToGlobal(QPointF(0, 0)) is not None
