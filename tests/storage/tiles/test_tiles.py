"""Base maps as files: as the usual libraries write them, cut off, lying, and nonsense."""

import gzip
import os
import random
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.tiles import MapCode, MapDatum, MapTrouble, TileKind
from inspector_app.services.map_ports import Tiles
from inspector_app.storage.tiles import directory, unpacking
from inspector_app.storage.tiles.opening import open_tiles
from tests import tilesets

KEYS = st.integers(0, 14).flatmap(lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1)))
FEW = [(10, 835, 405, b"one"), (11, 1670, 810, b"two"), (11, 1671, 810, b"three" * 50)]
QUICKLY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def code_of(deed: Callable[[], Any]) -> MapCode:
    with pytest.raises(MapTrouble) as trouble:
        deed()
    return trouble.value.code


@pytest.fixture(params=["pmtiles", "mbtiles"])
def few(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same three tiles in either format."""
    if request.param == "pmtiles":
        return tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW)
    return tilesets.mbtiles_file(tmp_path / "map.mbtiles", FEW, maxzoom="11", datum="CGCS2000", date="2026-11-01")


def opened(file: Path) -> Tiles:
    return open_tiles(file)


def test_every_tile_is_there_and_no_other(few: Path) -> None:
    with closing(opened(few)) as tiles:
        assert [tiles.tile(*key) for *key, _ in FEW] == [data for *_, data in FEW]
        for absent in ((10, 835, 406), (9, 0, 0), (12, 0, 0), (10, -1, 0), (10, 1 << 10, 0)):
            assert tiles.tile(*absent) is None


def test_a_map_says_what_it_is(few: Path) -> None:
    with closing(opened(few)) as tiles:
        facts = tiles.facts
    assert (facts.kind, facts.min_zoom, facts.max_zoom, facts.datum) == (TileKind.VECTOR, 10, 11, MapDatum.CGCS2000)
    assert facts.bounds == pytest.approx((tilesets.WEST, tilesets.SOUTH, tilesets.EAST, tilesets.NORTH))
    assert (facts.attribution, facts.made) == ("离线底图", "2026-11-01")


@QUICKLY
@given(st.dictionaries(KEYS, st.binary(min_size=1, max_size=40), min_size=1, max_size=60))
def test_whatever_the_library_writes_is_read_back(tmp_path: Path, written: dict[tuple[int, int, int], bytes]) -> None:
    file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", [(*key, data) for key, data in written.items()])
    with closing(open_tiles(file)) as tiles:
        assert {key: tiles.tile(*key) for key in written} == written


def test_leaf_directories_are_followed(tmp_path: Path) -> None:
    """More tiles than a root directory holds."""
    chance = random.Random(1)  # of lengths, which pack badly
    many = [
        (14, x, y, chance.randbytes(chance.randrange(1, 999))) for x in range(13300, 13420) for y in range(6500, 6600)
    ]
    file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", many)
    assert struct.unpack_from("<Q", file.read_bytes(), 48)[0] > 0
    with closing(open_tiles(file)) as tiles:
        for z, x, y, data in many[:: len(many) // 50]:
            assert tiles.tile(z, x, y) == data


@given(KEYS)
def test_a_tile_has_its_place_on_the_curve(key: tuple[int, int, int]) -> None:
    from pmtiles.tile import zxy_to_tileid

    assert directory.tile_id(*key) == zxy_to_tileid(*key)


def test_a_map_that_was_cut_off_is_refused_or_lacks_only_its_last_tiles(few: Path) -> None:
    whole = few.read_bytes()
    for end in {*range(0, 140, 7), *range(140, len(whole), max(1, len(whole) // 40))}:
        few.write_bytes(whole[:end])
        try:
            tiles = opened(few)
        except MapTrouble:
            continue
        with closing(tiles):
            for *key, data in FEW:
                with suppress(MapTrouble):
                    assert tiles.tile(*key) in (data, None)


def test_a_pmtiles_file_that_lacks_its_end_is_truncated(tmp_path: Path) -> None:
    file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW)
    file.write_bytes(file.read_bytes()[:-1])
    assert code_of(lambda: open_tiles(file)) is MapCode.MAP_TRUNCATED


@QUICKLY
@given(st.data())
def test_a_changed_file_is_read_or_refused_by_a_code(few: Path, data: st.DataObject) -> None:
    whole = bytearray(few.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, min(len(whole), 4000) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    file = few.with_name("changed")
    file.write_bytes(whole)
    with suppress(MapTrouble), closing(opened(file)) as tiles:
        for z, x, y, _ in FEW:
            tiles.tile(z, x, y)


@given(st.binary(max_size=200))
def test_a_directory_of_nonsense_is_refused_by_a_code_at_most(data: bytes) -> None:
    with suppress(MapTrouble):
        directory.read(data)


def test_a_directory_cannot_promise_more_entries_than_it_has_bytes() -> None:
    assert code_of(lambda: directory.read(b"\xff\xff\x03" + bytes(100))) is MapCode.MAP_DAMAGED


def test_a_tile_that_unpacks_without_end_is_damaged() -> None:
    bomb = gzip.compress(bytes(unpacking.MOST_TILE + 1))
    assert len(bomb) < 10_000
    assert code_of(lambda: unpacking.tile_of(bomb)) is MapCode.TILE_DAMAGED


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"crs": "EPSG:4326"}, MapCode.MAP_WRONG_GRID),
        ({"srs": "EPSG:4490"}, MapCode.MAP_WRONG_GRID),
        ({"datum": "BD-09"}, MapCode.MAP_WRONG_DATUM),
        ({"datum": "Beijing 1954"}, MapCode.MAP_WRONG_DATUM),
    ],
)
def test_what_would_lie_wrong_is_refused(tmp_path: Path, said: dict[str, str], code: MapCode) -> None:
    one = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW, metadata=said)
    other = tilesets.mbtiles_file(tmp_path / "map.mbtiles", FEW, **said)
    assert code_of(lambda: open_tiles(one)) is code
    assert code_of(lambda: open_tiles(other)) is code


def test_a_map_of_web_maps_says_so(tmp_path: Path) -> None:
    file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW, metadata={"datum": "GCJ-02", "审图号": "GS(2026)1号"})
    with closing(open_tiles(file)) as tiles:
        assert (tiles.facts.datum, tiles.facts.approval) == (MapDatum.GCJ02, "GS(2026)1号")


def test_a_newer_format_is_told_apart_from_nonsense(tmp_path: Path) -> None:
    file = tilesets.pmtiles_file(tmp_path / "map.pmtiles", FEW)
    file.write_bytes(b"PMTiles\x04" + file.read_bytes()[8:])
    assert code_of(lambda: open_tiles(file)) is MapCode.NEWER_MAP
    file.write_bytes(b"%PDF-1.7")
    assert code_of(lambda: open_tiles(file)) is MapCode.NOT_A_MAP


@pytest.mark.parametrize("bounds", [None, "-180,-85,180,85", "113,-35,114,35"])
def test_rows_that_count_from_the_north_are_known_by_the_bounds(tmp_path: Path, bounds: str | None) -> None:
    """Where the bounds could be either, the format's own way counts."""
    said = {"bounds": bounds} if bounds else {}
    for from_north, row in ((False, 3250), (True, (1 << 13) - 1 - 3250)):
        file = tilesets.mbtiles_file(tmp_path / f"{from_north}", [(13, 6683, row, b"here")], maxzoom="13", **said)
        with closing(open_tiles(file)) as tiles:
            assert tiles.tile(13, 6683, 3250) == (None if from_north and bounds else b"here")


def test_another_sqlite_file_is_no_map(tmp_path: Path) -> None:
    file = tmp_path / "other.mbtiles"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE people (name TEXT)")
    assert code_of(lambda: open_tiles(file)) is MapCode.NOT_A_MAP


def test_a_view_that_never_ends_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "trap.mbtiles"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        connection.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT i AS zoom_level, i AS tile_column, i AS tile_row, x'00' AS tile_data FROM n"
        )
    assert code_of(lambda: open_tiles(file)) is MapCode.MAP_DAMAGED


