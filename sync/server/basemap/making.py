"""A base map of a bureau's folder: vector tiles in one PMTiles file, the same bytes for the same layers."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely  # type: ignore[import-untyped]
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from sync.server.basemap import layers, tiles
from sync.server.basemap.content import FIELDS, FIRST, LAST, LAYERS, Feature, features
from sync.server.packs.folder import City, read
from sync.server.packs.ledger import BadFolder

DATUM = "WGS-84"


@dataclass(frozen=True, slots=True)
class Made:
    """What a map holds: features by layer, its tiles, the largest of them and the whole in bytes."""

    features: dict[str, int]
    tiles: int
    largest: int
    size: int


def make(folder: Path, out: Path, day: date) -> Made:
    """Writes the map whole or not at all; `day` is said to be its date. Raises BadFolder, OSError."""
    found = read(folder, layers.LAYERS)
    shown = [feature for layer in layers.read(found) for feature in features(layer)]
    if not shown:
        raise BadFolder(f"there is nothing in {folder.name} that a map shows: {', '.join(layers.LAYERS[:5])} …")
    unfinished = out.with_name(f"{out.name}.part")
    try:
        made = _write(unfinished, shown, found.city, day)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return made


def _write(file: Path, shown: Sequence[Feature], told: City, day: date) -> Made:
    shapes = np.array([feature.shape for feature in shown], dtype=object)
    bounds = shapely.total_bounds(shapes).tolist()
    shapes = tiles.world(shapes)
    count = largest = 0
    with file.open("wb") as out:
        writer: Any = Writer(out)  # type: ignore[no-untyped-call]
        for zoom in range(FIRST, LAST + 1):
            for number, content in tiles.cut(shown, shapes, zoom):
                writer.write_tile(number, content)
                count, largest = count + 1, max(largest, len(content))
        writer.finalize(_header(bounds), _about(told, day))
        out.flush()
        os.fsync(out.fileno())
    by_layer = Counter(feature.layer for feature in shown)
    return Made({name: by_layer[name] for name in LAYERS}, count, largest, file.stat().st_size)


def _header(bounds: Sequence[float]) -> dict[str, object]:
    west, south, east, north = (round(degrees * 1e7) for degrees in bounds)
    return {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_lon_e7": west, "min_lat_e7": south,
        "max_lon_e7": east, "max_lat_e7": north, "center_zoom": 14, "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }  # fmt: skip


def _about(told: City, day: date) -> dict[str, object]:
    return {
        "name": told.name, "attribution": told.attribution, "datum": DATUM, "date": str(day), "type": "baselayer",
        "vector_layers": [
            {"id": name, "fields": dict.fromkeys(FIELDS[name], "String"), "minzoom": FIRST, "maxzoom": LAST} for name in LAYERS
        ],
    }  # fmt: skip
