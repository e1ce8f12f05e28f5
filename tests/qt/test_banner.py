"""What is said over a page: good news goes by itself, bad news waits for whoever should read it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app import paths
from inspector_app.preferences import Preferences
from inspector_app.ui.appearance import Appearance
from inspector_app.ui.widgets import banner
from inspector_app.ui.widgets.banner import Banner
from inspector_app.ui.widgets.buttons import IconButton


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
