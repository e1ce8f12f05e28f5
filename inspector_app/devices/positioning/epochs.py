"""Sentences of one moment of UTC, merged into one fix.

An epoch is a UTC time of day, and another one where a talker dates it anew. RMC, GGA, GNS, GST and ZDA name theirs; GSA
names none and belongs to the one named last. Where several talkers say the same kind of sentence of one moment, the first of
GN, GP, BD/GB, GA, GL, GQ/QZ, GI counts; who is no satellite receiver is not heard. A few epochs stay open, so that two
receivers on one line, or a ZDA that is ahead, tear none apart. GLL is not heard: it makes no fix, and some receivers give it
a moment of its own.

An epoch is a fix when RMC says A or GGA a quality of 1 or more, with a position. Its date is its own (RMC of status A, ZDA,
RMC), else the one of the fix before it, moved over midnight. A date that a void receiver gave is never carried on.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import hypot

from inspector_app.devices.positioning import fields
from inspector_app.devices.positioning.dates import Span, unbroken
from inspector_app.devices.positioning.sentences import Refusal
from inspector_app.domain.fix import DAY_MS, Fix

KINDS = ("RMC", "GGA", "GNS", "GST", "ZDA", "GSA")
TALKERS = {"GN": 0, "GP": 1, "BD": 2, "GB": 2, "GA": 3, "GL": 4, "GQ": 5, "QZ": 5, "GI": 6}  # BD, QZ: before NMEA 4.11
OPEN_EPOCHS = 3
REMEMBERED = 4  # epochs that are over; what is still said of them is late
CARRIED_MS = 3_600_000  # so long a date holds that no sentence repeats
BACK_MS = 10_000  # two receivers on one line may be so far apart
HDOP_TO_MM = 5  # accuracy: HDOP × 5 m
MODES = {"A": 1, "D": 2, "P": 3, "R": 4, "F": 5, "E": 6, "M": 7, "S": 8}


class Refused(Exception):
    """A sentence with a right checksum that does not count."""

    def __init__(self, why: Refusal):
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: who said it, its fields after the address, and where it is, for RMC and GGA."""

    talker: str
    words: Sequence[str]
    at: tuple[int, int] | None = None

    def word(self, index: int) -> str:
        return self.words[index] if index < len(self.words) else ""


NOTHING = Said("", ())


@dataclass(slots=True)
class Epoch:
    """What was said of one moment, by kind; `doubtful` is the date of a receiver that had no fix then."""

    time_ms: int
    said: dict[str, Said] = field(default_factory=dict)
    doubtful: date | None = None

    def hear(self, kind: str, said: Said) -> bool:
        """False when somebody whose word counts at least as much has spoken."""
        before = self.said.get(kind)
        if before is not None and TALKERS[before.talker] <= TALKERS[said.talker]:
            return False
        self.said[kind] = said
        return True

    def is_meant(self, time_ms: int, kind: str, said: Said) -> bool:
        """Whether it is said of this moment: not where the same talker has dated it otherwise, so that a day has passed."""
        before = self.of(kind)
        days = {_date(kind, before), _date(kind, said)} - {None}
        return self.time_ms == time_ms and (before.talker != said.talker or len(days) < 2)

    def of(self, kind: str) -> Said:
        return self.said.get(kind, NOTHING)

    @property
    def dates(self) -> Iterator[date | None]:
        """The ones that were told, the most trusted first."""
        yield _date("RMC", self.of("RMC"))
        yield _date("ZDA", self.of("ZDA"))
        yield self.doubtful


