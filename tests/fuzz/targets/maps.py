"""Base maps that somebody brings: PMTiles and MBTiles archives, and what is in them."""

import gzip
import sqlite3
import struct
import zlib
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from random import Random
from typing import Any

import msgspec

from inspector_app.domain.tiles import TileKind
from inspector_app.storage.tiles import directory
from inspector_app.storage.tiles.opening import open_tiles
from inspector_app.storage.tiles.told import DEEPEST, LONGEST
from inspector_app.storage.tiles.unpacking import MOST_TILE
from tests.fuzz.law import Target
from tests.fuzz.strange import NUMBERS, TEXTS, changed, damaged
from tests.fuzz.targets.files import written
from tests.fuzz.targets.vectors import (
    GREAT,
    REFUSALS,
    X,
    Y,
    Z,
    a_tile,
    take_tile,
    varint,
    whole_tile,
)

SAID = {"attribution": "离线底图", "made": "2026-11-01", "datum": "CGCS2000", "crs": "EPSG:3857"}
# What stands in place of the table of tiles: endless, as large as memory, or about something else.
PLACE = "14 AS zoom_level, 13361 AS tile_column, 9873 AS tile_row"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
DOUBLED = "WITH RECURSIVE n(i, t) AS (SELECT 1, 'aaaaaaaaaaaaaaaa' UNION ALL SELECT i + 1, t || t FROM n WHERE i < 26)"
TRAPS = (
    f"CREATE VIEW tiles AS SELECT {PLACE}, randomblob(900000000) AS tile_data",
    f"CREATE VIEW tiles AS SELECT {PLACE}, zeroblob(900000000) || 'x' AS tile_data",
    f"CREATE VIEW tiles AS {ENDLESS} SELECT i AS zoom_level, i AS tile_column, i AS tile_row, x'00' AS tile_data FROM n",
    f"CREATE VIEW tiles AS {DOUBLED} SELECT {PLACE}, t AS tile_data FROM n",
    "CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)",
    "CREATE TABLE tiles (zoom_level INTEGER, tile_data BLOB)",
    "CREATE VIEW tiles AS SELECT * FROM tiles",
    "CREATE VIRTUAL TABLE tiles USING fts5(zoom_level, tile_column, tile_row, tile_data)",
)


@cache
def bomb() -> bytes:
    """Gzip of 150 MB, made piece by piece: the process's own peak must not hide what a decoder takes."""
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(150)) + packer.flush()


def directory_of(entries: Sequence[tuple[int, int, int, int]]) -> bytes:
    """Entries (tile, run, length, offset), as PMTiles writes them."""
    firsts = [entry[0] for entry in entries]
    steps = [first - before for first, before in zip(firsts, [0, *firsts], strict=False)]
    columns = (steps, *([entry[at] for entry in entries] for at in (1, 2)), [entry[3] + 1 for entry in entries])
    return varint(len(entries)) + b"".join(varint(value) for column in columns for value in column)


def _a_pmtiles(chance: Random) -> bytes:
    here, tile = directory.tile_id(Z, X, Y), _a_packed_tile(chance)
    leaf = _packed(chance, _entries(chance, [(here, 1, len(tile), 0), (here + 2, 3, len(tile), 0)]))
    two_floors = [(0, 0, len(leaf), 0), (here + 9, 1, len(tile), 0)]
    root = _packed(chance, _entries(chance, two_floors if chance.random() < 0.7 else [(here, 1, len(tile), 0)]))
    told = bomb() if chance.random() < 0.05 else gzip.compress(msgspec.json.encode(_said(chance)), 1)
    at, numbers = 127, list[int]()
    for section in (root, told, leaf, tile):
        numbers += at, len(section)
        at += len(section)
    if chance.random() < 0.15:
        numbers[chance.randrange(8)] = chance.choice((*GREAT, at, at + 1, 127))
    box = [113_500_000 * 10, 347_000_000, 1_138_000_000, 348_500_000]
    if chance.random() < 0.1:
        box[chance.randrange(4)] = chance.choice((0, -(2**31), 2**31 - 1))
    small = [1, 2, 2, 1, 0, Z]
    if chance.random() < 0.15:
        small[chance.randrange(6)] = chance.randrange(256)
    head = (
        b"PMTiles\x03"
        + struct.pack("<8Q", *numbers)
        + struct.pack("<3Q", 5, 2, 1)
        + bytes(small)
        + struct.pack("<4i", *box)
        + bytes(9)
    )
    whole = head + root + told + leaf + tile
    return damaged(chance, whole, whole) if chance.random() < 0.25 else whole


