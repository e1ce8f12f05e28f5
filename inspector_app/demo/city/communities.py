"""Which blocks make a community, and which communities a street (街道): by nearness, and never in two pieces."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city.blocks import Parted
from inspector_app.demo.city.plan import Plan

LEAST = 230_000  # m²: what is smaller joins its neighbour


@dataclass(slots=True)
class Group:
    """Blocks that make a community; `street` is a code of nine digits."""

    street: str
    blocks: list[int] = field(default_factory=list)
    area: float = 0.0

    def take(self, other: "Group") -> None:
        self.blocks += other.blocks
        self.area += other.area


def group(plan: Plan, parted: Parted) -> list[Group]:
    """Communities of the blocks inside the district, by street and from north-west to south-east."""
    of = {
        block: Group(_nearest(plan, shape), [block], float(shape.area))
        for block, shape in enumerate(parted.blocks)
        if parted.inside[block]
    }
    borders = _borders(parted, list(of))
    _one_piece(of, borders)
    for block in sorted(of, key=lambda block: (of[block].area, block)):
        mine = of[block]
        if mine.area < LEAST:
            _join(of, mine, borders)
    groups = {id(one): one for one in of.values()}.values()
    return sorted(groups, key=lambda one: (one.street, _place(parted, one)))


def _nearest(plan: Plan, shape: shapely.Polygon) -> str:
    x, y = shape.centroid.coords[0]
    street = min(plan.told["streets"], key=lambda told: (told["at"][0] - x) ** 2 + (told["at"][1] - y) ** 2)
    return str(street["code"])


def _borders(parted: Parted, blocks: Sequence[int]) -> dict[int, dict[int, float]]:
    """How long the border of each block with each of its neighbours is."""
    shapes = [parted.blocks[block] for block in blocks]
    found: dict[int, dict[int, float]] = {block: {} for block in blocks}
    for one, other in shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist():
        if one != other and (length := shapely.intersection(shapes[one], shapes[other]).length) > 1:
            found[blocks[one]][blocks[other]] = float(length)
    return found


def _one_piece(of: dict[int, Group], borders: dict[int, dict[int, float]]) -> None:
    """Blocks of a street that do not hang together with most of it go to the street around them."""
    for street in sorted({one.street for one in of.values()}):
        pieces: list[set[int]] = []
        left = {block for block in of if of[block].street == street}
        while left:
            piece, waiting = set[int](), [min(left)]
            while waiting:
                block = waiting.pop()
                if block in left:
                    left.remove(block)
                    piece.add(block)
                    waiting += [near for near in borders[block] if near in left]
            pieces.append(piece)
        for piece in sorted(pieces, key=lambda one: sum(of[block].area for block in one))[:-1]:
            around = {near: length for block in piece for near, length in borders[block].items() if near not in piece}
            if around:
                for block in piece:
                    of[block].street = of[max(around, key=lambda near: (around[near], near))].street


def _join(of: dict[int, Group], mine: Group, borders: dict[int, dict[int, float]]) -> None:
    """Joins a small group with the neighbour in its street that it has most border with."""
    shared: dict[int, float] = {}
    for block in mine.blocks:
        for near, length in borders[block].items():
            if of[near] is not mine and of[near].street == mine.street:
                shared[min(of[near].blocks)] = shared.get(min(of[near].blocks), 0.0) + length
    if shared:
        theirs = of[max(shared, key=lambda block: (shared[block], -block))]
        theirs.take(mine)
        for block in mine.blocks:
            of[block] = theirs


def _place(parted: Parted, one: Group) -> tuple[int, float]:
    x, y = shapely.union_all([parted.blocks[block] for block in one.blocks]).centroid.coords[0]
    return -round(y / 400), float(x)
