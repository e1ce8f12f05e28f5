"""Reads a calendar from its JSON: the program's own file, or what the centre states of kind `calendar`. Strict, with bounds."""

import json
import re
from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from inspector_app.domain.reference.calendar import Calendar, ClockRules, Season
from inspector_app.domain.reference.item import BadReference

MAX_BYTES = 1 << 18
MOST_DAYS = 4000  # of rest or of work, all years together
FIELDS = frozenset({"version", "hours", "hours_source", "years", "clocks"})
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_SPAN = re.compile(r"[1-9]\d{0,3}(min|h|wh|d|wd)")


def read(content: bytes) -> Calendar:
    """The calendar in `content`; ValueError names what is wrong with it."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"a calendar has at most {MAX_BYTES} bytes")
    return of(json.loads(content))


def parse(_item: str, body: Mapping[str, Any]) -> Calendar:
    """The calendar that a reference item of kind `calendar` states, whole: it takes the place of the program's own.

    Raises BadReference.
    """
    try:
        return of(body)
    except ValueError as trouble:
        raise BadReference(str(trouble)) from trouble


def of(table: Mapping[str, Any]) -> Calendar:
    """The calendar in a JSON object; ValueError names what is wrong with it."""
    try:
        years = {int(entry["year"]): entry for entry in table["years"]}
        holidays = [(year, holiday) for year, entry in years.items() for holiday in entry["holidays"]]
        return Calendar(
            version=_text(table["version"]),
            seasons=_seasons(table["hours"]),
            years=frozenset(years),
            rest=_days(day for _, holiday in holidays for day in _range(*holiday["rest"])),
            worked=_days(_day(day) for entry in years.values() for day in entry["worked"]),
            statutory=_days(_day(day) for _, holiday in holidays for day in holiday["statutory"]),
            clocks=_clocks(table["clocks"]),
        )
    except (KeyError, TypeError, AttributeError) as trouble:
        raise ValueError(f"not a calendar: {trouble}") from trouble


def _seasons(entries: Any) -> tuple[Season, ...]:
    seasons = tuple(sorted(Season(_month_day(entry["since"]), _windows(entry["windows"])) for entry in entries))
    if not seasons or len({season.since for season in seasons}) != len(seasons):
        raise ValueError("hours: at least one season, each with a day of its own")
    return seasons


def _windows(pairs: Any) -> tuple[tuple[time, time], ...]:
    windows = tuple((_time(begins), _time(ends)) for begins, ends in pairs)
    flat = [moment for window in windows for moment in window]
    if not windows or not all(before < after for before, after in pairwise(flat)):
        raise ValueError("hours: windows follow each other within the day")
    return windows


def _clocks(entry: Any) -> ClockRules:
    for span in (entry["visit_at_once"], entry["visit_open"]):
        if not _SPAN.fullmatch(span):
            raise ValueError(f"clocks: {span!r} is no span")
    return ClockRules(
        _hours(entry["handover_warnings_h"]),
        _hours(entry["order_warnings_h"]),
        entry["visit_at_once"],
        entry["visit_open"],
    )


def _hours(values: Any) -> tuple[int, ...]:
    if not all(type(value) is int and 0 < value < 10_000 for value in values):
        raise ValueError("clocks: hours are whole and positive")
    return tuple(sorted(values))


def _days(found: Any) -> frozenset[date]:
    days = frozenset(found)
    if len(days) > MOST_DAYS:
        raise ValueError(f"a calendar states at most {MOST_DAYS} days")
    return days


def _range(first: str, last: str) -> list[date]:
    begins, ends = _day(first), _day(last)
    if not 0 <= (ends - begins).days < 60:
        raise ValueError(f"{first} to {last} is no holiday")
    return [date.fromordinal(day) for day in range(begins.toordinal(), ends.toordinal() + 1)]


def _day(text: Any) -> date:
    if len(text) != len("2026-01-01"):
        raise ValueError(f"{text[:20]!r} is no day")
    return date.fromisoformat(text)


def _month_day(text: str) -> tuple[int, int]:
    day = _day(f"2024-{text}")
    return day.month, day.day


def _time(text: str) -> time:
    if not _CLOCK.fullmatch(text):
        raise ValueError(f"{text[:20]!r} is no time of day")
    return time.fromisoformat(text)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise ValueError("version: a short text")
    return value
