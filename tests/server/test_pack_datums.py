"""A file whose datum nobody said, or said wrongly, is told with what its rows say: 500 m that the numbers alone do not show."""

import csv
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain import datum
from sync.server.packs import areas, cells, evidence, folder
from sync.server.packs.codes import Codes
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadFolder, Ledger
from sync.server.packs.making import Made
from tests.packs import LAT, LON, Row, a_city, drawn, in_gcj02, line, made, point, square, table, told, write

UNSAID: dict[str, Any] = {"datum": {}}
AT = [n * 0.0004 for n in range(40)]
NAMED: list[Row] = [
    ({"name": f"店{n}", "address": f"经三路{n}号"}, point(LON + 0.0001, LAT + at)) for n, at in enumerate(AT)
]
ROAD = {"name": "经三路", "class": "main"}, line((LON, LAT - 0.01), (LON, LAT + 0.03))


def moved(rows: list[Row]) -> list[Row]:
    return [(said, in_gcj02(shape)) for said, shape in rows if shape is not None]


def with_shops(city: Path, file: str, rows: list[Row], **said: Any) -> Made:
    """A city whose districts and one road are known, and a file of shops."""
    a_city(city, only=(), said=said or UNSAID)
    for layer, its in (("districts", DISTRICTS), ("roads", [ROAD])):
        write(city / f"{layer}.wgs84.geojson", its)
    write(city / file, rows)
    return made(city)


DISTRICTS: list[Row] = [({"code": "410105", "name": "金水区"}, square(LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1))]


@pytest.mark.parametrize(
    ("file", "rows", "words"),
    [
        ("premises.geojson", moved(NAMED), "taken as WGS-84, which nobody said, but 40 of the 40 rows"),
        ("premises.gcj02.geojson", NAMED, "said to be GCJ-02, but 40 of the 40 rows"),
        ("premises.wgs84.geojson", moved(NAMED), "only if it is GCJ-02; look, and say datum in city.json"),
    ],
)
def test_a_file_whose_rows_contradict_its_datum_makes_no_pack(
    tmp_path: Path, file: str, rows: list[Row], words: str
) -> None:
    with pytest.raises(BadFolder, match=words):
        with_shops(tmp_path / "city", file, rows)


def test_a_file_of_which_a_part_contradicts_its_datum_is_told_and_nothing_is_moved(tmp_path: Path) -> None:
    pack = with_shops(tmp_path / "city", "premises.wgs84.geojson", [*moved(NAMED), *NAMED[:11]])

    assert told(pack) == [("file", "wrong_datum", True)]
    assert "said to be WGS-84, but 40 of the 51 rows" in pack.ledger.told[0].text
    assert pack.manifest.counts["premises"] == 51


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (NAMED, "40 of the 40 rows that tell it from GCJ-02 bear that out"),
        (NAMED[:1], "nobody said its datum: it is taken as WGS-84"),
    ],
)
def test_a_datum_that_nobody_said_is_told_with_the_evidence(tmp_path: Path, rows: list[Row], words: str) -> None:
    pack = with_shops(tmp_path / "city", "premises.geojson", rows)

    assert told(pack) == [("file", "no_datum", True)]
    assert words in pack.ledger.told[0].text
    assert pack.manifest.counts["premises"] == len(rows)


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("premises.gcj02.geojson", moved(NAMED)),
        ("premises.GCJ-02.geojson", moved(NAMED)),
        ("premises.wgs84.geojson", NAMED),
    ],
)
def test_a_datum_that_was_said_and_fits_is_no_news(tmp_path: Path, file: str, rows: list[Row]) -> None:
    assert told(with_shops(tmp_path / "city", file, rows)) == []


def test_a_file_whose_own_crs_the_rows_contradict_makes_no_pack(tmp_path: Path) -> None:
    city = tmp_path / "city"
    with_shops(city, "roads_around.geojson", [])
    drawn(city / "premises.gpkg", moved(NAMED), "Point")

    with pytest.raises(BadFolder, match="only if it is GCJ-02"):
        made(city)


def test_thousands_of_rows_are_weighed_exactly() -> None:
    assert evidence.is_clear(2_000, 1_000)
    assert not evidence.is_clear(1_510, 1_490)
    assert evidence.is_clear(10, 0)
    assert not evidence.is_clear(9, 0)


