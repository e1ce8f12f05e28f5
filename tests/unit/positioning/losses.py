"""A laptop whose receiver is lost, and the seconds until it is heard again once it is back."""

import time
from typing import Any

from inspector_app.devices.positioning.world import World
from inspector_app.domain.reception import Kind, Reception, Source, State
from tests.unit.positioning.lines import Adapter, Cable, Ear, Watch
from tests.unit.positioning.sentences import second
from tests.unit.positioning.wire import Transmitter

IDENTITY = "1546:01a8:77"
OTHERS = 6  # ports that say nothing: every laptop has some
NIGHT_MS = 8 * 3_600_000


class Laptop:
    """It hears its receiver, at that speed; then one of `pull`, `fail` and `sleep` happens, then `seconds_until_heard`."""

    def __init__(self, baud: int = 9600) -> None:
        self._cable, self._adapter, self._watch = Cable(), Adapter(), Watch()
        self._name = self._cable.plug(IDENTITY)
        for _ in range(OTHERS):
            self._cable.plug()
        world = World(ports=lambda: self._cable.ports, open_port=self._adapter.open_port, steady=self._watch)
        self._ear = Ear(world, known=f"{IDENTITY}||{baud}")
        self._ear.receiver.choose(Source(Kind.AUTO))
        with self._speaks(baud, 0, 0.0):
            self._ear.wait_for(_is_fix)

    def pull(self) -> None:
        """The cable: when it is back, the port has another name."""
        self._cable.unplug(self._name)
        self._name = ""

    def fail(self) -> None:
        """The power of its adapter: the port stands, and what is open gives nothing any more, and no error either."""
        self._adapter.fail()

    def sleep(self) -> None:
        """A night long, amid a look at the line; what is open is deaf after that."""
        self._watch.forward(NIGHT_MS)
        self._adapter.fail()

    def away(self, seconds: float) -> None:
        time.sleep(seconds)

    def seconds_until_heard(self, baud: int = 9600, phase_s: float = 0.0) -> float:
        """It has power again from now on, and says something `phase_s` later; handles from before are as deaf as they were."""
        if not self._name:
            self._name = self._cable.plug(IDENTITY)
        self._adapter.fail()
        begun = time.monotonic()
        with self._speaks(baud, 3_600, phase_s):
            self._ear.wait_for(lambda told: _is_fix(told) and told.fix is not None and told.fix.time_ms >= 7_200_000)
        return time.monotonic() - begun

    def __enter__(self) -> "Laptop":
        return self

    def __exit__(self, *_: Any) -> None:
        self._ear.receiver.close()
        self._cable.pull_all()

    def _speaks(self, baud: int, since: int, phase_s: float) -> Transmitter:
        return Transmitter(self._cable, self._name, baud, lambda number: second(since + number), phase_s)


def _is_fix(told: Reception) -> bool:
    return told.state is State.FIX
