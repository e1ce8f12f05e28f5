"""A process that shows a base map with 100 000 findings over it, moves and zooms, and says what that cost; then it ends.

`python -m tests.bench.map_frames ours|graphics FILE`: our map page's canvas, or a plain QGraphicsView of the same tiles and
points. One line of JSON: milliseconds to open the file and to the whole first picture, those of each frame, CPU, megabytes.
"""

import json
import math
import os
import random
import sys
import tempfile
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from inspector_app import paths
from inspector_app.domain import mercator
from inspector_app.domain.scatter import Scatter
from inspector_app.preferences import Preferences
from inspector_app.services.map_ports import Outline
from inspector_app.storage.tiles.opening import open_tiles
from inspector_app.ui import app, fonts, icons
from inspector_app.ui.appearance import Appearance
from inspector_app.ui.background import Background
from inspector_app.ui.change_feed import ChangeFeed
from inspector_app.ui.main_thread import MainThread
from inspector_app.ui.map import pyramid, style
from inspector_app.ui.map.state import MapState
from inspector_app.ui.map.tile_desk import Pencil, TileDesk
from inspector_app.ui.map.tile_picture import TileKey
from inspector_app.ui.map.view import MapView
from inspector_app.ui.map.viewport import TILE, Viewport, around
from inspector_app.ui.rulebook import Rulebook
from tests import tilesets
from tests.bench.memory import resident_mb

POINTS, SEED = 100_000, 721
SIZE = 1278, 712  # of the page in a window of 1366 x 768
FRAMES = 240
GRIDS, CORNERS = 24, 8  # on a side of all that are shown; of a border
ZOOM = 14.5
BOUNDS = (tilesets.WEST, tilesets.SOUTH, tilesets.EAST, tilesets.NORTH)
Frames = list[tuple[float, float]]  # ms of the clock, and of the UI thread's CPU


def points() -> Scatter:
    chance = random.Random(SEED)
    lats = array("i", (round(chance.uniform(BOUNDS[1], BOUNDS[3]) * 1e7) for _ in range(POINTS)))
    lons = array("i", (round(chance.uniform(BOUNDS[0], BOUNDS[2]) * 1e7) for _ in range(POINTS)))
    return Scatter(array("q", range(POINTS)), lats, lons, bytes(chance.choices(range(4), [1, 70, 20, 9], k=POINTS)))


def grids(view: Viewport) -> list[Outline]:
    """As many as are shown at once, over twice what is in sight; neighbours share a border that bends as a street does."""
    west, south, east, north = view.bounds()
    wide, high, chance = (east - west) * 2 / GRIDS, (north - south) * 2 / GRIDS, random.Random(SEED)
    bends = [chance.uniform(-0.08, 0.08) if n else 0.0 for n in range(CORNERS)]

    def side(row: int, column: int, *, up: bool) -> list[tuple[float, float]]:
        lat, lon = south - (north - south) / 2 + row * high, west - (east - west) / 2 + column * wide
        along = [(n / CORNERS, bend) for n, bend in enumerate([*bends, 0.0])]
        return [(lat + high * (at if up else bend), lon + wide * (bend if up else at)) for at, bend in along]

    def outline(row: int, column: int) -> Outline:
        there = [*side(row, column, up=True), *side(row + 1, column, up=False)]
        back = [*side(row, column, up=False), *side(row, column + 1, up=True)]
        return Outline(f"410105001001{row:02}{column:02}", ((*there, *reversed(back)),))

    return [outline(row, column) for row in range(GRIDS) for column in range(GRIDS)]


def measured(deed: Callable[[int], None], frames: int = FRAMES) -> Frames:
    """Each frame from the wish to the painted picture."""
    took = []
    for number in range(frames):
        begun, spent = time.perf_counter(), time.thread_time()
        deed(number)
        QApplication.processEvents()
        took.append(((time.perf_counter() - begun) * 1000, (time.thread_time() - spent) * 1000))
    return took


