"""Finds the receiver among serial ports by listening, all ports at once; each at its likeliest speed until it says something.

Silence tells nothing of a speed: at a wrong one a receiver is heard too, as garbage. So a silent port stays at its first speed,
and is opened anew again and again, because a handle from before the receiver was pulled out may be silent for ever.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from inspector_app.devices.positioning.lines import Gone, Line
from inspector_app.devices.positioning.serial import Port
from inspector_app.devices.positioning.stream import NmeaStream
from inspector_app.domain.reception import SPEEDS, Hindrance

ENOUGH = 2  # sentences with a right checksum: no noise and no wrong speed brings these
FOREIGN = 12  # bytes of which many are no text: most likely this is not the speed, and the burst goes on at another one
GARBAGE = (
    300  # bytes without a sentence: it is not; so many only in a second round, for who sends binary between sentences
)
SILENT_MS = 500  # a port that says nothing for so long is opened anew
LISTEN_MS = 1_100  # a receiver speaks once in a second
SLOW_MS = 10_000  # or, rarely, in many: so long it is listened to once it has said something right
LOOK_MS, LEAST_LOOK_MS = 20, 5  # at all ports together, at each: with many of them, neither late nor always awake
SLEPT_MS = 1_500  # who has not looked for so long was asleep, and what lies in the line is of then
_TEXT = bytes(range(0x20, 0x7F)) + b"\r\n"

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


class Candidate:
    """One port. `is_over` when it was silent for a while, cannot be opened, or spoke at no speed; only the first is looked at again."""

    def __init__(self, port: Port, speeds: Sequence[int], opened: Opened, make_stream: Callable[[], NmeaStream]):
        self.port, self.hindrance, self.is_over = port, Hindrance.NONE, False
        self._opened, self._make_stream = opened, make_stream
        self._speeds = [(speed, limit) for limit in (FOREIGN, GARBAGE) for speed in speeds]
        self._line: Line | None = None
        self._stream = make_stream()
        self._since = self._bytes = self._text = 0
        self._spoke = False  # at whatever speed: there is somebody, whose next words are waited for

    def look(self, now: Callable[[], int], wait_ms: int) -> Found | None:
        """Listens for a moment; the receiver, if it is one."""
        if self._line is None and not self._open(now()):
            return None
        assert self._line is not None
        before = now()
        try:
            piece = self._line.read(wait_ms)
        except Gone as gone:
            self._give_up(gone.why)
            return None
        if now() - before > SLEPT_MS:
            self.drop()
            return None
        self._stream.feed(piece)
        if self._stream.valid >= ENOUGH:
            known = Known(self.port.identity, self.port.name, self._speeds[0][0])
            found, self._line = Found(self._line, self._stream, known), None
            return found
        self._judge(piece, now())
        return None

    def drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _judge(self, piece: bytes, now_ms: int) -> None:
        """Whether to go on listening, to open the port anew, or to try the next speed."""
        if piece and not self._bytes:
            self._since, self._spoke = now_ms, True
        self._bytes += len(piece)
        self._text += len(piece) - len(piece.translate(None, _TEXT))
        limit = self._speeds[0][1]
        patience = SLOW_MS if self._stream.valid else LISTEN_MS if self._spoke else SILENT_MS
        is_time = now_ms - self._since >= patience
        if not self._stream.valid and (
            self._bytes >= GARBAGE or (self._is_foreign and (is_time or self._bytes >= limit))
        ):
            self._next_speed()
        elif is_time:
            self.is_over = True
            self.drop()

    @property
    def _is_foreign(self) -> bool:
        return 4 * self._text < 3 * self._bytes

    def _next_speed(self) -> None:
        self.drop()
        self._speeds.pop(0)
        self.is_over = self.is_over or not self._speeds

    def _open(self, now_ms: int) -> bool:
        if not self._speeds:
            return False
        self._since, self._bytes, self._text = now_ms, 0, 0
        self._stream = self._make_stream()
        try:
            self._line = self._opened(self.port.name, self._speeds[0][0])
        except Gone as gone:
            self._give_up(gone.why)
        return self._line is not None

    def _give_up(self, why: Hindrance) -> None:
        self.drop()
        self.hindrance, self.is_over = why, True
        self._speeds.clear()


def find(candidates: Sequence[Candidate], now: Callable[[], int], go_on: Callable[[], bool]) -> Found | None:
    """The first that talks; None when all were heard, or `go_on` says no. All others are let go."""
    try:
        while go_on() and not all(one.is_over for one in candidates):
            for one in candidates:
                found = one.look(now, max(LEAST_LOOK_MS, LOOK_MS // len(candidates)))
                if found is not None:
                    return found
        return None
    finally:
        for one in candidates:
            one.drop()
