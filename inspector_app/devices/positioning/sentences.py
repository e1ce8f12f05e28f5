"""Bytes as a port gives them, cut anywhere and mixed with anything, into NMEA 0183 sentences whose checksum is right."""

import re
from collections import Counter
from enum import StrEnum
from functools import reduce
from operator import xor

LONGEST = 512  # bytes of one sentence; the standard says 82, makers say more

_BEGIN = re.compile(rb"[$!](?=[0-9A-Z]|\Z)")  # in binary noise these two signs are as frequent as any
_END = re.compile(rb"\*[0-9A-Fa-f]{2}|[$!\r\n]")
_PLAIN = re.compile(rb"[ -~]+")


class Refusal(StrEnum):
    """Why a sentence does not count."""

    CUT = "cut"  # another one, noise or the end came before it was whole
    NO_CHECKSUM = "no_checksum"  # its line ended without one
    CHECKSUM = "checksum"
    VOID = "void"  # the receiver itself says that it has no fix
    TIME = "time"
    POSITION = "position"
    FIELDS = "fields"  # another field is nothing that the standard knows
    REPEATED = "repeated"  # said again, or by a lesser talker, for the same moment
    LATE = "late"  # its moment was already over


class Framer:
    """Keeps at most one unfinished sentence; `refused` counts why others were not taken, `noise` the bytes outside of them."""

    def __init__(self) -> None:
        self.read = 0  # sentences that were begun
        self.noise = 0
        self.refused: Counter[Refusal] = Counter()
        self._rest = b""

    def feed(self, chunk: bytes) -> list[str]:
        """The sentences that are whole now: what stands between `$` and `*`, in their order."""
        data, at = self._rest + chunk, 0
        whole: list[str] = []
        while True:
            begin = _BEGIN.search(data, at)
            self._hear_noise(data[at : begin.start() if begin else len(data)])
            if begin is None:
                self._rest = b""
                return whole
            limit = begin.start() + LONGEST  # nothing behind it is looked at, however the bytes were cut
            end = _END.search(data, begin.end(), limit)
            if end is None and len(data) < limit:
                self._rest = data[begin.start() :]
                return whole
            self.read += 1
            body = data[begin.end() : end.start() if end else limit]
            mark = end.group() if end else b""
            said = self._judged(body, mark)
            if said is not None:
                whole.append(said)
            at = begin.end() + len(body) + (len(mark) if mark not in (b"$", b"!") else 0)

    def finish(self) -> None:
        """Nothing comes any more: what was begun is cut."""
        if self._rest:
            self._rest = b""
            self.read += 1
            self.refused[Refusal.CUT] += 1

    def _judged(self, body: bytes, mark: bytes) -> str | None:
        if not _PLAIN.fullmatch(body) or mark in (b"", b"$", b"!"):
            self.refused[Refusal.CUT] += 1
        elif not mark.startswith(b"*"):
            self.refused[Refusal.NO_CHECKSUM] += 1
        elif reduce(xor, body) != int(mark[1:], 16):
            self.refused[Refusal.CHECKSUM] += 1
        else:
            return body.decode("ascii")
        return None

    def _hear_noise(self, between: bytes) -> None:
        self.noise += len(between) - between.count(b"\r") - between.count(b"\n")
