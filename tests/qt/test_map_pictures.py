"""Base maps of pictures: two sizes, three formats, holes, other zooms, and pictures that are none."""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest
from pmtiles.tile import TileType
from PySide6.QtCore import QBuffer, QRect
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from inspector_app.domain import mercator
from inspector_app.services.map_ports import Here, Tiles
from inspector_app.storage.tiles.opening import open_tiles
from inspector_app.ui.background import Background
from inspector_app.ui.change_feed import ChangeFeed
from inspector_app.ui.main_thread import MainThread
from inspector_app.ui.map import raster, style
from inspector_app.ui.map.base_layer import BaseLayer
from inspector_app.ui.map.label_placing import Obstacle
from inspector_app.ui.map.layers import HereLayer, Mark, MarkLayer
from inspector_app.ui.map.names_layer import NamesLayer
from inspector_app.ui.map.tile_desk import Drawn, Pencil, TileDesk
from inspector_app.ui.map.tile_picture import TileKey
from inspector_app.ui.map.viewport import Viewport
from tests import tilesets
from tests.qt import desks

X, Y = 6681, 3252  # at zoom 13
KEY = TileKey(13, X, Y)
RED, BLUE, LIME = "#ff0000", "#0000ff", "#00ff00"
Make = Callable[..., Pencil]
Tile = tuple[int, int, int, bytes]


