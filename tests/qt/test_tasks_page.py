"""The tasks page as an officer uses it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from inspector_app.domain.events import TaskAnswered
from inspector_app.domain.task import Outcome, TaskState
from inspector_app.services.changes import Changes
from inspector_app.ui.stat_page import controller as stat_controller
from inspector_app.ui.tasks_page import controller
from inspector_app.ui.tasks_page.view import TasksView
from tests.qt import desks
from tests.qt.fakes import TASKS, FakeReads, a_task
from tests.qt.screens import PageShow, button, texts

Shown = tuple[desks.World, TasksView]
Show = Callable[[FakeReads], Shown]


@pytest.fixture
def show(pages: PageShow) -> Show:
    return partial(pages.page, TasksView, controller.make)


def test_the_soonest_open_task_is_shown_first(show: Show) -> None:
    _, view = show(FakeReads())
    assert "Verify, 经三路早市有无证烧烤, 经三路 66 号, Until 11:30, Open" in str(view.table.model().index(0, 0).data())
    assert "Verify · 经三路早市有无证烧烤" in texts(view.answer)
    assert "3 open" in texts(view)


def test_an_answer_becomes_a_line(qtbot: QtBot, show: Show) -> None:
    world, view = show(FakeReads())
    assert not button(view, "Answer").isEnabled()
    view.answer.outcome_chosen.emit(Outcome.CONFIRMED)
    view.answer.written.emit("两家无证烧烤，已拍照")
    button(view, "Answer").click()
    expected = TaskAnswered(TASKS[1].task.id, Outcome.CONFIRMED, "两家无证烧烤，已拍照")
    qtbot.waitUntil(lambda: world.store.events == [expected])


def test_another_task_has_its_own_answers(qtbot: QtBot, show: Show) -> None:
    _, view = show(FakeReads())
    view.table.setCurrentIndex(view.table.model().index(1, 0))
    qtbot.waitUntil(lambda: "Is it solved?" in texts(view.answer))
    assert [chip.text() for chip in view.answer.chips()] == ["Solved", "Not solved"]


def test_another_page_leads_to_a_task_wherever_it_stands(qtbot: QtBot, show: Show) -> None:
    reads = FakeReads()
    reads.task_rows = [a_task(n, due=f"2026-11-22T{n:02}:00:00.000Z") for n in range(20)]
    _, view = show(reads)
    view.task_wanted.emit(reads.task_rows[19].task.id)
    at = view.table.currentIndex()
    assert at.row() == 19
    assert view.table.viewport().rect().contains(view.table.visualRect(at))


def test_a_task_can_be_answered_by_a_finding(show: Show) -> None:
    world, view = show(FakeReads())
    button(view, "Record a finding").click()
    assert world.tasks == [TASKS[1].task]


def test_an_answer_waits_until_it_is_at_the_centre(qtbot: QtBot, show: Show) -> None:
    reads = FakeReads()
    answered = replace(TASKS[1], state=TaskState.ANSWERED, outcome="confirmed", note="属实")
    reads.task_rows = [answered]
    world, view = show(reads)
    assert "Answer to be sent · True" in texts(view.answer)
    reads.task_rows = [replace(answered, sent=True)]
    world.desk.workplace.feed.publish(Changes(sync=True))
    qtbot.waitUntil(lambda: "Answer at the centre · True" in texts(view.answer))


def test_an_answered_task_shows_its_answer_and_asks_nothing_more_until_the_officer_wants(
    qtbot: QtBot, show: Show
) -> None:
    reads = FakeReads()
    reads.task_rows = [replace(TASKS[1], state=TaskState.ANSWERED, outcome="confirmed", note="属实")]
    world, view = show(reads)
    assert "Note to it: 属实" in texts(view.answer)
    assert view.answer.chips() == []
    with pytest.raises(AssertionError, match="no button says Answer"):
        button(view, "Answer")
    button(view, "Answer again").click()
    assert [chip.text() for chip in view.answer.chips()] == ["True", "Not true"]
    view.answer.outcome_chosen.emit(Outcome.NOT_FOUND)
    button(view, "Answer").click()
    qtbot.waitUntil(lambda: world.store.events == [TaskAnswered(TASKS[1].task.id, Outcome.NOT_FOUND, "")])


def test_off_duty_nobody_answers(show: Show) -> None:
    _, view = show(FakeReads(shift=None))
    assert "Open a shift first" in texts(view.answer)
    assert not button(view, "Record a finding").isEnabled()


def test_without_tasks_the_page_says_so(show: Show) -> None:
    _, view = show(FakeReads(tasks=()))
    assert texts(view) == "No tasks from the centre and no visits to make. New tasks come with each sync."


def test_a_page_that_was_made_again_in_another_language_hears_of_no_duty(qtbot: QtBot, pages: PageShow) -> None:
    world, view = pages.page(TasksView, controller.make, FakeReads())
    figures = stat_controller.make(world.desk)
    for page in (view, figures):
        page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(view) and not isValid(figures))

    with qtbot.captureExceptions() as raised:
        world.desk.duty.changed.emit(world.desk.duty.state)

    assert not raised
