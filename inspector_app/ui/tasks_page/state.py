"""What the tasks page shows, without Qt: what the centre asks, soonest first, and the answer that is being prepared."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from inspector_app.domain.problems import Problem
from inspector_app.domain.task import OUTCOMES, Outcome, Task, TaskState
from inspector_app.services.ports import TaskRow

SOON = timedelta(hours=2)


class Urgency(StrEnum):
    """How a task's deadline stands."""

    NONE = "none"  # no deadline, or nothing left to do
    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class TasksState:
    """`rows` in order of work; `chosen` is the id of the task in detail, `outcome` the answer chosen for it.

    `again`: the officer wants to answer a task that has its answer.
    """

    rows: tuple[TaskRow, ...] = ()
    chosen: str = ""
    on_duty: bool = False
    outcome: Outcome | None = None
    note: str = ""
    again: bool = False
    problem: Problem | None = None
    busy: bool = False
    loaded: bool = False

    @property
    def task(self) -> TaskRow | None:
        return next((row for row in self.rows if row.task.id == self.chosen), None)

    @property
    def open_count(self) -> int:
        return sum(row.state is TaskState.OPEN for row in self.rows)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The answers that the chosen task allows now."""
        row = self.task
        if row is None or not (row.state is TaskState.OPEN or (self.again and row.state is TaskState.ANSWERED)):
            return ()
        return OUTCOMES[row.task.kind]

    @property
    def may_answer_again(self) -> bool:
        """An answered task has its answer; another is asked for by a deed of its own. A closed one has none."""
        row = self.task
        return self.on_duty and not self.again and row is not None and row.state is TaskState.ANSWERED

    @property
    def ready(self) -> bool:
        return self.on_duty and not self.busy and self.outcome in self.outcomes

    def read(self, rows: tuple[TaskRow, ...], now: datetime) -> "TasksState":
        """The page with fresh rows; the chosen task and its half-written answer stay while it is there."""
        ordered = tuple(sorted(rows, key=lambda row: _order(row, now)))
        kept = any(row.task.id == self.chosen for row in ordered)
        fresh = replace(self, rows=ordered, loaded=True)
        return fresh if kept else fresh.choose(ordered[0].task.id if ordered else "")

    def choose(self, task_id: str) -> "TasksState":
        """Another task ends the answer that was being prepared."""
        if task_id == self.chosen:
            return self
        return replace(self, chosen=task_id, outcome=None, note="", again=False, problem=None)


def urgency(row: TaskRow, now: datetime) -> Urgency:
    """How near the deadline is at `now` (UTC); an answered task has none left."""
    due = _due(row.task)
    if due is None or row.state is not TaskState.OPEN:
        return Urgency.NONE
    if due < now:
        return Urgency.OVERDUE
    return Urgency.SOON if due - now <= SOON else Urgency.LATER


def _order(row: TaskRow, now: datetime) -> tuple[bool, bool, datetime, str]:
    due = _due(row.task)
    return (row.state is not TaskState.OPEN, due is None, due or now, row.task.created_at)


def _due(task: Task) -> datetime | None:
    try:
        due = datetime.fromisoformat(task.due)
    except ValueError:
        return None
    return due if due.tzinfo else due.replace(tzinfo=UTC)