def _a_packed_tile(chance: Random) -> bytes:
    if chance.random() < 0.05:
        return bomb()
    return gzip.compress(a_tile(chance) if chance.random() < 0.3 else whole_tile(), 1)


def _packed(chance: Random, content: bytes) -> bytes:
    return (
        bomb()
        if chance.random() < 0.03
        else gzip.compress(damaged(chance, content) if chance.random() < 0.2 else content, 1)
    )


def _entries(chance: Random, entries: list[tuple[int, int, int, int]]) -> bytes:
    if chance.random() < 0.3:
        place, column = chance.randrange(len(entries)), chance.randrange(4)
        entry = list(entries[place])
        entry[column] = chance.choice((0, 1, *GREAT))
        entries[place] = (entry[0], entry[1], entry[2], entry[3])
    return directory_of(entries)


def _said(chance: Random) -> Any:
    return changed(chance, SAID) if chance.random() < 0.4 else SAID


def _an_mbtiles(chance: Random) -> bytes:
    told = {"name": "x", "format": "pbf", "minzoom": "0", "maxzoom": str(Z), "bounds": "113.5,34.7,113.8,34.85", **SAID}
    if chance.random() < 0.5:
        told[chance.choice(list(told))] = chance.choice(TEXTS)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("PRAGMA page_size = 512")
        made.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        made.executemany(
            "INSERT INTO metadata VALUES (?, ?)",
            ((name, value.encode("utf-8", "replace").decode()) for name, value in told.items()),
        )
        if chance.random() < 0.2:
            made.execute(chance.choice(TRAPS))
        else:
            made.execute(
                "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
            )
            tile: Any = (
                chance.choice((a_tile(chance), gzip.compress(whole_tile(), 1), bomb(), "text", 7, None))
                if chance.random() < 0.3
                else gzip.compress(whole_tile(), 1)
            )
            zoom = chance.choice((*NUMBERS[:10], "x")) if chance.random() < 0.1 else Z
            made.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, X, (1 << Z) - 1 - Y, tile))
        whole = made.serialize()
    return damaged(chance, whole, whole) if chance.random() < 0.4 else whole


def _an_archive(chance: Random) -> bytes:
    return _a_pmtiles(chance) if chance.random() < 0.6 else _an_mbtiles(chance)


def _take_archive(content: bytes) -> None:
    opened = open_tiles(written("base.map", content))
    try:
        facts = opened.facts
        west, south, east, north = facts.bounds
        assert 0 <= facts.min_zoom <= facts.max_zoom <= DEEPEST
        assert -180 <= west < east <= 180
        assert -90 < south < north < 90
        assert all(
            len(text) <= LONGEST and (text.isprintable()) for text in (facts.attribution, facts.made, facts.approval)
        )
        tile = opened.tile(Z, X, Y)
        for far in (
            (0, 0, 0),
            (facts.max_zoom, (1 << facts.max_zoom) - 1, 0),
            (Z, X + 1, Y),
            (31, 2**31 - 1, 0),
            (Z, -1, Y),
        ):
            if (other := opened.tile(*far)) is not None:
                assert len(other) <= MOST_TILE
    finally:
        opened.close()
    if tile is None:
        return
    assert len(tile) <= MOST_TILE
    if facts.kind is TileKind.VECTOR:
        take_tile(tile)


TARGETS = [Target("tiles", _an_archive, _take_archive, REFUSALS, weight=0.6, is_centre=False)]
