"""The map page: the map everywhere, and a few controls over it."""

from functools import partial

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.map import map_words, markers
from inspector_app.ui.map.base_layer import BaseLayer
from inspector_app.ui.map.canvas import Canvas
from inspector_app.ui.map.cards import MEASURE_WIDTH, WIDTH, MeasureCard, ReliefCard, grown
from inspector_app.ui.map.chips import MapChips
from inspector_app.ui.map.grid_layer import GridLayer
from inspector_app.ui.map.heat import HeatLayer
from inspector_app.ui.map.layers import FindingLayer, HereLayer, Mark, MarkLayer
from inspector_app.ui.map.measuring import Tool
from inspector_app.ui.map.names_layer import NamesLayer
from inspector_app.ui.map.overlay import FoundLayer, MeasureLayer, PlateLayer
from inspector_app.ui.map.state import Grids, MapState
from inspector_app.ui.map.things_list import ThingsList
from inspector_app.ui.map.tile_desk import TileDesk
from inspector_app.ui.page import Page
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.widgets.buttons import IconButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.shortcut import bind
from inspector_app.ui.widgets.suggest_field import SuggestField
from inspector_app.ui.widgets.words import Ink

MARGIN = 13  # px; controls keep 3 more for their focus rings
REST_MS = 150  # after the last move
BESIDE = 30  # px that stay free between a mark and a card
LIST_WIDTH, SEARCH_WIDTH, MOST_SEARCH = 420, 240, 380  # px