def picture(colour: str = RED, side: int = 256, kind: str = "PNG") -> bytes:
    """One colour, but a lime corner at the north-west."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    for place in range(side // 4 * (side // 4)):
        image.setPixelColor(place % (side // 4), place // (side // 4), QColor(LIME))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 100)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def children(*four: bytes) -> list[Tile]:
    """The four of zoom 14 in KEY, row by row."""
    return [(14, 2 * X + at % 2, 2 * Y + at // 2, data) for at, data in enumerate(four)]


@pytest.fixture
def pencil(qapp: QApplication, tmp_path: Path) -> Iterator[Make]:
    numbers, opened = count(), list[Tiles]()

    def make(found: list[Tile], *, look: str = "day", ratio: float = 1.0, **said: str) -> Pencil:
        zooms = [z for z, *_ in found]
        told = {"format": "png", "minzoom": str(min(zooms)), "maxzoom": str(max(zooms))} | said
        file = tmp_path / f"{next(numbers)}"
        if said.get("format") != "PMTiles":
            tilesets.mbtiles_file(file, found, **told)
        else:
            tilesets.pmtiles_file(file, found, kind=TileType.WEBP)
        opened.append(open_tiles(file))
        return Pencil(opened[-1], style.load(desks.RESOURCES, look), ratio)

    yield make
    for tiles in opened:
        tiles.close()


def colour(drawn: Drawn, left: float, top: float) -> str:
    """Where it is so many parts of its side from the north-west."""
    side = drawn.image.width()
    return drawn.image.pixelColor(int(left * side), int(top * side)).name()


def ground(look: str = "day") -> str:
    return style.load(desks.RESOURCES, look).colours["ground"].name()


@pytest.mark.parametrize("kind", ["PNG", "JPG", "WEBP"])
def test_three_formats_are_read_from_either_file(pencil: Make, kind: str) -> None:
    found = children(*[picture(one, kind=kind) for one in (RED, BLUE, BLUE, RED)])
    for form in (kind.lower(), "PMTiles"):
        drawn = pencil(found, format=form).draw(KEY)
        assert not drawn.broken
        seen = [QColor(colour(drawn, left, top)) for left, top in ((0.4, 0.4), (0.9, 0.4), (0.4, 0.9), (0.9, 0.9))]
        assert [one.red() > 200 for one in seen] == [one.blue() < 50 for one in seen] == [True, False, False, True]


def test_pictures_of_512_px_are_shown_at_their_own_zoom_and_those_of_256_from_the_next(pencil: Make) -> None:
    found_256, found_512 = (
        [(13, X, Y, picture(RED, side)), *children(*[picture(BLUE, side)] * 4)] for side in (256, 512)
    )
    assert colour(pencil(found_256).draw(KEY), 0.9, 0.9) == BLUE
    assert colour(pencil(found_512).draw(KEY), 0.9, 0.9) == RED
    # On a screen of twice the pixels the larger ones are put together as well.
    assert colour(pencil(found_512, ratio=2.0).draw(KEY), 0.9, 0.9) == BLUE


def test_a_hole_shows_the_zoom_above_enlarged_and_beyond_the_last_zoom_too(pencil: Make) -> None:
    map_ = pencil([(11, X >> 2, Y >> 2, picture(RED)), *children(picture(BLUE))], maxzoom="18")
    drawn = map_.draw(KEY)
    assert (colour(drawn, 0.4, 0.4), colour(drawn, 0.9, 0.9), drawn.broken) == (BLUE, RED, False)
    deep = map_.draw(TileKey(19, 2 * X << 5, 2 * Y << 5, 1))
    assert (colour(deep, 0.9, 0.9), deep.image.width(), deep.broken) == (LIME, 725, False)
    far = pencil([(9, X >> 4, Y >> 4, picture(RED))]).draw(TileKey(19, X << 6, (Y << 6) + 63))
    assert colour(far, 0.5, 0.5) in (RED, LIME)


def test_a_part_that_cannot_be_read_is_told_and_the_rest_is_drawn(pencil: Make) -> None:
    for kind in ("PNG", "JPG", "WEBP"):
        whole = picture(BLUE, kind=kind)
        for bad in (whole[: len(whole) // 2], whole[:30], b"nonsense", b"", b"%PDF-1.7 nonsense", b"<svg/>"):
            drawn = pencil(children(bad, picture(BLUE))).draw(KEY)
            assert (colour(drawn, 0.9, 0.4), colour(drawn, 0.4, 0.4), drawn.broken) == (BLUE, ground(), True)
    coarse = pencil([(12, X >> 1, Y >> 1, picture(RED)), *children(b"nonsense", picture(BLUE))]).draw(KEY)
    assert (colour(coarse, 0.4, 0.4), coarse.broken) == (RED, True)


def test_a_picture_that_would_fill_the_memory_is_not_unpacked(pencil: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    class Reader(QImageReader):
        def read(self) -> QImage:
            raise AssertionError("unpacked")

    monkeypatch.setattr(raster, "QImageReader", Reader)
    for side in (2049, 65_000, 2**31 - 1):
        assert pencil(children(a_bomb(side))).draw(KEY).broken
    scans = b"\xff\xd8\xff\xe0" + raster.SCAN * 101 + raster.END
    assert pencil(children(scans)).draw(KEY).broken


def a_bomb(side: int) -> bytes:
    """A PNG that says it is so large."""
    parts = (
        b"IHDR" + struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0),
        b"IDAT" + zlib.compress(bytes(100_000)),
        b"IEND",
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts
    )


def test_by_night_white_paper_does_not_dazzle(pencil: Make) -> None:
    found = children(*[picture("#ffffff")] * 3)
    night, day = (pencil(found, look=look).draw(KEY) for look in ("night", "day"))
    assert QColor(colour(day, 0.4, 0.4)).lightness() == 255
    assert 90 < QColor(colour(night, 0.4, 0.4)).lightness() < 150
    assert colour(night, 0.9, 0.9) == ground("night")


def test_below_the_maps_own_zooms_its_pictures_are_made_small(pencil: Make) -> None:
    view = Viewport(0.5, 0.5, 11.5, 1366, 768)
    map_ = pencil(children(picture()), minzoom="13", ratio=2.0)
    assert map_.draw(TileKey(13, X, Y, -3)).image.width() == 363
    assert view.zoom == 13 - 1.5


def test_names_are_told_what_lies_over_the_map() -> None:
    told: list[Obstacle] = []

    class Names(BaseLayer):
        def paint_names(self, painter: QPainter, view: Viewport, obstacles: Sequence[Obstacle] = ()) -> None:
            told.extend(obstacles)

    tasks, relief = (MarkLayer(kind, lambda *_: QPixmap(), (-9, -9, 9, 9)) for kind in ("task", "relief"))
    tasks.marks, relief.marks = [Mark("t", 34.77, 113.68, "")], [Mark("rp", 34.78, 113.69, "", 4)]
    painter = QPainter()
    layer, here = Names(TileDesk(Background(MainThread(), ChangeFeed()))), HereLayer()
    here.here = Here(34.79, 113.70, 5.0)
    names = NamesLayer(layer, here, (tasks, relief))
    names.rest(Viewport(width=1000, height=600), [QRect(10, 20, 300, 60)])
    names.paint(painter, Viewport())
    assert [round(mercator.lat_of(one.y), 2) for one in told[:3]] == [34.77, 34.78, 34.79]
    assert told[3][2:] == (-490, -280, -190, -220)
