"""Tells the officer over whatever page is shown: the most urgent clock, a reminder that is over, a hand-over that is late."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector_app.domain.task import TaskState
from inspector_app.ui import clock_words

if TYPE_CHECKING:
    from inspector_app.domain.clocks import RunningClock
    from inspector_app.domain.task import Task
    from inspector_app.services.ports import Reads
    from inspector_app.ui.clocks import Clocks
    from inspector_app.ui.main_window import MainWindow
    from inspector_app.ui.workplace import Workplace


class ClockCalls(QObject):
    """`window` is looked up each time, because it may be made again; `follow(task)` begins the finding that answers a visit."""

    def __init__(
        self, clocks: Clocks, workplace: Workplace, window: Callable[[], MainWindow], *, follow: Callable[[Task], None]
    ):
        super().__init__(clocks)
        self._clocks, self._place, self._window, self._follow = clocks, workplace, window, follow
        self._called: RunningClock | None = None
        clocks.changed.connect(self.present)
        clocks.over.connect(self._call)
        clocks.warned.connect(self._warn)

    def present(self) -> None:
        """Shows the most urgent clock in the bar, and takes a call away that was answered elsewhere."""
        now, running = self._place.clock.now(), self._clocks.running
        shown = (clock_words.line(running[0], now), clock_words.TONES[running[0].state]) if running else ("", "")
        self._window().show_clock(*shown)
        if self._called is not None and self._called.visit not in {clock.visit for clock in running}:
            self._called = None
            self._window().end_call()

    def _call(self, clock: RunningClock) -> None:
        self._called = clock
        self._window().show_call(
            clock_words.over(clock), self.tr("Look again"), answered=partial(self._look_again, clock.visit)
        )

    def _look_again(self, visit: str) -> None:
        self._place.background.ask(_open_visit, visit).then(self._went_on)

    def _went_on(self, visit: Task | None) -> None:
        if visit is not None:
            self._follow(visit)

    def _warn(self, clock: RunningClock) -> None:
        self._window().tell(clock_words.warning(clock, self._place.clock.now()), clock_words.TONES[clock.state])


def _open_visit(reads: Reads, visit: str) -> Task | None:
    """The task, unless it was answered meanwhile."""
    rows = (row for row in reads.tasks() if row.task.id == visit and row.state is TaskState.OPEN)
    return next((row.task for row in rows), None)
