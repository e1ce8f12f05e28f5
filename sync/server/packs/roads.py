"""Roads with their policy, and the ways on foot that they make."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import shapely  # type: ignore[import-untyped]

from inspector_app.domain.reference.street import MODES, ZONES
from sync.server.packs import cells, shapes
from sync.server.packs.folder import Folder, Source
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import Ledger
from sync.server.packs.shapes import Shape
from sync.server.packs.sources import Row

EXPRESSWAY = "expressway"
CLASSES = (EXPRESSWAY, "main", "secondary", "branch", "non_road")
GRAIN = 1e-7  # degrees: where ways that meet are made one corner


@dataclass(frozen=True, slots=True)
class Road:
    code: str
    name: str
    kind: str
    mode: str
    zone: str
    police_strict: int
    width_cm: int
    unit: str
    first: str
    last: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Network:
    """`ways` are (a, b, length_cm, road, line): places in `crossings` and in the roads."""

    crossings: Sequence[shapes.Corner]
    ways: Sequence[tuple[int, int, int, int, list[shapes.Corner]]]


def read(folder: Folder, ground: Ground, ledger: Ledger) -> list[Road]:
    """All roads by name and code, in the order of the files."""
    seen = cells.Seen()

    def once(source: Source, row: Row) -> Road:
        made = _road(row)
        seen.check(source, row, made.name, replace(made, shape=shapely.normalize(made.shape)))  # drawn either way
        return made

    found = [
        road for source in folder.of("roads")
        for road in cells.taken(source, cells.rows(source, ground, ledger), ledger, partial(once, source))
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.name, one.code, one.first))


def _road(row: Row) -> Road:
    first, last = cells.span(row)
    return Road(
        cells.text(row, "code"), cells.text(row, "name"), cells.word(row, "class", CLASSES, needed=True),
        cells.word(row, "mode", MODES), cells.word(row, "zone", ZONES), cells.whole(row, "police_strict", 1),
        cells.whole(row, "width_cm", 100_000), cells.text(row, "unit"), first, last, shapes.checked_line(row.shape),
    )  # fmt: skip


def network(roads: Sequence[Road]) -> Network:
    """The ways on foot: every road but expressways, cut where it meets another.

    Where two roads run over each other, the way belongs to one of them. Bridges are crossings here: files say nothing of levels.
    """
    walked = [(place, road) for place, road in enumerate(roads) if road.kind != EXPRESSWAY]
    lines = [road.shape for _, road in walked]
    if not lines:
        return Network((), ())
    pieces = [one for one in shapely.get_parts(shapely.union_all(lines, grid_size=GRAIN)) if one.length]
    of = _roads_of(pieces, lines)
    crossings: dict[shapes.Corner, int] = {}
    ways = []
    cut = [(shapes.corners(piece), walked[place][0]) for piece, place in zip(pieces, of, strict=True)]
    for line, road in sorted((_forward(line), road) for line, road in cut if len(line) > 1):
        a, b = (crossings.setdefault(end, len(crossings)) for end in (line[0], line[-1]))
        ways.append((a, b, shapes.centimetres(line), road, line))
    return Network(tuple(crossings), ways)


def _forward(line: list[shapes.Corner]) -> list[shapes.Corner]:
    """The line in one of its two directions, always the same."""
    return min(line, line[::-1])


def _roads_of(pieces: Sequence[Shape], lines: Sequence[Shape]) -> list[int]:
    """For each piece the place of the line that it was cut from: the nearest to its middle."""
    middles = shapely.line_interpolate_point(np.array(pieces), 0.5, normalized=True)
    found = [0] * len(pieces)
    near = shapely.STRtree(lines).query_nearest(middles)
    for piece, line in zip(*near.tolist(), strict=True):
        found[piece] = max(found[piece], line)
    return found
