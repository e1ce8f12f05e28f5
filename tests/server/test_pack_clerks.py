"""Files as clerks make them with Excel, WPS, QGIS and ArcGIS: what is clear is taken, the rest is said in a sentence that helps."""

import json
from pathlib import Path

import pytest

from sync.server.packs import areas, points
from sync.server.packs import folder as folders
from sync.server.packs.codes import Codes
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadFolder, Ledger
from sync.server.packs.making import Made
from tests.packs import HISTORY, a_city, drawn, line, made, point, table, told, write

HEAD, SHOP = "name,address,lon,lat\n", "老店,经三路1号,113.681,34.761\n"
TABLE = HEAD + SHOP
SQUARE = '"POLYGON ((113.68 34.76, 113.681 34.76, 113.681 34.761, 113.68 34.761, 113.68 34.76))"'


def built(folder: Path, name: str, content: str | bytes, city: str | bytes = "") -> Made:
    a_city(folder, only=("districts", "streets", "communities"))
    for file, text in ((name, content), ("city.json", city)):
        if text:
            (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    return made(folder)


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("gbk"), TABLE.encode("utf-8-sig"), TABLE.encode("utf-16"), TABLE.replace(",", "\t"), TABLE.replace(",", ";"),
        TABLE.replace("\n", "\r\n"), HEAD + "\n,,,\n" + SHOP + ",,,\n", HEAD.replace("name", " NAME ").replace("lon", "Lon") + SHOP,
        "name,,lon,lat,,\n老店,,113.681,34.761,,\n", HEAD + "老店,经三路,113°40′51.6″,34°45′39.6″\n", HEAD + "老店,经三路,113.681E,34.761N\n",
        HEAD + '老店,经三路,"113°40\'51.6""",34°45\'39.6"\n',
    ],
)  # fmt: skip
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, content: str | bytes) -> None:
    pack = built(tmp_path / "city", "premises.csv", content)

    assert told(pack) == []
    assert pack.manifest.counts["premises"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TABLE.encode() + b"\xff\xff\x80\xff,x,113.68,34.76\n", "premises.csv, line 3: neither UTF-8 nor GB18030; save the file again as UTF-8"),
        (TABLE.encode() + "新店,经三路2号,113.68,34.76\n".encode("gbk"), "premises.csv, line 3: neither"),
        (b"PK\x03\x04" + bytes(range(256)), "premises.csv is a workbook or an archive and no text: save it as CSV (UTF-8)"),
        ("<html><table>", "premises.csv is a web page or XML"),
        (TABLE.replace(",", "，"), "premises.csv, line 1: the commas are wide ones"),
        ("金水区餐饮一览表,,,\n" + TABLE, "line 1: 金水区餐饮一览表 is a title; delete it"),
        ("金水区餐饮一览表\n" + TABLE, "line 1: 金水区餐饮一览表 is a title; delete it"),
        ("", "line 1: the first row names the columns, each once, and it is empty"),
        ("name,name,lon,lat\n", "and name stands there twice"),
        (TABLE + '"新店,经三路2号,113.681,34.761\n' + SHOP * 5, 'premises.csv, line 3 to 8: a quote (") opens and is not closed'),
        (TABLE + '"新店"x,经三路2号,113.681,34.761\n', 'premises.csv, line 3: a quote (") within a cell'),
        (HEAD + "老店,经三路,12654911.0,4132331.0\n", "are no degrees, but metres of EPSG:3857, by which it would"),
        (HEAD + "老店,经三路,470811.5,3848193.2\n", "metres of EPSG:4547, by which it would: export it in degrees, or say crs in city.json"),
        (HEAD + "老店,经三路,38470811.5,3848193.2\n", "metres of EPSG:4526, by"),
        (HEAD + "老店,经三路,745500.0,3850600.0\n", "metres of EPSG:4508, by"),
        (HEAD + "老店,经三路,3848193.2,470811.5\n", "metres of EPSG:4547, by which it would with north before east: exchange the two, and export"),
        (HEAD + "老店,经三路,113681000,34761000\n", "113681000, 34761000 are no degrees: export it in degrees of CGCS2000"),
        ("title,lon,lat\n" + "老店,113.681,34.761\n" * 20, "none of its 20 rows can be taken; line 2: there is no name; the file has the columns title"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_says_where_and_what_to_do(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(BadFolder) as trouble:
        built(tmp_path / "city", "premises.csv", content or "\n")

    assert said in str(trouble.value)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("premises.csv", "名称,地址,经度,纬度\n" + SHOP, "no position; the file has the columns 名称, 地址, 经度, 纬度: city.json says which is which"),
        ("premises.csv", "title,lon,lat\n老店,113.681,34.761\n", "there is no name; the file has the columns title, lon, lat"),
        ("premises.csv", HEAD + "老店,经三路,不详,\n", "lon and lat are degrees like 113.68 and 34.76, not 不详 and nothing"),
        ("grids.csv", 'code,wkt\n410105001001001,"POLYGON ((1 1, 2 2"\n', "wkt is no shape: "),
        ("grids.csv", f"code,wkt\n4.10105E+14,{SQUARE}\n", "code: 4.10105E+14 was rounded by a spreadsheet; make the column text there"),
        ("assets.csv", "code,class,lon,lat\n4.10105E+15,bench,113.681,34.761\n", "was rounded by a spreadsheet"),
        ("roads.csv", 'name,class,police_strict,wkt\n经三路,main,是,"LINESTRING (113.68 34.76, 113.68 34.77)"\n', "police_strict: 0 or 1, not 是"),
        ("permits.csv", "permit,first,last,lon,lat\n许1,5/1/2026,2026-12-31,113.681,34.761\n", "first: a day like 2026-11-27, not 5/1/2026"),
        ("premises.xlsx", b"PK\x03\x04", "packs read .geojson, .json, .gpkg, .shp, .csv: export it as one of them"),
    ],
)  # fmt: skip
def test_a_row_that_is_left_out_says_what_is_wanted(tmp_path: Path, file: str, content: str | bytes, said: str) -> None:
    (one,) = built(tmp_path / "city", file, content).ledger.told

    assert (said in one.text, one.kept) == (True, False), one.text


