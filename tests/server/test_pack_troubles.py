"""What is wrong with a bureau's files is said by file, place and reason; what cannot be a city's pack is not made at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app import paths
from sync.server.packs.ledger import BadFolder
from tests import policies
from tests.packs import (
    A_MAP,
    LAT,
    LON,
    Row,
    Shape,
    a_city,
    a_grid,
    drawn,
    in_gcj02,
    line,
    made,
    point,
    square,
    table,
    told,
    write,
)  # fmt: skip

BOW: Shape = {
    "type": "Polygon",
    "coordinates": [[[LON, LAT], [LON + 0.01, LAT + 0.01], [LON + 0.01, LAT], [LON, LAT + 0.01], [LON, LAT]]],
}
A_SHOP = {"name": "老店", "address": "经三路"}
STREETS = ("districts", "streets", "communities")


def swapped(shape: Shape) -> Shape:
    lon, lat = shape["coordinates"]
    return shape | {"coordinates": [lat, lon]}


def judged(folder: Path, **layers: Any) -> list[tuple[str, str, bool]]:
    return told(made(a_city(folder, only=STREETS, **layers)))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (({"code": "41010500100100"}, square(LON, LAT, LON + 0.001, LAT + 0.001)), "bad_value"),
        (({"code": "410105001001001", "zone": "free"}, square(LON, LAT, LON + 0.001, LAT + 0.001)), "bad_value"),
        (({"code": "410105001001001", "first": "2026-02-30"}, square(LON, LAT, LON + 0.001, LAT + 0.001)), "bad_value"),
        (a_grid(1, first="2026-05-01", last="2026-04-30"), "bad_value"),
        (a_grid(1, area_dm2=-5), "bad_value"),
        (a_grid(1, community="410105001002"), "wrong_parent"),
        (({"code": "410105001001001"}, BOW), "broken_shape"),
        (({"code": "410105001001001"}, point()), "no_shape"),
        (({"code": "410105001001001"}, None), "no_shape"),
        (({"code": "410105001001001"}, {"type": "Polygon", "coordinates": "x"}), "no_shape"),
        (({"code": "410105001001001"}, {"type": "Polygon", "coordinates": [[[LON, LAT], [LON, LAT]]]}), "no_shape"),
        (({"code": "410105001001001"}, square(115.0, LAT, 115.1, LAT + 0.1)), "outside"),
    ],
)  # fmt: skip
def test_a_bad_grid_is_left_out_and_told(tmp_path: Path, row: Row, reason: str) -> None:
    assert judged(tmp_path / "city", grids=[a_grid(7, 5), row]) == [("feature 2", reason, False)]


STRANGE: list[Row] = [
    ({"name": "\ud800店", "hours": [["\ud800", 1]], "address": {"a": [1, None]}}, point()),
    ({"name": "店\x00\x07二", "address": 1e300}, point(LON + 0.002)),
    ({"name": "店三"}, BOW),
    ({"name": "店四"}, {"type": "GeometryCollection", "geometries": [point(), BOW]}),
    ({"name": "店五"}, {"type": "Point", "coordinates": [LON, 1e400]}),
    ({"name": "店六"}, {"type": "Point", "coordinates": [LON, None]}),
    ({"name": "店七"}, {"type": "MultiPoint", "coordinates": []}),
    ({"name": "店八"}, {"type": "Polygon", "coordinates": [[[LON, LAT]] * 4]}),
]


def test_strange_rows_cost_themselves_alone(tmp_path: Path) -> None:
    folder = a_city(tmp_path / "city", only=STREETS)
    features = [{"type": "Feature", "properties": said, "geometry": shape} for said, shape in STRANGE]
    text = json.dumps({"crs": [], "type": "FeatureCollection", "features": features})
    (folder / "premises.geojson").write_text(text.replace("Infinity", "1e400"), "utf-8")

    pack = made(folder)

    assert [where for where, _, kept in told(pack) if not kept] == [f"feature {n}" for n in (2, 5, 6, 7)]
    assert pack.manifest.counts["premises"] == 4


def test_a_broken_polygon_says_where(tmp_path: Path) -> None:
    pack = made(a_city(tmp_path / "city", only=STREETS, grids=[({"code": "410105001001001"}, BOW)]))

    assert "Self-intersection[113.685 34.765]" in str(pack.ledger.told[0])


def test_grids_over_the_same_ground_are_told_and_both_stay(tmp_path: Path) -> None:
    pack = made(a_city(tmp_path / "city", only=STREETS, grids=[a_grid(1), a_grid(2, 0.5), a_grid(3, 2)]))

    assert told(pack) == [("feature 2", "overlap", True)]
    assert "410105001001001 and 410105001001002 share 50" in pack.ledger.told[0].text, "half of 10 158 m²"
    assert pack.manifest.counts["grids"] == 3


@pytest.mark.parametrize(
    "spans", [({"last": "2026-06-30"}, {"first": "2026-07-01"}), ({"first": "2027-01-01"}, {"last": "2026-12-31"})]
)
def test_a_grid_that_follows_another_does_not_overlap_it(tmp_path: Path, spans: tuple[dict[str, Any], ...]) -> None:
    grids = [a_grid(1, **spans[0]), a_grid(1, **spans[1])]

    assert judged(tmp_path / "city", grids=grids) == []


def test_one_code_twice_at_once_is_told(tmp_path: Path) -> None:
    grids = [a_grid(1), a_grid(1, 3, first="2026-01-01")]

    assert judged(tmp_path / "city", grids=grids) == [("feature 2", "duplicate", False)]


def test_parents_that_are_not_there_are_told(tmp_path: Path) -> None:
    grids = [a_grid(1), ({"code": "410105001002001"}, square(LON, LAT + 0.001, LON + 0.001, LAT + 0.002))]

    assert judged(tmp_path / "city", grids=grids) == [("feature 2", "unknown_parent", True)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(A_SHOP, point()), (A_SHOP, point())], [("feature 2", "duplicate", False)]),
        ([(A_SHOP, point()), (A_SHOP | {"address": "经三路 2 号"}, point(LON + 0.001))], [("feature 2", "duplicate", True)]),
        ([(A_SHOP, point()), (A_SHOP, point(LON + 0.01))], []),
        ([(A_SHOP | {"code": "x"}, point()), ({"name": "别店", "code": "x"}, point())], [("feature 2", "duplicate", False)]),
        ([({"name": "ＫＦＣ（老店）"}, point())], [("feature 1", "full_width", True)]),
        ([({"name": "老店（经三路）"}, point())], []),
        ([(A_SHOP | {"district": "中原区"}, point())], [("feature 1", "wrong_district", True)]),
        ([(A_SHOP | {"district": "金水"}, point())], []),
        ([({"name": ""}, point())], [("feature 1", "bad_value", False)]),
        ([({"name": "长" * 201}, point())], [("feature 1", "bad_value", False)]),
        ([(A_SHOP, point(113.9, 34.76)), (A_SHOP, point())], [("feature 1", "outside", False)]),
        ([(A_SHOP, swapped(point())), (A_SHOP, point())], [("feature 1", "swapped", False)]),
    ],
)  # fmt: skip
def test_premises_as_in_life(tmp_path: Path, rows: list[Row], expected: list[tuple[str, str, bool]]) -> None:
    assert judged(tmp_path / "city", premises=rows) == expected


def test_full_width_signs_of_an_address_are_shown_as_they_are_found(tmp_path: Path) -> None:
    pack = made(a_city(tmp_path / "city", only=STREETS, premises=[(A_SHOP | {"address": "２３℃ 街区"}, point())]))

    assert [one.text for one in pack.ledger.told] == ["full-width signs in ２３℃ 街区; it is found as 23°C 街区"]


@pytest.mark.parametrize(
    ("layer", "row"),
    [
        ("roads", ({"name": "经三路", "class": "wide"}, line((LON, LAT), (LON, LAT + 0.01)))),
        ("roads", ({"name": "经三路", "class": "main", "police_strict": "yes"}, line((LON, LAT), (LON, LAT + 0.01)))),
        (
            "relief_points",
            ({"code": "rp-1", "name": "疏导点", "slots": 5, "hours": "25:00-26:00", "goods": "food"}, point()),
        ),
        (
            "relief_points",
            ({"code": "rp 1", "name": "疏导点", "slots": 5, "hours": "05:00-07:00", "goods": "food"}, point()),
        ),
        ("permits", ({"permit": "许 1", "first": "2026-01-01"}, point())),
        ("car_parks", ({"name": "停车场", "spaces": "many"}, point())),
        ("assets", ({"code": "1"}, point())),
    ],
)
def test_other_layers_are_as_strict(tmp_path: Path, layer: str, row: Row) -> None:
    assert judged(tmp_path / "city", **{layer: [row]}) == [("feature 1", "bad_value", False)]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("煎饼车,stall,fined,2026-11-20T09:00,", "line 3"),
        ("煎饼车,other,violated,2026-11-20T09:00,", "line 3"),
        ("·,stall,violated,2026-11-20T09:00,", "line 3"),
        ("煎饼车,stall,violated,20.11.2026,", "line 3"),
    ],
)
def test_history_is_as_strict(tmp_path: Path, said: str, where: str) -> None:
    folder = a_city(tmp_path / "city", only=STREETS)
    head, good = "subject,category,what,at,until", "豫A1,parking,violated,2026-11-20T09:00,"
    (folder / "history.csv").write_text(f"{head}\n{good}\n{said}", "gb18030")

    assert told(made(folder)) == [(where, "bad_value", False)]


def test_a_district_without_an_area_is_told_and_costs_its_streets_nothing(tmp_path: Path) -> None:
    west = LON - 0.2
    districts = [
        ({"code": "410105", "name": "金水区"}, square(LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1)),
        ({"code": "410102", "name": "中原区"}, point(west)),
    ]

    assert judged(tmp_path / "city", districts=districts, premises=[(A_SHOP, point(west))]) == [
        ("feature 2", "no_shape", True)
    ]


def test_old_names_are_told_with_their_rows(tmp_path: Path) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    names = ["花园路街道", "庙李镇", "须水镇", "老鸦陈街道", "文化路街道办事处"]
    table(folder / "streets.csv", [{"name": name, "lon": LON, "lat": LAT} for name in names])

    pack = made(folder)

    assert told(pack) == [("line 3", "no_code", False), ("line 5", "unknown_parent", True)]
    assert pack.manifest.counts["street"] == 4


def test_a_bureaus_own_codes_count(tmp_path: Path) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    table(folder / "codes.csv", [{"code": "410105099", "name": "庙李镇"}])
    table(folder / "streets.csv", [{"name": "庙李镇", "lon": LON, "lat": LAT}])

    assert told(made(folder)) == []


def spoiled(file: str, content: bytes | str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())

    return spoil


def cut(file: str, share: float, by: str = "") -> Callable[[Path], None]:
    """Some premises, drawn by the usual library; of the file, or the one `by` its side, a share is left."""

    def spoil(folder: Path) -> None:
        drawn(
            folder / file,
            [({"name": f"店{n}", "address": "经三路"}, point(LON + n * 1e-5)) for n in range(50)],
            "Point",
        )
        short = (folder / file).with_suffix(by) if by else folder / file
        short.write_bytes(short.read_bytes()[: int(short.stat().st_size * share)])

    return spoil


def all_swapped(folder: Path) -> None:
    write(folder / "premises.geojson", [({"name": f"店{n}"}, swapped(point())) for n in range(3)])


def of_another_city(folder: Path) -> None:
    write(folder / "premises.geojson", [(A_SHOP, point(121.5, 31.2))])


def with_crs(crs: str) -> Callable[[Path], None]:
    return lambda folder: write(
        folder / "premises.geojson", [(A_SHOP, point())], crs={"type": "name", "properties": {"name": crs}}
    )


def swapped_districts(folder: Path) -> None:
    write(folder / "districts.geojson", [({"code": "410105", "name": "金水区"}, square(34.7, 113.6, 34.8, 113.7))])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoiled("city.json", "{"), "city.json: "),
        (spoiled("city.json", '{"area": "410100"}'), "`name`"),
        (spoiled("city.json", '{"area": "4101\\u0000", "name": "x"}'), "plain texts"),
        (spoiled("city.json", '{"area": "310000", "name": "上海"}'), "area 310000, and 金水区 has the code 410105"),
        (spoiled("city.json", '{"area":"1","name":"x","files":{"a.csv":{}}}'), "a.csv, which is not there"),
        (spoiled("city.json", '{"area":"1","name":"x","files":{"city.json":{"layer":"lakes"}}}'), "no layer lakes"),
        (spoiled("premises.geojson", '{"type": "FeatureCollection", "features": [{"type"'), "is no JSON, or was cut off"),
        (spoiled("premises.geojson", "[]"), "is no FeatureCollection"),
        (spoiled("premises.geojson", b"\xff\xfe\x00\xd8"), "neither UTF-8 nor GB18030"),
        (spoiled("premises.gpkg", b"SQLite format 3\0 and then nothing"), "premises.gpkg cannot be read"),
        (spoiled("premises.shp", b"\0\0\x27\x0a"), "premises.shp cannot be read"),
        (cut("premises.gpkg", 0.5), "premises.gpkg cannot be read: it was cut off or is damaged, or it is no GeoPackage"),
        (cut("premises.shp", 0.02), "its .shx, .dbf or .prj is damaged or missing"),
        (cut("premises.shp", 0.5), "premises.shp was cut off: it has 750 bytes, and its shapes reach to 1500"),
        (cut("premises.shp", 0.5, by=".shx"), "its .shx, .dbf or .prj is damaged or missing"),
        (cut("premises.shp", 0.5, by=".dbf"), "its .shx, .dbf or .prj is damaged or missing"),
        (cut("premises.shp", 0.5, by=".prj"), "its .shx, .dbf or .prj is damaged or missing"),
        (spoiled("premises.csv", 'name,name\n"x'), "each once"),
        (spoiled("premises.csv", 'name,lon\n"x'), "premises.csv, line 2"),
        (spoiled("map.pmtiles", b"PMTiles\x03" + b"\xff" * 130), "was cut off"),
        (spoiled("map.pmtiles", A_MAP[:100]), "map.pmtiles was cut off: it has 100 bytes, and its header alone has 127"),
        (spoiled("map.pmtiles", b"no tiles"), "is no PMTiles file"),
        (spoiled("map.pmtiles", b"PMTiles\x03" + b"\0" * 200), "has no tiles"),
        (spoiled("premises.csv", "name,lon,lat\n老店,113.68,34.77\n新店,113".encode()), "was cut off: line 3 ends after 2 of 3"),
        (spoiled("map.mbtiles", b"SQLite format 3\0" + b"x" * 5000), "is no MBTiles file, or was cut off"),
        (spoiled("calendar.json", "{}"), "calendar.json: not a calendar"),
        (all_swapped, "premises.geojson: latitude and longitude stand in each other's place (3 of 3 rows)"),
        (swapped_districts, "districts.geojson: latitude and longitude stand in each other's place"),
        (of_another_city, "premises.geojson: nothing of it lies in the city"),
        (with_crs("EPSG:2384"), "only WGS-84, CGCS2000 and GCJ-02 can be converted exactly"),
        (with_crs("EPSG:4547"), "nothing of it lies in the city"),
        (with_crs("nowhere"), "nobody knows the CRS 'nowhere'"),
    ],
)  # fmt: skip
def test_a_bad_folder_is_refused_in_a_sentence(tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    spoil(folder)

    with pytest.raises(BadFolder) as trouble:
        made(folder)

    assert said in str(trouble.value)
    assert not any(word in str(trouble.value) for word in ("sqlite", "SHAPE_", "driver", str(tmp_path)))


def test_a_name_that_leads_to_no_file_is_told(tmp_path: Path) -> None:
    folder = a_city(tmp_path / "city", only=STREETS)
    (folder / "roads.geojson").symlink_to("nowhere.geojson")
    (folder / "map.pmtiles").symlink_to("map.pmtiles")
    (folder / "grids.geojson").mkdir()

    pack = made(folder)

    assert [(one.file, one.reason, one.kept) for one in pack.ledger.told] == [
        (name, "no_file", False) for name in ("grids.geojson", "map.pmtiles", "roads.geojson")
    ]
    for layer in STREETS:
        (folder / f"{layer}.geojson").unlink()
    with pytest.raises(BadFolder, match=r"grids\.geojson leads to no file"):
        made(folder)


def test_an_empty_folder_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(BadFolder, match=r"there is no city\.json"):
        made(tmp_path)
    with pytest.raises(BadFolder, match="there is no layer"):
        made(a_city(tmp_path / "city", only=()))


def test_a_policy_pack_is_checked_before_it_goes_along(tmp_path: Path) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    (folder / "policy").mkdir()
    (folder / "policy" / "rules.csv").write_text("x", "utf-8")

    with pytest.raises(BadFolder, match=r"^policy/ "):
        made(folder)

    for name, content in policies.sealed().items():
        changed = content.replace(b"721-v1.1", b"721-v1.2") if name == "pack.csv" else content
        if name != "digests.json":
            (folder / "policy" / name).write_bytes(changed)
    with pytest.raises(BadFolder, match=r"^policy/ is '721-v1.2', which this program does not have just so"):
        made(folder)


def test_a_map_a_calendar_and_a_policy_go_along(tmp_path: Path) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    (folder / "map.pmtiles").write_bytes(A_MAP)
    resources = paths.resources()
    (folder / "calendar.json").write_bytes((resources / "catalogue" / "calendar.json").read_bytes())
    (folder / "policy").mkdir()
    for name, content in paths.pack_files(resources / "policy" / "721-v1.1").items():
        (folder / "policy" / name).write_bytes(content)
    (folder / "policy" / "README.md").write_text("why", "utf-8")

    names = [file.name for file in made(folder).manifest.files]

    assert names[:3] == ["reference.db", "map.pmtiles", "calendar.json"]
    assert {"policy/rules.csv", "policy/digests.json"} <= set(names)


def test_web_maps_taken_for_wgs84_are_moved_by_their_name_alone(tmp_path: Path) -> None:
    """A file whose name says `.gcj02.` lies elsewhere than the same file without it: 500 m that nothing else would show."""
    row = ({"name": "老店"}, in_gcj02(point()))
    bounds = []
    stated: dict[str, Any] = {"datum": {"premises.geojson": "gcj02"}}
    for number, (name, said) in enumerate(
        (("premises.gcj02.geojson", {}), ("premises.geojson", stated), ("premises.geojson", {}))
    ):
        folder = a_city(tmp_path / str(number), only=(), said={"area": "x"})
        write(folder / name, [row])
        a_city(folder, only=(), said={"area": "x"} | said)
        bounds.append(made(folder).manifest.bounds)

    assert bounds[0][:2] == bounds[1][:2] == (1_136_805_000, 347_605_000)
    assert abs(bounds[2][0] - bounds[0][0]) > 40_000


def test_the_ledger_is_in_the_pack(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    folder = a_city(tmp_path / "city", only=STREETS, grids=[a_grid(1), a_grid(2, 0.5), a_grid(1)])
    write(folder / "grid.geojson", [a_grid(3)])
    (folder / "earlier.problems.csv").write_text("file,where\n")

    pack = made(folder)

    with closing(sqlite3.connect(pack.files["reference.db"])) as database:
        meta: dict[str, Any] = dict(database.execute("SELECT * FROM meta").fetchall())
    assert (json.loads(meta["rejected"]), json.loads(meta["told"])) == ({"duplicate": 1, "no_layer": 1}, {"overlap": 1})
    assert ("file", "no_layer", False) in told(pack)
