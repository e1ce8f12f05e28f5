"""Counts wrong tries per source, so that nobody can try codes and passwords by the thousand."""

from collections import OrderedDict, deque
from collections.abc import Callable

from sync.protocol.problems import Problem, ProtocolProblem

MOST_SOURCES = 10_000
WINDOW_S = 60.0


class Crowding:
    """Lets a source fail `most` times a minute; bounded, and forgetful when it fills up with sources."""

    def __init__(self, most: int, steady: Callable[[], float]) -> None:
        self._most = most
        self._steady = steady
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, source: str) -> None:
        """Raises ProtocolProblem(TOO_MANY_TRIES) while the source has failed too often."""
        times = self._failures.get(source)
        while times and times[0] <= self._steady() - WINDOW_S:
            times.popleft()
        if times and len(times) >= self._most:
            wait = times[0] + WINDOW_S - self._steady()
            raise ProtocolProblem(Problem.TOO_MANY_TRIES, retry_after_s=wait)

    def note(self, source: str) -> None:
        """Counts one failure."""
        self._failures.setdefault(source, deque(maxlen=self._most)).append(self._steady())
        self._failures.move_to_end(source)
        while len(self._failures) > MOST_SOURCES:
            self._failures.popitem(last=False)
