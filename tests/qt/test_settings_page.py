"""The settings page as an officer uses it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.config import VERSION
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from inspector_app.ui import theme, translation
from inspector_app.ui.settings import controller
from inspector_app.ui.settings.view import SettingsView
from sync.protocol.problems import Problem, ProtocolProblem
from tests.qt import desks
from tests.qt.fakes import OVERVIEW, FakeReads
from tests.qt.screens import PageShow, button, texts

CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"
Shown = tuple[desks.World, SettingsView]
Show = Callable[[FakeReads], Shown]


@pytest.fixture
def show(pages: PageShow) -> Show:
    return partial(pages.page, SettingsView, controller.make)


def not_enrolled() -> FakeReads:
    reads = FakeReads()
    reads.overview = replace(OVERVIEW, enrolled=False, centre="")
    return reads


def test_a_theme_is_worn_at_once_and_kept(show: Show) -> None:
    world, view = show(FakeReads())
    view.theme_chosen.emit("night")
    assert theme.current().name == "night"
    assert world.desk.workplace.preferences.choices.theme == "night"


def test_a_language_is_spoken_at_once_and_kept(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    with qtbot.waitSignal(world.desk.appearance.relabelled):
        view.language_chosen.emit("zh")
    assert translation.language() == "zh"
    assert world.desk.workplace.preferences.choices.language == "zh"


def test_a_text_size_is_kept(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    with qtbot.waitSignal(world.desk.appearance.relabelled):
        view.text_size_chosen.emit(130)
    assert world.desk.workplace.preferences.choices.text_percent == 130
    with qtbot.waitSignal(world.desk.appearance.relabelled):
        world.desk.appearance.resize(100)


def test_an_enrolled_laptop_names_its_centre(show: Show) -> None:
    _, view = show(FakeReads())
    assert "Enrolled at 郑州市金水区城市运行管理服务平台" in texts(view.centre)
    assert OVERVIEW.device in texts(view.centre).replace("\u200b", "")
    button(view.centre, "Enrol again…").click()
    assert not button(view.centre, "Enrol").isEnabled()


def test_a_code_enrols_the_laptop(qtbot: QtBot, show: Show) -> None:
    world, view = show(not_enrolled())
    view.centre.address_changed.emit("centre.example.cn/")
    view.centre.name_changed.emit("花园路 3 号车")
    assert not button(view.centre, "Enrol").isEnabled()
    view.centre.code_changed.emit(CODE)
    world.reads.overview = OVERVIEW
    button(view.centre, "Enrol").click()
    qtbot.waitUntil(lambda: "Enrolled at https://centre.example.cn" in texts(view.centre))
    assert world.centre.asked == [("enrol", CODE, "https://centre.example.cn", "花园路 3 号车")]
    assert world.desk.workplace.preferences.choices.centre_url == "https://centre.example.cn"


def test_a_refused_code_is_explained_and_stays(qtbot: QtBot, show: Show) -> None:
    world, view = show(not_enrolled())
    world.centre.refusal = ProtocolProblem(Problem.WRONG_CODE)
    view.centre.address_changed.emit("centre.example.cn")
    view.centre.code_changed.emit(CODE)
    button(view.centre, "Enrol").click()
    qtbot.waitUntil(lambda: "wrong_code" in texts(view.centre))
    assert button(view.centre, "Enrol").isEnabled()


def test_an_address_without_encryption_is_refused_at_once(show: Show) -> None:
    _, view = show(not_enrolled())
    view.centre.address_changed.emit("http://10.1.2.3")
    assert "must begin with https://" in texts(view.centre)


def test_the_program_tells_what_it_is(show: Show) -> None:
    _, view = show(FakeReads())
    shown = texts(view.about)
    assert VERSION in shown
    assert "LGPL-3.0-only" in shown


def test_the_data_tell_where_they_lie_and_how_old_their_backup_is(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    world, view = show(FakeReads())
    assert str(tmp_path) in texts(view.data)
    assert "1 kB" in texts(view.data)
    assert "No backup yet" in texts(view.data)
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: "Last backup: today 09:20" in texts(view.data))
    assert "Checked today 09:20: everything can be read" in texts(view.data)


def test_damage_that_was_found_stays_in_the_settings(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    world.keeper.damage = StorageTrouble(StorageCode.DAMAGED)
    world.desk.upkeep.look()
    qtbot.waitUntil(lambda: "The database is damaged. Start the program again" in texts(view.data))


def test_the_line_is_told_what_it_costs_and_how_much_of_it_may_be_taken(show: Show) -> None:
    world, view = show(FakeReads())
    view.line.metered_chosen.emit("yes")
    view.line.limit_chosen.emit(250)
    chosen = world.desk.workplace.preferences.choices
    assert (chosen.metered, chosen.send_limit_kb) == ("yes", 250)
    assert world.centre.limits[-1] == 250
