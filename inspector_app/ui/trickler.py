"""Sends while a shift is under way, when nobody asked for it: what is urgent at once, the rest every few minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from inspector_app.services import trickle
from inspector_app.services.trickle import Waiting
from inspector_app.ui.sync_page.state import Mode

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from inspector_app.services.changes import Changes
    from inspector_app.ui.clocks import Clocks
    from inspector_app.ui.duty import Duty
    from inspector_app.ui.sync_page.link import SyncLink
    from inspector_app.ui.sync_page.state import Sending
    from inspector_app.ui.workplace import Workplace

LOOK_MS, SOON_MS = 20_000, 1_500
SLEPT_S = 30.0  # a look that comes so much too late: the lid was closed


class Trickler(QObject):
    """Looks by itself once begun. `is_metered` is asked at each look."""

    def __init__(
        self, place: Workplace, duty: Duty, link: SyncLink, clocks: Clocks, is_metered: Callable[[], bool]
    ):  # fmt: skip
        super().__init__()
        self._place, self._duty, self._link, self._clocks = place, duty, link, clocks
        self._is_metered = is_metered
        self._last: datetime | None = None  # when a round of ours began, and what it met
        self._met = Waiting()
        self._mode = Mode.IDLE
        self._looked = self._began = place.clock.now()
        self._asking = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._tick)
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.look)
        place.feed.changed.connect(self._touched)
        duty.changed.connect(lambda _: self._soon.start())
        link.changed.connect(self._hear)
        place.background.before_close.append(self.end)

    def begin(self) -> None:
        self._began = self._place.clock.now()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        self._soon.stop()

    def look(self) -> None:
        """Finds out what waits, when a shift is open at an enrolled laptop and nothing is being sent."""
        duty, rests = self._duty.state, self._link.sending.mode in (Mode.IDLE, Mode.WAITING)
        if self._asking or duty.shift is None or not duty.enrolled or not rests:
            return
        self._asking = True
        pressing = trickle.pressing(self._clocks.running)
        self._place.background.ask(trickle.waiting, pressing).then(self._found).otherwise(lambda _: self._missed())

    def _found(self, seen: Waiting) -> None:
        self._asking = False
        now = self._place.clock.now()
        since = trickle.EVERY_S if self._last is None else (now - self._last).total_seconds()
        asked = (now - (self._last or self._began)).total_seconds()
        carry = trickle.due(
            seen, before=self._met, since_last_s=abs(since), since_asked_s=abs(asked), metered=self._is_metered(),
            pack_left=self._link.sending.pack_left,
        )  # fmt: skip
        if carry is None or (self._link.sending.mode is Mode.WAITING and not carry.urgent):
            return
        if self._duty.state.link != "online":
            self._link.look()  # `duty` tells when the centre answered
        elif self._link.carry(carry.only, urgent=carry.urgent):
            self._last, self._met = now, seen

    def _hear(self, sending: Sending) -> None:
        """A try that was waited for is let go to be judged anew: it is due now. What came up amid a round is looked at behind it."""
        was, self._mode = self._mode, sending.mode
        if sending.mode is Mode.IDLE and was in (Mode.WAITING, Mode.STOPPED):
            self._last = None
        if sending.mode is Mode.IDLE and was is not Mode.IDLE:
            self._soon.start()

    def _missed(self) -> None:
        self._asking = False

    def _touched(self, changes: Changes) -> None:
        if changes.findings or changes.tasks:
            self._soon.start()

    def _tick(self) -> None:
        now, before = self._place.clock.now(), self._looked
        self._looked = now
        if (now - before).total_seconds() > LOOK_MS / 1000 + SLEPT_S:
            self._link.look()  # the laptop slept: what was known of the line is old
        self.look()
