"""A serial wire: bytes come at its pace, and who listens at another speed hears what a UART makes of them."""

import termios
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from inspector_app.domain.reception import SPEEDS
from tests.unit.positioning.lines import Cable

PIECE_S = 0.016  # a USB adapter hands on what it has so often
_SPEEDS = {getattr(termios, f"B{speed}"): speed for speed in SPEEDS}


class Transmitter:
    """A receiver behind a port, that says `words(number)` once a second, first after `phase_s`, until it is off."""

    def __init__(self, cable: Cable, name: str, baud: int, words: Callable[[int], bytes], phase_s: float = 0.0):
        self._cable, self._name, self._baud, self._words = cable, name, baud, words
        self._off = threading.Event()
        self._next = time.monotonic() + phase_s
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def off(self) -> None:
        """Without power, amid a sentence perhaps."""
        self._off.set()
        self._thread.join()

    def __enter__(self) -> "Transmitter":
        return self

    def __exit__(self, *_: Any) -> None:
        self.off()

    def _run(self) -> None:
        number = 0
        while self._rests_until(self._next):
            for at, piece in enumerate(self._pieces(self._words(number)), 1):
                if not self._rests_until(self._next + at * PIECE_S):
                    return
                self._say(piece)
            number, self._next = number + 1, self._next + 1

    def _rests_until(self, moment: float) -> bool:
        return not self._off.wait(max(0.0, moment - time.monotonic()))

    def _pieces(self, words: bytes) -> Iterator[bytes]:
        size = int(self._baud / 10 * PIECE_S)
        return (words[at : at + size] for at in range(0, len(words), size))

    def _say(self, piece: bytes) -> None:
        try:
            heard_at = _SPEEDS.get(self._cable.speed(self._name), self._baud)
            self._cable.say(self._name, heard(piece, self._baud, heard_at))
        except (OSError, KeyError, termios.error):  # unplugged
            self._off.set()


def heard(data: bytes, said_at: int, heard_at: int) -> bytes:
    """What a UART hears of it: a start bit is looked for, each of 8 bits is looked at in its middle, and 0 is heard where no stop bit is."""
    if said_at == heard_at:
        return data
    levels = "".join("0" + f"{sign:08b}"[::-1] + "1" for sign in data)
    wide = said_at / heard_at
    told, at = bytearray(), levels.find("0") / 1.0
    while at >= 0:
        bits = [_level(levels, at + wide * (bit + 1.5)) for bit in range(9)]
        told.append(sum(bit << place for place, bit in enumerate(bits[:8])) if bits[8] else 0)
        begin = at + wide * 9.5
        at = begin if not _level(levels, begin) else float(levels.find("0", int(begin)))
    return bytes(told)


def _level(levels: str, at: float) -> int:
    return int(levels[int(at)]) if at < len(levels) else 1
