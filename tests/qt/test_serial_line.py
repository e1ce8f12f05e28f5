"""A serial port that says nothing, or cannot be opened, costs nobody else anything."""

import termios
import threading
import time
from pathlib import Path

import pytest

from inspector_app.devices.positioning.lines import Gone
from inspector_app.devices.positioning.serial import SerialLine
from tests.unit.positioning.lines import Cable


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


def test_a_handle_whose_port_was_made_anew_under_the_same_name_is_gone(tmp_path: Path) -> None:
    cable, name = Cable(), tmp_path / "ttyUSB0"
    name.symlink_to(cable.plug())
    line = SerialLine(str(name), 9600)
    assert line.read(1) == b""
    name.unlink()
    name.symlink_to(cable.plug())

    with pytest.raises(Gone):
        line.read(1)
    line.close()
    cable.pull_all()
