"""The date that a receiver gives, mended where its week counter has run over.

GPS counts weeks modulo 1024. A receiver that takes a week for one of another round gives a date that is wrong by 1024 weeks
(19.6 years) or a multiple of them. It is mended only where the date itself proves it: it lies before or after every moment at
which it can have been given, and another round lies within; or the moments before it prove it. What no round brings there is
no date at all.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

ROUND_WEEKS = 1024
BUILT = date(2026, 11, 1)  # this program is younger: no receiver that it hears lives before
_ROUND = timedelta(weeks=ROUND_WEEKS)
_MOST_ROUNDS = 4
LAG_MS = 10_000  # so long after midnight some receivers go on naming yesterday


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something can have been said."""

    first: date
    last: date

    def mended(self, said: date) -> tuple[date, int] | None:
        """The true date and the weeks that were added to what was said; None where no round lies within."""
        if self.first <= said <= self.last:
            return said, 0
        step = 1 if said < self.first else -1
        for rounds in range(1, _MOST_ROUNDS + 1):
            try:
                true = said + step * rounds * _ROUND
            except OverflowError:
                return None
            if self.first <= true <= self.last:
                return true, step * rounds * ROUND_WEEKS
        return None


def unbroken(said: date, weeks: int, carried: date | None, time_ms: int) -> tuple[date, int]:
    """The date and the weeks added, put right where `carried`, that of the moments right before, proves it to be behind.

    Whole rounds: the counter ran over just now. One day, right after midnight: the date is told more slowly than the time.
    """
    behind = carried - said if carried is not None else timedelta(0)
    if carried is not None and behind > timedelta(0) and not behind % _ROUND:
        return carried, weeks + behind // timedelta(weeks=1)
    if carried is not None and behind == timedelta(days=1) and time_ms < LAG_MS:
        return carried, weeks
    return said, weeks


# A kept log may be old, but not older than this: until then the signal was blurred on purpose (Selective Availability), and
# the counter had run over some months before, in the night to 1999-08-22. The other end leaves room for laptops set ahead.
OF_LOGS = Span(date(2000, 5, 2), BUILT + _ROUND - timedelta(days=1))


def of_now(now: datetime) -> Span:
    """What a receiver may say at this moment. A laptop whose clock is older than the program knows nothing of the year."""
    today = now.astimezone(UTC).date()
    return Span(BUILT, today + timedelta(days=366) if today >= BUILT else OF_LOGS.last)