def told(opened_ms: float, whole_ms: float, **measured: Frames) -> dict[str, Any]:
    said: dict[str, Any] = {"open_ms": opened_ms, "whole_ms": whole_ms, "mb": resident_mb(os.getpgrp())}
    for name, frames in measured.items():
        for place, kind in enumerate(("ms", "cpu")):
            ordered = sorted(frame[place] for frame in frames)
            said[f"{name}_{kind}"] = ordered[len(ordered) // 2]
            said[f"{name}_{kind}_p99"] = ordered[math.ceil(0.99 * len(ordered)) - 1]
    return said


def ours(file: Path) -> dict[str, Any]:
    """Until the last tile in sight has come, a frame may be waiting for one: moving goes over uncached ground."""
    background = Background(MainThread(), ChangeFeed())
    view = MapView(Rulebook(paths.resources()), tiles := TileDesk(background))
    view.resize(*SIZE)
    view.findings.pyramid = pyramid.build(points())
    begun = time.perf_counter()
    source = open_tiles(file)
    opened_ms = (time.perf_counter() - begun) * 1000
    view.base.style, view.base.has_map = style.load(paths.resources(), "day"), True
    tiles.use(source, view.base.style, 1.0)
    tiles.came.connect(view.canvas.update)
    canvas = view.canvas
    view.present(MapState(facts=source.facts, looked=True))
    view.show()
    canvas.show_view(around(BOUNDS, *SIZE)._replace(zoom=ZOOM))
    QApplication.processEvents()
    while tiles.busy:
        QApplication.processEvents()
    whole_ms = (time.perf_counter() - begun) * 1000
    pan = measured(lambda n: canvas.show_view(canvas.view.moved(11 if n % 120 < 60 else -11, 5 if n % 60 < 30 else -5)))
    zoom = measured(lambda n: canvas.show_view(canvas.view.zoomed(12.5 + 5 * n / FRAMES, 700, 400)))
    canvas.show_view(around(BOUNDS, *SIZE)._replace(zoom=ZOOM))
    view.grids.outlines = grids(canvas.view)
    gridded = measured(
        lambda n: canvas.show_view(canvas.view.moved(7 if n % 120 < 60 else -7, 3 if n % 60 < 30 else -3))
    )
    said = told(opened_ms, whole_ms, pan=pan, zoom=zoom, grids=gridded)
    background.close()
    return said


def graphics(file: Path) -> dict[str, Any]:
    """Every tile of the district as an item, and a circle for each point."""
    begun = time.perf_counter()
    source = open_tiles(file)
    opened_ms = (time.perf_counter() - begun) * 1000
    scene, scale, z = QGraphicsScene(), TILE * 2.0**ZOOM, math.floor(ZOOM)
    pencil, side = Pencil(source, style.load(paths.resources(), "day"), 1.0), 1 << math.floor(ZOOM)
    left, right = (int(mercator.x_of(lon) * side) for lon in (BOUNDS[0], BOUNDS[2]))
    top, bottom = (int(mercator.y_of(lat) * side) for lat in (BOUNDS[3], BOUNDS[1]))
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            item = scene.addPixmap(QPixmap.fromImage(pencil.draw(TileKey(z, x, y)).image))
            item.setPos(x / side * scale - left / side * scale, y / side * scale - top / side * scale)
            item.setScale(scale / side / TILE)
    colours = [QColor(name) for name in ("#475569", "#0b7a5b", "#9a5600", "#b3241c")]
    scatter, pen = points(), QPen(QColor("white"), 2)
    for lat, lon, tier in zip(scatter.lats, scatter.lons, scatter.tiers, strict=True):
        mark = scene.addEllipse(-8, -8, 16, 16, pen, colours[tier])
        mark.setFlag(mark.GraphicsItemFlag.ItemIgnoresTransformations)
        mark.setPos((mercator.x_of(lon / 1e7) - left / side) * scale, (mercator.y_of(lat / 1e7) - top / side) * scale)
    view = QGraphicsView(scene)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(*SIZE)
    view.show()
    middle = QPointF(scene.itemsBoundingRect().center())
    view.centerOn(middle)
    QApplication.processEvents()
    whole_ms = (time.perf_counter() - begun) * 1000
    frames = FRAMES // 10  # they are slow
    pan = measured(lambda n: view.centerOn(middle + QPointF(11 * n, 5 * n)), frames)
    zoom = measured(lambda n: view.scale(1.04, 1.04), frames)
    return told(opened_ms, whole_ms, pan=pan, zoom=zoom)


def main() -> None:
    kind, file = sys.argv[1:]
    program = app.application()
    fonts.use(paths.resources() / "fonts")
    icons.use(paths.resources() / "icons")
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder) / "preferences.json")
        Appearance(program, paths.resources(), preferences).put_on("zh")
    print(json.dumps({"ours": ours, "graphics": graphics}[kind](Path(file))), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
