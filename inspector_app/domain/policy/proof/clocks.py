"""Times of day and windows that stand for all others: at the ends of every window that conditions name, and around each other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

_MINUTES = 24 * 60
_DAY = "2026-05-20T"


def samples(times: Sequence[str], windows: Sequence[str], limits: Iterable[str]) -> Iterator[dict[str, object]]:
    """Values of all these facts together; `limits` are the ends hh:mm of the windows that are fixed.

    Whether a time lies in a window depends only on the order of the time and the ends on the clock. Between two limits
    there is a minute for each of the times, and a window may begin or end at each of them or just after.
    """
    minutes = _moments({0, *map(_minute, limits)}, max(1, len(times)))
    ends = sorted({end % _MINUTES for minute in minutes for end in (minute, minute + 1)})
    spans = [[_clock(start), _clock(end)] for start, end in product(ends, ends)] if windows else []
    for at in product(minutes, repeat=len(times)):
        for agreed in product(spans, repeat=len(windows)):
            yield {name: _DAY + _clock(minute) for name, minute in zip(times, at, strict=True)} | dict(
                zip(windows, agreed, strict=True)
            )


def _moments(limits: set[int], times: int) -> list[int]:
    """The limits, and after each of them as many minutes as there are times, as far as there is room."""
    ordered = sorted(limits)
    found: set[int] = set()
    for here, there in zip(ordered, [*ordered[1:], _MINUTES], strict=True):
        found.update(range(here, min(here + 1 + times, there)))
        found.add(there - 1)
    return sorted(found)


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
