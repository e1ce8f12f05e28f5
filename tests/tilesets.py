"""Base maps for tests: an invented district in the middle of Zhengzhou, written by the usual libraries."""

import gzip
import math
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write as pmtiles_writer

from inspector_app.domain import mercator

WEST, SOUTH, EAST, NORTH = 113.660, 34.755, 113.712, 34.792
EXTENT = 4096
BUFFER = 64  # units that a tile knows of its neighbours
NS = ("花园路", "经一路", "经三路", "经五路", "文化路", "经七路", "未来路", "政四街")
EW = ("农业路", "纬一路", "红专路", "纬三路", "纬四路", "纬五路", "黄河路", "金水路")
CLASSES = ("main", "branch", "secondary", "branch")

Place = tuple[float, float]
Shape = tuple[str, dict[str, str], str, list[Place]]  # layer, words, kind of geometry, (lon, lat)


def city(seed: int = 721) -> list[Shape]:
    """Streets, blocks with buildings, a park, a river, a railway and names; the same one for the same seed."""
    chance = random.Random(seed)
    shapes: list[Shape] = []
    columns = [WEST + 0.004 + i * (EAST - WEST - 0.008) / 15 for i in range(16)]
    rows = [SOUTH + 0.003 + i * (NORTH - SOUTH - 0.006) / 15 for i in range(16)]
    for i, lon in enumerate(columns):
        words = {"class": CLASSES[i % 4], "name": NS[(i // 2) % 8] if i % 2 == 0 else f"{NS[i // 2]}支巷"}
        shapes.append(("road", words, "LineString", [(lon, SOUTH), (lon + 0.0004, NORTH)]))
    for i, lat in enumerate(rows):
        words = {"class": CLASSES[i % 4], "name": EW[(i // 2) % 8] if i % 2 == 0 else f"{EW[i // 2]}北里"}
        shapes.append(("road", words, "LineString", [(WEST, lat), (EAST, lat + 0.0003)]))
    for left, right in pairwise(columns):
        for low, high in pairwise(rows):
            shapes += _block(chance, left, low, right, high)
    river = [(WEST + i * 0.0013, SOUTH + 0.009 + 0.0012 * math.sin(i / 5)) for i in range(41)]
    banks = [(lon, lat + 0.0006) for lon, lat in river] + [(lon, lat - 0.0006) for lon, lat in reversed(river)]
    shapes.append(("water", {"name": "金水河"}, "Polygon", banks))
    ring = [(WEST, NORTH - 0.002), (113.69, NORTH - 0.004), (EAST, NORTH - 0.0015)]
    shapes.append(("road", {"class": "expressway", "name": "北环快速路"}, "LineString", ring))
    shapes.append(("rail", {}, "LineString", [(WEST, SOUTH + 0.002), (EAST, SOUTH + 0.006)]))
    shapes += [
        ("place", {"name": "金水区", "kind": "district"}, "Point", [(113.686, 34.774)]),
        ("place", {"name": "花园路街道", "kind": "street"}, "Point", [(113.676, 34.780)]),
        ("place", {"name": "经八路街道", "kind": "street"}, "Point", [(113.698, 34.768)]),
        ("place", {"name": "纬四路社区", "kind": "community"}, "Point", [(113.684, 34.7705)]),
        ("poi", {"name": "纬五路小学", "kind": "school"}, "Point", [(113.6875, 34.7722)]),
    ]
    return shapes


def _block(chance: random.Random, left: float, low: float, right: float, high: float) -> Iterator[Shape]:
    wide, deep = right - left, high - low
    if abs(left - 113.684) < 0.002 and abs(low - 34.776) < 0.0015:
        words = {"name": "紫荆山公园"}
        yield (
            "green",
            words,
            "Polygon",
            _box(left + wide * 0.1, low + deep * 0.12, right - wide * 0.08, high - deep * 0.1),
        )
        return
    for column in range(3):
        for row in range(3):
            if chance.random() < 0.78:
                west = left + wide * (0.14 + 0.26 * column)
                south = low + deep * (0.16 + 0.25 * row)
                size = chance.uniform(0.5, 0.9)
                yield "building", {}, "Polygon", _box(west, south, west + wide * 0.2 * size, south + deep * 0.2 * size)


def _box(west: float, south: float, east: float, north: float) -> list[Place]:
    return [(west, south), (east, south), (east, north), (west, north)]


def tiles(shapes: Iterable[Shape], lowest: int = 10, highest: int = 15) -> Iterator[tuple[int, int, int, bytes]]:
    """Each tile that holds something: zoom, column, row, MVT."""
    flat = [
        (layer, words, kind, [(mercator.x_of(lon), mercator.y_of(lat)) for lon, lat in points])
        for layer, words, kind, points in shapes
    ]
    for z in range(lowest, highest + 1):
        side = 1 << z
        found: dict[tuple[int, int], dict[str, list[Any]]] = {}
        for layer, words, kind, points in flat:
            if (layer == "building" and z < 14) or (words.get("class") == "branch" and z < 12):
                continue
            for column, row in _touched(points, side):
                geometry = _geometry(kind, points, side, column, row)
                feature = {"geometry": geometry, "properties": words}
                found.setdefault((column, row), {}).setdefault(layer, []).append(feature)
        for (column, row), layers in sorted(found.items()):
            told = [{"name": name, "features": features} for name, features in layers.items()]
            yield z, column, row, mapbox_vector_tile.encode(told, default_options={"y_coord_down": True})


def _touched(points: list[Place], side: int) -> Iterator[tuple[int, int]]:
    edge = BUFFER / EXTENT
    xs, ys = [x * side for x, _ in points], [y * side for _, y in points]
    for column in range(int(min(xs) - edge), int(max(xs) + edge) + 1):
        for row in range(int(min(ys) - edge), int(max(ys) + edge) + 1):
            yield column, row


def _geometry(kind: str, points: list[Place], side: int, column: int, row: int) -> dict[str, Any]:
    """In the tile's units, cut to what the tile and its buffer hold."""
    from shapely.geometry import LineString, Point, Polygon, box, mapping  # type: ignore[import-untyped]

    moved = [((x * side - column) * EXTENT, (y * side - row) * EXTENT) for x, y in points]
    whole = Point(moved[0]) if kind == "Point" else LineString(moved) if kind == "LineString" else Polygon(moved)
    cut = whole.intersection(box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER))
    made: dict[str, Any] = mapping(cut)
    return made


def pmtiles_file(
    file: Path,
    found: Iterable[tuple[int, int, int, bytes]],
    *,
    metadata: dict[str, Any] | None = None,
    packed: bool = True,
    kind: TileType = TileType.MVT,
) -> Path:
    """A PMTiles archive, of vector tiles where nothing else is said."""
    with pmtiles_writer(str(file)) as writer:
        lowest, highest = 30, 0
        for z, x, y, data in sorted(found, key=lambda one: zxy_to_tileid(*one[:3])):
            writer.write_tile(zxy_to_tileid(z, x, y), gzip.compress(data, mtime=0) if packed else data)
            lowest, highest = min(lowest, z), max(highest, z)
        header = {
            "tile_type": kind, "tile_compression": Compression.GZIP if packed else Compression.NONE,
            "min_zoom": lowest, "max_zoom": highest, "min_lon_e7": int(WEST * 1e7), "min_lat_e7": int(SOUTH * 1e7),
            "max_lon_e7": int(EAST * 1e7), "max_lat_e7": int(NORTH * 1e7), "center_zoom": lowest,
            "center_lon_e7": int((WEST + EAST) / 2 * 1e7), "center_lat_e7": int((SOUTH + NORTH) / 2 * 1e7),
        }  # fmt: skip
        writer.finalize(header, metadata or {"attribution": "离线底图", "made": "2026-11-01", "datum": "CGCS2000"})
    return file


def mbtiles_file(file: Path, found: Iterable[tuple[int, int, int, bytes]], **metadata: str) -> Path:
    """An MBTiles database; `metadata` over what it needs."""
    told = {
        "name": "test", "format": "pbf", "minzoom": "10", "maxzoom": "15", "bounds": f"{WEST},{SOUTH},{EAST},{NORTH}",
        "attribution": "离线底图",
    } | metadata  # fmt: skip
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        connection.execute(
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB,"
            " PRIMARY KEY (zoom_level, tile_column, tile_row))"
        )
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
        rows = ((z, x, (1 << z) - 1 - y, gzip.compress(data, mtime=0)) for z, x, y, data in found)
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return file


def city_file(file: Path) -> Path:
    """The invented district as PMTiles."""
    return pmtiles_file(file, tiles(city()))