@pytest.mark.parametrize(
    "day", ["2026/1/5", "2026.1.5", "2026年1月5日", "20260105", "2026-01-05 00:00:00", "２０２６-１-５"]
)
def test_a_day_is_read_in_the_forms_of_spreadsheets(tmp_path: Path, day: str) -> None:
    text = f"permit,first,last,lon,lat\n许1,{day},2026-12-31,113.681,34.761\n"

    assert told(built(tmp_path / "city", "permits.csv", text)) == []


@pytest.mark.parametrize("at", ["2026/11/20 9:00", "2026-11-20 09:00:00", "2026-11-20T09:00", "2026/11/20 9:00:00"])
def test_a_moment_is_read_in_the_forms_of_spreadsheets(tmp_path: Path, at: str) -> None:
    text = f"subject,category,what,at\n煎饼车,stall,violated,{at}\n"

    assert told(built(tmp_path / "city", "history.csv", text)) == []


@pytest.mark.parametrize("code", ["410105001001001.0", "'410105001001001", "４１０１０５００１００１００１"])
def test_a_code_is_read_as_spreadsheets_spoil_it(tmp_path: Path, code: str) -> None:
    assert told(built(tmp_path / "city", "grids.csv", f"code,wkt\n{code},{SQUARE}\n")) == []


