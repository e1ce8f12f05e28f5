"""The map page on a desk of its own: what it is given, and how a person taps on it."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inspector_app.domain import mercator
from inspector_app.domain.scatter import Scatter
from inspector_app.domain.tiles import MapTrouble
from inspector_app.services.map_ports import Bounds, Here, MapSources, Outline, Tiles
from inspector_app.storage.tiles.opening import open_tiles
from inspector_app.ui.desk import Desk
from inspector_app.ui.map import controller
from inspector_app.ui.map.controller import MapController
from inspector_app.ui.map.view import MapView
from tests.qt import desks
from tests.qt.fakes import FakeReads

LAT, LON = 34.7735, 113.6860


@dataclass
class Town:
    """What the page is given, as a test may change it; `handed` is what went to the record."""

    file: Path | None = None
    trouble: MapTrouble | None = None
    edition: str = "1"
    here: Here | None = None
    approved: float | None = None
    handed: list[tuple[object, ...]] = field(default_factory=list)
    asked: list[Bounds] = field(default_factory=list)
    codes: tuple[str, ...] = ("410105001001001",)  # of its grids
    is_hoarding = True

    def open(self) -> Tiles | None:
        if self.trouble is not None:
            raise self.trouble
        return open_tiles(self.file) if self.file is not None else None

    def grids(self, bounds: Bounds, most: int) -> list[Outline]:
        self.asked.append(bounds)
        return [Outline(code, [[(LAT, LON), (LAT + 0.001, LON), (LAT, LON + 0.001)]]) for code in self.codes]

    def page(self, desk: Desk) -> MapView:
        """The map page of this town."""
        sources = MapSources(self.open, self.grids, lambda: self.here, edition=lambda: self.edition)
        place = desk.workplace._replace(map_sources=lambda: sources)
        made = controller.make(desk._replace(workplace=place, door_of=lambda: self))
        assert isinstance(made, MapView)
        return made

    @property
    def approved_m2(self) -> float | None:
        return self.approved

    def pin(self, lat_e7: int, lon_e7: int) -> None:
        self.handed.append(("pin", lat_e7, lon_e7))

    def pin_words(self, lat_e7: int, lon_e7: int) -> tuple[str, str]:
        return f"as if at {lat_e7} {lon_e7}", "good"

    def measured(self, square_metres: float) -> None:
        self.handed.append(("measured", round(square_metres)))


@dataclass
class Shown:
    world: desks.World
    view: MapView
    page: MapController

    def tap(self, lat: float, lon: float) -> None:
        at = self.view.canvas.view.to_screen(mercator.x_of(lon), mercator.y_of(lat))
        QTest.mouseClick(self.view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(at[0]), round(at[1])))

    def look_at(self, lat: float, lon: float, zoom: float = 17.0) -> None:
        self.page.go_to(self.view.canvas.view._replace(zoom=zoom).centred(lat, lon))


Show = Callable[..., Shown]


def some_findings(*places: tuple[float, float, int]) -> FakeReads:
    reads = FakeReads()
    reads.known_scatter = Scatter(
        array("q", range(len(places))), array("i", [round(lat * 1e7) for lat, _, _ in places]),
        array("i", [round(lon * 1e7) for _, lon, _ in places]), bytes(tier for _, _, tier in places),
    )  # fmt: skip
    return reads
