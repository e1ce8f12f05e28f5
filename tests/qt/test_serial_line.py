"""A serial port that says nothing, or cannot be opened, costs nobody else anything."""

import termios
import threading
import time
from pathlib import Path

import pytest

from inspector_app.devices.positioning.lines import Gone
from inspector_app.devices.positioning.serial import Port, SerialLine
from inspector_app.devices.positioning.world import World
from inspector_app.domain.reception import Kind, Source, State
from tests.unit.positioning.lines import Cable, Ear, Watch
from tests.unit.positioning.sentences import second


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


class Asleep:
    """A port of a laptop that falls asleep amid a look: at each waking what came before lies in the line."""

    where = "ttyUSB0 9600"

    def __init__(self, watch: Watch, said: list[bytes]) -> None:
        self._watch, self._said = watch, said

    def read(self, wait_ms: int) -> bytes:
        said = self._said.pop(0) if self._said else b""
        if not said:
            time.sleep(wait_ms / 1000)
        if said.startswith(b"ZZZ"):
            self._watch.forward(3_600_000)
        return said.removeprefix(b"ZZZ")

    def close(self) -> None: ...


@pytest.mark.parametrize("before", [[], [second(0), b""]])
def test_what_came_before_the_laptop_slept_is_no_position_of_now(before: list[bytes]) -> None:
    """Also where it fell asleep while it was still looking for its receiver."""
    watch, said = Watch(), [*before, b"ZZZ" + second(1), b"", second(3600), b""]
    ear = Ear(World(ports=lambda: [Port("ttyUSB0")], open_port=lambda *_: Asleep(watch, said), steady=watch))
    ear.receiver.choose(Source(Kind.AUTO))
    ear.wait_for(lambda told: told.state is State.FIX and told.fix is not None and told.fix.time_ms == 7_200_000)
    ear.receiver.close()

    assert {told.fix.time_ms for told in ear.heard if told.fix} <= {3_600_000, 7_200_000}
