"""The plan on the record page: near surroundings at a scale of their own, over the streets of the base map."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain import mercator
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.paths import resources
from inspector_app.services.changes import Changes
from inspector_app.services.map_ports import Here, MapSources
from inspector_app.storage.tiles.opening import open_tiles
from inspector_app.ui import theme
from inspector_app.ui.map import style
from inspector_app.ui.map.overlay import PlateLayer
from inspector_app.ui.map.plan import Plan, Spot
from inspector_app.ui.map.viewport import Viewport
from tests import tilesets
from tests.qt import relief
from tests.qt.laptop import Laptop

LAT, LON = 34.7735, 113.6860
DEGREE_M = 111_195  # of latitude


def a_spot(north_m: float) -> Spot:
    return Spot(round((LAT + north_m / DEGREE_M) * 1e7), round(LON * 1e7), "service", "煎饼车")


@pytest.fixture
def plan(qtbot: QtBot, qapp: QApplication) -> Plan:
    made = Plan("还没有坐标。", "任")
    qtbot.addWidget(made)
    made.resize(258, 172)
    return made


def shown(plan: Plan, *north_m: float, accuracy_m: float = 0.0) -> float:
    """The zoom at which the plan shows neighbours so many metres to the north."""
    plan.show_place(Here(LAT, LON, accuracy_m), [a_spot(one) for one in north_m])
    return plan.view().zoom


def top_of(plan: Plan, north_m: float) -> float:
    spot = a_spot(north_m)
    return plan.view().to_screen(mercator.x_of(spot.lon_e7 / 1e7), mercator.y_of(spot.lat_e7 / 1e7))[1]


def test_a_neighbour_far_away_changes_no_scale(plan: Plan) -> None:
    assert shown(plan, 60, 90, 2_800) == shown(plan, 60, 90) == shown(plan) == 15.5


def test_the_nearest_neighbours_are_in_sight(plan: Plan) -> None:
    assert shown(plan, 280, 120, 40) < 15.5
    assert 0 < top_of(plan, 280) < top_of(plan, 120) < top_of(plan, 40) < 86


def test_the_doubt_about_a_position_is_in_sight(plan: Plan) -> None:
    assert shown(plan, accuracy_m=900) * 2 == round(plan.view().zoom * 2)
    assert top_of(plan, 900) > 0


def test_what_is_near_is_read_aloud_the_nearest_first(plan: Plan) -> None:
    shown(plan, 2_800, 60)
    assert plan.accessibleName() == "煎饼车 60 m; 煎饼车 2793 m"


@pytest.fixture
def on_streets(a_laptop: Callable[..., Laptop], tmp_path: Path) -> Laptop:
    """A laptop with a base map; a finding stands at LAT, LON."""
    file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", tilesets.tiles(tilesets.city()[:40], 13, 14))
    sources = MapSources(lambda: open_tiles(file), edition=lambda: "1")
    laptop = a_laptop(map_sources=lambda: sources).with_shift()
    laptop.begin()
    laptop.settle()
    at = Place(PlaceSource.PIN, round(LAT * 1e7), round(LON * 1e7), address="纬四路", pin_reason="elsewhere")
    laptop.page.change(replace(laptop.page.state.draft, place=at))
    return laptop


def colours(laptop: Laptop) -> set[str]:
    """Those of the plan, once all of it is drawn."""
    plan = laptop.page.view.place.plan
    laptop.settle(lambda: plan.ground is not None and plan.ground.has_map)
    plan.grab()
    ground = plan.ground
    assert ground is not None
    laptop.settle(lambda: not ground.desk.busy)
    image = plan.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 2)}


def test_streets_lie_under_the_plan_in_the_theme_that_is_worn(on_streets: Laptop) -> None:
    day, night = (style.load(resources(), name).colours["roads.branch"].name() for name in ("day", "night"))
    assert day in colours(on_streets)
    assert night not in colours(on_streets)
    on_streets.screens.appearance.wear("night")
    assert night in colours(on_streets)


def test_another_map_comes_under_the_plan_while_it_is_shown(a_laptop: Callable[..., Laptop], tmp_path: Path) -> None:
    streets = list(tilesets.tiles(tilesets.city()[:40], 13, 14))
    bare = [(z, x, y, b"") for z, x, y, _ in streets]
    maps = {
        edition: tilesets.pmtiles_file(tmp_path / f"{edition}.pmtiles", found)
        for edition, found in (("1", streets), ("2", bare))
    }
    shown = ["1"]
    sources = MapSources(lambda: open_tiles(maps[shown[0]]) if shown[0] in maps else None, edition=lambda: shown[0])
    laptop = a_laptop(map_sources=lambda: sources).with_shift()
    laptop.begin()
    laptop.settle()
    at = Place(PlaceSource.PIN, round(LAT * 1e7), round(LON * 1e7), address="纬四路", pin_reason="elsewhere")
    laptop.page.change(replace(laptop.page.state.draft, place=at))
    road = style.load(resources(), "day").colours["roads.branch"].name()
    assert road in colours(laptop)
    ground = laptop.page.view.place.plan.ground
    assert ground is not None
    first = ground.desk._pencil
    shown[0] = "2"
    laptop.feed.publish(Changes(pack=True))
    laptop.settle(lambda: ground.desk._pencil is not first)
    assert road not in colours(laptop), "a street of the map before"
    shown[0] = "none"
    laptop.feed.publish(Changes(pack=True))
    laptop.settle(lambda: not ground.has_map)
    assert not laptop.page.view.place.plan.grab().isNull()


def test_a_place_by_hand_is_a_pin_and_a_received_one_a_dot(plan: Plan) -> None:
    here = Here(LAT, LON, 5.0)
    pictures = []
    for by_hand in (False, True):
        plan.show_place(here, (), by_hand=by_hand)
        image = plan.grab().toImage()
        middle = image.rect().center()
        pictures.append(image.pixelColor(middle.x(), middle.y() - 38).name())
    assert pictures[0] != pictures[1] == theme.current().alarm.solid.name()


def test_the_plan_shows_the_relief_points_that_are_offered(on_streets: Laptop) -> None:
    relief.state(on_streets, lat_e7=round(LAT * 1e7) + 9_000, lon_e7=round(LON * 1e7))
    on_streets.tap("流动摊贩")
    plan = on_streets.page.view.place.plan
    assert plan.accessibleName() == "纬四路疏导点 100 m"


def test_no_name_stands_under_the_scale_bar_nor_at_the_place_itself(plan: Plan) -> None:
    shown(plan)
    place, bar = plan._covered(plan.view())
    assert (place.left, place.top, place.right, place.bottom) == (-13, -13, 13, 13)
    assert (bar.left, bar.bottom < 86) == (5 - 129, True)
    assert (bar.x, bar.y) == plan.view()[:2]


def test_the_source_of_the_map_ends_before_a_card_that_stands_beside_it(qapp: QApplication) -> None:
    def ink_beyond(left: int, edge: int) -> bool:
        plate, image = PlateLayer(), QImage(800, 100, QImage.Format.Format_RGB32)
        plate.source, plate.edge = "演示数据，按名称虚构，不作导航和执法依据 2026-11-01 · WGS-84", edge
        image.fill(Qt.GlobalColor.magenta)
        painter = QPainter(image)
        plate.paint(painter, Viewport(width=800, height=100))
        painter.end()
        return any(image.pixelColor(x, 60) != QColor(Qt.GlobalColor.magenta) for x in range(left, 800))

    assert ink_beyond(400, 0)
    assert not ink_beyond(400, 400)