class Merger:
    """`refused` counts why sentences do not count; `used` those that do, `unused` those of kinds that tell nothing here."""

    def __init__(self, span: Span, source: str = "nmea"):
        self.used = self.unused = 0
        self.refused: Counter[Refusal] = Counter()
        self.span, self._source = span, source
        self._open: list[Epoch] = []
        self._over: list[Epoch] = []
        self._dated: tuple[date, int] | None = None  # the day and time from which a date is carried on
        self._fixed: int | None = None  # the time of the fix before
        self._early: list[tuple[int, str, Said, Refusal]] = []  # refused, unless that time of another day begins by it

    def hear(self, sentence: str) -> Fix | None:
        """The fix of an epoch that is over by it."""
        address, *words = sentence.split(",")
        talker, kind = address[:-3], address[-3:]
        if kind not in KINDS or talker not in TALKERS:
            self.unused += 1
            return None
        try:
            closed = self._hear(kind, Said(talker, words, _position(kind, words)))
        except Refused as refused:
            self.refused[refused.why] += 1
            return None
        self.used += 1
        return closed

    def finish(self) -> list[Fix]:
        """What was still open."""
        return [fix for fix in [self._close() for _ in tuple(self._open)] if fix is not None]

    def standing(self, *, settled: bool = False) -> Fix | None:
        """The newest fix that is still open, as far as it was told; `settled`: not of the epoch that is being told."""
        epochs = self._open[:-1] if settled else self._open
        fixes = (self._fix(epoch) for epoch in reversed(epochs))
        return next((fix for fix in fixes if fix is not None), None)

    def _hear(self, kind: str, said: Said) -> Fix | None:
        if kind == "GSA":
            if self._open:
                self._open[-1].said.setdefault(kind, said)
            return None
        void = _is_void(kind, said)
        time_ms = fields.time_of_day(said.word(0))
        if time_ms is None:
            raise Refused(Refusal.VOID if void else Refusal.TIME)
        if kind in ("RMC", "GGA") and not void and said.at is None:
            raise Refused(Refusal.POSITION)
        if void and kind != "RMC":
            raise Refused(Refusal.VOID)
        self._early = [one for one in self._early if one[0] == time_ms]
        epoch, closed = self._epoch(time_ms, kind, said)
        if void and epoch is not None:
            epoch.doubtful = _date(kind, said)
            self.refused[Refusal.VOID] += 1
            self.used -= 1
        elif void:
            raise Refused(Refusal.VOID)
        elif epoch is None or not epoch.hear(kind, said):
            why = Refusal.LATE if epoch is None else Refusal.REPEATED
            self._early = [*self._early[-len(KINDS) :], (time_ms, kind, said, why)]
            raise Refused(why)
        return closed

    def _epoch(self, time_ms: int, kind: str, said: Said) -> tuple[Epoch | None, Fix | None]:
        """The open one that is meant, or a new one, or none when it is over; the fix of the one that made room."""
        for index in reversed(range(len(self._open))):  # the newest first: what tells no date is said of it
            if self._open[index].is_meant(time_ms, kind, said):
                self._open.append(self._open.pop(index))
                return self._open[-1], None
        if any(one.is_meant(time_ms, kind, said) for one in self._over):
            return None, None
        closed = self._close() if len(self._open) == OPEN_EPOCHS else None
        self._open.append(Epoch(time_ms))
        self._take_back(self._open[-1])
        return self._open[-1], closed

    def _take_back(self, epoch: Epoch) -> None:
        """What was said of this time right before the date that began its day: a GGA may come before its RMC."""
        for _, kind, said, why in self._early:
            if epoch.hear(kind, said):
                self.refused[why] -= 1
                self.used += 1
        self._early.clear()

    def _close(self) -> Fix | None:
        epoch = self._open.pop(0)
        self._over = [*self._over[1 - REMEMBERED :], epoch]
        fix = self._fix(epoch)
        day = fix.date if fix is not None else self._day(epoch)[0] if self._is_near_a_fix(epoch) else None
        if day is not None:
            self._dated = day, epoch.time_ms
        if fix is not None:
            self._fixed = fix.time_ms
        return fix

    def _fix(self, epoch: Epoch) -> Fix | None:
        rmc, gga, gns = epoch.of("RMC"), epoch.of("GGA"), epoch.of("GNS")
        at = gga.at or rmc.at
        if at is None:
            return None
        day, weeks = self._day(epoch)
        hdops = (gga.word(7), gns.word(7), epoch.of("GSA").word(15))
        hdop = next(filter(None, map(fields.thousandths, hdops)), None)
        accuracy = _one_sigma_mm(epoch.of("GST")) or (hdop * HDOP_TO_MM if hdop is not None else None)
        return Fix(
            epoch.time_ms, day, *at, int(gga.word(5)) if gga.at else MODES.get(rmc.word(11), 1),
            fields.count(gga.word(6) or gns.word(6)), hdop, accuracy, self._source,
            "+".join(said.talker + kind for kind, said in epoch.said.items()), weeks,
        )  # fmt: skip

    def _day(self, epoch: Epoch) -> tuple[date | None, int]:
        """The date of an epoch and the weeks by which it was mended."""
        carried = self._carried(epoch.time_ms)
        for day in filter(None, epoch.dates):
            mended = self.span.mended(day)
            if mended is not None:
                return unbroken(*mended, carried, epoch.time_ms)
        return carried, 0

    def _carried(self, time_ms: int) -> date | None:
        if self._dated is None:
            return None
        day, before = self._dated
        passed = _between(before, time_ms)
        if not -BACK_MS <= passed <= CARRIED_MS:
            return None
        return day + timedelta(days=(before + passed) // DAY_MS)

    def _is_near_a_fix(self, epoch: Epoch) -> bool:
        return "ZDA" in epoch.said and self._fixed is not None and abs(_between(self._fixed, epoch.time_ms)) <= BACK_MS


def _position(kind: str, words: Sequence[str]) -> tuple[int, int] | None:
    first = {"RMC": 2, "GGA": 1}.get(kind)
    if first is None or len(words) < first + 4:
        return None
    return fields.position(*words[first : first + 4])


def _is_void(kind: str, said: Said) -> bool:
    """Whether the receiver says that this is no fix; Refused when it says neither."""
    if kind == "RMC":
        if said.word(1) not in ("A", "V"):
            raise Refused(Refusal.FIELDS)
        return said.word(1) == "V" or said.word(11) == "N"
    if kind == "GGA":
        if said.word(5) not in ("", *"0123456789"):
            raise Refused(Refusal.FIELDS)
        return said.word(5) in ("", "0")
    return False


def _date(kind: str, said: Said) -> date | None:
    """The date that a sentence tells of its moment."""
    if kind == "ZDA":
        return fields.long_date(*(said.word(index) for index in (1, 2, 3)))
    return fields.short_date(said.word(8)) if kind == "RMC" else None


def _one_sigma_mm(gst: Said) -> int | None:
    """The horizontal deviation: of latitude and longitude or, which is the same, of the two axes of the ellipse."""
    for first in (5, 2):
        pair = fields.thousandths(gst.word(first)), fields.thousandths(gst.word(first + 1))
        if pair[0] is not None and pair[1] is not None and any(pair):
            return round(hypot(pair[0], pair[1]))
    return None


def _between(before: int, after: int) -> int:
    """Milliseconds from one time of day to another, the shorter way around midnight."""
    return (after - before + DAY_MS // 2) % DAY_MS - DAY_MS // 2
