"""What the tests of the screens may ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.ui.map.controller import MapController
from inspector_app.ui.map.state import Chip
from inspector_app.ui.map.view import MapView
from tests.qt.fakes import FakeReads
from tests.qt.laptop import Laptop
from tests.qt.screens import PageShow
from tests.qt.towns import Show, Shown, Town


@pytest.fixture
def a_laptop(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Laptop]]:
    """Makes laptops with a real store in a folder of their own; each is put away at the end."""
    made: list[Laptop] = []

    def make(folder: str = "laptop", **chosen: Any) -> Laptop:
        made.append(Laptop(tmp_path / folder, **chosen))
        return made[-1]

    yield make
    for laptop in made:
        laptop.end()


@pytest.fixture
def laptop(a_laptop: Callable[..., Laptop]) -> Laptop:
    """A laptop with an open shift of two certified officers, its window shown and everything loaded."""
    laptop = a_laptop().with_shift()
    laptop.begin()
    laptop.settle()
    return laptop


@pytest.fixture
def pages(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[PageShow]:
    """Shows pages over storage that answers from memory."""
    show = PageShow(qtbot, qapp, tmp_path)
    yield show
    show.end()


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def show(pages: PageShow, qtbot: QtBot, town: Town) -> Show:
    def shown(reads: FakeReads | None = None) -> Shown:
        world, view = pages.page(MapView, town.page, reads or FakeReads())
        page = view.findChild(MapController)
        assert page is not None
        qtbot.waitUntil(lambda: page.state.looked and dict(page.state.counts).get(Chip.SHIFT) is not None)
        qtbot.waitUntil(lambda: view.findings.pyramid is not None)
        return Shown(world, view, page)

    return shown
