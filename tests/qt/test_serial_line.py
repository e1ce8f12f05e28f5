"""A serial port that says nothing, or cannot be opened, costs nobody else anything."""

import termios
import threading
import time
from typing import Any

import pytest

from inspector_app.devices.positioning import search
from inspector_app.devices.positioning.lines import Gone
from inspector_app.devices.positioning.serial import SerialLine
from inspector_app.devices.positioning.world import World
from inspector_app.domain.reception import Kind, Source
from tests.unit.positioning.lines import Cable, Ear


def test_a_silent_port_stops_nobody_else() -> None:
    """Qt's own blocking wait keeps the interpreter's lock: the screens stood still while a port was listened to."""
    cable, came = Cable(), list[bytes]()
    name = cable.plug()
    waiting = threading.Thread(target=lambda: came.append(SerialLine(name, 9600).read(1000)))
    waiting.start()
    turns = 0
    while waiting.is_alive():
        time.sleep(0.001)
        turns += 1
    cable.pull_all()

    assert came == [b""]
    assert turns > 100


def test_a_port_that_the_terminal_refuses_is_one_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """termios.error is no OSError: it ended the search through all the other ports."""

    def refused(*_: object, **__: object) -> None:
        raise termios.error(5, "Input/output error")

    monkeypatch.setattr("inspector_app.devices.positioning.serial.Serial", refused)

    with pytest.raises(Gone):
        SerialLine("/dev/ttyS0", 9600)


def test_a_port_that_cannot_be_opened_makes_nobody_listen_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was listened to for long is later granted a long silence; an empty socket says nothing about that."""
    tried: list[int] = []
    find = search.find

    def watched(candidates: Any, now: Any, listen_ms: int, go_on: Any) -> Any:
        tried.append(listen_ms)
        return find(candidates, now, listen_ms, go_on)

    monkeypatch.setattr(search, "find", watched)
    ear = Ear(World(ports=list))
    ear.receiver.choose(Source(Kind.SERIAL, "/dev/no-such-port", 9600))
    limit = time.monotonic() + 15
    while len(tried) < 4 and time.monotonic() < limit:
        time.sleep(0.05)
    ear.receiver.close()

    assert tried[:4] == [search.LISTEN_MS] * 4
