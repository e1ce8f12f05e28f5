"""Simulated time: one steady clock for the whole world, timers on it, and a wall clock for each machine."""

import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
START_MS = 1_795_000_000_000  # November 2026


class Time:
    """What nobody can set. It stands still unless it is told to pass; each look costs a millisecond."""

    def __init__(self) -> None:
        self.ms = START_MS
        self._number = itertools.count()
        self._timers: list[tuple[int, int, Callable[[], None]]] = []
        self._called_off: set[int] = set()

    def look(self) -> int:
        self.ms += 1
        return self.ms

    def seconds(self) -> float:
        """For whoever measures how long something takes."""
        return self.look() / 1000

    def let_pass(self, seconds: float) -> None:
        self.ms += round(seconds * 1000)

    def call_later(self, seconds: float, deed: Callable[[], None]) -> Callable[[], None]:
        """Arms a timer; returns how to call it off."""
        number = next(self._number)
        heapq.heappush(self._timers, (self.ms + round(seconds * 1000), number, deed))
        return lambda: self._called_off.add(number)

    def due(self) -> Callable[[], None] | None:
        """The deed of the next timer whose time has come."""
        while self._timers and self._timers[0][0] <= self.ms:
            _, number, deed = heapq.heappop(self._timers)
            if number not in self._called_off:
                return deed
        return None


class WallClock:
    """What one machine believes; `ahead_ms` is by how much somebody has set it wrong."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self.ahead_ms = 0

    def wall_ms(self) -> int:
        return self._time.look() + self.ahead_ms

    def now(self) -> datetime:
        return _EPOCH + timedelta(milliseconds=self.wall_ms())
