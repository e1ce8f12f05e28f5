"""The clocks that run, in the words of the interface."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.clocks import ClockKind, ClockState, RunningClock
from inspector_app.domain.ids import iso
from inspector_app.ui.shift.state import clock_text, day_text

translate = QCoreApplication.translate

TONES = {
    ClockState.RUNNING: "accent", ClockState.WARNED: "warning", ClockState.OVERDUE: "alarm", ClockState.DONE: "good",
}  # fmt: skip
HOUR = timedelta(hours=1)


def kind(what: ClockKind) -> str:
    return {
        ClockKind.REMINDER: translate("ClockWords", "Reminder"),
        ClockKind.HANDOVER: translate("ClockWords", "Hand-over"),
        ClockKind.ORDER: translate("ClockWords", "Order"),
        ClockKind.VISIT: translate("ClockWords", "Visit"),
    }[what]


def left(clock: RunningClock, now: datetime) -> str:
    """What is left until the end, or how long ago that was: `7:42`, `3 h 05 min`, `2 d 4 h`."""
    if clock.kind is ClockKind.REMINDER and now >= clock.until:
        return translate("ClockWords", "over")
    span = abs(clock.until - now)
    said = _span(span, seconds=clock.kind is ClockKind.REMINDER)
    return translate("ClockWords", "{span} late").format(span=said) if now >= clock.until else said


def _span(span: timedelta, *, seconds: bool) -> str:
    minutes, second = divmod(int(span.total_seconds()), 60)
    if seconds and span < HOUR:
        return f"{minutes}:{second:02d}"
    hours, minute = divmod(minutes, 60)
    if hours >= 48:
        return translate("ClockWords", "{days} d {hours} h").format(days=hours // 24, hours=hours % 24)
    if hours:
        return translate("ClockWords", "{hours} h {minutes} min").format(hours=hours, minutes=f"{minute:02d}")
    return translate("ClockWords", "{minutes} min").format(minutes=minutes)


def head(clock: RunningClock) -> str:
    """What runs and where, without what is left."""
    return " · ".join(part for part in (kind(clock.kind), *_beside(clock)) if part)


def line(clock: RunningClock, now: datetime) -> str:
    """`Reminder 7:42 · 经三路`; a hand-over that was done here says that it is on its way."""
    return " · ".join(part for part in (f"{kind(clock.kind)} {left(clock, now)}", *_beside(clock)) if part)


def _beside(clock: RunningClock) -> tuple[str, ...]:
    """What else there is to know of it, and where it is."""
    waiting = translate("ClockWords", "to be sent") if clock.waiting else ""
    reckoned = translate("ClockWords", "without a holiday calendar") if clock.reckoned else ""
    return waiting, clock.place, reckoned


def over(clock: RunningClock) -> str:
    """What the officer is told when the ten minutes are over."""
    if not clock.place:
        return translate("ClockWords", "The reminder is over.")
    return translate("ClockWords", "The reminder is over: {place}").format(place=clock.place)


def warning(clock: RunningClock, now: datetime) -> str:
    """What the officer is told while a hand-over is still to be done."""
    if now >= clock.until:
        said = translate("ClockWords", "The time for the hand-over is over: {place}")
    else:
        said = translate("ClockWords", "To be handed over before {at}: {place}")
    until = iso(clock.until)
    at = f"{day_text(until, now)} {clock_text(until)}".strip()
    return said.format(at=at, place=clock.place or "—")
