"""How many calls a second one laptop may make, over a minute's haste: a token bucket each."""

from collections import OrderedDict
from collections.abc import Callable

MOST_LAPTOPS = 20_000  # whose haste is remembered in one process


class Budgets:
    """Fills each laptop's bucket with `rate` calls a second up to `burst`; an unknown laptop's is full."""

    def __init__(self, rate: float, burst: float, steady: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._steady = steady
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # calls left, and when

    def take(self, who: str, longest_s: float) -> float:
        """Takes one call; returns the seconds until it is due, 0 for at once. One due later than `longest_s` is not taken."""
        now = self._steady()
        left, at = self._levels.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate) - 1
        wait_s = max(0.0, -left / self._rate)
        self._levels[who] = (left if wait_s <= longest_s else left + 1, now)
        while len(self._levels) > MOST_LAPTOPS:
            self._levels.popitem(last=False)
        return wait_s
