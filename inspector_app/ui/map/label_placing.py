"""Which names are written: all tiles in sight together, so that none is cut at a tile's edge or stands twice side by side.

A name gives way to what lies over the map: one that belongs to a spot moves above or below it, one of a road along the road.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from inspector_app.ui.map.names import MOST_SLACK, Label
from inspector_app.ui.map.tile_picture import TileKey
from inspector_app.ui.map.viewport import TILE, Viewport

APART = 420  # px between two of the same name
AIR = 6  # px around each name
CELL = 96  # px
OF_SPOTS = frozenset({"district", "street", "community", "place", "poi"})  # kinds that are as true some px away

Box = tuple[float, float, float, float]


class Obstacle(NamedTuple):
    """What no name may cover: its middle on the Mercator square, and its edges in px from there."""

    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float


class Placing:
    """Remembers what stood: while the map is moved, a name keeps its place."""

    def __init__(self) -> None:
        self._asked: tuple[float, frozenset[TileKey], Sequence[Obstacle]] = (0.0, frozenset(), ())
        self._placed: list[Label] = []

    def placed(
        self, tiles: Mapping[TileKey, Sequence[Label]], obstacles: Sequence[Obstacle] = (),
        shift: tuple[float, float] = (0.0, 0.0),
    ) -> list[Label]:  # fmt: skip
        """`shift` is how far the map's datum lies from that of the obstacles, on the square: the same all over a widget."""
        asked = (next(iter(tiles)).zoom if tiles else 0.0, frozenset(tiles), obstacles)
        if asked != self._asked:
            stood = self._placed if asked[0] == self._asked[0] else []
            self._asked = asked
            around = [one._replace(x=one.x + shift[0], y=one.y + shift[1]) for one in obstacles]
            self._placed = place(
                TILE * 2 ** asked[0], [one for each in tiles.values() for one in each], stood=stood, obstacles=around
            )
        return self._placed


class _Taken:
    """Boxes that are taken, by cell."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def met(self, box: Box) -> Box | None:
        """One that this would cover."""
        return next((other for cell in _cells(box) for other in self._cells.get(cell, ()) if _meet(box, other)), None)


def place(
    scale: float, labels: Sequence[Label], *, stood: Sequence[Label] = (), obstacles: Sequence[Obstacle] = ()
) -> list[Label]:
    """Those that find room, at `scale` px of the square; those that `stood` there first."""
    before = {(one.text, one.x if one.home is None else one.home) for one in stood}
    marks, names = _Taken(), _Taken()
    for one in obstacles:
        x, y = one.x * scale, one.y * scale
        marks.add((x + one.left, y + one.top, x + one.right, y + one.bottom))
    same: dict[str, list[tuple[float, float]]] = {}
    chosen = []
    for label in sorted(
        labels, key=lambda one: ((one.text, one.x) not in before, one.rank, -one.width, one.text, one.x, one.y)
    ):
        x, y = label.x * scale, label.y * scale
        if any(abs(x - left) < APART and abs(y - top) < APART for left, top in same.get(label.text, ())):
            continue
        box = _box(label, x, y)
        room = next((way for way in _ways(label, box, marks) if not names.met(way)), None)
        if room is None:
            continue
        names.add(room)
        same.setdefault(label.text, []).append((x, y))
        chosen.append(label if room is box else _moved(label, (room[0] - box[0]) / scale, (room[1] - box[1]) / scale))
    return chosen


def is_whole(label: Label, view: Viewport) -> bool:
    """Whether the whole name would be in sight."""
    left, top, right, bottom = _box(label, *view.to_screen(label.x, label.y))
    return left >= 0 and top >= 0 and right <= view.width and bottom <= view.height


def _ways(label: Label, box: Box, marks: _Taken) -> Iterator[Box]:
    """Where the name may stand beside the marks: its own place; else below or above what it would cover."""
    mark = marks.met(box)
    if mark is None:
        yield box
    elif label.kind in OF_SPOTS:
        for down in (mark[3] - box[1] + 1, mark[1] - box[3] - 1):
            moved = _shifted(box, 0, down)
            if not marks.met(moved):
                yield moved
    elif label.slack:
        course = math.radians(label.course)
        slides = [_slide(box, right * math.cos(course), right * math.sin(course), marks) for right in (1, -1)]
        for far, moved in sorted(slides):
            if far <= label.slack:
                yield moved


def _slide(box: Box, right: float, down: float, marks: _Taken) -> tuple[float, Box]:
    """How far the box goes in that direction until it covers no mark, and where it is then."""
    far, moved = 0.0, box
    while far <= MOST_SLACK and (mark := marks.met(moved)) is not None:
        ways = (
            [(mark[2] - moved[0]) / right if right > 0 else (mark[0] - moved[2]) / right] if abs(right) > 1e-6 else []
        )
        ways += [(mark[3] - moved[1]) / down if down > 0 else (mark[1] - moved[3]) / down] if abs(down) > 1e-6 else []
        far += min(ways) + 1
        moved = _shifted(box, far * right, far * down)
    return far, moved


def _shifted(box: Box, right: float, down: float) -> Box:
    return box[0] + right, box[1] + down, box[2] + right, box[3] + down


def _moved(label: Label, right: float, down: float) -> Label:
    return label._replace(x=label.x + right, y=label.y + down, home=label.x)


def _cells(box: Box) -> list[tuple[int, int]]:
    return [
        (column, row)
        for column in range(int(box[0] // CELL), int(box[2] // CELL) + 1)
        for row in range(int(box[1] // CELL), int(box[3] // CELL) + 1)
    ]


def _box(label: Label, x: float, y: float) -> Box:
    turn = math.radians(label.angle)
    wide = abs(label.width * math.cos(turn)) + abs(label.height * math.sin(turn))
    high = abs(label.width * math.sin(turn)) + abs(label.height * math.cos(turn))
    return x - wide / 2 - AIR, y - high / 2 - AIR, x + wide / 2 + AIR, y + high / 2 + AIR


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
