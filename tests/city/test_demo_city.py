"""The demo city: the same every time, without gaps or overlaps, and where the demo shift says that things are."""

import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest
import shapely  # type: ignore[import-untyped]

from inspector_app import paths
from inspector_app.demo.city import ground, plane
from inspector_app.demo.city.making import City

pytestmark = pytest.mark.xdist_group("city")  # made once, by one worker
DIGESTS = Path(__file__).parent.parent / "data" / "demo_city.json"


def test_the_same_plan_gives_the_same_bytes(city: City, city_folder: Path) -> None:
    """Whoever changes what is drawn looks at it first, and then writes the new digests."""
    layers = sorted(file for file in city_folder.iterdir() if file.suffix != ".pmtiles")

    assert {file.name: digest(file) for file in layers} == json.loads(DIGESTS.read_text(encoding="utf-8"))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_grids_of_today_fill_their_communities_and_never_overlap(city: City) -> None:
    members = defaultdict(list)
    for grid in city.grids:
        if not grid.last:
            members[grid.community].append(grid.shape)
    communities = {area.code: area.shape for area in city.areas if area.kind == "community"}

    assert members.keys() == communities.keys()
    for code, shape in communities.items():
        assert shapely.equals_exact(shapely.normalize(shapely.union_all(members[code])), shapely.normalize(shape))
        assert sum(grid.area for grid in members[code]) == shape.area  # whole numbers: not a centimetre twice


def test_streets_are_their_communities_and_the_district_is_its_streets(city: City) -> None:
    by_code = {area.code: area for area in city.areas}
    district = city.areas[0]

    for parent in (area for area in city.areas if area.kind != "community"):
        children = [area.shape for area in city.areas if area.parent == parent.code]
        assert sum(shape.area for shape in children) == parent.shape.area
        assert shapely.union_all(children).equals(parent.shape)
    assert {by_code[area.parent].code for area in city.areas if area is not district} <= by_code.keys()
    assert all(area.shape.geom_type == "Polygon" and area.shape.is_valid for area in city.areas)


def test_codes_nest_and_are_given_once(city: City) -> None:
    told = {area.code: area for area in city.areas}
    lengths = {area.kind: len(area.code) for area in city.areas}
    codes = [grid.code for grid in city.grids]

    assert lengths == {"district": 6, "street": 9, "community": 12}
    assert len(told) == len(city.areas)
    assert all(area.code.startswith(area.parent) for area in city.areas[1:])
    assert {code[:12] for code in codes} == {area.code for area in city.areas if area.kind == "community"}
    assert (len(set(codes)), {len(code) for code in codes}) == (len(codes), {15})
    assert len({area.name for area in city.areas}) == len(city.areas)


def test_grids_are_about_ten_thousand_square_metres(city: City) -> None:
    today = [grid.area_dm2 / 100 for grid in city.grids if not grid.last]

    assert 2000 < len(today) < 5000
    assert 8000 < median(today) < 11_000
    assert min(today) > 2000
    assert max(today) < 20_000


def test_a_replaced_grid_is_two_of_today_together(city: City) -> None:
    before = [grid for grid in city.grids if grid.last]
    tree = shapely.STRtree([grid.shape for grid in city.grids])

    assert 20 < len(before) < 100
    for old in before:
        inner = [city.grids[at] for at in tree.query(old.shape, predicate="covers").tolist()]
        new = [grid for grid in inner if not grid.last]
        assert sum(grid.shape.area for grid in new) == old.shape.area
        assert len(new) == 2
        assert all(old.last < grid.first for grid in new)


def test_every_way_is_reached_from_every_other(city_folder: Path, city: City) -> None:
    lines = [street.line for street in city.streets]
    pieces = shapely.get_parts(shapely.node(shapely.multilinestrings(lines)))
    corners = set(map(tuple, shapely.get_coordinates(lines).tolist()))
    joins = Counter(tuple(end) for piece in pieces for end in shapely.get_coordinates(piece)[[0, -1]].tolist())

    assert joins.keys() <= corners  # roads cross at corners that both have
    assert reached(pieces) == joins.keys()


def reached(pieces: Any) -> set[tuple[float, float]]:
    """The ends that one walks to from the first."""
    near = defaultdict(set)
    for piece in pieces:
        one, other = map(tuple, shapely.get_coordinates(piece)[[0, -1]].tolist())
        near[one].add(other)
        near[other].add(one)
    found, waiting = set(), [next(iter(near))]
    while waiting:
        spot = waiting.pop()
        if spot not in found:
            found.add(spot)
            waiting.extend(near[spot])
    return found


def places() -> list[tuple[str, float, float, str]]:
    """Address, lon, lat and road class of what the demo shift finds; relief points without a class."""
    demo = paths.resources() / "demo"
    shift = json.loads((demo / "shift.json").read_text(encoding="utf-8"))
    found = [
        (one["address"], one["lon"] / 1e7, one["lat"] / 1e7, one["facts"]["road_class"]) for one in shift["findings"]
    ]
    for line in (demo / "relief_points.csv").read_text(encoding="utf-8").splitlines()[1:]:
        _, name, address, lat, lon, *_ = line.split(",")
        found.append((name + address, float(lon), float(lat), ""))
    return found


@pytest.mark.parametrize(("address", "lon", "lat", "rank"), places())
def test_what_the_demo_finds_lies_at_its_road(city: City, address: str, lon: float, lat: float, rank: str) -> None:
    spot = plane.metres(shapely.Point(lon * 1e7, lat * 1e7))
    named = [street for street in city.streets if street.name in address]
    if "东风渠" in address:
        water = next(patch for patch in city.waters if patch.name == "东风渠")
        assert water.shape.distance(spot) < 30
        return

    near = {street.name: street for street in named if street.drawn.distance(spot) <= 30}
    assert near.keys() == {street.name for street in named}
    assert near
    assert not rank or rank in {street.rank for street in near.values()}


def test_no_house_stands_on_another_on_a_road_or_in_water(city: City) -> None:
    houses = np.array([house.shape for house in city.houses], dtype=object)
    one, other = shapely.STRtree(houses).query(houses, predicate="intersects")
    pairs = one < other
    taken = [*ground.strips(city.streets, with_footpath=False), *(patch.shape for patch in city.waters)]
    on, ground_at = shapely.STRtree(houses).query(taken, predicate="intersects")

    assert len(houses) > 15_000
    assert shapely.is_valid(houses).all()
    assert shapely.area(shapely.intersection(houses[one[pairs]], houses[other[pairs]])).max(initial=0) < 0.5
    assert shapely.area(shapely.intersection(np.array(taken, dtype=object)[on], houses[ground_at])).max(initial=0) < 0.5


def test_roads_have_names_of_their_own_and_every_rank_is_there(city: City) -> None:
    drawn = {one["name"] for one in city.plan.told["roads"]}
    inside = [street for street in city.streets if street.is_inside]
    invented = [
        street.name
        for street in inside
        if street.name not in drawn and not street.name.startswith(("金水河", "东风渠"))
    ]

    assert {street.rank for street in inside} == {"expressway", "main", "secondary", "branch", "non_road"}
    assert all(street.name for street in city.streets)
    assert max(Counter(invented).values()) <= 3  # a road with a hole in it is two
    assert len({street.code for street in city.streets}) == len(city.streets)
