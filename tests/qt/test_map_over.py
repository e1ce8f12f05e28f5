"""What lies over the map and what is worn: themes, cards, another pack or map while the map is shown."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain import mercator
from inspector_app.domain.reference.item import Reference
from inspector_app.domain.tiles import MapCode, MapTrouble
from inspector_app.paths import resources
from inspector_app.services.changes import Changes
from inspector_app.services.map_ports import Here
from inspector_app.ui import theme
from inspector_app.ui.map import base_map, style
from inspector_app.ui.map.label_placing import Obstacle
from inspector_app.ui.map.measuring import Tool
from inspector_app.ui.map.state import Chip
from tests import tilesets
from tests.qt.fakes import FakeReads
from tests.qt.screens import texts
from tests.qt.towns import LAT, LON, Show, Shown, Town, some_findings
from tests.unit.reference.points import a_body

FEW = [(13, 6681, 3252, b""), (13, 6682, 3252, b"")]


def a_relief_point(key: str = "rp-1", lat: float = LAT, lon: float = LON) -> Reference:
    return Reference(
        "relief_point", key, 1, a_body(name="纬四路疏导点", lat_e7=round(lat * 1e7), lon_e7=round(lon * 1e7))
    )


def with_relief(qtbot: QtBot, show: Show, *points: Reference) -> tuple[FakeReads, Shown]:
    reads = FakeReads()
    reads.reference_items = list(points)
    shown = show(reads)
    qtbot.waitUntil(lambda: len(shown.view.relief.marks) == len(points))
    return reads, shown


def on_screen(shown: Shown, lat: float, lon: float) -> QPoint:
    left, top = shown.view.canvas.view.to_screen(mercator.x_of(lon), mercator.y_of(lat))
    return QPoint(round(left), round(top))


def test_another_theme_is_worn_at_once_by_the_ground_its_tiles_and_the_grids(
    qapp: QApplication, qtbot: QtBot, show: Show, town: Town, tmp_path: Path
) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", tilesets.tiles(tilesets.city()[:40], 13, 14))
    shown = show()
    shown.look_at(LAT, LON, 14.0)
    shown.view.grab()
    qtbot.waitUntil(lambda: not shown.view.base.desk.busy)
    worn = theme.current()
    try:
        theme.wear(qapp, theme.load(resources() / "themes", "night"))
        night = style.load(resources(), "night").colours["ground"]
        qtbot.waitUntil(lambda: shown.view.base.style is not None and shown.view.base.style.name == "night")
        first = shown.view.grab().toImage()
        qtbot.waitUntil(lambda: not shown.view.base.desk.busy)
        drawn = shown.view.grab().toImage()
        for picture in (first, drawn):
            light = [picture.pixelColor(x, 300).lightness() for x in range(200, 1100, 7)]
            assert max(light) < 160, "a tile of the day"
        assert night.lightness() < 100
    finally:
        theme.wear(qapp, worn)


def test_a_mark_that_is_chosen_does_not_hide_under_its_card(qtbot: QtBot, show: Show) -> None:
    _, shown = with_relief(qtbot, show, a_relief_point())
    view = shown.view
    for corner in (QPoint(1100, 640), QPoint(900, 690)):
        shown.page.choice.drop()
        shown.look_at(LAT, LON)
        shown.page.move(corner.x() - view.width() / 2, corner.y() - view.height() / 2)
        shown.tap(LAT, LON)
        assert view.card.isVisible()
        at = on_screen(shown, LAT, LON)
        assert not view.card.geometry().adjusted(-20, -20, 20, 20).contains(at)
        assert view.rect().contains(at)


def test_a_card_that_is_read_again_does_not_move_the_map(qtbot: QtBot, show: Show) -> None:
    _, shown = with_relief(qtbot, show, a_relief_point())
    shown.look_at(LAT, LON)
    shown.tap(LAT, LON)
    shown.page.move(400, 290)  # the person drags the mark under the card
    before = shown.view.canvas.view
    shown.page.read()
    qtbot.wait(50)
    assert (shown.view.canvas.view, shown.view.card.isVisible()) == (before, True)


def test_names_are_told_what_stands_over_the_map_once_it_rests(qtbot: QtBot, show: Show) -> None:
    shown = show()
    shown.look_at(LAT, LON)
    names, view = shown.view._names, shown.view
    shown.view.tool_wanted.emit(Tool.DISTANCE)

    def told() -> set[tuple[float, float]]:
        return {(one.left + view.width() / 2, one.top + view.height() / 2) for one in names._covered}

    over = {(part.x(), part.y()) for part in (view.chips, view.search, view.measuring)}
    qtbot.waitUntil(lambda: told() >= over)
    where = names._covered
    shown.look_at(LAT, LON + 0.001)
    assert names._covered == where, "names jump while the map moves"
    qtbot.waitUntil(lambda: names._covered != where)


def test_names_make_way_for_the_own_position_and_stay_while_it_trembles(show: Show, town: Town) -> None:
    shown = show()
    shown.look_at(LAT, LON)
    names, view = shown.view._names, shown.view.canvas.view
    told = []
    for east in (0.0, 0.00002, 0.001):
        town.here = Here(LAT, LON + east, 5.0)
        shown.page.look_where()
        told.append(names._own(view))
    assert told[0] == told[1] != told[2]
    assert told[0][0].right >= 13


def test_names_make_way_for_the_codes_of_grids_once_these_are_written(
    qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show()
    told: list[Obstacle] = []

    def amid(lat: float) -> bool:
        return any(abs(mercator.lat_of(one.y) - lat) < 1e-6 for one in told)

    monkeypatch.setattr(
        shown.view.base, "paint_names", lambda _, __, obstacles: told.__setitem__(slice(None), obstacles)
    )
    shown.look_at(LAT, LON)
    shown.view.chips.tapped.emit(Chip.GRIDS)
    qtbot.waitUntil(lambda: len(shown.view.grids.outlines) == 1)
    for zoom, is_written in ((17.0, True), (15.9, False)):
        shown.look_at(LAT, LON, zoom)
        shown.view.grab()
        assert amid(LAT + 0.001 / 3) == is_written


def test_another_pack_brings_its_grids_and_relief_points_while_the_map_is_shown(
    qtbot: QtBot, show: Show, town: Town
) -> None:
    reads, shown = with_relief(qtbot, show, a_relief_point())
    shown.look_at(LAT, LON)
    shown.view.chips.tapped.emit(Chip.GRIDS)
    qtbot.waitUntil(lambda: len(shown.view.grids.outlines) == 1)
    shown.tap(LAT, LON)
    assert shown.view.card.isVisible()
    town.codes, reads.reference_items = ("a", "b"), [a_relief_point("rp-2"), a_relief_point("rp-3", LAT + 0.01)]
    shown.world.desk.workplace.feed.publish(Changes(pack=True))
    qtbot.waitUntil(lambda: [one.code for one in shown.view.grids.outlines] == ["a", "b"])
    qtbot.waitUntil(lambda: [one.key for one in shown.view.relief.marks] == ["rp-2", "rp-3"])
    assert (shown.page.state.slots, shown.view.relief.chosen) == (None, ""), "the card of a point that is no more"


def test_a_choice_goes_with_its_marks(qtbot: QtBot, show: Show) -> None:
    _, shown = with_relief(qtbot, show, a_relief_point())
    shown.look_at(LAT, LON)
    shown.tap(LAT, LON)
    shown.view.chips.tapped.emit(Chip.RELIEF)
    qtbot.waitUntil(lambda: not shown.view.relief.marks)
    assert not shown.view.card.isVisible()


def test_another_map_takes_the_place_of_the_one_that_is_shown(
    qtbot: QtBot, show: Show, town: Town, tmp_path: Path
) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", tilesets.tiles(tilesets.city()[:40], 13, 14))
    shown = show()
    shown.look_at(LAT, LON, 14.0)
    shown.view.grab()  # its tiles are under way
    for edition in ("2", "3"):  # two within a moment, on two threads
        town.file, town.edition = tilesets.pmtiles_file(tmp_path / f"{edition}.pmtiles", FEW), edition
        shown.world.desk.workplace.feed.publish(Changes(pack=True))
    qtbot.waitUntil(lambda: shown.page.base.facts is not None and shown.page.base.facts.max_zoom == 13)
    shown.view.grab()
    qtbot.waitUntil(lambda: not shown.view.base.desk.busy)
    assert shown.view.base.desk.broken == 0
    assert not any(one.labels for one in shown.view.base.desk._kept.values()), "a tile of the earlier map"
    town.file, town.edition = None, "4"
    shown.world.desk.workplace.feed.publish(Changes(pack=True))
    qtbot.waitUntil(lambda: not shown.view.base.has_map)
    assert shown.view.base.desk.strokes(shown.view.canvas.view) == []
    assert "No base map is installed" in texts(shown.view)


def test_a_map_that_was_opened_too_late_is_not_shown(qtbot: QtBot, show: Show, town: Town, tmp_path: Path) -> None:
    town.file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW)
    shown = show()
    late = town.open()
    assert late is not None
    shown.page.base._take("an earlier edition", base_map.Opened(late))
    assert shown.page.base._tiles is not late
    with pytest.raises(MapTrouble) as closed:
        late.tile(13, 6681, 3252)
    assert closed.value.code is MapCode.MAP_UNREADABLE


def test_a_finding_whose_place_a_hand_set_looks_like_a_pin(show: Show) -> None:
    reads = some_findings((LAT, LON, 1), (LAT, LON + 0.002, 1))
    reads.known_scatter = replace(reads.known_scatter, by_hand=bytes((0, 1)))
    shown = show(reads)
    shown.look_at(LAT, LON + 0.001)
    picture = shown.view.grab().toImage()
    below = [picture.pixelColor(on_screen(shown, LAT, LON + east) + QPoint(0, 18)).name() for east in (0, 0.002)]
    solid = theme.current().tier("service").solid.name()
    assert [colour == solid for colour in below] == [False, True]