class MapView(Page):
    """Shows what it is given; the wishes of the person are signals."""

    came = Signal()
    went = Signal()
    tool_wanted = Signal(object)  # Tool
    list_wanted = Signal()
    follow_wanted = Signal()
    worn = Signal()  # another theme, while the map is shown

    def __init__(self, rulebook: Rulebook, desk: TileDesk, parent: QWidget | None = None):
        super().__init__(parent)
        signs = {"task": self.tr("T", "sign of a task"), "relief": "疏"}
        self.canvas = Canvas(self)
        self.canvas.setAccessibleName(
            self.tr("Map. Arrows move it, plus and minus zoom, Enter takes what is at the cross.")
        )
        self._make_layers(desk, signs["task"])
        self.chips = MapChips(self)
        self._make_buttons()
        self.card = ReliefCard(rulebook, self)
        self.measuring = MeasureCard(self)
        self.list = ThingsList(signs, self)
        self._told = Card(self, margin=10)
        self.search = SuggestField(self.tr("Search the map"), self, hint=self.tr("Shop, road, address (Ctrl+F)"))
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)
        self._sentence = Ink("", self._told, tone="warning")
        self._told.set_tone("warning")
        self._told.body.addWidget(self._sentence)

    def _make_layers(self, desk: TileDesk, task_sign: str) -> None:
        self.base, self.heat = BaseLayer(desk), HeatLayer()
        self.grids = GridLayer(self.base)
        self.base.hurried = lambda: self.canvas.motion.zooms
        self.findings = FindingLayer(again=lambda: QTimer.singleShot(0, self.canvas, self.canvas.update))
        self.here, self.measure, self.plate = HereLayer(), MeasureLayer(), PlateLayer()
        self.found = FoundLayer()
        self.tasks = MarkLayer("task", partial(_task, task_sign), markers.TASK_BOX)
        self.relief = MarkLayer("relief", _relief, markers.RELIEF_BOX)
        self._names = NamesLayer(self.base, self.here, (self.tasks, self.relief, self.grids))
        self.canvas.layers = (
            self.base, self.heat, self.grids, self.here, self._names, self.findings, self.tasks, self.relief, self.found,
            self.measure, self.plate,
        )  # fmt: skip
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._make_names_way)
        self.canvas.moved.connect(self._rest.start)

    def _make_buttons(self) -> None:
        self._tools = {
            Tool.DISTANCE: IconButton("ruler", self.tr("Measure a distance (F4)"), self, weight=Weight.PLAIN),
            Tool.AREA: IconButton("area", self.tr("Measure an area (F5)"), self, weight=Weight.PLAIN),
            Tool.PIN: IconButton("pin", self.tr("Set a pin (F6)"), self, weight=Weight.PLAIN),
        }
        self._list = IconButton("list", self.tr("As a list (F7)"), self, weight=Weight.PLAIN)
        self._nearer = IconButton("plus", self.tr("Nearer"), self, weight=Weight.PLAIN)
        self._farther = IconButton("minus", self.tr("Farther"), self, weight=Weight.PLAIN)
        self._follow = IconButton("gps", self.tr("Follow my position (F8)"), self, weight=Weight.PLAIN)
        for tool, button in self._tools.items():
            button.clicked.connect(lambda _=False, wanted=tool: self.tool_wanted.emit(wanted))
        self._list.clicked.connect(self.list_wanted)
        self._nearer.clicked.connect(lambda: self.canvas.zoom(1))
        self._farther.clicked.connect(lambda: self.canvas.zoom(-1))
        self._follow.clicked.connect(self.follow_wanted)
        keys = zip((*self._tools.values(), self._list, self._follow), ("F4", "F5", "F6", "F7", "F8"), strict=True)
        for button, key in keys:
            bind(button, key)
        self._left_column, self._right_column = QWidget(self), QWidget(self)
        _stack(self._right_column, [*self._tools.values(), self._list])
        _stack(self._left_column, [self._nearer, self._farther, self._follow])

    def present(self, state: MapState) -> None:
        self.chips.present(state)
        for tool, button in self._tools.items():
            button.set_weight(Weight.PRIMARY if state.measured.tool is tool else Weight.PLAIN)
        self._list.set_weight(Weight.PRIMARY if state.rows is not None else Weight.PLAIN)
        self._follow.set_weight(Weight.PRIMARY if state.following else Weight.PLAIN)
        self._follow.setEnabled(state.located)
        self.card.present(state.slots)
        self.measuring.present(state)
        self.list.present(state.rows)
        self.measure.measured, self.found.found = state.measured, state.found
        self.plate.source = map_words.source(state.facts) if state.facts is not None else ""
        said = self._said(state)
        self._sentence.setText(said)
        self._told.setVisible(bool(said))
        self._place()
        self._make_names_way()
        self.canvas.update()

    def _said(self, state: MapState) -> str:
        if state.unknown:
            return self.tr("Not in the reference pack.")
        if state.problem:
            return map_words.sentence(state.problem, kept=state.facts is not None)
        if state.broken:
            return self.tr("%n part(s) of the base map cannot be read: install it again.", "", state.broken)
        if state.grids is not None:
            far = self.tr("Grids are shown from nearer: zoom in.")
            return far if state.grids is Grids.FAR else self.tr("The reference pack knows no grids here.")
        if state.looked and state.facts is None:
            return self.tr("No base map is installed on this laptop. Findings, tasks and measuring work without it.")
        return ""

    def _find(self) -> None:
        self.search.setFocus()
        self.search.editor.selectAll()

    def _place(self) -> None:
        """Everything in its corner; cards never lie under buttons."""
        wide, high = self.width(), self.height()
        self.canvas.setGeometry(0, 0, wide, high)
        size = self.chips.sizeHint()
        self.chips.setGeometry(MARGIN, MARGIN, min(size.width(), wide - 2 * MARGIN), size.height())
        tools, zooms = self._right_column.sizeHint(), self._left_column.sizeHint()
        right = wide - MARGIN - tools.width()
        self._right_column.setGeometry(right, MARGIN, tools.width(), tools.height())
        self._left_column.setGeometry(right, high - MARGIN - zooms.height(), zooms.width(), zooms.height())
        top = self._place_search(right) + 8
        told = min(640, right - 3 * MARGIN)
        self._told.setGeometry(MARGIN + 3, top, told, self._told.heightForWidth(told))
        edge = right - 10
        self.list.setGeometry(edge - LIST_WIDTH, top, LIST_WIDTH, min(self.list.high(), high - top - MARGIN - 64))
        edge -= LIST_WIDTH + 10 if self.list.isVisibleTo(self) else 0
        bottom = high - MARGIN - 6
        for card, across in ((self.card, grown(WIDTH)), (self.measuring, grown(MEASURE_WIDTH))):
            if card.isVisibleTo(self):
                deep = max(card.heightForWidth(across), card.minimumSizeHint().height())
                card.setGeometry(QRect(edge - across, bottom - deep, across, deep))
                bottom -= deep + 8
        self.plate.edge = min((card.x() for card in (self.card, self.measuring) if card.isVisibleTo(self)), default=0)

    def _make_names_way(self) -> None:
        """Tells what lies over the map, once it is at rest: in motion names would jump."""
        if self._rest.isActive() or self.canvas.motion.moves:
            return
        self._names.rest(self.canvas.view, [*self._over(), self.plate.box(self.canvas.view)])
        self.canvas.update()

    def _over(self) -> list[QRect]:
        """Where controls and cards stand."""
        over = (
            self.chips, self.search, self._left_column, self._right_column, self._told, self.list, self.card, self.measuring,
        )  # fmt: skip
        return [one.geometry() for one in over if one.isVisibleTo(self)]

    def way_out(self, left: float, top: float) -> tuple[int, int]:
        """By how many px the map has to move so that no card lies over a mark there: up, or left where that is nearer."""
        for card in (self.card, self.measuring):
            box = card.geometry().adjusted(-BESIDE, -BESIDE, BESIDE, BESIDE)
            if card.isVisibleTo(self) and box.contains(round(left), round(top)):
                up, aside = box.top() - 1 - round(top), box.left() - 1 - round(left)
                return (0, up) if -up <= -aside else (aside, 0)
        return 0, 0

    def _place_search(self, right: int) -> int:
        """Beside the chips, or under them where there is no room; returns where both end."""
        left, top = self.chips.geometry().right() + 10, MARGIN
        room = right - 10 - left
        if room < SEARCH_WIDTH:
            left, top, room = MARGIN, self.chips.geometry().bottom() + 4, right - 2 * MARGIN
        self.search.setGeometry(left, top, min(room, MOST_SEARCH), self.search.sizeHint().height())
        return max(self.search.geometry().bottom(), self.chips.geometry().bottom())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc means the map wherever the keyboard is on the page, such as on a chip that was just clicked."""
        if event.key() == Qt.Key.Key_Escape:
            self.canvas.escaped.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.isVisible():
            self.worn.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def title(self) -> str:
        return self.tr("Map")

    def tab_parts(self) -> list[QWidget]:
        return [
            self.chips,
            self.search,
            self.canvas,
            self._right_column,
            self.list,
            self.card,
            self.measuring,
            self._left_column,
        ]

    def entered(self) -> None:
        self.came.emit()
        self.canvas.setFocus()

    def left(self) -> None:
        self.canvas.motion.stop()
        self.went.emit()


def _task(sign: str, _: Mark, __: bool, ratio: float) -> QPixmap:
    return markers.plate(sign, "accent", ratio)


def _relief(mark: Mark, chosen: bool, ratio: float) -> QPixmap:
    return markers.relief("疏", mark.free, ratio, chosen=chosen)


def _stack(column: QWidget, buttons: list[IconButton]) -> None:
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(theme.RING)
    for button in buttons:
        button.setParent(column)
        rows.addWidget(button)
