"""Looks at the clocks that run: each second while seconds count, seldom while others run, else not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from inspector_app.domain import clocks
from inspector_app.domain.clocks import ClockKind, ClockState, RunningClock, Timed
from inspector_app.domain.ids import iso
from inspector_app.domain.reference.item import ReferenceKind
from inspector_app.services import calendars
from inspector_app.services.ports import Reads

if TYPE_CHECKING:
    from inspector_app.services.changes import Changes
    from inspector_app.ui.rulebook import Rulebook
    from inspector_app.ui.workplace import Workplace

SECOND_MS, SELDOM_MS = 1_000, 20_000
LOOKS_BACK = timedelta(days=14)  # a hand-over that nobody made is shown so long


class Clocks(QObject):
    """`running` are the clocks that are not done, the most urgent first. `changed()` at each look that shows another picture.

    `over(clock)`: a reminder has just ended, `warned(clock)`: a hand-over reached its next warning. Each is said once in a
    run of the program, also for what ended while it did not run.
    """

    changed = Signal()
    over = Signal(object)
    warned = Signal(object)

    def __init__(self, workplace: Workplace, rulebook: Rulebook):
        super().__init__()
        self._place, self._rulebook = workplace, rulebook
        self._timed = Timed()
        self._said: set[tuple[str, int]] = set()
        self.running: tuple[RunningClock, ...] = ()
        self._ended = False
        self._look = QTimer(self)
        self._look.timeout.connect(self.look)
        workplace.feed.changed.connect(self._touched)
        rulebook.came.connect(self.look)

    def begin(self) -> None:
        """Reads for the first time; the database is open."""
        self._read_calendar()
        self.read()

    def end(self) -> None:
        """Nobody looks any more, whatever is still on its way."""
        self._ended = True
        self._look.stop()

    def read(self) -> None:
        since = iso(self._place.clock.now() - LOOKS_BACK)
        self._place.background.ask(Reads.timed, since).then(self._came)

    def look(self) -> None:
        """Computes every clock anew from the moment that it is now."""
        policy, now = self._rulebook.policy, self._place.clock.now()
        if policy is None or self._ended:
            return
        found = clocks.running(self._timed, policy.pack.remedies, policy.calendar, now)
        shown = tuple(clock for clock in found if clock.state is not ClockState.DONE)
        counts = any(clock.kind is ClockKind.REMINDER and now < clock.until for clock in shown)
        self._look_again(SECOND_MS if counts else SELDOM_MS if shown else 0)
        if shown or self.running:
            self.running = shown
            self.changed.emit()
        for clock in shown:
            self._say(clock)

    def _look_again(self, every_ms: int) -> None:
        if not every_ms:
            self._look.stop()
        elif not self._look.isActive() or self._look.interval() != every_ms:
            self._look.start(every_ms)

    def _came(self, timed: Timed) -> None:
        self._timed = timed
        self.look()

    def _read_calendar(self) -> None:
        at = self._place.clock.now()
        self._place.background.ask(calendars.stated, at).then(self._rulebook.take_calendar)

    def _touched(self, changes: Changes) -> None:
        if ReferenceKind.CALENDAR in changes.references:
            self._read_calendar()
        if changes.findings or changes.tasks or changes.sync:
            self.read()

    def _say(self, clock: RunningClock) -> None:
        is_over = clock.state is ClockState.OVERDUE
        if clock.kind is ClockKind.REMINDER and is_over:
            self._once((clock.visit, 0), self.over, clock)
        elif clock.kind is ClockKind.HANDOVER and (clock.warnings or is_over) and not clock.waiting:
            self._once((clock.about, clock.warnings + is_over), self.warned, clock)

    def _once(self, what: tuple[str, int], signal: SignalInstance, clock: RunningClock) -> None:
        if what not in self._said:
            self._said.add(what)
            signal.emit(clock)
