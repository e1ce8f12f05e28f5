"""When a place is open: windows of the clock on days of the week, which may cross midnight. China's time, which has one offset."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeGuard

from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.reference.item import BadReference

EVERY_DAY = frozenset(range(1, 8))
DAY = 24 * 60
MOST_WINDOWS = 12
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` up to `end`, exclusive, in minutes after the midnight of the day it begins on; `end` may be on the next day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hours:
    """`days` are those on which windows begin: 1 is Monday."""

    windows: tuple[Window, ...]
    days: frozenset[int] = EVERY_DAY

    def open_until(self, at: datetime) -> datetime | None:
        """When it closes, if it is open at `at` (aware); None if it is closed. Of what never closes, at most two days ahead."""
        local = at.astimezone(LOCAL)
        end = self._end(local)
        later = self._end(end) if end else None
        return later or end

    def _end(self, local: datetime) -> datetime | None:
        midnight = datetime.combine(local.date(), time(), LOCAL)
        minute, weekday = local.hour * 60 + local.minute, local.isoweekday()
        ends = [
            window.end - passed
            for passed, day in ((0, weekday), (DAY, (weekday - 2) % 7 + 1))  # today's windows, and yesterday's
            if day in self.days
            for window in self.windows
            if window.start <= minute + passed < window.end
        ]
        return midnight + timedelta(minutes=max(ends)) if ends else None


def read(body: Mapping[str, Any]) -> Hours:
    """The hours in a body: `hours` = [["05:00", "07:30"], ["19:00", "01:00"]], `days` = [1, …] (absent: every day).

    An end that is not after its start is on the next day. Raises BadReference.
    """
    hours, days = body.get("hours"), body.get("days", sorted(EVERY_DAY))
    if not _is_list(hours) or not 0 < len(hours) <= MOST_WINDOWS:
        raise BadReference(f"hours: one to {MOST_WINDOWS} pairs like 05:00-07:30")
    if not _is_list(days) or not days or not all(type(day) is int and day in EVERY_DAY for day in days):
        raise BadReference("days: one or more of 1 (Monday) to 7")
    return Hours(tuple(_window(pair) for pair in hours), frozenset(days))


def _window(pair: Any) -> Window:
    if not _is_list(pair) or len(pair) != 2 or not all(isinstance(one, str) and _CLOCK.fullmatch(one) for one in pair):
        raise BadReference("hours: pairs of hh:mm like 05:00-07:30")
    start, end = (int(one[:2]) * 60 + int(one[3:]) for one in pair)
    if start == DAY:
        raise BadReference("hours: 24:00 is an end, not a beginning")
    return Window(start, end if end > start else end + DAY)


def _is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