@pytest.mark.parametrize(
    ("city", "said"),
    [
        ("[]", "city.json: a list of names in { } is wanted, and a list in [ ] is there"),
        ('{"area":410100,"name":"x"}', "city.json: area: a text in quotes is wanted, and a number is there"),
        ('{"area":"410100","name":"x","datum":"GCJ-02"}', "city.json: datum: wgs84, cgcs2000, gcj02, not 'GCJ-02'"),
        ('{"area":"410100","name":"x","files":{"premises.csv":{"datum":"bd09"}}}', "city.json: files.datum: wgs84, cgcs2000, gcj02, not 'bd09'"),
        ('{"area":"410100","name":"x","files":{"premises.csv":{"colums":{}}}}', "there is no `colums`; a file has layer, datum, crs, columns"),
        ('{"area":"","name":"x"}', "city.json: area: it is empty"),
        ('{"area":"410100",\n"name":"x",}', "city.json: line 2: no JSON: trailing comma in object"),
        ('{"area":"410100",\n"name":"x"', "city.json: line 2: no JSON"),
        (b'{"area":"410100",\n"name":"\xff\xff"}', "city.json, line 2: neither UTF-8 nor GB18030"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_city_json_is_said_as_who_wrote_it_would(tmp_path: Path, city: str | bytes, said: str) -> None:
    with pytest.raises(BadFolder) as trouble:
        built(tmp_path / "city", "premises.csv", TABLE, city)

    assert said in str(trouble.value)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_city_json_is_read_however_it_was_saved(tmp_path: Path, encoding: str) -> None:
    city = json.dumps({"area": "410100", "name": "郑州市", "datum": "wgs84"}, ensure_ascii=False).encode(encoding)

    assert built(tmp_path / "city", "premises.csv", TABLE, city).manifest.name == "郑州市"


def test_metres_are_read_by_the_crs_that_city_json_says(tmp_path: Path) -> None:
    city = {"area": "410100", "name": "x", "datum": "wgs84", "files": {"premises.csv": {"crs": "EPSG:3857"}}}
    pack = built(tmp_path / "city", "premises.csv", HEAD + "老店,经三路,12654911.0,4132331.0\n", json.dumps(city))

    assert told(pack) == []
    assert pack.manifest.counts["premises"] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "premises.json",
            '{"type":"Topology","objects":{}}',
            "premises.json is no FeatureCollection but a Topology: export it as GeoJSON",
        ),
        ("premises.geojson", '{"type":"Point","coordinates":[113.681,34.761]}', "is no FeatureCollection but a Point"),
        ("premises.shp", b"\0\0\x27\x0a", "premises.shp cannot be read: its .shx and .dbf is not beside it"),
    ],
)
def test_what_a_map_program_calls_otherwise_is_named(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    with pytest.raises(BadFolder, match=said):
        built(tmp_path / "city", name, content)


def test_what_a_library_finds_is_told_without_its_own_names(tmp_path: Path) -> None:
    shape = '{"type":"Point","coordinates":["113.681","34.761"]}'
    text = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"name":"店"}},"geometry":{shape}}}]}}'

    (one,) = built(tmp_path / "city", "premises.geojson", text).ledger.told

    assert one.text == "no shape: type must be number, but is string"


@pytest.mark.parametrize("said", ["OEM", "ANSI 936", "936", "GBK", "UTF-8", "", "nonsense"])
@pytest.mark.parametrize("name", ["葛记焖饼", "住宅", "联通"])
@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_texts_of_a_shapefile_count_and_not_what_is_said_of_them(
    tmp_path: Path, said: str, encoding: str, name: str
) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    drawn(folder / "premises.shp", [({"name": name}, point())], "Point", encoding)
    (folder / "premises.cpg").write_text(said, "ascii")

    (shop,) = points.read(folders.read(folder), [], Codes({}, {}), Ground(), Ledger())

    assert shop.name == name


@pytest.mark.parametrize(
    ("layer", "code", "digits"),
    [("districts", "410105000000", 6), ("streets", "410105001000", 9), ("communities", "410105001001", 12)],
)
def test_a_code_is_read_as_statistics_write_it(tmp_path: Path, layer: str, code: str, digits: int) -> None:
    folder = a_city(tmp_path / "city", only=(), said={"area": "x"})
    table(folder / f"{layer}.csv", [{"code": code, "name": "某地", "lon": 113.681, "lat": 34.761}])

    found, _ = areas.read(folders.read(folder), Codes({}, {}), Ledger())

    assert [one.code for one in found] == [code[:digits]]


