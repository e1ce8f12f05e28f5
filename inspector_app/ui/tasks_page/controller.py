"""Reads the tasks and answers them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from inspector_app.domain.clocks import RunningClock
from inspector_app.domain.problems import Problem
from inspector_app.services import tasks
from inspector_app.services.changes import Changes
from inspector_app.services.ports import Reads, TaskRow
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.page import Page
from inspector_app.ui.tasks_page.state import TasksState
from inspector_app.ui.tasks_page.view import TasksView
from inspector_app.ui.trouble import Trouble


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = TasksView(desk.workplace.clock.now)
    TasksController(desk, view)
    return view


class TasksController(QObject):
    def __init__(self, desk: Desk, view: TasksView):
        super().__init__(view)
        self._desk, self._view = desk, view
        self.state = TasksState(on_duty=desk.duty.state.shift is not None)
        view.came.connect(self.reload)
        for led in (view.chosen, view.task_wanted):
            led.connect(lambda task_id: self._show(self.state.choose(task_id)))
        view.answer.outcome_chosen.connect(lambda outcome: self._show(replace(self.state, outcome=outcome)))
        view.answer.written.connect(lambda text: self._show(replace(self.state, note=text, problem=None)))
        view.answer.answered.connect(self._answer)
        view.answer.again_wanted.connect(lambda: self._show(replace(self.state, again=True)))
        view.answer.finding_wanted.connect(self._record)
        view.answer.first_wanted.connect(self._show_first)
        view.clocks.chosen.connect(self._go_to)
        desk.clocks.changed.connect(self._show_clocks)
        desk.workplace.feed.changed.connect(self._touched)
        desk.duty.changed.connect(self._hear_of_duty)
        view.present(self.state)
        self._show_clocks()

    def reload(self) -> None:
        self._desk.workplace.background.ask(_tasks).then(self._read)

    def _read(self, rows: Sequence[TaskRow]) -> None:
        self._show(self.state.read(tuple(rows), self._desk.workplace.clock.now()))

    def _touched(self, changes: Changes) -> None:
        if self._view.isVisible() and (changes.tasks or changes.sync):
            self.reload()

    def _hear_of_duty(self, duty: OnDuty) -> None:
        self._show(replace(self.state, on_duty=duty.shift is not None))

    def _answer(self) -> None:
        if not self.state.ready or self.state.outcome is None:
            return
        self._show(replace(self.state, busy=True, problem=None))
        workplace = self._desk.workplace
        pending = workplace.background.do(
            tasks.answer, self.state.chosen, self.state.outcome, note=self.state.note, clock=workplace.clock
        )
        pending.then(self._answered).otherwise(self._failed)

    def _answered(self, _: Changes) -> None:
        self._show(replace(self.state, busy=False, outcome=None, note="", again=False))

    def _failed(self, trouble: Trouble) -> None:
        known = trouble.code in set(Problem)
        self._show(replace(self.state, busy=False, problem=Problem(trouble.code) if known else None))
        if not known:
            self._desk.tell_trouble(trouble)

    def _record(self) -> None:
        if self.state.task is not None:
            self._desk.record_for(self.state.task.task)

    def _show_first(self) -> None:
        if self.state.task is not None:
            self._desk.show_finding(self.state.task.task.about)

    def _show_clocks(self) -> None:
        self._view.clocks.present(self._desk.clocks.running, self._desk.workplace.clock.now())

    def _go_to(self, clock: RunningClock) -> None:
        """A visit is answered here; a hand-over is made where its finding is."""
        if clock.visit:
            self._show(self.state.choose(clock.visit))
        else:
            self._desk.show_finding(clock.about)

    def _show(self, state: TasksState) -> None:
        self.state = state
        self._view.present(state)


def _tasks(reads: Reads) -> Sequence[TaskRow]:
    return reads.tasks()
