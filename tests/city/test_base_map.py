"""Base maps of a bureau's folder: what the layers hold is in the tiles, each small enough, and bad folders are told."""

import gzip
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
import pytest
from pmtiles.reader import MmapSource, Reader, all_tiles

from inspector_app.demo.city import keeping
from inspector_app.demo.city.making import City
from inspector_app.domain import datum
from sync.server.basemap import making, tiles
from sync.server.packs import folder as packs
from sync.server.packs.ledger import BadFolder
from tests.city.conftest import DAY, Folder, a_road, layer
from tests.forked import ForkedCentre

YARD = [[[113.684, 34.773], [113.686, 34.773], [113.686, 34.775], [113.684, 34.775], [113.684, 34.773]]]
Found = dict[tuple[int, int, int], dict[str, list[dict[str, Any]]]]


def read(file: Path, *zooms: int) -> Found:
    """The tiles of some zooms, all if none is named, as the libraries read them."""
    return {
        place: {name: told["features"] for name, told in decoded(content).items()}
        for place, content in packed(file)
        if not zooms or place[0] in zooms
    }


def packed(file: Path) -> Iterator[tuple[tuple[int, int, int], bytes]]:
    with file.open("rb") as content:
        tiles_of: Any = all_tiles  # no types of its own, like its reader
        yield from tiles_of(MmapSource(content))  # type: ignore[no-untyped-call]


def decoded(content: bytes) -> dict[str, Any]:
    return mapbox_vector_tile.decode(  # type: ignore[no-any-return]
        gzip.decompress(content), default_options={"y_coord_down": True}
    )


def names(found: Found, zoom: int, of: str) -> set[str]:
    return {
        feature["properties"].get("name", "")
        for (z, _, _), told in found.items()
        if z == zoom
        for feature in told.get(of, [])
    } - {""}


@pytest.mark.xdist_group("city")
def test_the_city_is_in_its_tiles(city: City, city_map: Path) -> None:
    found = read(city_map, 10, 14, 16)
    roads = defaultdict(set)
    for street in city.streets:
        roads[street.rank].add(street.name)
    counted = sum(len(told.get("building", [])) for (z, _, _), told in found.items() if z == 16)

    assert names(found, 10, "road") == roads["expressway"] | roads["main"]
    assert names(found, 16, "road") == set().union(*roads.values())
    assert names(found, 16, "water") == {patch.name for patch in city.waters}
    assert names(found, 14, "place") == {area.name for area in city.areas}
    assert names(found, 14, "poi") >= {one["name"] for one in city.plan.told["stations"]}
    assert counted >= len(city.houses)  # those on a border are in both tiles


@pytest.mark.xdist_group("city")
def test_every_tile_of_the_city_is_small_and_the_map_says_what_it_is(city: City, city_map: Path) -> None:
    with city_map.open("rb") as content:
        reader: Any = Reader(MmapSource(content))  # type: ignore[no-untyped-call]
        header, about = reader.header(), reader.metadata()

    assert {place[0] for place, _ in packed(city_map)} == set(range(10, 17))
    assert max(len(content) for _, content in packed(city_map)) <= tiles.LARGEST
    assert city_map.stat().st_size < 3_000_000
    assert (header["min_zoom"], header["max_zoom"], header["clustered"]) == (10, 16, True)
    assert (about["datum"], about["date"], about["name"]) == ("WGS-84", "2026-11-01", city.plan.told["name"])
    assert [one["id"] for one in about["vector_layers"]] == [
        "water",
        "green",
        "building",
        "rail",
        "road",
        "place",
        "poi",
    ]


def test_the_same_layers_give_the_same_bytes(bureau: Folder, tmp_path: Path) -> None:
    folder = bureau({"roads.geojson": layer(a_road(), a_road("农业路", "main", lat=34.78)), "green.geojson": layer(
        ({"name": "游园", "class": "park"}, "Polygon", YARD))})  # fmt: skip

    made = [making.make(folder, tmp_path / name, DAY) for name in ("one.pmtiles", "two.pmtiles")]

    assert made[0] == made[1]
    assert (tmp_path / "one.pmtiles").read_bytes() == (tmp_path / "two.pmtiles").read_bytes()


