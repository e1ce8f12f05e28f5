"""The demo city, made: drawn from its plan, written as a bureau's folder."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import (
    blocks,
    communities,
    folder,
    grids,
    ground,
    houses,
    network,
    past,
    plan,
    plane,
    points,
)
from inspector_app.demo.city.addresses import Addresses
from inspector_app.demo.city.grids import Area, Grid
from inspector_app.demo.city.ground import Patch
from inspector_app.demo.city.houses import House
from inspector_app.demo.city.network import Street

DAY = date(2026, 11, 1)  # when the demo's survey was made; permits and what happened before count from here


@dataclass(frozen=True, slots=True)
class City:
    """Everything that is drawn: shapes of areas, grids and roads on the lattice of degrees × 10⁷, the rest in metres."""

    plan: plan.Plan
    parted: blocks.Parted
    streets: Sequence[Street]
    areas: Sequence[Area]
    grids: Sequence[Grid]
    waters: Sequence[Patch]
    greens: Sequence[Patch]
    houses: Sequence[House]


def draw(resources: Path) -> City:
    """The city of the plan; the same plan gives the same city."""
    told = plan.read(resources)
    parted = blocks.part(told)
    streets = network.roads(told, parted.cuts, parted.district)
    waters = ground.water(told)
    built, pitches = houses.build(parted.lots, ground.Taken(told, streets, waters))
    areas, cells = grids.divide(told, parted, communities.group(told, parted), streets)
    greens = [*ground.green(parted, streets, waters), *pitches]
    return City(told, parted, streets, areas, cells, waters, greens, built)


def make(out: Path, resources: Path, day: date = DAY) -> City:
    """Writes the layers into the folder `out`; the same day gives the same bytes."""
    city = draw(resources)
    out.mkdir(parents=True, exist_ok=True)
    _city_json(out, city.plan.told)
    _areas(out, city)
    _roads(out, city)
    _map_alone(out, city)
    _points(out, city, resources, day)
    return city


def _city_json(out: Path, told: Mapping[str, Any]) -> None:
    said = {"area": told["area"], "name": told["name"], "attribution": told["attribution"], "datum": "wgs84"}
    (out / "city.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _areas(out: Path, city: City) -> None:
    for kind, file in (("district", "districts"), ("street", "streets"), ("community", "communities")):
        told = [area for area in city.areas if area.kind == kind]
        folder.shapes(
            out / f"{file}.geojson",
            (({"code": one.code, "name": one.name, "parent": one.parent, "first": grids.SINCE}, one.shape) for one in told),
        )  # fmt: skip
    folder.shapes(out / "grids.geojson", ((_grid(one), one.shape) for one in city.grids))
    streets = [area for area in city.areas if area.kind == "street"]
    units = [
        {
            "code": grids.unit_of(area.code),
            "name": f"{area.name.removesuffix('街道')}中队",
            "phone": f"000-7210{at:03d}",
        }
        for at, area in enumerate(streets, 1)
    ]
    folder.table(
        out / "units.csv", [*units, {"code": _ROADS_UNIT, "name": "金水区市政设施养护所", "phone": "000-7219001"}]
    )


def _grid(one: Grid) -> dict[str, Any]:
    return {
        "code": one.code, "community": one.community, "unit": one.unit, "zone": one.zone, "land_use": one.land_use,
        "level": one.level, "area_dm2": one.area_dm2, "first": one.first, "last": one.last,
    }  # fmt: skip


def _roads(out: Path, city: City) -> None:
    def told(street: Street) -> dict[str, Any]:
        mode, zone, police_strict = network.zone(street)
        return {
            "code": street.code, "name": street.name, "class": street.rank, "mode": mode, "zone": zone,
            "police_strict": police_strict, "width_cm": round(street.width * 100), "unit": _ROADS_UNIT, "first": grids.SINCE,
            "last": "",
        }  # fmt: skip

    for file, is_inside in (("roads", True), ("roads_around", False)):
        chosen = [street for street in city.streets if street.is_inside is is_inside]
        folder.shapes(out / f"{file}.geojson", ((told(street), street.line) for street in chosen))


def _map_alone(out: Path, city: City) -> None:
    """Layers that only the map shows."""
    for file, patches in (("water", city.waters), ("green", city.greens)):
        drawn = folder.drawn(({"name": one.name, "class": one.kind}, one.shape) for one in patches)
        folder.shapes(out / f"{file}.geojson", drawn)
    built = folder.drawn(({"name": one.name, "class": one.kind}, one.shape) for one in city.houses)
    folder.shapes(out / "buildings.geojson", built)
    tracks = [({"name": one.name, "class": "rail"}, shapely.simplify(one.line, 0.3)) for one in city.plan.rails]
    stations = [
        ({"name": one["name"], "class": "station"}, shapely.Point(one["at"])) for one in city.plan.told["stations"]
    ]
    folder.shapes(out / "rail.geojson", folder.drawn([*tracks, *stations]))


def _points(out: Path, city: City, resources: Path, day: date) -> None:
    district = shapely.make_valid(plane.metres(city.areas[0].shape))
    shapely.prepare(district)
    lots = city.parted.lots
    at = Addresses(city.plan.told["district"], city.streets, city.plan.told["numbers"])
    shops = list(points.premises(city.plan, city.houses, district, at))
    folder.points(out / "premises.gcj02.csv", shops, gcj02=True)
    folder.points(out / "car_parks.csv", points.car_parks(lots, district, at))
    folder.points(out / "permits.csv", points.permits(city.plan, city.streets, district, at, day))
    folder.points(out / "assets.csv", points.assets(city.plan.told["area"], city.streets, district))
    folder.points(out / "history.csv", past.rows(shops, day))
    folder.table(out / "relief_points.csv", _relief_points(resources))


def _relief_points(resources: Path) -> list[dict[str, str]]:
    with (resources / "demo" / "relief_points.csv").open(encoding="utf-8", newline="") as told:
        return [{"code": row.pop("id"), **row} for row in csv.DictReader(told)]


_ROADS_UNIT = "410105-SZ"
