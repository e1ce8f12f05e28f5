"""How long to wait before the next try."""

from collections.abc import Callable

BASE_S = 2.0
LONGEST_S = 300.0
LONGEST_TOLD_S = 3600.0
TOLD_SPREAD = 0.2


def delay_s(failures: int, *, retry_after_s: float | None = None, random: Callable[[], float]) -> float:
    """Seconds until the next try after `failures` in a row (from 1); `random` gives numbers from 0 to 1.

    Full jitter up to 2 s × 2ⁿ, at most 5 min. What the centre told (Retry-After) is obeyed: never earlier, and up to a
    fifth later, so that those who were told the same do not come back together. Always finite: a timer can be armed.
    """
    if retry_after_s is not None and retry_after_s >= 0:
        told = min(retry_after_s, LONGEST_TOLD_S)
        return told * (1 + TOLD_SPREAD * random())
    ceiling = min(LONGEST_S, BASE_S * 2.0 ** min(max(failures, 1), 30))
    return ceiling * random()
