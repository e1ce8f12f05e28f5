"""Fills the map and does what the person wishes with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer

from inspector_app.domain import mercator
from inspector_app.domain.scatter import Scatter
from inspector_app.domain.tiles import TileFacts
from inspector_app.services.changes import Changes
from inspector_app.services.map_ports import MapSources
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.map import pyramid, reading
from inspector_app.ui.map.base_map import BaseMap
from inspector_app.ui.map.choice import Choice
from inspector_app.ui.map.framing import Chosen, Framing
from inspector_app.ui.map.grid_desk import GridDesk
from inspector_app.ui.map.layers import Hit
from inspector_app.ui.map.listing import Listing
from inspector_app.ui.map.pyramid import Cluster, Pyramid
from inspector_app.ui.map.search import Search
from inspector_app.ui.map.state import Chip, Found, MapState
from inspector_app.ui.map.tile_desk import TileDesk
from inspector_app.ui.map.tools import Tools
from inspector_app.ui.map.view import MapView
from inspector_app.ui.map.viewport import Viewport, around
from inspector_app.ui.page import Page

LOOK_MS = 1000  # for the position
SOON_MS = 400  # changes come faster than eyes while a sync runs
CLOSE_UP = 16.5  # the zoom of a single thing
SAME_PLACE = 18.0  # from here on a cluster is one place, and is listed
CHINA = (103.0, 30.0, 117.0, 38.0)  # what is shown before anything is known


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = MapView(desk.rulebook, tiles := TileDesk(desk.workplace.background))
    tiles.setParent(view)
    MapController(desk, view, tiles)
    return view


class MapController(QObject):
    def __init__(self, desk: Desk, view: MapView, tiles: TileDesk):
        super().__init__(view)
        self._desk, self._view, self._tiles = desk, view, tiles
        place = desk.workplace
        self._sources = place.map_sources() if place.map_sources is not None else MapSources()
        self.state = MapState()
        self.base = BaseMap(desk, self._sources, tiles, view.base, self)
        self.grids = GridDesk(desk, self._sources, view)
        self.tools = Tools(self, desk, view)
        self.listing = Listing(self, desk, view)
        self.search = Search(self, desk, view)
        self.choice = Choice(self, view)
        self._asked: tuple[Chip, str] | None = None
        self.framing = Framing(view.canvas)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._connect()
        view.destroyed.connect(self.base.close)
        view.canvas.view = around(CHINA, 1280, 720)
        view.present(self.state)

    def _connect(self) -> None:
        view, desk = self._view, self._desk
        view.came.connect(self._enter)
        view.went.connect(self._timer.stop)
        view.worn.connect(self._wear)
        view.chips.tapped.connect(self._tap_chip)
        view.follow_wanted.connect(self._follow)
        view.canvas.tapped.connect(self._tap)
        view.canvas.taken.connect(self._taken)
        self.base.changed.connect(self._show_base)
        self.grids.lacking.connect(lambda why: self.show(grids=why))
        self._tiles.came.connect(self._show_tiles)
        self._timer.timeout.connect(self.look_where)
        self._soon.timeout.connect(self.read)
        desk.workplace.feed.changed.connect(self._touched)
        desk.duty.changed.connect(self._duty_changed)

    def _enter(self) -> None:
        self.base.look(self._view.devicePixelRatioF())
        self.look_where()
        self.read()
        self.tools.look()
        self._timer.start()

    # Reading

    def read(self) -> None:
        """Asks for everything again."""
        now = self._desk.workplace.clock.now()
        background = self._desk.workplace.background
        background.ask(reading.around, now).then(self._show_around)
        scope = self.state.scope
        self._asked = (scope, self._shift()) if scope is not None else None
        if scope is None:
            self._show_findings(None)
        else:
            background.ask(reading.findings, scope, self._shift(), now).then(self._build)

    def _shift(self) -> str:
        shift = self._desk.duty.state.shift
        return shift.id if shift is not None else ""

    def _build(self, answer: tuple[Chip, str, Scatter]) -> None:
        *asked, scatter = answer
        if tuple(asked) == self._asked:  # the last question wins
            self.show(counts=self.state.counted(answer[0], len(scatter)))
            self._desk.workplace.background.chart(pyramid.build, scatter).then(self._show_findings)

    def _show_findings(self, built: Pyramid | None) -> None:
        heat = Chip.HEAT in self.state.on
        self._view.findings.pyramid = None if heat else built
        self._view.heat.pyramid = built if heat else None
        if built is not None and len(built.scatter):
            lats, lons = built.scatter.lats, built.scatter.lons
            self.framing.show(Chosen.FINDINGS, [edge / 1e7 for edge in (min(lons), min(lats), max(lons), max(lats))])
        self._view.canvas.update()

    def _show_around(self, answer: reading.Around) -> None:
        counts = self.state._replace(counts=self.state.counted(Chip.TASKS, len(answer.tasks)))
        self._view.tasks.marks = answer.tasks if Chip.TASKS in self.state.on else ()
        relief = self.choice.offer(answer.slots, shown=Chip.RELIEF in self.state.on)
        self.show(counts=counts.counted(Chip.RELIEF, relief))
        if marks := [*self._view.tasks.marks, *self._view.relief.marks]:
            lats, lons = [mark.lat for mark in marks], [mark.lon for mark in marks]
            self.framing.show(Chosen.MARKS, (min(lons), min(lats), max(lons), max(lats)))

    def _touched(self, changes: Changes) -> None:
        told = changes.findings or changes.tasks or changes.references or changes.shifts or changes.pack
        if self._view.isVisible() and told and not self._soon.isActive():
            self._soon.start()
        if changes.pack:
            self.grids.read_again()
        if self._view.isVisible() and changes.pack:
            self.base.look(self._view.devicePixelRatioF())

    def _duty_changed(self, duty: OnDuty) -> None:
        if self._view.isVisible() and (self._asked is None or self._shift() != self._asked[1]):
            self.read()

    # The base map and where it stands

    def _show_base(self, facts: TileFacts | None, code: str) -> None:
        self.show(facts=facts, problem=code, looked=True, broken=0)
        if facts is not None:
            self.framing.show(Chosen.MAP, facts.bounds)

    def _wear(self) -> None:
        self.base.look(self._view.devicePixelRatioF())
        self._view.canvas.update()

    def _show_tiles(self) -> None:
        if self._tiles.broken != self.state.broken:
            self.show(broken=self._tiles.broken)
        self._view.canvas.update()

    def go_to(self, view: Viewport) -> None:
        self._view.canvas.motion.stop()
        self._view.canvas.show_view(view)

    def look_where(self) -> None:
        """Where the receiver says the laptop is."""
        here = self._sources.here()
        if here == self._view.here.here:
            return
        self._view.here.here = here
        if here is not None and self.framing.chosen < Chosen.FINDINGS:
            self.framing.show(Chosen.FINDINGS, (here.lon, here.lat, here.lon, here.lat))
        elif here is not None and self.state.following:
            self.go_to(self._view.canvas.view.centred(here.lat, here.lon))
        self.show(located=here is not None, following=self.state.following and here is not None)

    def _follow(self) -> None:
        here = self._view.here.here
        if here is not None:
            self.show(following=not self.state.following)
            self.go_to(self._view.canvas.view.centred(here.lat, here.lon))

    def _taken(self) -> None:
        self.framing.by_person()
        if self.state.following:
            self.show(following=False)

    # What the person taps

    def _tap_chip(self, chip: Chip) -> None:
        self.show(on=self.state.tapped(chip))
        self.grids.present(shown=Chip.GRIDS in self.state.on)
        self.read()

    def _tap(self, left: float, top: float) -> None:
        self.framing.by_person()
        if self.tools.take(left, top):
            return
        hits = [
            layer.hit(self._view.canvas.view, left, top)
            for layer in (self._view.relief, self._view.tasks, self._view.findings)
        ]
        found = min((hit for hit in hits if hit is not None), key=lambda hit: hit.far, default=None)
        self.choice.drop()
        if found is not None:
            self._open(found)

    def _open(self, hit: Hit) -> None:
        if hit.kind == "relief" and hit.mark is not None:
            self.choice.choose(hit.mark.key)
        elif hit.kind == "task" and hit.mark is not None:
            self._desk.show_task(hit.mark.key)
        elif hit.cluster is not None:
            self._open_cluster(hit.cluster)

    def _open_cluster(self, cluster: Cluster) -> None:
        built = self._view.findings.pyramid
        assert built is not None
        canvas = self._view.canvas
        if cluster.size == 1:
            number = built.scatter.numbers[built.members(cluster)[0]]
            self._desk.workplace.background.ask(reading.finding_id, number).then(self._show_finding)
        elif canvas.view.zoom >= SAME_PLACE:
            self.listing.show_only(built, cluster)
        else:
            canvas.motion.zoom_by(2, *canvas.view.to_screen(cluster.x, cluster.y))

    def _show_finding(self, finding_id: str) -> None:
        if finding_id:
            self._desk.show_finding(finding_id)

    def move(self, right: float, down: float) -> None:
        """The ground goes so many px with what the page wants to be seen."""
        self._taken()
        self.go_to(self._view.canvas.view.moved(right, down))

    def lead_to(self, found: Found) -> None:
        """What a person searched for."""
        self._taken()
        self.show(found=found, slots=None)
        self.centre_on(found.lat, found.lon)
        self._view.canvas.setFocus()

    def centre_on(self, lat: float, lon: float) -> None:
        """Close enough to see a single thing."""
        view = self._view.canvas.view
        self.go_to(view._replace(zoom=max(view.zoom, CLOSE_UP)).centred(lat, lon))

    def world_place(self, left: float, top: float) -> tuple[float, float]:
        x, y = self._view.canvas.view.to_world(left, top)
        return mercator.lat_of(y), mercator.lon_of(x)

    def show(self, **changed: Any) -> None:
        """The next state."""
        self.state = self.state._replace(**changed)
        self._view.present(self.state)
