"""What stands in the demo city: premises with addresses, permits, assets with codes, and what happened before."""

import csv
import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import past, plane
from inspector_app.demo.city.making import City
from inspector_app.domain import datum
from inspector_app.domain.reference.history import What
from tests.city.conftest import DAY

ROAD = re.compile(r"金水区(.+?)(?:西段)?\d+号")

pytestmark = pytest.mark.xdist_group("city")


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as told:
        return list(csv.DictReader(told))


def test_premises_are_told_in_gcj02_and_lie_in_the_district_at_the_road_of_their_address(
    city: City, city_folder: Path
) -> None:
    rows = table(city_folder / "premises.gcj02.csv")
    named: dict[str, Any] = {}
    for street in city.streets:
        named.setdefault(street.name, []).append(street.drawn)
    district = plane.metres(city.areas[0].shape)

    wrong = []
    for row in rows:
        lon, lat = datum.to_wgs84(float(row["lon"]), float(row["lat"]))
        spot = plane.metres(shapely.Point(lon * 1e7, lat * 1e7))
        name = ROAD.fullmatch(row["address"])
        lines = named.get(name[1], []) if name else []
        if not district.contains(spot) or min((line.distance(spot) for line in lines), default=999) > 160:
            wrong.append(row["address"])
    assert len(rows) == 3000
    # What the demo shift says where it is, in its own words.
    assert set(wrong) <= {f"金水区{one['address']}" for one in city.plan.told["premises"]}


def test_houses_whose_number_the_demo_names_have_it(city: City, city_folder: Path) -> None:
    shops = table(city_folder / "premises.gcj02.csv")
    numbers = [row["address"] for row in shops if row["address"].startswith("金水区纬五路")]

    assert "金水区纬五路38号" in numbers
    assert len(set(numbers)) > 8
    sides = Counter(int("".join(sign for sign in one if sign.isdigit())) % 2 for one in numbers)
    assert sides.keys() == {0, 1}


def test_codes_of_assets_are_those_of_the_district_and_given_once(city: City, city_folder: Path) -> None:
    codes = [row["code"] for row in table(city_folder / "assets.csv")]

    assert len(codes) > 2000
    assert (len(set(codes)), {len(code) for code in codes}, {code[:6] for code in codes}) == (
        len(codes),
        {16},
        {"410105"},
    )


def test_what_happened_is_of_the_year_before_and_in_the_words_of_the_history(city: City, city_folder: Path) -> None:
    rows = table(city_folder / "history.csv")
    days = [(DAY - datetime.fromisoformat(row["at"]).date()).days for row in rows]

    assert {row["what"] for row in rows} == set(What)
    assert {row["category"] for row in rows} == {"stall", "parking"}
    assert all((row["what"] == "ordered") == bool(row["until"]) for row in rows)
    assert 0 <= min(days) <= 30
    assert 300 < max(days) < past.DAYS
    assert all(row["subject"][2] == "0" for row in rows if row["category"] == "parking")  # no plate that is given out


def test_permits_count_from_the_day_of_the_survey(city: City, city_folder: Path) -> None:
    rows = table(city_folder / "permits.csv")
    site = next(row for row in rows if "农业路8号" in row["name"])

    assert (DAY - date.fromisoformat(site["last"])).days == 53  # as the demo shift finds it
    assert all(row["first"] < row["last"] for row in rows)
    assert len({row["permit"] for row in rows}) == len(rows) > 50


def test_every_unit_that_is_named_is_told(city: City, city_folder: Path) -> None:
    units = {row["code"] for row in table(city_folder / "units.csv")}
    roads = json.loads((city_folder / "roads.geojson").read_text(encoding="utf-8"))["features"]

    assert {grid.unit for grid in city.grids} | {one["properties"]["unit"] for one in roads} == units


def test_relief_points_are_those_of_the_demo(city: City, city_folder: Path) -> None:
    assert [row["code"] for row in table(city_folder / "relief_points.csv")] == [f"demo-rp-{at}" for at in range(1, 9)]
