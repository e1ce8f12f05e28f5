"""The centre's clock, as an argument; and the one form of time in tables and messages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from inspector_app.domain.ids import iso

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def now_text(clock: Clock, *, plus: timedelta = timedelta()) -> str:
    """The moment `plus` from now as UTC ISO text; such texts sort by time."""
    return iso(clock() + plus)
