"""Simulated time: one steady clock for the whole world, timers on it, and a wall clock for each machine."""

import asyncio
import heapq
import itertools
import selectors
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

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


class _Passing(selectors.SelectSelector):
    """Nothing comes from outside the model: whoever would wait lets the time pass."""

    def __init__(self, time: Time) -> None:
        super().__init__()
        self._time = time

    def select(self, timeout: float | None = None) -> list[Any]:
        assert timeout is not None, "the centre waits for something that nobody will do"
        self._time.ms += ceil(timeout * 1000)
        return []


class OneThread(asyncio.SelectorEventLoop):
    """What asks for a thread is done at once, and its timers go by the model's time: there is one order of things, and the
    seed decides it.
    """

    def __init__(self, time: Time) -> None:
        self._simulated = time
        super().__init__(_Passing(time))
        self._clock_resolution = 0.001  # s: a timer that is due now is due, else the loop would turn for ever

    def time(self) -> float:
        return self._simulated.ms / 1000

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except BaseException as trouble:  # noqa: BLE001 - as a thread would hand it over
            future.set_exception(trouble)
        return future
