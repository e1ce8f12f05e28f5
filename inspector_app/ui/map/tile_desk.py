"""The base map's pictures: asked for as they come into sight, drawn on the map's threads, kept within so many bytes."""

import math
import threading
from collections import OrderedDict
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage, QPixmap

from inspector_app.domain.tiles import MapTrouble, TileKind
from inspector_app.services.map_ports import Tiles
from inspector_app.ui.background import Background
from inspector_app.ui.map import mvt, names, tile_picture
from inspector_app.ui.map.names import Label
from inspector_app.ui.map.raster import Pictures
from inspector_app.ui.map.style import MapStyle
from inspector_app.ui.map.tile_picture import Drawing, TileKey
from inspector_app.ui.map.viewport import Viewport
from inspector_app.ui.trouble import Trouble

MOST_BYTES, MOST_STILL = 48_000_000, 4_000_000  # of pictures; those in sight stay in any case
NAMES_EVERY = 100  # px along a road, where the map is still
MOST_BROKEN = 999  # that are told one by one
DECODED = 8  # tiles kept as paths, for the zooms beyond the map's own
AT_ONCE = 1  # decoding and drawing hold the interpreter's lock: a second one would only keep the screen from it
DRAWN_AT = (1, 0, -1, -2, -3)  # halves of a zoom, the sharpest first
FAR_UP, FAR_OUT = 5, 1.5  # zooms: how far up a stand-in is looked for, how far a map is drawn below its own lowest


class Picture(NamedTuple):
    """What is kept of a tile. `labels` are the names that may stand in it."""

    pixmap: QPixmap
    labels: list[Label]

    @property
    def bytes(self) -> int:
        return 4 * self.pixmap.width() * self.pixmap.height() + 300 * len(self.labels)


class Drawn(NamedTuple):
    """A picture from a thread. `broken`: the tile could not be read."""

    pencil: "Pencil"
    key: TileKey
    image: QImage
    labels: list[Label]
    broken: bool = False


class Stroke(NamedTuple):
    """A picture, or a part of one, and where it goes in the widget."""

    target: QRect
    pixmap: QPixmap
    source: QRect


class Pencil:
    """Draws the tiles of one map in one style; its deeds run on the map's threads."""

    def __init__(self, tiles: Tiles, style: MapStyle, ratio: float, *, every: float = math.inf):
        self.tiles, self.style, self.ratio, self._every = tiles, style, ratio, every
        self.deepest = tiles.facts.max_zoom
        self._pictures = Pictures(tiles, style, ratio)
        self._kept: OrderedDict[tuple[int, int, int], Drawing | None] = OrderedDict()
        self._alone = threading.Lock()

    def draw(self, key: TileKey) -> Drawn:
        try:
            if self.tiles.facts.kind is TileKind.RASTER:
                image, broken = self._pictures.draw(key)
                return Drawn(self, key, image, [], broken=broken)
            drawing = self._drawing(key)
            image = tile_picture.picture(drawing, key, self.deepest, self.style, self.ratio)
            if drawing is None:
                return Drawn(self, key, image, [])
            return Drawn(self, key, image, names.labels(drawing, key, self.deepest, self.style, every=self._every))
        except (MapTrouble, mvt.BadTile):
            blank = tile_picture.picture(None, key, self.deepest, self.style, self.ratio)
            return Drawn(self, key, blank, [], broken=True)

    def _drawing(self, key: TileKey) -> Drawing | None:
        down = max(0, key.z - self.deepest)
        place = (key.z - down, key.x >> down, key.y >> down)
        with self._alone:
            if place in self._kept:
                self._kept.move_to_end(place)
                return self._kept[place]
        data = self.tiles.tile(*place)
        drawing = tile_picture.decoded(data, self.style) if data else None
        with self._alone:
            self._kept[place] = drawing
            while len(self._kept) > DECODED:
                self._kept.popitem(last=False)
        return drawing


