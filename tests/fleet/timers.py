"""One thread that waits for all laptops of a process, where each would have a timer's thread of its own."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable

Deed = Callable[[], None]


class Timers:
    """Runs deeds at their time on one thread: they must be short. `close` forgets what is still to come."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Deed]] = []
        self._turns = itertools.count()  # two at the same moment are told apart by it, and not compared as deeds
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._run, name="timers", daemon=True).start()

    def call_later(self, seconds: float, deed: Deed) -> Deed:
        """Runs `deed` after `seconds`; what is returned calls it off."""
        entry = (time.monotonic() + seconds, next(self._turns), deed)
        with self._changed:
            heapq.heappush(self._due, entry)
            self._changed.notify()

        def call_off() -> None:
            with self._changed:
                if entry in self._due:
                    self._due.remove(entry)
                    heapq.heapify(self._due)

        return call_off

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if self._closed:
                    return
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                    continue
                deed = heapq.heappop(self._due)[2]
            deed()
