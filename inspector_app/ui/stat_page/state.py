"""What the 721 page shows, without Qt: a period, a street, and the figures of both."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from inspector_app.domain.figures import Figures, FigureScope
from inspector_app.domain.ids import iso
from inspector_app.domain.local_time import OFFSET
from inspector_app.domain.shares import SHORTEST_DAYS, is_comparable

TREND_DAYS = 30
EVER = "0000"
NEVER = "9999"


class Period(StrEnum):
    SHIFT = "shift"
    WEEK = "week"
    MONTH = "month"
    OWN = "own"


DAYS = {Period.WEEK: 7, Period.MONTH: 30}


class Slots(NamedTuple):
    """A relief point and its places."""

    name: str
    free: int
    total: int


class StatState(NamedTuple):
    """`first` and `last` are the local days of the own period as typed (YYYY-MM-DD), both included.

    `street` is empty for all of them; `figures` is None while they are read.
    """

    period: Period = Period.WEEK
    first: str = ""
    last: str = ""
    street: str = ""
    shift: str = ""
    figures: Figures | None = None
    trend: Figures | None = None
    slots: tuple[Slots, ...] = ()

    @property
    def problems(self) -> dict[str, str]:
        """Codes of what keeps the own period from being read, by field."""
        if self.period is not Period.OWN:
            return {}
        found = {name: "not_a_day" for name in ("first", "last") if _day(getattr(self, name)) is None}
        if not found and self.last < self.first:
            found["last"] = "ends_before_it_begins"
        return found

    def days(self, today: date) -> tuple[date, date] | None:
        """The first day and the day after the last; None for a shift, and while the own period is no period."""
        if self.period in DAYS:
            return today - timedelta(days=DAYS[self.period] - 1), today + timedelta(days=1)
        if self.period is Period.SHIFT or self.problems:
            return None
        first, last = _day(self.first), _day(self.last)
        assert first is not None
        assert last is not None
        return first, last + timedelta(days=1)

    def scope(self, now: datetime, lenient: tuple[str, ...]) -> FigureScope | None:
        """The question behind the page; None when there is nothing to ask."""
        if self.period is Period.SHIFT:
            return FigureScope(EVER, NEVER, self.shift, lenient=lenient) if self.shift else None
        days = self.days(local(now))
        if days is None:
            return None
        return FigureScope(midnight(days[0]), midnight(days[1]), street=self.street, lenient=lenient)

    def trend_scope(self, now: datetime) -> FigureScope:
        """The last TREND_DAYS of the same street, whatever the period."""
        today = local(now)
        since = midnight(today - timedelta(days=TREND_DAYS - 1))
        return FigureScope(since, midnight(today + timedelta(days=1)), street=self.street)

    def is_comparable(self, now: datetime) -> bool:
        """Whether the shares may stand beside 70/20/10: a street or more, a week or more (domain.md §0.3)."""
        found = self.figures or Figures()
        return is_comparable(self._length(now), officers=found.officers, findings=found.mix.total)

    def is_long_enough(self, now: datetime) -> bool:
        return self._length(now) >= SHORTEST_DAYS

    def _length(self, now: datetime) -> int:
        """Days of the period; 0 for a shift."""
        days = self.days(local(now))
        return (days[1] - days[0]).days if days is not None else 0


def local(moment: datetime) -> date:
    """The day of `moment` on the clocks of the city."""
    return (moment.astimezone(UTC) + OFFSET).date()


def midnight(day: date) -> str:
    """When a local day begins, as UTC ISO text."""
    return iso(datetime.combine(day, time(), UTC) - OFFSET)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None
