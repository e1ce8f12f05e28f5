"""What is said over a page: good news goes by itself, bad news waits for whoever should read it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app import paths
from inspector_app.preferences import Preferences
from inspector_app.ui.appearance import Appearance
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets import banner
from inspector_app.ui.widgets.banner import Banner
from inspector_app.ui.widgets.buttons import IconButton
from tests.qt.laptop import Laptop


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Banner:
    Appearance(qapp, paths.resources(), Preferences(tmp_path / "preferences.json")).put_on()
    monkeypatch.setattr(banner, "GOOD_NEWS_MS", 20)
    made = Banner()
    qtbot.addWidget(made)
    return made


def test_good_news_goes_by_itself(qtbot: QtBot, shown: Banner) -> None:
    with qtbot.waitSignal(shown.dismissed):
        shown.tell("Saved.", "good")
    assert shown.isHidden()


@pytest.mark.parametrize("tone", ["warning", "alarm", "accent"])
def test_anything_else_stays_until_it_is_closed(qtbot: QtBot, shown: Banner, tone: str) -> None:
    shown.tell("Saved.", "good")
    shown.tell("The disk is full.", tone)
    qtbot.wait(60)
    assert shown.isVisible()
    shown.findChildren(IconButton)[0].click()
    assert shown.isHidden()


@pytest.mark.parametrize(("side", "stays"), [(Side.PERSON, False), (Side.SURROUNDINGS, True), (Side.OURS, True)])
def test_what_a_person_did_on_a_page_is_told_on_that_page(laptop: Laptop, side: Side, stays: bool) -> None:
    window = laptop.screens.window
    window.show_trouble(Trouble(side, "photo_empty", "空.jpg"))
    window.show_page("shift")
    (over_the_page,) = window.findChildren(Banner)
    assert over_the_page.isVisible() is stays
