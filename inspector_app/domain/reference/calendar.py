"""The working time of the unit: its hours, the holidays of China and the weekends that are worked for them (调休).

Moments are aware; days and hours are those of Asia/Shanghai, which has one offset all year. A year that the calendar does
not state counts Monday to Friday, and `knows` says so: whoever shows such a deadline says that it is reckoned.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from inspector_app.domain.local_time import LOCAL

_DAY = timedelta(days=1)
_LAST_MINUTE = time(23, 59)


class Season(NamedTuple):
    """The hours of work from `since` (month, day) on, until the next season; `windows` in order, apart from each other."""

    since: tuple[int, int]
    windows: tuple[tuple[time, time], ...]


class ClockRules(NamedTuple):
    """When running clocks warn (hours after they began, hours before they end), and when a visit without deadline is due."""

    handover_warnings_h: tuple[int, ...]
    order_warnings_h: tuple[int, ...]
    visit_at_once: str  # a span as deadlines.py reads it
    visit_open: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """`rest` and `worked` are the days that differ from the week; `statutory` are 法定节假日, some of the rest days."""

    version: str
    seasons: tuple[Season, ...]
    years: frozenset[int]
    rest: frozenset[date]
    worked: frozenset[date]
    statutory: frozenset[date]
    clocks: ClockRules

    def is_working_day(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.rest)

    def is_legal_holiday(self, at: datetime) -> bool:
        """Whether the moment lies on a statutory holiday; the days off around it are ordinary rest days."""
        return local_day(at) in self.statutory

    def knows(self, since: datetime, until: datetime) -> bool:
        """Whether the calendar states every year from `since` to `until`; else weekdays stand for working days."""
        return set(range(local_day(since).year, local_day(until).year + 1)) <= self.years

    def after_working_time(self, at: datetime, span: timedelta) -> datetime:
        """The moment when `span` of working time has passed since `at`, in UTC; never outside the hours of work.

        Raises ValueError for a negative span.
        """
        if span < timedelta(0):
            raise ValueError("working time runs forward only")
        for begins, ends in self._windows_from(at):
            begins = max(begins, at)
            if begins + span <= ends:
                return (begins + span).astimezone(UTC)
            span -= ends - begins
        raise AssertionError("there is always another working day")

    def after_working_days(self, at: datetime, days: int) -> datetime:
        """The end of work on the `days`-th working day after the day of `at`, in UTC; that day itself does not count.

        民法典 arts. 201 and 203. Raises ValueError for less than one day.
        """
        if days < 1:
            raise ValueError("the day of the beginning does not count")
        day = local_day(at)
        while days:
            day += _DAY
            days -= self.is_working_day(day)
        return datetime.combine(day, self._hours(day)[-1][1], LOCAL).astimezone(UTC)

    def end_of_day(self, at: datetime, days: int = 0) -> datetime:
        """The last minute of the day that comes `days` after that of `at`, in UTC; a last day without work moves on.

        The day of `at` itself stays what it is: "today" is today (民法典 art. 203). 23:59 and not 24:00, so that the date
        which is read is the date which is meant.
        """
        day = local_day(at) + days * _DAY
        while days and not self.is_working_day(day):
            day += _DAY
        return datetime.combine(day, _LAST_MINUTE, LOCAL).astimezone(UTC)

    def _windows_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The windows of work that have not ended at `at`, in order, without end."""
        day = local_day(at)
        while True:
            for begins, ends in self._hours(day) if self.is_working_day(day) else ():
                if datetime.combine(day, ends, LOCAL) >= at:
                    yield datetime.combine(day, begins, LOCAL), datetime.combine(day, ends, LOCAL)
            day += _DAY

    def _hours(self, day: date) -> tuple[tuple[time, time], ...]:
        begun = [season for season in self.seasons if season.since <= (day.month, day.day)]
        return (begun or self.seasons)[-1].windows


def local_day(at: datetime) -> date:
    """The day of an aware moment in Asia/Shanghai."""
    return at.astimezone(LOCAL).date()
