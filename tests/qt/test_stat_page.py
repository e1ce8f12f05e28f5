"""The 721 page as an officer uses it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from inspector_app.domain.figures import Change, Figures, FigureScope
from inspector_app.domain.reference.item import Reference
from inspector_app.domain.shares import Mix
from inspector_app.services.changes import Changes
from inspector_app.ui.main_window import SMALLEST
from inspector_app.ui.stat_page import controller
from inspector_app.ui.stat_page.view import StatView
from inspector_app.ui.widgets.rail import WIDTH
from inspector_app.ui.widgets.scroll import ScrollColumn
from tests.qt import desks
from tests.qt.fakes import FIGURES, SHIFT, FakeReads
from tests.qt.screens import PageShow, texts
from tests.unit.reference.points import a_body

Show = Callable[[FakeReads], tuple[desks.World, StatView]]


@pytest.fixture
def show(pages: PageShow) -> Show:
    return partial(pages.page, StatView, controller.make)


def test_a_week_is_held_against_the_target(show: Show) -> None:
    _, view = show(FakeReads())
    assert "Service 68\u00a0%" in texts(view)
    assert "target 70 % · −2 · 412 findings" in texts(view)
    assert "70 / 20 / 10" in texts(view)


def test_a_shift_is_not(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    view.period_chosen.emit("shift")
    qtbot.waitUntil(lambda: scopes(world)[-1].shift == SHIFT.id)
    qtbot.waitUntil(lambda: "target" not in texts(view).casefold())
    assert "here it is no measure" in texts(view)


def test_an_own_period_is_read_once_both_days_are_days(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    view.period_chosen.emit("own")
    view.days_typed.emit("2026-11-0", "2026-11-05")
    qtbot.waitUntil(lambda: "Enter a day" in texts(view))
    view.days_typed.emit("2026-11-06", "2026-11-05")
    qtbot.waitUntil(lambda: "ends before it begins" in texts(view))
    view.days_typed.emit("2026-11-01", "2026-11-05")
    qtbot.waitUntil(lambda: scopes(world)[-1].until == "2026-11-05T16:00:00.000Z")
    assert scopes(world)[-1].since == "2026-10-31T16:00:00.000Z"
    assert "here it is no measure" in texts(view)


def test_a_street_is_chosen_and_asked_for(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    view.street_chosen.emit("花园路")
    qtbot.waitUntil(lambda: all(scope.street == "花园路" for scope in scopes(world)[-2:]))


def test_changed_decisions_are_told_with_their_reason_and_nobodys_name(show: Show) -> None:
    _, view = show(FakeReads())
    said = texts(view)
    assert "Decided differently: 7 (1.0\u00a0%)" in said
    assert "当场改正" in said
    assert SHIFT.officer.name not in said
    assert SHIFT.officer.number not in said


def test_who_came_again_is_told_by_tier(show: Show) -> None:
    _, view = show(FakeReads())
    assert "Spared: 131" in texts(view)
    assert "9 / 190" in texts(view)
    assert "11 / 70" in texts(view)


def test_without_findings_the_page_says_so_and_draws_nothing(show: Show) -> None:
    reads = FakeReads()
    reads.known_figures = Figures()
    _, view = show(reads)
    assert "Service 0\u00a0%" in texts(view)
    assert "No decision was changed." in texts(view)
    assert "The lines begin once two days have findings." in texts(view)


def test_a_new_finding_is_counted_while_the_page_is_shown(qtbot: QtBot, show: Show) -> None:
    world, _ = show(FakeReads())
    before = len(scopes(world))
    world.desk.workplace.feed.publish(Changes(findings=frozenset({"f1"})))
    qtbot.waitUntil(lambda: len(scopes(world)) > before)


def test_the_figures_are_saved_as_a_workbook_that_holds_texts_and_numbers(
    qtbot: QtBot, show: Show, tmp_path: Path
) -> None:
    reads = FakeReads()
    reads.known_figures = replace(FIGURES, changes=(Change("management", "service", 4, "=1+1"),))
    world, view = show(reads)
    page = view.findChild(controller.StatController)
    assert page is not None
    page.export(str(tmp_path / "721.xlsx"))
    qtbot.waitUntil(lambda: bool(world.told))
    book = load_workbook(tmp_path / "721.xlsx")
    rows = list(book["Shares"].values)
    assert rows[0][:2] == ("Period", "Last 7 days 2026-11-16 – 2026-11-22")
    assert rows[-1] == ("All", 412, 139, 55, 61, 68, 23, 9)
    assert list(book["Changed decisions"].values)[1] == ("Management", "Service", 4, "=1+1")
    assert world.told[-1][1] == "good"


def test_relief_points_show_how_full_they_are(show: Show) -> None:
    reads = FakeReads()
    body = a_body(name="纬四路疏导点", slots=24, free_slots=6, charity_slots=0)
    reads.reference_items = [Reference("relief_point", "rp-1", 1, body)]
    _, view = show(reads)
    assert "6 of 24 free" in texts(view)


def scopes(world: desks.World) -> list[FigureScope]:
    """What the page asked for, the period and then the trend."""
    return world.reads.scopes


@pytest.mark.parametrize(("officers", "mix"), [(1, Mix(40, 10, 5)), (3, Mix(3, 1, 0)), (0, Mix())])
def test_what_few_officers_found_is_never_held_against_the_target(show: Show, officers: int, mix: Mix) -> None:
    reads = FakeReads()
    reads.known_figures = replace(FIGURES, officers=officers, mix=mix)
    _, view = show(reads)
    assert "target" not in texts(view).lower()
    assert "at the centre" in texts(view)


def test_the_figures_fit_the_smallest_window_in_the_longer_language(show: Show) -> None:
    _, view = show(FakeReads())
    view.resize(SMALLEST.width() - WIDTH, SMALLEST.height())
    assert [one.widget().width() - one.viewport().width() for one in view.findChildren(ScrollColumn)] == [0, 0]
