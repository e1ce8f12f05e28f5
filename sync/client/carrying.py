"""Carries a parcel to the centre from any PC: no key, no laptop's data, only the file. A cut goes on where it was."""

import base64
import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from sync.client.pace import Pace
from sync.client.wire import Answer, Wire
from sync.protocol import parcels
from sync.protocol.parcels import ParcelAnswer
from sync.protocol.problems import Action, Problem, ProtocolProblem

MOST_TRIES = (
    5  # in a row without a byte that got through; troubles while the centre takes it in, which come once a minute
)
WAIT_S = 2.0
Told = Callable[[int, int], None]  # bytes at the centre, and all of them


def carry(path: Path, wire: Wire, *, told: Told, sleep: Callable[[float], None] = time.sleep) -> ParcelAnswer:
    """Brings the parcel to the centre and waits until it has been taken in; returns what the laptop waits for.

    Raises ProtocolProblem: the parcel's own faults, before anything is sent, or what the centre says. After BUSY or OUT_OF_SPACE
    all of it may be there: carried again, it goes on.
    """
    with path.open("rb") as file:
        front, sha256 = parcels.check_whole(file)
        size = file.seek(0, 2)
        way = f"/v1/parcels/{front.head.device}/{sha256}"
        _Carrier(wire, way, file, size, told, sleep).bring()
        return _answer(wire, way, sleep)


class _Carrier:
    def __init__(
        self, wire: Wire, way: str, file: BinaryIO, size: int, told: Told, sleep: Callable[[float], None]
    ) -> None:
        self._wire, self._way, self._file, self._size = wire, way, file, size
        self._told, self._sleep = told, sleep
        self._pace = Pace()
        self._offset, self._tries = 0, 0

    def bring(self) -> None:
        while self._offset < self._size:
            try:
                reached = self._next()
            except ProtocolProblem as trouble:
                self._after(trouble)
            else:
                self._tries = self._tries + 1 if reached <= self._offset else 0
                if self._tries == MOST_TRIES or reached > self._size:
                    raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the parcel does not grow")
                self._offset = reached
                self._told(self._offset, self._size)

    def _next(self) -> int:
        """Sends one chunk and returns the centre's new offset."""
        self._file.seek(self._offset)
        chunk = self._file.read(self._pace.size if self._offset else parcels.FIRST_BYTES)
        began = time.monotonic()
        if self._offset:
            answer = self._wire.send("PATCH", self._way, chunk, _headers(chunk, "Upload-Offset", self._offset))
        else:
            answer = self._wire.send("POST", self._way, chunk, _headers(chunk, "Upload-Length", self._size))
        self._pace.arrived(len(chunk), time.monotonic() - began)
        return _offset(answer)

    def _after(self, trouble: ProtocolProblem) -> None:
        self._tries += 1
        if trouble.code is Problem.WRONG_OFFSET and trouble.seq is not None:
            self._offset = min(trouble.seq, self._size)
        elif trouble.code is Problem.NOT_FOUND and self._offset:
            self._offset = 0
        elif trouble.action is Action.SPLIT and self._pace.refused(self._pace.size):
            pass
        elif trouble.action is Action.RETRY:
            self._pace.cut()
            self._sleep(trouble.retry_after_s or WAIT_S * self._tries)
        else:
            raise trouble
        if self._tries == MOST_TRIES:
            raise trouble


def _answer(wire: Wire, way: str, sleep: Callable[[float], None]) -> ParcelAnswer:
    cuts = tries = 0  # of the line, in a row; of the centre, in all: each time it begins anew
    while True:
        try:
            answer = wire.send("GET", way)
        except ProtocolProblem as trouble:
            is_cut = trouble.code is Problem.UNREACHABLE
            cuts, tries = cuts + is_cut, tries + (not is_cut)
            if trouble.action is not Action.RETRY or MOST_TRIES in (cuts, tries):
                raise
            sleep(trouble.retry_after_s or WAIT_S * max(cuts, tries))
            continue
        if (said := _read(answer.body)) is not None:
            return said
        cuts = 0
        sleep(WAIT_S)


def _read(body: bytes) -> ParcelAnswer | None:
    """None (`null`) while the parcel is being taken in."""
    try:
        return msgspec.json.decode(body, type=ParcelAnswer | None)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "not our answer") from trouble


def _headers(chunk: bytes, name: str, value: int) -> dict[str, str]:
    checksum = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
    return {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Checksum": f"sha256 {checksum}",
        name: str(value),
    }


def _offset(answer: Answer) -> int:
    said = answer.headers.get("Upload-Offset", "")
    if not said.isascii() or not said.isdigit() or len(said) > 12:
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "no Upload-Offset")
    return int(said)