class TileDesk(QObject):
    """`came()` when there is more to show. `broken` counts the tiles that could not be read, each once.

    For a map that no hand moves, a `still` one, nothing is drawn ahead, and a road offers its name all along.
    """

    came = Signal()

    def __init__(self, background: Background, parent: QObject | None = None, *, still: bool = False):
        super().__init__(parent)
        self._background, self.still = background, still
        self._most_bytes = MOST_STILL if still else MOST_BYTES
        self._pencil: Pencil | None = None
        self._kept: OrderedDict[TileKey, Picture] = OrderedDict()
        self._bytes = 0
        self._wanted: list[TileKey] = []
        self._sight: list[TileKey] = []
        self._drawing: set[TileKey] = set()
        self._broken: set[TileKey] = set()

    def use(self, tiles: Tiles | None, style: MapStyle, ratio: float) -> None:
        """From now on this map in this style; pictures of another one that are under way are dropped."""
        every = NAMES_EVERY if self.still else math.inf
        self._pencil = Pencil(tiles, style, ratio, every=every) if tiles is not None else None
        self._kept.clear()
        self._drawing.clear()
        self._wanted = []
        self._broken.clear()
        self._bytes = 0
        self.came.emit()

    @property
    def broken(self) -> int:
        return len(self._broken)

    @property
    def busy(self) -> bool:
        return bool(self._drawing or self._wanted)

    @property
    def kept_bytes(self) -> int:
        return self._bytes

    def strokes(self, view: Viewport) -> list[Stroke]:
        """What can be painted now; what is missing, and then a ring around it, is asked for."""
        if self._pencil is None:
            return []
        found: list[Stroke] = []
        missing = []
        self._sight = self._keys(view, 0)
        for key in self._sight:
            picture = self._kept.get(key)
            if picture is None:
                missing.append(key)
                found += self._stand_in(view, key)
            else:
                self._kept.move_to_end(key)
                found.append(Stroke(_target(view, key), picture.pixmap, picture.pixmap.rect()))
        ring = [key for key in self._ring(view) if key not in self._kept and key not in missing]
        self._wanted = [key for key in (*_nearest(view, missing), *ring) if key not in self._drawing]
        self._go_on()
        return found

    def labels(self, view: Viewport) -> dict[TileKey, list[Label]]:
        """Of the tiles in sight that are drawn."""
        keys = self._keys(view, 0) if self._pencil is not None else []
        return {key: self._kept[key].labels for key in keys if key in self._kept}

    def _keys(self, view: Viewport, ring: int) -> list[TileKey]:
        assert self._pencil is not None
        facts = self._pencil.tiles.facts
        steps = round(view.zoom * 2)
        if view.zoom < facts.min_zoom - FAR_OUT:
            return []
        z = max(steps // 2, facts.min_zoom)
        side = 1 << z
        left, top, right, bottom = (math.floor(edge * side) for edge in view.box())
        columns = range(max(0, left - ring), min(side - 1, right + ring) + 1)
        rows = range(max(0, top - ring), min(side - 1, bottom + ring) + 1)
        return [TileKey(z, x, y, steps - 2 * z) for y in rows for x in columns]

    def _ring(self, view: Viewport) -> list[TileKey]:
        """What may come into sight next: no more of it than is kept, or its pictures would push each other out for ever."""
        assert self._pencil is not None
        if not self._sight:
            return []
        each = 4 * self._sight[0].side(self._pencil.ratio) ** 2
        around = [key for key in self._keys(view, 1) if key not in self._sight]
        return _nearest(view, around)[: max(0, int(self._most_bytes / each) - len(self._sight) - 1)]

    def _stand_in(self, view: Viewport, key: TileKey) -> list[Stroke]:
        """The same ground from other zooms: what lies above, else what lies right below."""
        for up in range(FAR_UP + 1):
            for halves in DRAWN_AT:
                above = TileKey(key.z - up, key.x >> up, key.y >> up, halves)
                kept = self._kept.get(above)
                if kept is not None:
                    part = kept.pixmap.width() / (1 << up)
                    mask = (1 << up) - 1
                    source = QRect(
                        int((key.x & mask) * part), int((key.y & mask) * part), int(part) or 1, int(part) or 1
                    )
                    return [Stroke(_target(view, key), kept.pixmap, source)]
        below = [
            TileKey(key.z + 1, 2 * key.x + column, 2 * key.y + row, halves)
            for column in (0, 1) for row in (0, 1) for halves in reversed(DRAWN_AT)
        ]  # fmt: skip
        return [
            Stroke(_target(view, one), self._kept[one].pixmap, self._kept[one].pixmap.rect())
            for one in below
            if one in self._kept
        ]

    def _go_on(self) -> None:
        while self._pencil is not None and self._wanted and len(self._drawing) < AT_ONCE:
            key = self._wanted.pop(0)
            self._drawing.add(key)
            self._background.chart(self._pencil.draw, key).then(self._keep).otherwise(
                partial(self._give_up, self._pencil)
            )

    def _keep(self, drawn: Drawn) -> None:
        if drawn.pencil is not self._pencil:
            return
        self._drawing.discard(drawn.key)
        if drawn.broken and len(self._broken) < MOST_BROKEN:
            self._broken.add(drawn.key)
        picture = Picture(QPixmap.fromImage(drawn.image), drawn.labels)
        self._kept[drawn.key] = picture
        self._bytes += picture.bytes
        for key in [key for key in self._kept if key not in self._sight]:  # the one used longest ago first
            if self._bytes <= self._most_bytes:
                break
            self._bytes -= self._kept.pop(key).bytes
        self._go_on()
        self.came.emit()

    def _give_up(self, pencil: Pencil, trouble: Trouble) -> None:
        """A bug of ours in one tile must not stop the others; the log has it."""
        if pencil is not self._pencil:
            return  # of the map before
        self._broken |= self._drawing
        self._drawing.clear()
        self._go_on()


def _target(view: Viewport, key: TileKey) -> QRect:
    side = 1 << key.z
    left, top = view.to_screen(key.x / side, key.y / side)
    right, bottom = view.to_screen((key.x + 1) / side, (key.y + 1) / side)
    return QRect(round(left), round(top), round(right) - round(left), round(bottom) - round(top))


def _nearest(view: Viewport, keys: list[TileKey]) -> list[TileKey]:
    return sorted(
        keys, key=lambda key: abs((key.x + 0.5) / (1 << key.z) - view.x) + abs((key.y + 0.5) / (1 << key.z) - view.y)
    )
