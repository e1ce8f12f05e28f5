"""The base map of the page: opened off the UI thread, kept when a newer one is bad, drawn in the theme that is worn."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.tiles import MapCode, MapDatum, MapTrouble, TileFacts
from inspector_app.services.map_ports import MapSources, Tiles
from inspector_app.ui import theme
from inspector_app.ui.desk import Desk
from inspector_app.ui.map import style
from inspector_app.ui.map.base_layer import BaseLayer
from inspector_app.ui.map.tile_desk import TileDesk
from inspector_app.ui.trouble import Trouble


class BaseMap(QObject):
    """`changed(facts or None, code)` after it was looked for; the code says why a newer one is not shown."""

    changed = Signal(object, str)

    def __init__(self, desk: Desk, sources: MapSources, tiles: TileDesk, layer: BaseLayer, parent: QObject):
        super().__init__(parent)
        self._desk, self._sources, self._tile_desk, self._layer = desk, sources, tiles, layer
        self._tiles: Tiles | None = None
        self._edition: str | None = None
        self._look: tuple[str, float] = ("", 0.0)
        layer.style = style.load(desk.workplace.resources, theme.current().name)

    @property
    def facts(self) -> TileFacts | None:
        return self._tiles.facts if self._tiles is not None else None

    def look(self, ratio: float) -> None:
        """Opens the map that is installed now, where it is another one; puts on the theme that is worn."""
        if (theme.current().name, ratio) != self._look:
            self._look = (theme.current().name, ratio)
            self._show()
        edition = self._sources.edition()
        if edition != self._edition:
            self._edition = edition
            asked = self._desk.workplace.background.chart(_opened, self._sources)
            asked.then(partial(self._take, edition)).otherwise(partial(self._refuse, edition))

    def close(self) -> None:
        if self._tiles is not None:
            self._tiles.close()

    def _take(self, edition: str, opened: Opened) -> None:
        if edition != self._edition:  # a newer one was asked for meanwhile, on another thread
            if opened.tiles is not None:
                opened.tiles.close()
            return
        old, self._tiles = self._tiles, opened.tiles
        self._show()
        if old is not None:
            old.close()  # pictures that are under way find it closed, and are dropped
        self.changed.emit(self.facts, "")

    def _refuse(self, edition: str, trouble: Trouble) -> None:
        if edition == self._edition:
            self.changed.emit(self.facts, trouble.code)

    def _show(self) -> None:
        worn = style.load(self._desk.workplace.resources, self._look[0])
        facts = self.facts
        self._layer.style, self._layer.has_map = worn, facts is not None
        moved = facts is not None and facts.datum is MapDatum.GCJ02
        self._layer.shift = self._sources.shift if moved else None
        self._layer.forget()
        self._tile_desk.use(self._tiles, worn, self._look[1])


class Opened(NamedTuple):
    """The map that is installed, or that there is none."""

    tiles: Tiles | None


def _opened(sources: MapSources) -> Opened:
    """Raises MapTrouble, also for one in GCJ-02 that nobody can convert: it would lie 500 m off without a word."""
    tiles = sources.open_tiles()
    if tiles is not None and tiles.facts.datum is MapDatum.GCJ02 and sources.shift is None:
        tiles.close()
        raise MapTrouble(MapCode.MAP_WRONG_DATUM, "gcj02")
    return Opened(tiles)
