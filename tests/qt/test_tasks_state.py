"""What the tasks page shows, before any pixel."""

from dataclasses import replace
from datetime import UTC, datetime

from inspector_app.domain.task import Outcome, TaskKind, TaskState
from inspector_app.ui.tasks_page.state import TasksState, Urgency, urgency
from tests.qt.fakes import TASKS, a_task

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_open_tasks_come_first_and_the_soonest_before_all() -> None:
    answered = a_task(9, state=TaskState.ANSWERED, due="2026-11-22T01:00:00.000Z")
    page = TasksState().read((answered, *TASKS), NOW)
    assert [row.task.id[-1] for row in page.rows] == ["1", "0", "2", "9"]
    assert page.open_count == 3


def test_the_first_task_is_open_at_once() -> None:
    assert TasksState().read(TASKS, NOW).chosen == TASKS[1].task.id
    assert TasksState().read((), NOW).task is None


def test_the_answers_are_those_of_the_kind() -> None:
    page = TasksState().read(TASKS, NOW)
    assert page.choose(TASKS[1].task.id).outcomes == (Outcome.CONFIRMED, Outcome.NOT_FOUND)
    assert page.choose(TASKS[0].task.id).outcomes == (Outcome.SOLVED, Outcome.UNSOLVED)


def test_a_task_that_the_centre_took_back_has_no_answers() -> None:
    assert TasksState().read((a_task(state=TaskState.WITHDRAWN),), NOW).outcomes == ()


def test_an_answer_is_ready_when_an_officer_on_duty_chose_one() -> None:
    page = replace(TasksState().read(TASKS, NOW), outcome=Outcome.CONFIRMED)
    assert not page.ready
    assert replace(page, on_duty=True).ready
    assert not replace(page, on_duty=True, outcome=Outcome.SOLVED).ready


def test_a_fresh_reading_keeps_the_half_written_answer() -> None:
    page = replace(TasksState().read(TASKS, NOW), outcome=Outcome.CONFIRMED, note="现场有两家")
    again = page.read((*TASKS, a_task(5, TaskKind.VERIFY)), NOW)
    assert (again.note, again.outcome) == ("现场有两家", Outcome.CONFIRMED)
    assert page.choose(TASKS[2].task.id).note == ""


def test_deadlines_become_urgent() -> None:
    due = {"": Urgency.NONE, "2026-11-22T02:59:00.000Z": Urgency.OVERDUE, "2026-11-22T04:59:00.000Z": Urgency.SOON}
    assert {moment: urgency(a_task(due=moment), NOW) for moment in due} == due
    assert urgency(a_task(due="2026-11-23T02:00:00.000Z"), NOW) is Urgency.LATER
    assert urgency(a_task(due="2026-11-22T02:00:00.000Z", state=TaskState.ANSWERED), NOW) is Urgency.NONE
