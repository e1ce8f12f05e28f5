"""Outlines of houses in a frame of their own: u along the rows, v across; what a lot is built over with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely  # type: ignore[import-untyped]
from shapely.geometry.polygon import orient  # type: ignore[import-untyped]

from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.plane import Numbers, Shape, Spot

Corners = Sequence[Spot]
# A tower as seen from above: a cross with short arms, a slab with wings, a plain block.
_CROSS = (
    (-13, -5),
    (-6, -5),
    (-6, -11),
    (6, -11),
    (6, -5),
    (13, -5),
    (13, 6),
    (7, 6),
    (7, 10),
    (-7, 10),
    (-7, 6),
    (-13, 6),
)
_WINGS = (
    (-19, -7),
    (-9, -7),
    (-9, -9),
    (9, -9),
    (9, -7),
    (19, -7),
    (19, 6),
    (5, 6),
    (5, 8),
    (-5, 8),
    (-5, 6),
    (-19, 6),
)
_PLAIN = ((-12, -9), (12, -9), (12, 9), (-12, 9))
TOWERS = (_CROSS, _WINGS, _PLAIN)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where u and v point: `turn` are the parts of u (east, north), of length 1; rows of homes run nearly east."""

    turn: Spot

    @staticmethod
    def of(shape: Shape) -> "Frame":
        """The frame of a lot: along the side of it that runs more to the east."""
        corners = shapely.get_coordinates(shapely.oriented_envelope(shape))
        x, y = corners[1] - corners[0]
        if abs(x) < abs(y):
            x, y = y, -x
        size = (x * x + y * y) ** 0.5 * (1 if x > 0 else -1)
        return Frame((x / size, y / size))

    def inward(self, shapes: Shape) -> Shape:
        """Shapes as the frame sees them."""
        return shapely.transform(shapes, lambda spots: self._turned(spots, -1))

    def outward(self, shapes: Shape) -> Shape:
        """Shapes of the frame on the ground."""
        return shapely.transform(shapes, lambda spots: self._turned(spots, 1))

    def _turned(self, spots: Numbers, way: int) -> Numbers:
        x, y = self.turn
        return np.column_stack((spots[:, 0] * x - spots[:, 1] * y * way, spots[:, 0] * y * way + spots[:, 1] * x))


@dataclass(frozen=True, slots=True)
class Rows:
    """How houses stand in rows: `depth` of a row and the `lane` to the next, the span of lengths, the `gap` between two."""

    depth: float
    lane: float
    lengths: tuple[int, int]
    gap: tuple[int, int]


def in_rows(room: Shape, rows: Rows, chance: Chance) -> Iterator[Corners]:
    """Houses in rows within `room`, which is seen in its frame."""
    west, south, east, north = room.bounds
    floor = south + chance.between(0, 4)
    while floor + rows.depth <= north:
        for begin, end in _spans(room, (west, east), floor, floor + rows.depth):
            yield from _along(begin, end, floor, rows, chance)
        floor += rows.depth + rows.lane


def _spans(room: Shape, reach: Spot, low: float, high: float) -> list[Spot]:
    """Where a row between `low` and `high` has ground under both its sides."""
    sides = [
        [part.bounds[::2] for part in shapely.get_parts(shapely.intersection(line, room)) if part.length > 6]
        for line in (shapely.LineString([(reach[0], at), (reach[1], at)]) for at in (low, high))
    ]
    return [
        (max(one[0], other[0]), min(one[1], other[1]))
        for one in sides[0]
        for other in sides[1]
        if min(one[1], other[1]) - max(one[0], other[0]) > 6
    ]


def _along(begin: float, end: float, floor: float, rows: Rows, chance: Chance) -> Iterator[Corners]:
    at, least = begin + 1, rows.lengths[0]
    while end - at >= least:
        length = float(min(chance.between(*rows.lengths), end - 1 - at))
        left = end - 1 - at - length - rows.gap[1]
        if 0 < left < least and end - 1 - at <= rows.lengths[1] * 1.4:
            length = end - 1 - at  # the rest would be a hole: the last house is longer
        depth = rows.depth - (chance.between(0, 20) / 10 if rows.depth > 11 else 0)
        yield (at, floor), (at + length, floor), (at + length, floor + depth), (at, floor + depth)
        at += length + chance.between(*rows.gap)


def in_ranks(room: Shape, outline: Corners, pitch: Spot, chance: Chance) -> Iterator[Corners]:
    """The same outline again and again, every second rank shifted by half a step."""
    west, south, east, north = room.bounds
    rank, v = 0, south + pitch[1] / 2
    while v < north:
        u = west + pitch[0] * (0.5 if rank % 2 else 0.9)
        while u < east:
            if not chance.often(6):
                yield [(u + x, v + y) for x, y in outline]
            u += pitch[0]
        rank, v = rank + 1, v + pitch[1]


def fronts(room: Shape, depth: float, lengths: tuple[int, int], chance: Chance) -> Iterator[Corners]:
    """Houses along the edges of `room`, their fronts on it: shops along the street."""
    corners = shapely.get_coordinates(orient(room).exterior)
    for a, b in pairwise(corners):
        side = b - a
        length = float((side[0] ** 2 + side[1] ** 2) ** 0.5)
        at = depth + 3.0
        while length - depth - 3 - at >= lengths[0]:
            size = min(chance.between(*lengths), length - depth - 3 - at)
            u, v = side / length, np.array((-side[1], side[0])) / length
            begin, deep = a + u * at, v * (depth - chance.between(0, 2))
            if not chance.often(8):
                yield [tuple(begin), tuple(begin + u * size), tuple(begin + u * size + deep), tuple(begin + deep)]
            at += size + chance.of((0, 0, 0, 4, 7))
