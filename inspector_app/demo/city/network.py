"""The roads as they are published: named, joined at every crossing by a common corner, each reached from every other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import plane
from inspector_app.demo.city.blocks import Cut
from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.names import RoadNames
from inspector_app.demo.city.plan import WIDE, Plan, Road
from inspector_app.demo.city.plane import Shape

_NEAR = 3.0  # of the lattice: a piece this near to a road is a piece of it
_BORDER = 40.0  # m: roads along the border are the district's too
_STUB = 6.0  # of the lattice: a shorter piece is what an end stands out beyond the road that it meets


@dataclass(frozen=True, slots=True)
class Street:
    """A road of the map: `line` in degrees × 10⁷, with a corner at each crossing; `drawn` the same in metres.

    At the border of the district (`is_inside`) it ends, and goes on as another.
    """

    code: str
    name: str
    rank: str
    width: float
    line: Shape
    drawn: Shape
    is_inside: bool


def roads(plan: Plan, cuts: Iterable[Cut], district: Shape) -> list[Street]:
    """All roads, those of the plan first. An alley that leads nowhere is left out."""
    names = RoadNames({road.name for road in plan.roads})
    told = [replace(road, line=shapely.intersection(road.line, WIDE)) for road in plan.roads]
    told += [Road(names.of(cut.line, cut.rank), cut.rank, cut.width, cut.line) for cut in cuts]
    pieces = noded([plane.lattice(road.line) for road in told])
    reached = _reached(pieces)
    kept = [piece for piece, is_reached in zip(pieces, reached, strict=True) if is_reached]
    ground = plane.lattice(shapely.buffer(district, _BORDER))
    shapely.prepare(ground)
    inside = shapely.intersects(ground, shapely.line_interpolate_point(kept, 0.5, normalized=True)).tolist()
    lines = [
        (road, line, is_inside)
        for is_inside in (True, False)
        for road, line in _gathered(
            told, [piece for piece, is_in in zip(kept, inside, strict=True) if is_in is is_inside]
        )
    ]
    return [
        Street(f"410105R{number:04d}", road.name, road.rank, road.width, line, plane.metres(line), is_inside)
        for number, (road, line, is_inside) in enumerate(lines, 1)
    ]


def noded(lines: Sequence[Shape]) -> list[Shape]:
    """Lines on the lattice, cut at every crossing, the crossings on the lattice too."""
    pieces = shapely.get_parts(shapely.unary_union(lines, grid_size=1))
    return [piece for piece in pieces if piece.length > _STUB]


def _reached(pieces: Sequence[Shape]) -> list[bool]:
    """Which pieces belong to the greatest net of those that meet."""
    ends = [tuple(map(tuple, shapely.get_coordinates(piece)[[0, -1]])) for piece in pieces]
    parent = {end: end for pair in ends for end in pair}

    def root(end: tuple[float, float]) -> tuple[float, float]:
        while parent[end] != end:
            parent[end] = end = parent[parent[end]]
        return end

    for one, other in ends:
        parent[root(one)] = root(other)
    sizes: dict[tuple[float, float], int] = defaultdict(int)
    for one, _ in ends:
        sizes[root(one)] += 1
    greatest = max(sizes, key=lambda end: sizes[end])
    return [root(one) == greatest for one, _ in ends]


def _gathered(told: Sequence[Road], pieces: Sequence[Shape]) -> Iterator[tuple[Road, Shape]]:
    """Each road with the line that its pieces make together; a road with a hole in it is two."""
    lines = [plane.lattice(road.line) for road in told]
    tree = shapely.STRtree(lines)
    middles = shapely.line_interpolate_point(np.array(pieces), 0.5, normalized=True)
    place, road = tree.query_nearest(middles, max_distance=_NEAR, all_matches=False)
    parts: dict[int, list[Shape]] = defaultdict(list)
    for piece, owner in zip(place.tolist(), road.tolist(), strict=True):
        parts[owner].append(pieces[piece])
    for number, road in enumerate(told):
        merged = shapely.get_parts(shapely.line_merge(shapely.union_all(parts[number])))
        for line in sorted(merged, key=lambda part: lines[number].project(shapely.Point(part.coords[0]))):
            yield road, _directed(line, lines[number])


def _directed(line: Shape, along: Shape) -> Shape:
    """The line in the direction of the road."""
    first, last = (along.project(shapely.Point(line.coords[end])) for end in (0, -1))
    return line if first <= last else shapely.reverse(line)


def zone(street: Street) -> tuple[str, str, int]:
    """Mode and zone of a road as in street policies, and whether the police look after parking there."""
    chance = Chance("zone", street.code)
    match street.rank:
        case "expressway":
            return "strict", "prohibited", 1
        case "main":
            return "strict", "controlled", 1
        case "secondary":
            return "guide", "controlled", int(chance.often(15))
        case "branch":
            return chance.of(("guide", "guide", "tolerate")), chance.of(("controlled", "regulated", "regulated")), 0
    return "tolerate", "regulated", 0
