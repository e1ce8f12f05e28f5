"""Where the names of a tile may stand, found on the map's threads, in px of the tile's zoom; which of them do is decided over all tiles."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from inspector_app.ui import theme
from inspector_app.ui.map.style import MapStyle, NameRule
from inspector_app.ui.map.tile_picture import SIDE, Drawing, Named, TileKey

STEEP = 60  # degrees: a road steeper than that bears its signs upright, one below the other
BEND = math.radians(16)  # what still counts as straight
LEADING = 1.12  # of a sign's height, from one to the next below it
MOST_SLACK = 120  # px: beyond, a road may have bent away
WIDE = "\u2e80"  # from here on signs are as wide as high


class Label(NamedTuple):
    """A name with its middle on the Mercator square, and its size in px. `angle` in degrees; `stacked`: signs upright in a column.

    That of a road may slide so many px of `slack` either way along its `course` (degrees); `home` is then where its x was.
    """

    text: str
    kind: str
    rank: int
    size: int
    x: float
    y: float
    angle: int
    stacked: bool
    width: float
    height: float
    course: float = 0.0
    slack: float = 0.0
    home: float | None = None


def labels(drawing: Drawing, key: TileKey, deepest: int, style: MapStyle, *, every: float = math.inf) -> list[Label]:
    """Those whose middle lies in the tile `key`; that of a road again after so many px, where it goes on."""
    found: list[Label] = []
    down = max(0, key.z - deepest)
    left, top = key.x & ((1 << down) - 1), key.y & ((1 << down) - 1)
    px = SIDE * 2 ** (key.halves / 2)
    for name in drawing.names:
        rule = style.rules[name.kind]
        if not rule.begin <= key.zoom < rule.end:
            continue
        path = [(x * (1 << down) - left, y * (1 << down) - top) for x, y in name.points]
        found += _along(name, path, key, px, rule, every)
    return found


def _along(
    name: Named, path: list[tuple[float, float]], key: TileKey, px: float, rule: NameRule, every: float
) -> Iterator[Label]:
    width, height = size_of(name.text, theme.px(rule.size))
    angle, stacked = 0.0, False
    (x, y), course, length = path[0], 0.0, math.inf
    if len(path) > 1:
        (x, y), course, part = longest_run(path)
        angle, length = course, part * px
        stacked = abs(angle) > STEEP and not name.text.isascii()
    if stacked:
        width, height = height, height * LEADING * len(name.text) * 0.82
        angle = angle - 90 if angle > 0 else angle + 90
        angle = 0.0 if abs(angle) < 8 else angle
    own = height if stacked else width
    if own > length:
        return
    slack = min(MOST_SLACK, (min(length, max(every, own)) - own) / 2) if len(path) > 1 else 0.0
    side = 1 << key.z
    for right, down in _offers(x, y, course, length / px, every / px):
        if 0 <= right < 1 and 0 <= down < 1:
            at = (key.x + right) / side, (key.y + down) / side
            yield Label(
                name.text, name.kind, rule.rank, rule.size, *at, round(angle), stacked, width, height, course, slack
            )


def _offers(x: float, y: float, course: float, length: float, every: float) -> Iterator[tuple[float, float]]:
    """The middle of each part of a run that goes `course` degrees; each part is at least `every` long, unless there is one."""
    parts = max(1, int(length / every)) if math.isfinite(length) else 1
    for part in range(parts):
        along = ((part + 0.5) / parts - 0.5) * length if parts > 1 else 0.0
        yield x + along * math.cos(math.radians(course)), y + along * math.sin(math.radians(course))


def size_of(text: str, size: int) -> tuple[float, float]:
    """About so many px: the face is not asked, because other threads ask it too."""
    return sum(size if sign >= WIDE else 0.62 * size for sign in text), 1.3 * size


def longest_run(path: list[tuple[float, float]]) -> tuple[tuple[float, float], float, float]:
    """The middle, direction (degrees from -90 to 90) and length of the longest nearly straight part of a line."""
    best = (path[0], 0.0, 0.0)
    begin, course = 0, None
    for at in range(1, len(path)):
        leg = math.atan2(path[at][1] - path[at - 1][1], path[at][0] - path[at - 1][0])
        if course is None or abs((leg - course + math.pi) % (2 * math.pi) - math.pi) > BEND:
            begin, course = at - 1, leg
        (x0, y0), (x1, y1) = path[begin], path[at]
        length = math.hypot(x1 - x0, y1 - y0)
        if length > best[2]:
            angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
            best = (((x0 + x1) / 2, (y0 + y1) / 2), (angle + 90) % 180 - 90, length)
    return best
