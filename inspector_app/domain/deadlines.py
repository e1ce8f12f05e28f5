"""Until when: the arguments of a pack's measures (`until:3d`, `within:24h`, `timer:10min`) at a moment, by the calendar.

A span is a number and its unit: `min` and `h` run round the clock (紧急工作时), `wh` within the hours of work (工作时), `d` are
days and `wd` working days, both without the day on which they begin. `today` ends at 23:59, `at_once` is the moment itself.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from inspector_app.domain.ids import iso
from inspector_app.domain.reference.calendar import Calendar

TODAY, AT_ONCE, RUNNING = "today", "at_once", "deadline"
NAMES = ("until", "within", "timer")  # the arguments that say until when
_SPAN = re.compile(r"([1-9]\d{0,3})(min|h|wh|d|wd)")


class NotADeadline(ValueError):
    """An argument that no reading of this module fits; `text` is the argument."""

    def __init__(self, text: str):
        super().__init__(f"not_a_deadline {text[:40]}")
        self.text = text


class Remedy(Protocol):
    """A measure with its arguments, as domain/policy/pack.py holds it."""

    @property
    def arguments(self) -> tuple[tuple[str, str], ...]: ...


def until(remedy: Remedy, at: datetime, calendar: Calendar) -> str:
    """The deadline of a measure that is taken at `at` (aware), as UTC text; empty when the pack states none.

    `until:deadline` is that of an order that runs already: who knows the order knows it. Raises NotADeadline.
    """
    stated = argument(remedy.arguments)
    if stated in ("", RUNNING):
        return ""
    return iso(end(stated, at, calendar))


def argument(arguments: Iterable[tuple[str, str]]) -> str:
    """What the arguments of a measure say of its time; empty when nothing."""
    return next((value for name, value in arguments if name in NAMES), "")


def check(arguments: Iterable[tuple[str, str]]) -> None:
    """Raises NotADeadline for a time that `end` could not read, so that a pack with one is refused when it is loaded."""
    stated = argument(arguments)
    if stated not in ("", RUNNING, TODAY, AT_ONCE) and _SPAN.fullmatch(stated) is None:
        raise NotADeadline(stated)


def end(stated: str, at: datetime, calendar: Calendar) -> datetime:
    """The moment, in UTC, at which `stated` ends when it begins at `at`; raises NotADeadline.

    Nobody loses a second: what is written on paper without them is a little sooner than what counts.
    """
    begun = at.astimezone(UTC)
    if stated == AT_ONCE:
        return begun
    if stated == TODAY:
        return calendar.end_of_day(begun)
    span = _SPAN.fullmatch(stated)
    if span is None:
        raise NotADeadline(stated)
    count, unit = int(span[1]), span[2]
    match unit:
        case "min":
            return begun + timedelta(minutes=count)
        case "h":
            return begun + timedelta(hours=count)
        case "wh":
            return calendar.after_working_time(begun, timedelta(hours=count))
        case "d":
            return calendar.end_of_day(begun, count)
        case _:
            return calendar.after_working_days(begun, count)
