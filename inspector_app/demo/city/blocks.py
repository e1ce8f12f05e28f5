"""Blocks between the roads of the plan, parted again and again: by branch roads, by alleys, and at last by unit grids alone."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import plane
from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.plan import FRAME, WIDE, Plan
from inspector_app.demo.city.plane import Shape, Spot

BRANCH, ALLEY, GRID, OUTER = 105_000, 40_000, 14_000, 450_000  # m²: what is larger is parted, and by what
WHOLE = frozenset({"park", "bank", "rail"})  # no road leads through
SPACIOUS = frozenset({"campus", "works"})
_THIN, _THIN_GRID = 30.0, 2.0  # a part narrower than this is none
# How often a lot is used for what, of a hundred: in the old centre, and elsewhere.
_CENTRE = (
    ("slabs", 40),
    ("yards", 18),
    ("office", 12),
    ("mall", 7),
    ("tower", 8),
    ("school", 4),
    ("green", 4),
    ("yards", 7),
)
_ELSEWHERE = (
    ("slabs", 48),
    ("tower", 22),
    ("yards", 8),
    ("school", 5),
    ("office", 5),
    ("green", 5),
    ("mall", 4),
    ("square", 3),
)
_OUTSIDE = (("", 60), ("wood", 25), ("field", 15))  # beyond the frame of the city nobody has built
_CENTRE_REACH = 1500


@dataclass(frozen=True, slots=True)
class Cut:
    """A road that parts a block: `rank` and `width` as of a road of the plan."""

    line: Shape
    rank: str
    width: float


@dataclass(frozen=True, slots=True)
class Lot:
    """Ground between roads that is used for one thing; `block` is the number of the block of the plan that it is a part of."""

    shape: Shape
    use: str
    name: str
    block: int


@dataclass(slots=True)
class Parted:
    """The blocks of the plan, and what became of them."""

    blocks: list[Shape] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)  # whether a block is of the district
    cuts: list[Cut] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    walls: list[Shape] = field(default_factory=list)  # what parts grids and is no road

    @property
    def district(self) -> Shape:
        """The ground of the blocks inside."""
        return shapely.union_all([shape for shape, is_in in zip(self.blocks, self.inside, strict=True) if is_in])


def part(plan: Plan) -> Parted:
    """Every block of the plan, parted; the same plan gives the same parts."""
    lines = (
        [road.line for road in (*plan.roads, *plan.rails)] + [river.line for river in plan.rivers] + list(plan.edges)
    )
    # On whole millimetres: an end that was moved onto a road would miss it by the last digit.
    noded = shapely.unary_union([*shapely.intersection(lines, WIDE), FRAME.boundary, WIDE.boundary], grid_size=0.001)
    found = Parted()
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    for shape in sorted(faces, key=lambda face: tuple(face.centroid.coords[0])):
        number, inner = len(found.blocks), shape.representative_point()
        found.blocks.append(shape)
        found.inside.append(bool(plan.outline.contains(inner)))
        use, name = _use(plan, shape)
        _part(found, plan, number, shape, use, name)
    return found


def _use(plan: Plan, shape: Shape) -> tuple[str, str]:
    """What the plan says of a block: its use and name, empty where it leaves that to chance."""
    inner = shape.representative_point()
    if not FRAME.contains(inner):
        return "outside", ""
    for told in plan.told["uses"]:
        if any(shape.contains(shapely.Point(spot)) for spot in told["at"]):
            return told["use"], told["name"]
    if any(river.line.distance(inner) < river.bank for river in plan.rivers):
        return "bank", ""
    narrow = shapely.buffer(shape, -9).is_empty
    return ("rail" if narrow else ""), ""


def _part(found: Parted, plan: Plan, number: int, shape: Shape, use: str, name: str) -> None:
    chance = Chance("block", number)
    waiting = [shape]
    while waiting:
        piece = waiting.pop()
        rank, width = _road(piece, use, chance)
        halves = _halved(piece, _THIN, chance) if rank else None
        if halves is None:
            lot = Lot(piece, *_chosen(plan, piece, use, name, chance), number)
            found.lots.append(lot)
            if found.inside[number]:
                found.walls.extend(_walls(piece, chance))
            continue
        line, parts = halves
        found.cuts.extend(Cut(one, rank, width) for one in line)
        waiting.extend(parts)


def _road(piece: Shape, use: str, chance: Chance) -> tuple[str, float]:
    """The road that parts a piece, and its width; no rank where none does."""
    area = piece.area / (1.9 if use in SPACIOUS else 1.0)
    if use in WHOLE or area <= (OUTER if use == "outside" else ALLEY):
        return "", 0
    if area > BRANCH:
        return "branch", chance.of((12, 14, 16, 18))
    return ("non_road", chance.of((5, 6, 7))) if use == "village" or chance.often(70) else ("", 0)


def _walls(lot: Shape, chance: Chance) -> Iterator[Shape]:
    """The lines that part a lot into unit grids of about 10 000 m²."""
    waiting = [lot]
    while waiting:
        piece = waiting.pop()
        halves = _halved(piece, _THIN_GRID, chance) if piece.area > GRID else None
        if halves is not None:
            yield from halves[0]
            waiting.extend(halves[1])


def _halved(piece: Shape, thin: float, chance: Chance) -> tuple[list[Shape], list[Shape]] | None:
    """A line across the longer side of a piece, and the parts on both sides of it; None where a part would be too thin."""
    for _ in range(3):
        line, side = _across(piece, chance)
        parts = [
            part
            for half in (shapely.intersection(piece, side), shapely.difference(piece, side))
            for part in ((half,) if half.geom_type == "Polygon" else shapely.get_parts(half))
            if part.geom_type == "Polygon" and part.area > 1
        ]
        if len(parts) > 1 and all(not shapely.buffer(part, -thin / 2, quad_segs=1).is_empty for part in parts):
            lines = shapely.get_parts(shapely.intersection(line, piece))
            return [plane.beyond(one) for one in lines if one.geom_type == "LineString" and one.length > 1], parts
    return None


def _across(piece: Shape, chance: Chance) -> tuple[Shape, Shape]:
    """A line across a piece, slightly bent, and a polygon that covers what lies on its one side."""
    a, b, c, _ = shapely.get_coordinates(shapely.oriented_envelope(piece))[:4]
    along, over = (b - a, c - b) if math.dist(a, b) > math.dist(b, c) else (c - b, a - b)
    begin = a if along[0] == (b - a)[0] and along[1] == (b - a)[1] else b
    here, middle, there = (chance.between(*span) / 100 for span in ((44, 56), (-2, 2), (-3, 3)))
    first = begin + along * here - over * 0.1
    last = begin + along * (here + there) + over * 1.1
    bend = begin + along * (here + there / 2 + middle) + over * 0.5
    outer = [begin - along * 0.2 - over * 0.1, begin - along * 0.2 + over * 1.1]
    return shapely.LineString([first, bend, last]), shapely.Polygon([first, bend, last, outer[1], outer[0]])


def _chosen(plan: Plan, piece: Shape, use: str, name: str, chance: Chance) -> tuple[str, str]:
    """What a lot is used for, and its name if it has one."""
    for told in plan.told["scenes"]:
        if use not in WHOLE and piece.contains(shapely.Point(told["at"])):
            return told["use"], told["name"]
    if use == "outside":
        return _weighed(_OUTSIDE, chance), ""
    if use:
        return _varied(use, chance), name
    middle: Spot = piece.centroid.coords[0]
    is_centre = middle[0] ** 2 + (middle[1] - 200) ** 2 < _CENTRE_REACH**2
    return _weighed(_CENTRE if is_centre else _ELSEWHERE, chance), ""


def _varied(use: str, chance: Chance) -> str:
    """A use with what belongs to it: slabs among towers, playing fields and gardens on a campus."""
    among = {"tower": ("slabs", 20), "campus": (chance.of(("school", "green")), 30)}
    other, per_cent = among.get(use, (use, 0))
    return other if chance.often(per_cent) else use


def _weighed(uses: Sequence[tuple[str, int]], chance: Chance) -> str:
    left = chance.below(sum(weight for _, weight in uses))
    for use, weight in uses:
        left -= weight
        if left < 0:
            return use
    raise AssertionError("weights add up")