@pytest.mark.parametrize("name", ["GCJ-02", "gcj02", "urn:x:GCJ02"])
def test_a_crs_member_may_say_gcj02(tmp_path: Path, name: str) -> None:
    city = a_city(tmp_path / "city", only=(), said={"area": "x"})
    rows = moved([({"name": "店"}, point())])
    write(city / "premises.geojson", rows, crs={"type": "name", "properties": {"name": name}})

    pack = made(city)

    assert (told(pack), pack.manifest.bounds[:2]) == ([], (1_136_805_000, 347_605_000))


def test_codes_name_their_districts(tmp_path: Path) -> None:
    """Streets on the western edge, 300 m wide: in the other reading they are out of their district."""
    west = LON - 0.1
    streets: list[Row] = [
        (
            {"code": f"4101050{n:02}", "name": f"第{n}街道"},
            square(west, LAT + n * 0.001, west + 0.003, LAT + n * 0.001 + 0.001),
        )
        for n in range(1, 13)
    ]
    city = a_city(tmp_path / "city", only=(), said=UNSAID, streets=streets)
    write(city / "districts.wgs84.geojson", DISTRICTS)

    assert "12 of the 12 rows that tell it from GCJ-02 bear that out" in made(city).ledger.told[0].text


def test_a_datum_for_all_counts_where_a_file_says_none(tmp_path: Path) -> None:
    """What a file's CRS or its name says is believed more."""
    city = a_city(tmp_path / "city", only=(), said={"area": "x", "datum": "gcj02"})
    write(city / "car_parks.wgs84.geojson", [({"name": "甲"}, point())])
    drawn(city / "assets.gpkg", [({"code": "1", "class": "bench"}, point())], "Point")
    write(city / "premises.geojson", moved([({"name": "店"}, point())]))

    pack = made(city)

    assert told(pack) == []
    west, south, east, north = pack.manifest.bounds
    assert (east - west, north - south) < (2, 2), "all three at one place, to a centimetre"


@pytest.fixture(scope="module")
def zhengzhou(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> "Zhengzhou":
    """The real districts, and the 2 919 real premises as they were published: in GCJ-02."""
    name = "zhengzhou-districts.gcj02.geojson"
    said = {"files": {name: {"layer": "districts", "columns": {"code": "adcode"}}}}
    city = a_city(tmp_path_factory.mktemp("real") / "city", only=(), said=said)
    (city / name).write_bytes((shared_data / "places" / name).read_bytes())
    with (shared_data / "premises/jinshui-restaurants.gcj02.csv").open(encoding="utf-8-sig") as rows:
        return areas.read(folder.read(city), Codes({}, {}), Ledger())[1], list(csv.DictReader(rows))


Zhengzhou = tuple[Ground, list[dict[str, str]]]


def told_of(folder_of: Path, zhengzhou: Zhengzhou, file: str, *, in_gcj02: bool) -> list[str]:
    """What is told of the real premises. They name their district alone: those near its edge tell."""
    ground, rows = zhengzhou
    spots = [(float(row["lon"]), float(row["lat"])) for row in rows]
    kept = [
        {"district": row["district"]} | dict(zip(("lon", "lat"), at if in_gcj02 else datum.to_wgs84(*at), strict=True))
        for row, at in zip(rows, spots, strict=True)
    ]
    city = a_city(folder_of / "city", only=(), said=UNSAID)
    table(city / file, kept)
    ledger = Ledger()
    cells.rows(folder.read(city).of("premises")[0], ground, ledger)
    return [f"{one.reason}: {one.text}" for one in ledger.told]


@pytest.mark.parametrize(
    ("is_gcj02", "file", "words"),
    [
        (True, "premises.csv", "but 89 of the 101 rows that tell the two apart"),
        (False, "premises.gcj02.csv", "but 132 of the 144 rows that tell the two apart"),
    ],
)
def test_real_premises_in_another_datum_make_no_pack(
    tmp_path: Path, zhengzhou: Zhengzhou, is_gcj02: bool, file: str, words: str
) -> None:
    with pytest.raises(BadFolder, match=words):
        told_of(tmp_path, zhengzhou, file, in_gcj02=is_gcj02)


def test_real_premises_bear_out_their_datum(tmp_path: Path, zhengzhou: Zhengzhou) -> None:
    (said,) = told_of(tmp_path, zhengzhou, "premises.csv", in_gcj02=False)

    assert said.startswith("no_datum: ")
    assert "132 of the 144 rows that tell it from GCJ-02 bear that out" in said