def test_a_number_is_read_as_spreadsheets_spoil_it(tmp_path: Path) -> None:
    text = "name,spaces,bicycles,lon,lat\n经三路,120.0,３０,113.681,34.761\n"

    assert told(built(tmp_path / "city", "car_parks.csv", text)) == []


WEST, EAST = (113.675, 34.76), (113.69, 34.76)


def test_a_road_that_an_older_file_has_too_is_taken_once_and_told(tmp_path: Path) -> None:
    folder, road = tmp_path / "city", {"name": "纬四路", "class": "branch"}
    a_city(folder, only=("districts",), roads=[(road, line(WEST, EAST)), (road | {"class": "main"}, line(WEST, EAST))])
    write(folder / "roads.old.geojson", [(road, line(EAST, WEST))])  # drawn the other way

    pack = made(folder)

    assert told(pack) == [("feature 1", "duplicate", False)]
    assert pack.ledger.told[0].text == "纬四路: the same as feature 1 of roads.geojson"
    assert pack.manifest.counts["roads"] == 2


def test_a_whole_file_that_stands_there_twice_ends_no_build(tmp_path: Path) -> None:
    shops = HEAD + "".join(f"店{number},经三路{number}号,113.681,34.761\n" for number in range(25))
    built(tmp_path / "city", "premises.csv", shops)
    pack = built(tmp_path / "city", "premises.2025.csv", shops)

    assert [why for _, why, _ in told(pack)] == ["duplicate"] * 25
    assert pack.manifest.counts["premises"] == 25


def test_what_happened_once_is_counted_once_and_its_second_row_told(tmp_path: Path) -> None:
    again = HISTORY.splitlines()[0] + "\n豫A12345,parking,violated,2026-11-20T09:00,\n"
    folder = a_city(tmp_path / "city", only=("districts",))
    for name, text in (("history.csv", HISTORY), ("history.autumn.csv", again)):
        (folder / name).write_text(text, "utf-8")

    pack = made(folder)

    assert [(one.file, one.where, one.reason) for one in pack.ledger.told] == [("history.csv", "line 2", "duplicate")]


def test_an_order_whose_deadline_lies_before_it_is_left_out(tmp_path: Path) -> None:
    folder = a_city(tmp_path / "city", only=("districts",))
    row = "煎饼车,stall,ordered,2026-11-25T10:00,2026-11-25T09:59"
    (folder / "history.csv").write_text(f"{HISTORY}{row}\n", "utf-8")

    (one,) = made(folder).ledger.told

    assert str(one) == "history.csv, line 6: until (2026-11-25T09:59) is before at (2026-11-25T10:00) (bad_value)"


def test_what_has_not_happened_yet_is_left_out_and_told(tmp_path: Path) -> None:
    """A year was mistyped: it vanished without a word, and the party had no history."""
    folder = a_city(tmp_path / "city", only=("districts",))
    (folder / "history.csv").write_text(f"{HISTORY}煎饼车,stall,violated,2062-11-25T10:00,\n", "utf-8")

    (one,) = made(folder).ledger.told

    assert str(one) == (
        "history.csv, line 6: at (2062-11-25T10:00) lies ahead of the moment that this pack is made (bad_value)"
    )


@pytest.mark.parametrize("name", ["grids.geojson", "city.json"])
def test_a_web_page_in_place_of_a_map_is_not_called_a_table(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFolder, match=rf"^{name} is a web page or XML and no text: make it anew$"):
        built(tmp_path / "city", name, "<html>log in</html>")


@pytest.mark.parametrize("at", ["721-v1.1/rules.csv", "721-v1.1.xlsx"])
def test_a_policy_that_lies_deeper_or_is_a_workbook_is_not_passed_over(tmp_path: Path, at: str) -> None:
    file = tmp_path / "city" / "policy" / at
    file.parent.mkdir(parents=True)
    file.write_text("x", "utf-8")

    with pytest.raises(BadFolder, match=r"^policy/ holds no table: the \.csv files of a policy pack lie right in it"):
        made(a_city(tmp_path / "city", only=("districts",)))
