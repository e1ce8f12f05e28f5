"""One position that a receiver gave at one moment of UTC, and what it is good for: taken, offered, doubted, or a pin by hand."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ACCEPT_MM = 5_000  # up to here it is taken without a question
AMBER_MM = 10_000  # above, it is told in amber
BY_HAND_MM = 50_000  # above, a person sets a pin
OLD_MS = 3_000  # not heard anew for so long, it is told to be old: on foot that is as far as ACCEPT_MM, in a car ten times so far
STALE_MS = 10_000  # an older fix says where somebody was
PIN_FAR_M = 100  # a pin farther from the last fix is asked about
CLOCK_WRONG_MS = 120_000  # the laptop's clock is so far from the receiver's that somebody should set it

DAY_MS = 86_400_000
LONGEST_DAY_MS = DAY_MS + 1_000  # with a leap second
TYPED_IN, SIMULATED = NOT_FROM_SATELLITES = (7, 8)
RECKONED = 6


class Trust(StrEnum):
    """What may be done with a fix."""

    ACCEPTED = "accepted"
    FAIR = "fair"  # one tap takes it
    AMBER = "amber"  # one tap takes it, and it is told to be poor, or old
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Fix:
    """Degrees × 10⁷ (WGS-84), 1-sigma accuracy in mm, HDOP × 1000; unknown is None.

    `time_ms` of the UTC day, up to a second longer than a day for a leap second; `date` is None while the receiver has not
    told it. `quality` as in GGA: 1 autonomous, 2 differential, 4 and 5 RTK, 6 dead reckoning, 7 by hand, 8 simulated.
    `said` names the sentences that it was made of. `mended_weeks`: what was added to the receiver's date.
    """

    time_ms: int
    date: date | None
    lat_e7: int
    lon_e7: int
    quality: int
    satellites: int | None = None
    hdop_milli: int | None = None
    accuracy_mm: int | None = None
    source: str = ""
    said: str = ""
    mended_weeks: int = 0

    @property
    def date_known(self) -> bool:
        return self.date is not None

    @property
    def utc(self) -> str:
        """`YYYY-MM-DDThh:mm:ss.mmmZ`; without a date the time alone."""
        time = _clock_face(self.time_ms)
        return f"{self.date.isoformat()}T{time}" if self.date is not None else time

    @property
    def moment_ms(self) -> int | None:
        """Milliseconds since 1970 UTC; None without a date."""
        return (
            None if self.date is None else (self.date - date(1970, 1, 1)) // timedelta(days=1) * DAY_MS + self.time_ms
        )

    def trust(self, age_ms: int = 0) -> Trust:
        """What may be done with it when it is so old. One whose accuracy nobody knows is never taken unasked."""
        if age_ms > STALE_MS or self.quality in NOT_FROM_SATELLITES or self.quality < 1:
            return Trust.BY_HAND
        if self.accuracy_mm is None:
            return Trust.AMBER
        if self.accuracy_mm > BY_HAND_MM:
            return Trust.BY_HAND
        if self.accuracy_mm > AMBER_MM or self.quality == RECKONED or age_ms > OLD_MS:
            return Trust.AMBER
        return Trust.ACCEPTED if self.accuracy_mm <= ACCEPT_MM else Trust.FAIR


def _clock_face(time_ms: int) -> str:
    seconds, ms = divmod(min(time_ms, LONGEST_DAY_MS - 1), 1000)
    hours, rest = divmod(min(seconds, DAY_MS // 1000 - 1), 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}:{second + (seconds == DAY_MS // 1000):02d}.{ms:03d}Z"
