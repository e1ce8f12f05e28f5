"""Many points as clusters at every zoom: what a view shows is looked up, never searched. No Qt.

The points stand in the order of a Z-curve, so that the points of any cell, at any zoom, stand side by side; sums up to each
point give a cell's counts and middle by two look-ups. A hundred thousand points take 7 MB.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from inspector_app.domain import mercator
from inspector_app.domain.scatter import TIERS, Scatter

CELL_PX = 64  # a cluster gathers what lies within so many px
TILE = 512
FINEST, COARSEST = 20, 5  # zooms
CELLS = TILE // CELL_PX  # a side of the square at zoom 0
FEW = ((2, 300), (1, 2000))  # so many levels closer, up to so many findings

Box = tuple[float, float, float, float]


class Cluster(NamedTuple):
    """`x`, `y`: the mean place on the square; `counts` by tier as in TIERS; its members stand from `first` to `last`, less one."""

    x: float
    y: float
    counts: tuple[int, ...]
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first


class Pyramid:
    """The clusters of `scatter`, made by `build` on any thread and never changed after that."""

    def __init__(self, scatter: Scatter, order: "array[int]", codes: "array[int]", sums: Sequence["array[float]"]):
        self.scatter = scatter
        self._order, self._codes = order, codes
        self._xs, self._ys, *self._tiers = sums
        self._shown: tuple[tuple[int, ...], list[Cluster]] = ((), [])

    def level(self, zoom: float) -> int:
        """Few findings are gathered only where they cover each other, many earlier."""
        closer = next((step for step, most in FEW if len(self.scatter) <= most), 0)
        return int(zoom + 1e-6) + closer

    def shown(self, zoom: float, box: Box) -> list[Cluster]:
        """The clusters of a zoom whose cells meet the box (left, top, right, bottom on the square)."""
        return self.at_level(self.level(zoom), box)

    def at_level(self, level: int, box: Box) -> list[Cluster]:
        level = max(COARSEST, min(FINEST, level))
        side = CELLS << level
        left, top, right, bottom = (min(side - 1, max(0, int(edge * side))) for edge in box)
        asked = (level, left, top, right, bottom)
        if self._shown[0] != asked:
            cells = (right - left + 1) * (bottom - top + 1)
            found = self._all(level) if cells > len(self._codes) else self._looked_up(level, left, top, right, bottom)
            self._shown = (
                asked,
                [one for one in found if left <= one.x * side < right + 1 and top <= one.y * side < bottom + 1],
            )
        return self._shown[1]

    def _looked_up(self, level: int, left: int, top: int, right: int, bottom: int) -> Iterator[Cluster]:
        """Cell by cell: a widget has some hundred."""
        shift = 2 * (FINEST - level)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                code = _spread(column) | _spread(row) << 1
                first = bisect_left(self._codes, code << shift)
                if first < len(self._codes) and self._codes[first] >> shift == code:
                    yield self._cluster(first, shift)

    def _all(self, level: int) -> Iterator[Cluster]:
        """Point by point, where there are fewer of them than cells."""
        first, shift = 0, 2 * (FINEST - level)
        while first < len(self._codes):
            cluster = self._cluster(first, shift)
            yield cluster
            first = cluster.last

    def members(self, cluster: Cluster) -> Sequence[int]:
        """Their places in the scatter."""
        return self._order[cluster.first : cluster.last]

    def by_hand(self, cluster: Cluster) -> bool:
        """Whether it is one finding whose place a hand set."""
        if cluster.size > 1 or not self.scatter.by_hand:
            return False
        return bool(self.scatter.by_hand[self._order[cluster.first]])

    def _cluster(self, first: int, shift: int) -> Cluster:
        """The cell whose members begin at `first`."""
        last = bisect_left(self._codes, ((self._codes[first] >> shift) + 1) << shift, first)
        count = last - first
        counts = tuple(int(sums[last] - sums[first]) for sums in self._tiers)
        x, y = (self._xs[last] - self._xs[first]) / count, (self._ys[last] - self._ys[first]) / count
        return Cluster(x, y, counts, first, last)


def build(scatter: Scatter) -> Pyramid:
    """A hundred thousand points in about half a second."""
    side = CELLS << FINEST
    xs = array("d", [min(1.0, max(0.0, mercator.x_of(lon / 1e7))) for lon in scatter.lons])
    ys = array("d", [min(1.0, max(0.0, mercator.y_of(lat / 1e7))) for lat in scatter.lats])
    codes = [
        _spread(min(side - 1, int(x * side))) | _spread(min(side - 1, int(y * side))) << 1
        for x, y in zip(xs, ys, strict=True)
    ]
    order = array("i", sorted(range(len(codes)), key=codes.__getitem__))
    sums = [_summed(xs[place] for place in order), _summed(ys[place] for place in order)]
    sums += [_summed(float(scatter.tiers[place] == tier) for place in order) for tier in range(len(TIERS))]
    return Pyramid(scatter, order, array("q", [codes[place] for place in order]), sums)


def _summed(values: Iterable[float]) -> "array[float]":
    return array("d", accumulate(values, initial=0.0))


_BYTES = tuple(sum((value >> bit & 1) << 2 * bit for bit in range(8)) for value in range(256))


def _spread(value: int) -> int:
    """Its bits with a gap after each: of up to 24 bits."""
    return _BYTES[value & 255] | _BYTES[value >> 8 & 255] << 16 | _BYTES[value >> 16] << 32
