"""A bureau's folder becomes a pack: every layer as the contract says, the same bytes every time, real files as they come."""

import csv
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import shapely  # type: ignore[import-untyped]

from sync.protocol.reference_pack import APPLICATION_ID, DATABASE, SCHEMA, rings_of
from sync.server.packs import naming
from sync.server.packs.ledger import Reason
from sync.server.packs.making import Made
from tests.packs import LAT, LON, a_city, made, table, told, write


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(a_city(tmp_path_factory.mktemp("city") / "zhengzhou"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Made:
    """The pack of the real districts, sub-districts and restaurants, in the files in which they came."""
    folder = a_city(tmp_path_factory.mktemp("real") / "zhengzhou", only=(), said={"files": REAL})
    for name in ("places/zhengzhou-districts.gcj02.geojson", "places/zhengzhou-subdistricts.csv"):
        (folder / Path(name).name).write_bytes((shared_data / name).read_bytes())
    name = "premises/jinshui-restaurants.gcj02.csv"
    (folder / Path(name).name).write_bytes((shared_data / name).read_bytes())
    return made(folder)


REAL = {
    "zhengzhou-districts.gcj02.geojson": {"layer": "districts", "columns": {"code": "adcode"}},
    "zhengzhou-subdistricts.csv": {"layer": "streets"},
    "jinshui-restaurants.gcj02.csv": {"layer": "premises", "columns": {"hours": "opening_hours"}},
}


def asked(pack: Made, query: str, *given: Any) -> list[Any]:
    with closing(sqlite3.connect(pack.files[DATABASE])) as database:
        return database.execute(query, given).fetchall()


def found(pack: Made, words: str) -> list[str]:
    """Names that typing finds, the heavier ones first."""
    query = """SELECT p.name FROM names_words w JOIN names n ON n.id = w.rowid JOIN points p ON p.id = n.ref
        WHERE names_words MATCH ? AND n.of = 'points' ORDER BY n.weight DESC, p.name"""
    return [name for (name,) in asked(pack, query, words)]


def test_every_layer_is_in_the_pack(city: Made) -> None:
    assert city.manifest.counts == {
        "city": 1, "district": 2, "street": 1, "community": 1, "units": 1, "grids": 3, "roads": 3, "crossings": 5, "ways": 4,
        "relief": 1, "car_park": 1, "permit": 1, "asset": 1, "premises": 1, "histories": 2, "history_rows": 2,
    }  # fmt: skip
    assert told(city) == []
    assert city.manifest.bounds == (1_135_000_000, 347_000_000, 1_138_000_000, 348_500_000)
    assert asked(city, "PRAGMA application_id") + asked(city, "PRAGMA user_version") == [(APPLICATION_ID,), (SCHEMA,)]


def test_grids_have_days_codes_and_ground(city: Made) -> None:
    rows = asked(city, "SELECT code, community, zone, first, last, area_dm2, shape FROM grids ORDER BY id")

    assert [row[:5] for row in rows] == [
        ("410105001001001", "410105001001", "controlled", "", ""),
        ("410105001001002", "410105001001", "", "", ""),
        ("410105001001003", "410105001001", "", "2026-01-01", ""),
    ]
    # 0.001° by 0.001° at 34.7605° north: 110.936 m by 91.553 m on the ellipsoid.
    assert rows[0][5] == pytest.approx(110.936 * 91.553 * 100, rel=1e-5)
    (ring,) = rings_of(rows[0][6])
    assert sorted(zip(ring[::2], ring[1::2], strict=True)) == [
        (1_136_800_000, 347_600_000), (1_136_800_000, 347_610_000), (1_136_810_000, 347_600_000), (1_136_810_000, 347_610_000),
    ]  # fmt: skip
    inside = "SELECT id FROM grids_box WHERE west <= ?1 AND east >= ?1 AND south <= ?2 AND north >= ?2"
    assert asked(city, inside, 1_136_815_000, 347_605_000) == [(2,)]


def test_roads_make_the_ways_on_foot(city: Made) -> None:
    ways = asked(city, "SELECT r.name, w.length_cm FROM ways w JOIN roads r ON r.id = w.road ORDER BY 1, 2")
    # 经三路 is cut in two halves of 0.005° each; 纬四路 at 0.006° and 0.009° of longitude.
    assert [(name, round(length / 100)) for name, length in ways] == [
        ("纬四路", 549), ("纬四路", 824), ("经三路", 555), ("经三路", 555),
    ]  # fmt: skip
    busiest = "SELECT lon, lat FROM crossings c WHERE (SELECT count(*) FROM ways WHERE c.id IN (a, b)) = 4"
    assert asked(city, busiest) == [(1_136_810_000, 347_600_000)]
    assert asked(city, "SELECT class, mode, police_strict FROM roads WHERE name = '经三路'") == [("main", "", 1)]


def test_places_say_what_their_kind_says(city: Made) -> None:
    bodies = dict(asked(city, "SELECT kind, body FROM points"))

    assert bodies == {
        "asset": '{"class":"bench","owner":"区市政"}',
        "car_park": '{"bicycles":30,"spaces":120}',
        "permit": '{"holder":"某工程公司","length_cm":4500,"permit":"占道许 2026-17","use":"hoarding"}',
        "premises": '{"type":"中餐厅"}',
        "relief": '{"charity_slots":2,"free_slots":18,"goods":["food","daily_goods"],"hours":[["05:00","07:30"],'
        '["19:00","01:00"]],"lat_e7":347605000,"lon_e7":1136805000,"name":"纬四路疏导点","slots":20}',
    }


def test_a_year_is_counted_and_ninety_days_are_told(city: Made) -> None:
    as_of = "2026-11-27T00:00:00.000Z"

    assert asked(city, "SELECT * FROM histories") == [("煎饼车", "stall", 0, as_of), ("豫a12345", "parking", 2, as_of)]
    assert asked(city, "SELECT subject, what, at, until FROM history_rows") == [
        ("煎饼车", "ordered", "2026-11-25T02:00:00.000Z", "2026-11-28T10:00:00.000Z"),
        ("豫a12345", "violated", "2026-11-20T01:00:00.000Z", ""),
    ]


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path, city: Made) -> None:
    again = made(a_city(tmp_path / "zhengzhou"))

    assert again.manifest == city.manifest
    assert again.files[DATABASE].read_bytes() == city.files[DATABASE].read_bytes()
    assert made(a_city(tmp_path / "other"), version=2).manifest.files != city.manifest.files


@pytest.mark.parametrize(
    ("signs", "initials", "sounds"),
    [
        ("葛记焖饼", "gjmb jmb mb b", "gejimenbing jimenbing menbing bing"),
        ("Ａ座3楼", "az3l z3l 3l l", "azuo3lou zuo3lou 3lou lou"),
        ("", "", ""),
    ],
)
def test_names_are_spelled_with_every_rest_of_them(signs: str, initials: str, sounds: str) -> None:
    assert naming.spelled(signs) == (initials, sounds)


def test_signs_of_several_readings_are_found_by_each() -> None:
    initials, sounds = naming.spelled("招商银行")

    assert {"zsyh", "zsyx"} <= set(initials.split())
    assert {"zhaoshangyinhang", "zhaoshangyinxing"} <= set(sounds.split())


@pytest.mark.parametrize(
    ("signs", "read"),
    [
        ("长椿路", "changchunlu"), ("朝阳路", "chaoyanglu"), ("朝阳路", "zhaoyanglu"), ("重庆路", "chongqinglu"), ("浚县", "xunxian"),
        ("长乐路", "changlelu"), ("荥阳", "xingyang"), ("中牟", "zhongmu"), ("音乐厅", "yinyueting"), ("弄堂", "longtang"),
    ],
)  # fmt: skip
def test_places_are_found_as_people_there_say_them(signs: str, read: str) -> None:
    assert read in naming.spelled("", signs)[1].split()


def test_a_reading_that_nobody_types_takes_no_room() -> None:
    assert naming.spelled("大号路") == ("dhl hl l", "dahaolu haolu lu")


def test_words_are_no_longer_than_anybody_types() -> None:
    initials, sounds = naming.spelled("", "东风南路与七里河北路交叉口")

    assert (initials.split()[0], sounds.split()[0]) == ("dfnlyqlhbl", "dongfengnanluyuqilih")


def test_the_real_files_become_a_pack(real: Made) -> None:
    assert real.manifest.counts == {"city": 1, "district": 12, "street": 38, "premises": 2919}
    assert [(one.where, one.text.partition(":")[0]) for one in real.ledger.told if not one.kept] == [
        ("line 2", "柳林镇 in 金水区"), ("line 5", "庙李镇 in 金水区"),
    ]  # fmt: skip
    assert {one.reason for one in real.ledger.told if not one.kept} == {Reason.NO_CODE}


def test_real_places_are_found_by_typing(real: Made) -> None:
    assert found(real, 'name : "焖 饼" AND address : "经 一 路"') == ["葛记焖饼(经一路店)"]
    assert found(real, "initials : gjmb*") == ["葛记焖饼(索凌路)", "葛记焖饼(经一路店)"]
    assert found(real, 'sounds : dalili* OR sounds : kuyu* AND name : "烤 鱼"') == []
    assert "阿五黄河大鲤鱼(英协路店)" in found(real, "sounds : awuhuanghe*")
    assert found(real, "initials : nylyjyl*") == ["葛记焖饼(经一路店)"]
    assert "葛记焖饼(经一路店)" in found(real, "sounds : jingyilu*")
    assert len(found(real, "initials : jsl*")) > 100, "shops of 金水路"


def test_real_places_lie_where_the_formula_of_web_maps_came_from(real: Made, shared_data: Path) -> None:
    """Hundreds of metres west and south of what the file says, and 13 of them outside of the district that they name."""
    file = shared_data / "premises/jinshui-restaurants.gcj02.csv"
    with file.open(encoding="utf-8-sig") as rows:
        said = {row["name"]: row for row in csv.DictReader(rows)}
    ((lon, lat),) = asked(real, "SELECT lon, lat FROM points WHERE name = '阿五黄河大鲤鱼(英协路店)'")
    row = said["阿五黄河大鲤鱼(英协路店)"]

    east = (float(row["lon"]) - lon / 1e7) * 91_400
    north = (float(row["lat"]) - lat / 1e7) * 111_200
    assert (520 < east < 580, -150 < north < -50) == (True, True), (east, north)
    assert sum(one.reason is Reason.WRONG_DISTRICT for one in real.ledger.told) == 13


def as_csv(folder: Path) -> None:
    table(folder / "grids.csv", [{"code": "410105001001009", "wkt": SQUARE.wkt}], "gb18030")


def as_geopackage(folder: Path) -> None:
    drawn(folder / "grids.gpkg", "EPSG:4490", SQUARE)


def as_shapefile(folder: Path) -> None:
    drawn(folder / "grids.shp", "EPSG:4490", SQUARE, encoding="GB18030")


def as_projected(folder: Path) -> None:
    """CGCS2000 in metres, three degrees wide around 114° (EPSG:4547)."""
    import pyproj

    move = pyproj.Transformer.from_crs(4490, 4547, always_xy=True)
    projected = shapely.transform(
        SQUARE, lambda c: shapely.get_coordinates(shapely.points(*move.transform(c[:, 0], c[:, 1])))
    )
    drawn(folder / "grids.gpkg", "EPSG:4547", projected)


def as_named_projection(folder: Path) -> None:
    """The name says the datum, the file how it is projected: the one does not take away the other."""
    as_projected(folder)
    (folder / "grids.gpkg").rename(folder / "grids.cgcs2000.gpkg")


def as_web_map(folder: Path) -> None:
    from tests.packs import in_gcj02

    write(folder / "grids.gcj02.geojson", [({"code": "410105001001009"}, in_gcj02(SQUARE.__geo_interface__))])


SQUARE = shapely.box(LON, LAT, LON + 0.001, LAT + 0.001)


def drawn(file: Path, crs: str, shape: Any, **options: Any) -> None:
    import numpy as np
    import pyogrio  # type: ignore[import-untyped]

    pyogrio.raw.write(
        file, np.array([shapely.to_wkb(shape)], dtype=object), [np.array(["410105001001009"], dtype=object), np.array(["住宅"], dtype=object)],
        ["code", "land_use"], geometry_type="Polygon", crs=crs, **options,
    )  # fmt: skip


@pytest.mark.parametrize(
    "write_as", [as_csv, as_geopackage, as_shapefile, as_projected, as_named_projection, as_web_map]
)
def test_every_format_and_datum_gives_the_same_ground(tmp_path: Path, write_as: Any) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    write_as(folder)

    pack = made(folder)

    assert told(pack) == []
    ((shape, use),) = asked(pack, "SELECT shape, land_use FROM grids")
    assert use == ("" if write_as in (as_csv, as_web_map) else "住宅")
    assert sorted(corners(shape)) == pytest.approx(sorted(corners_of(SQUARE)), abs=1), "a centimetre"


def corners(shape: bytes) -> Iterator[int]:
    for ring in rings_of(shape):
        yield from ring


def corners_of(shape: Any) -> Sequence[int]:
    return [round(value * 1e7) for corner in shape.exterior.coords[:-1] for value in corner]
