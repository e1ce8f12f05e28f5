"""Finds the receiver among serial ports by listening: each port at each speed, all ports at once, the known one first."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from inspector_app.devices.positioning.lines import Gone, Line
from inspector_app.devices.positioning.serial import Port
from inspector_app.devices.positioning.stream import NmeaStream
from inspector_app.domain.reception import SPEEDS, Hindrance

ENOUGH = 2  # sentences with a right checksum: no noise and no wrong speed brings these
GARBAGE = 300  # bytes without one: this is not the speed
LISTEN_MS = 1_300  # a receiver speaks once in a second
LONGEST_LISTEN_MS = 10_400  # or, rarely, in many
LOOK_MS = 20

Opened = Callable[[str, int], Line]


class Known(NamedTuple):
    """The receiver of last time, kept as text."""

    identity: str = ""
    name: str = ""
    baud: int = 0

    @property
    def text(self) -> str:
        return "|".join((self.identity, self.name, str(self.baud)))

    @classmethod
    def read(cls, text: str) -> "Known":
        parts = text.split("|")
        good = len(parts) == 3 and parts[2] in {str(speed) for speed in SPEEDS}
        return cls(parts[0], parts[1], int(parts[2])) if good else cls()

    def is_it(self, port: Port) -> bool:
        return port.identity == self.identity if self.identity else bool(self.name) and port.name == self.name


class Found(NamedTuple):
    """A receiver that talks: its line and what was heard of it so far."""

    line: Line
    stream: NmeaStream
    known: Known
    patience_ms: int  # how long it may be silent


class Candidate:
    """One port that is listened to, at one speed after the other; once more from the first when it begins to speak later."""

    def __init__(self, port: Port, speeds: Sequence[int], opened: Opened, make_stream: Callable[[], NmeaStream]):
        self.port, self.hindrance = port, Hindrance.NONE
        self._speeds, self._opened, self._make_stream = list(speeds), opened, make_stream
        self._all, self._spoke = tuple(speeds), False
        self._line: Line | None = None
        self._until = self._bytes = 0
        self._stream = make_stream()
        self._baud = 0

    def look(self, now_ms: int, listen_ms: int) -> Found | None:
        """Listens for a moment; the receiver, if it is one."""
        if self._line is None and not self._open(now_ms + listen_ms):
            return None
        assert self._line is not None
        try:
            piece = self._line.read(LOOK_MS)
        except Gone as gone:
            self.hindrance = gone.why
            self.drop()
            self._speeds.clear()
            return None
        if piece and self._begins_to_speak():
            return None
        self._bytes += len(piece)
        self._stream.feed(piece)
        if self._stream.valid >= ENOUGH:
            known = Known(self.port.identity, self.port.name, self._baud)
            found = Found(self._line, self._stream, known, 2 * listen_ms)
            self._line = None
            return found
        if now_ms >= self._until or (self._bytes > GARBAGE and not self._stream.valid):
            self.drop()
        return None

    @property
    def is_over(self) -> bool:
        return self._line is None and not self._speeds

    def drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _begins_to_speak(self) -> bool:
        """Whether it was silent at its first speed, the likely one: that is listened to again, before all others."""
        late = not self._spoke and self._baud != self._all[0]
        self._spoke = True
        if late:
            self.drop()
            self._speeds = list(self._all)
        return late

    def _open(self, until: int) -> bool:
        if not self._speeds:
            return False
        self._baud, self._until, self._bytes = self._speeds.pop(0), until, 0
        self._stream = self._make_stream()
        try:
            self._line = self._opened(self.port.name, self._baud)
        except Gone as gone:
            self.hindrance = gone.why
            self._speeds.clear()
        return self._line is not None


def find(
    candidates: Sequence[Candidate], now: Callable[[], int], listen_ms: int, go_on: Callable[[], bool]
) -> Found | None:
    """The first that talks; None when all were heard, or `go_on` says no. All others are let go."""
    try:
        while go_on() and not all(one.is_over for one in candidates):
            for one in candidates:
                found = one.look(now(), listen_ms)
                if found is not None:
                    return found
        return None
    finally:
        for one in candidates:
            one.drop()
