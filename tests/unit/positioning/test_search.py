"""A port is listened to until its speed is known: without a receiver's help, and within one burst of what it says."""

import itertools
from collections.abc import Iterator

import pytest

from inspector_app.devices.positioning.search import Candidate, Found, find
from inspector_app.devices.positioning.serial import Port
from inspector_app.devices.positioning.stream import NmeaStream
from inspector_app.domain.reception import SPEEDS
from tests.unit.positioning.sentences import second

PIECE = 16  # what an adapter hands on at once
BINARY = b"\xb5b\x01\x07\x5c\x00" + bytes(range(128, 230))


class Speaker:
    """A receiver of that speed behind a port; at another speed it is garbage."""

    def __init__(self, baud: int, said: bytes) -> None:
        self.baud, self.opened_at = baud, list[int]()
        self.pieces: Iterator[bytes] = (said[at : at + PIECE] for at in range(0, len(said), PIECE))
        self.where = ""

    def open_port(self, name: str, baud: int) -> "Speaker":
        self.opened_at.append(baud)
        return self

    def read(self, wait_ms: int) -> bytes:
        piece = next(self.pieces, b"")
        return piece if self.opened_at[-1] == self.baud else bytes(255 - sign for sign in piece)

    def close(self) -> None: ...


def found(speaker: Speaker) -> Found | None:
    clock = itertools.count(0, 5)
    candidate = Candidate(Port("ttyUSB0"), SPEEDS, speaker.open_port, NmeaStream)
    return find([candidate], lambda: next(clock), lambda: True)


@pytest.mark.parametrize("baud", SPEEDS)
def test_a_speed_is_found_amid_a_burst(baud: int) -> None:
    speaker = Speaker(baud, second(0) + second(1))
    there = found(speaker)

    assert there is not None
    assert there.known.baud == baud


@pytest.mark.parametrize("baud", [9600, 38400])
def test_who_sends_binary_between_sentences_is_found_in_a_second_round(baud: int) -> None:
    speaker = Speaker(baud, (BINARY + second(0)) * 20)
    there = found(speaker)

    assert there is not None
    assert there.known.baud == baud


def test_between_two_bursts_at_wrong_speeds_a_speaker_is_waited_for() -> None:
    """A second is longer than a silent port is granted: the search went back to the first speed meanwhile."""
    speaker = Speaker(38400, b"")
    said = [b"$GPGGA,0102,03"] * 2 + [second(0)]
    speaker.pieces = (piece for words in said for piece in (words, *[b""] * 62))

    assert found(speaker) is not None
    assert speaker.opened_at == [9600, 115200, 38400]


def test_a_silent_port_stays_at_its_first_speed() -> None:
    speaker = Speaker(38400, b"")

    assert found(speaker) is None
    assert speaker.opened_at == [SPEEDS[0]]
