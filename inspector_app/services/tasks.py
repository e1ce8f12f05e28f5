"""Answering what the centre asks."""

from inspector_app.domain.events import TaskAnswered
from inspector_app.domain.problems import Problem, RuleBroken
from inspector_app.domain.task import OUTCOMES, Outcome
from inspector_app.services.changes import Changes
from inspector_app.services.findings import required_shift
from inspector_app.services.ports import Clock, UnitOfWork


def answer(uow: UnitOfWork, task_id: str, outcome: Outcome, *, note: str = "", clock: Clock) -> Changes:
    """Answers a task with one of the outcomes that its kind allows; a second answer stands beside the first."""
    shift = required_shift(uow)
    task = uow.task(task_id)
    if task is None or outcome not in OUTCOMES[task.kind]:
        raise RuleBroken(Problem.NO_SUCH_TASK, task_id)
    uow.record(TaskAnswered(task_id, outcome, note.strip()), officer=shift.officer.number, at=clock.now())
    return Changes(tasks=frozenset({task_id}), sync=True)
