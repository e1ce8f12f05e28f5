"""The base map under a plan: the map page's own way of reading and drawing, with a small store of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector_app.services.map_ports import MapSources
from inspector_app.ui.map.base_layer import BaseLayer
from inspector_app.ui.map.base_map import BaseMap
from inspector_app.ui.map.tile_desk import TileDesk

if TYPE_CHECKING:
    from inspector_app.services.changes import Changes
    from inspector_app.ui.desk import Desk
    from inspector_app.ui.map.plan import Plan


class PlanGround(QObject):
    """Made once the database is open. Why a map cannot be shown, the map page says; the plan does without."""

    def __init__(self, desk: Desk, plan: Plan, parent: QObject):
        super().__init__(parent)
        place, self._plan = desk.workplace, plan
        tiles = TileDesk(place.background, self, still=True)
        plan.ground = BaseLayer(tiles)
        sources = place.map_sources() if place.map_sources is not None else MapSources()
        self.base = BaseMap(desk, sources, tiles, plan.ground, self)
        tiles.came.connect(self._draw)
        self.base.changed.connect(self._draw)
        plan.worn.connect(self._look)
        place.feed.changed.connect(self._touched)
        parent.destroyed.connect(self.base.close)
        self._look()

    def _look(self) -> None:
        self.base.look(self._plan.devicePixelRatioF())

    def _touched(self, changes: Changes) -> None:
        if changes.pack:
            self._look()

    def _draw(self, *_: object) -> None:
        self._plan.update()
