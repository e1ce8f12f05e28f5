"""Grids on the map: all that are in sight, or none and a word; and the list that names what has no address."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.services.map_ports import Bounds, Outline
from inspector_app.ui.map import reading
from inspector_app.ui.map.grid_desk import MOST, GridDesk
from inspector_app.ui.map.state import Grids

GRID = Outline("410105001001001", [[(34.77, 113.68), (34.771, 113.68), (34.77, 113.681)]])


class Canvas(QObject):
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.width = 0.08
        self.view = SimpleNamespace(zoom=14.0, bounds=lambda: (0.0, 0.0, self.width, self.width))

    def update(self) -> None: ...


class View(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.grids = SimpleNamespace(outlines=(), colour=None)
        self.base = SimpleNamespace(style=SimpleNamespace(colours={"grid": None}))


class Pack:
    """Grids 0.002 degrees wide: 400 in a square of 0.04, more than are shown in one of 0.05."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def chart(self, _: object, bounds: Bounds, most: int) -> SimpleNamespace:
        self.asked.append(round(bounds[2] - bounds[0], 6))
        found = [GRID] * min(most, round(((bounds[2] - bounds[0]) / 0.002) ** 2))

        def then(done: Callable[[Sequence[Outline]], None]) -> None:
            done(found)

        return SimpleNamespace(then=then)


def test_grids_are_shown_whole_or_not_at_all(qapp: QApplication, qtbot: QtBot) -> None:
    view, pack, told = View(), Pack(), list[Grids | None]()
    place = SimpleNamespace(workplace=SimpleNamespace(background=pack))
    desk = GridDesk(cast("Any", place), cast("Any", SimpleNamespace(grids=None)), cast("Any", view))
    desk.lacking.connect(told.append)

    desk.present(shown=True)
    qtbot.waitUntil(lambda: told[-1:] == [Grids.FAR])
    far = (list(pack.asked), len(view.grids.outlines))
    view.canvas.width = 0.04  # now all in sight can be shown, and what is around it cannot
    view.canvas.moved.emit()
    qtbot.waitUntil(lambda: told[-1] is None)

    assert far == ([0.16, 0.08], 0)
    assert pack.asked[2:] == [0.08, 0.04]
    assert 0 < len(view.grids.outlines) < MOST


def test_a_finding_without_an_address_is_named_by_the_citys_time() -> None:
    assert reading._told("2026-11-27T18:32:11.000Z") == "11-28 02:32"