def test_a_crowded_tile_keeps_its_roads_and_loses_its_smallest_houses(
    bureau: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand sheds, no two alike, and a hall, where a tile may have 8 kB."""
    monkeypatch.setattr(tiles, "LARGEST", 8000)
    chance, sheds = Random(721), list[Any]()
    for at in range(2000):
        x, y = 113.681 + 0.00005 * (at % 45), 34.7705 + 0.00005 * (at // 45)
        wide, high = chance.uniform(0.00003, 0.000045), chance.uniform(0.00003, 0.000045)
        sheds.append(({}, "Polygon", [[[x, y], [x + wide, y], [x + wide, y + high], [x, y + high], [x, y]]]))
    hall = ({"name": "会展中心"}, "Polygon", [[[x + 0.0002, y] for x, y in YARD[0]]])
    folder = bureau({"buildings.geojson": layer(*sheds, hall), "roads.geojson": layer(a_road("农业路", "main"))})

    made = making.make(folder, tmp_path / "map.pmtiles", DAY)
    found = read(tmp_path / "map.pmtiles")

    assert 7000 < made.largest <= tiles.LARGEST
    for place in [place for place in found if place[0] == 15]:
        assert "road" in found[place]
    assert names(found, 14, "building") == {"会展中心"}
    assert names(found, 14, "road") == {"农业路"}


def test_a_layer_in_gcj02_lies_where_it_does_on_the_ground(bureau: Folder, tmp_path: Path) -> None:
    lon, lat = 113.6857, 34.77312
    moved = datum.to_gcj02(lon, lat)
    told = {"premises.gcj02.csv": f"name,lon,lat\n煎饼店,{moved[0]:.7f},{moved[1]:.7f}\n", "car_parks.csv": (
        f"name,lon,lat\n停车场,{lon},{lat}\n不在图上,,\n")}  # fmt: skip

    making.make(bureau(told), tmp_path / "map.pmtiles", DAY)
    found = read(tmp_path / "map.pmtiles")

    (told_of,) = [of["poi"] for (z, _, _), of in found.items() if z == 16]
    assert {one["properties"]["name"] for one in told_of} == {"煎饼店", "停车场"}
    one, other = (one["geometry"]["coordinates"] for one in told_of)
    assert one == other


def test_a_table_of_a_spreadsheet_in_china_is_read(bureau: Folder, tmp_path: Path) -> None:
    told = "name,lon,lat\n二七路停车场,113.68,34.77\n".encode("gb18030")

    making.make(bureau({"car_parks.csv": told}), tmp_path / "map.pmtiles", DAY)

    assert names(read(tmp_path / "map.pmtiles"), 15, "poi") == {"二七路停车场"}


def test_real_premises_and_districts_are_where_their_streets_are(
    bureau: Folder, tmp_path: Path, shared_data: Path
) -> None:
    folder = bureau({"city.json": {"area": "410100", "name": "郑州市", "files": {
        "zhengzhou-districts.gcj02.geojson": {"layer": "districts"}, "jinshui-restaurants.gcj02.csv": {"layer": "premises"},
    }}})  # fmt: skip
    for name in ("places/zhengzhou-districts.gcj02.geojson", "premises/jinshui-restaurants.gcj02.csv"):
        shutil.copy(shared_data / name, folder)

    made = making.make(folder, tmp_path / "map.pmtiles", DAY)

    assert made.features["place"] == 12
    assert 2800 < made.features["poi"] <= 2919
    assert made.largest <= tiles.LARGEST
    assert "金水区" in names(read(tmp_path / "map.pmtiles", 10), 10, "place")


ROADS = layer(a_road())
BAD = {
    "no city.json": ({"city.json": b""}, "city.json: "),
    "a city without a name": ({"city.json": {"area": "410105"}}, "missing required field `name`"),
    "nothing to show": ({"units.csv": "code,name\n1,2\n"}, "no layer in bureau: water"),
    "nothing but lines where areas are": ({"water.geojson": layer(a_road())}, "nothing in bureau that a map shows"),
    "cut off": ({"roads.geojson": str(ROADS).replace("'", '"')[:-40]}, "roads.geojson is no JSON, or was cut off"),
    "no map at all": ({"water.shp": b"not a shape"}, "water.shp cannot be read"),
    "metres without a word": ({"car_parks.csv": "name,lon,lat\n甲,113.6,34.7\n", "roads.geojson": layer(
        ({}, "LineString", [[470_000, 3_848_000], [470_900, 3_848_000]]))}, "say in city.json which datum"),
    "a datum that nobody knows": ({"roads.geojson": ROADS, "city.json": {"area": "410105", "name": "试验区", "files": {
        "roads.geojson": {"datum": "EPSG:999999"}}}}, "EPSG:999999"),
    "a CRS that nobody knows": ({"roads.geojson": ROADS | {"crs": {"properties": {"name": "EPSG:999999"}}}}, "nobody knows the CRS"),
    "a road across the country": ({"roads.geojson": layer(({}, "LineString", [[87.6, 43.8], [113.6, 34.7]]))}, "wider than 4 degrees"),
    "neither UTF-8 nor GB18030": ({"car_parks.csv": b"name,lon,lat\n\xff\xff\xff,1,2\n"}, "neither UTF-8 nor GB18030"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_folder_is_told_and_the_old_map_stays(bureau: Folder, tmp_path: Path, bad: str) -> None:
    files, sentence = BAD[bad]
    old = tmp_path / "map.pmtiles"
    old.write_bytes(b"the map of last year")

    with pytest.raises(BadFolder, match=sentence):
        making.make(bureau(files), old, DAY)

    assert old.read_bytes() == b"the map of last year"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bureau", "map.pmtiles"]


@pytest.mark.xdist_group("city")
def test_a_city_that_is_kept_is_not_made_again(
    city_map: Path, city_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "city"
    shutil.copytree(city_folder, kept)
    assert not keeping.is_made(kept)  # a map, but nobody says of which release
    (kept / keeping.STAMP).write_text(keeping._made_of(), encoding="ascii")

    assert keeping.is_made(kept)
    (kept / keeping.STAMP).write_text("another release", encoding="ascii")
    assert not keeping.is_made(kept)


@pytest.mark.xdist_group("city")
def test_a_centre_gets_the_city_once(city_map: Path, city_folder: Path, tmp_path: Path) -> None:
    kept, centre = tmp_path / "city", tmp_path / "centre"
    shutil.copytree(city_folder, kept)
    (kept / keeping.STAMP).write_text(keeping._made_of(), encoding="ascii")
    ForkedCentre(centre).code()

    keeping.publish(kept, centre)

    assert packs.read(kept).passed_over == (), "nothing of it is told to a clerk as a layer that was missed"
    assert keeping.is_published(centre)
    assert len(list((centre / "packs").glob("*"))) > 0
    assert keeping.begin(kept, centre) is None


def test_who_makes_the_city_ends_with_the_demo(tmp_path: Path) -> None:
    """What was left behind by SIGTERM went on to write into the folder of the next start's maker."""
    begin = "import signal, sys, pathlib; from inspector_app.demo.city import keeping; p = pathlib.Path(sys.argv[1])"
    wait = "print(keeping.begin(p / 'city', p / 'centre').pid, flush=True); signal.pause()"
    words = [sys.executable, "-c", f"{begin}; {wait}", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        maker = Path(f"/proc/{int(demo.stdout.readline())}/cmdline")
        while maker.read_bytes().startswith(b"setpriv"):  # it is being put on its leash
            time.sleep(0.001)
        demo.terminate()
        said = demo.communicate()[1]  # ends when both have let go of their end of the pipe

    assert demo.returncode == -signal.SIGTERM
    assert (said, keeping.is_made(tmp_path / "city")) == ("", False)
