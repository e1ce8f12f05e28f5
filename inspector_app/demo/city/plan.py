"""The plan of the demo district, drawn by hand in `resources/demo/city.json`: metres east and north of `origin`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import plane
from inspector_app.demo.city.plane import Shape, Spot

FRAME = shapely.box(-3400.0, -2220.0, 3120.0, 5220.0)
WIDE = shapely.box(-6800.0, -4600.0, 6400.0, 7800.0)
_NEAR = 80.0  # an end this near to another road was meant to meet it
_TRACK_GAP = 5.5


@dataclass(frozen=True, slots=True)
class Road:
    """A road, or a part of one; `width` in metres. Without a name it is an alley that nobody named."""

    name: str
    rank: str  # expressway, main, secondary, branch, non_road
    width: float
    line: Shape


@dataclass(frozen=True, slots=True)
class River:
    name: str
    width: float
    bank: float  # from the middle to the roads along it; 0: no roads
    line: Shape


@dataclass(frozen=True, slots=True)
class Plan:
    roads: tuple[Road, ...]
    rivers: tuple[River, ...]
    rails: tuple[Road, ...]  # each track
    edges: tuple[Shape, ...]  # walls that part two uses and are no road
    outline: Shape
    told: Mapping[str, Any]  # names, codes and spots, as the file has them


def read(resources: Path) -> Plan:
    """The plan, its lines smooth and its roads joined where they meet."""
    told = json.loads((resources / "demo" / "city.json").read_text(encoding="utf-8"))
    rivers = tuple(River(one["name"], one["width"], one["bank"], _line(one["points"])) for one in told["rivers"])
    roads = [Road(one["name"], one["class"], one["width"], _line(one["points"])) for one in told["roads"]]
    roads += [bank for one, river in zip(told["rivers"], rivers, strict=True) for bank in _banks(one, river)]
    return Plan(
        roads=tuple(_joined(roads)), rivers=rivers, rails=tuple(track for one in told["rails"] for track in _tracks(one)),
        edges=tuple(_met(shapely.LineString(one), [road.line for road in roads]) for one in told["edges"]),
        outline=shapely.Polygon(told["outline"]), told=told,
    )  # fmt: skip


def _line(points: Sequence[Spot]) -> Shape:
    """A smooth line; where it leaves the frame it goes on for some kilometres, so that the city does not end like a sheet."""
    curve = plane.curve(points)
    return shapely.LineString([*_onward(curve[0], curve[1]), *curve, *_onward(curve[-1], curve[-2])])


def _onward(end: Spot, before: Spot) -> list[Spot]:
    if FRAME.contains(shapely.Point(end)):
        return []
    x, y = end[0] - before[0], end[1] - before[1]
    size = (x * x + y * y) ** 0.5
    return [(end[0] + x / size * 3000, end[1] + y / size * 3000)]


def _banks(told: Mapping[str, Any], river: River) -> list[Road]:
    """The roads along a river, north (left of its course, which runs east) and south of it."""
    if not river.bank:
        return []
    sides = ((told["north"], river.bank), (told["south"], -river.bank))
    return [
        Road(name, "branch", 13, shapely.simplify(shapely.offset_curve(river.line, side, join_style="mitre"), 0.5))
        for name, side in sides
    ]


def _tracks(told: Mapping[str, Any]) -> list[Road]:
    line, count = _line(told["points"]), told["tracks"]
    shifts = [(number - (count - 1) / 2) * _TRACK_GAP for number in range(count)]
    return [
        Road(told["name"], "rail", 3, shapely.offset_curve(line, shift, join_style="mitre") if shift else line)
        for shift in shifts
    ]


def _joined(roads: Sequence[Road]) -> list[Road]:
    """The roads with their ends moved onto the road that they come near to."""
    lines = [road.line for road in roads]
    return [
        Road(road.name, road.rank, road.width, _met(road.line, lines[:at] + lines[at + 1 :]))
        for at, road in enumerate(roads)
    ]


def _met(line: Shape, others: Sequence[Shape]) -> Shape:
    spots = shapely.get_coordinates(line)
    tree = shapely.STRtree(others)
    for end in (0, -1):
        spot = shapely.Point(spots[end])
        if FRAME.contains(spot):
            near = tree.query_nearest(spot, max_distance=_NEAR)
            if len(near):
                other = others[int(near[0])]
                spots[end] = shapely.get_coordinates(other.interpolate(other.project(spot)))[0]
    return plane.beyond(shapely.LineString(spots))