@pytest.mark.parametrize(
    "data",
    [
        "randomblob(900000000)",
        "zeroblob(900000000)",
        "hex('x')",
        "(SELECT x || x FROM (SELECT 'x' AS x))",
        "(WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t)",
    ],
)
def test_a_view_works_nothing_out(tmp_path: Path, data: str) -> None:
    file = tilesets.mbtiles_file(tmp_path / "trap.mbtiles", FEW)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE tiles")
        place = "10 AS zoom_level, 835 AS tile_column, 618 AS tile_row"
        connection.execute(f"CREATE VIEW tiles AS SELECT {place}, {data} AS tile_data")

    def look() -> None:
        with closing(open_tiles(file)) as tiles:
            tiles.tile(10, 835, 405)

    assert code_of(look) in (MapCode.MAP_DAMAGED, MapCode.NOT_A_MAP)


def test_a_view_of_tiles_that_several_places_share_is_read(tmp_path: Path) -> None:
    file = tilesets.mbtiles_file(tmp_path / "map.mbtiles", FEW, maxzoom="11")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("ALTER TABLE tiles RENAME TO map")
        connection.execute("CREATE TABLE images (tile_id TEXT PRIMARY KEY, tile_data BLOB)")
        connection.execute("INSERT INTO images SELECT rowid, tile_data FROM map")
        view = "map.zoom_level, map.tile_column, map.tile_row, images.tile_data"
        connection.execute(f"CREATE VIEW tiles AS SELECT {view} FROM map JOIN images ON images.tile_id = map.rowid")

    with closing(open_tiles(file)) as tiles:
        assert tiles.tile(10, 835, 405) == b"one"


def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert code_of(lambda: open_tiles(tmp_path / "pipe")) is MapCode.NOT_A_MAP
    assert code_of(lambda: open_tiles(tmp_path / "absent")) is MapCode.MAP_UNREADABLE


def test_reading_a_map_leaves_its_folder_as_it_was(few: Path) -> None:
    before = {file.name: file.read_bytes() for file in few.parent.iterdir()}
    with closing(opened(few)) as tiles:
        tiles.tile(10, 835, 405)
    assert {file.name: file.read_bytes() for file in few.parent.iterdir()} == before


def test_a_closed_map_says_so(few: Path) -> None:
    tiles = opened(few)
    tiles.close()
    assert code_of(lambda: tiles.tile(10, 835, 405)) in set(MapCode)
