"""A receiver that was lost is heard again within three seconds of being back. `start.py bench --only receive` measures it."""

import itertools
import time

from inspector_app.devices.positioning.lines import Line
from inspector_app.devices.positioning.serial import Port
from inspector_app.devices.positioning.world import World
from inspector_app.domain.reception import Kind, Source
from tests.unit.positioning.lines import LIMIT_S, Ear
from tests.unit.positioning.losses import Laptop
from tests.unit.positioning.wire import heard

BACK_S = 3.0
BURST_S = 0.043  # 500 bytes at 115200, once in a second


def test_after_a_night_asleep_it_is_heard_within_three_seconds() -> None:
    with Laptop() as laptop:
        laptop.sleep()

        assert laptop.seconds_until_heard(phase_s=0.2) < BACK_S


def test_what_failed_and_is_back_at_another_speed_is_heard_within_three_seconds() -> None:
    with Laptop() as laptop:
        laptop.fail()
        laptop.away(1.6)

        assert laptop.seconds_until_heard(115200, phase_s=0.2) < BACK_S


class Shut:
    """A port that says nothing, and notes when it was open."""

    where = ""

    def __init__(self, moments: list[tuple[float, float]]) -> None:
        self._moments, self._since = moments, time.monotonic()

    def read(self, wait_ms: int) -> bytes:
        time.sleep(wait_ms / 1000)
        return b""

    def close(self) -> None:
        self._moments.append((self._since, time.monotonic()))


def test_a_silent_port_is_never_left_for_as_long_as_a_burst_takes() -> None:
    """It rested for 0.3 s between two rounds: a receiver that was back spoke meanwhile, and a second was lost."""
    moments = list[tuple[float, float]]()

    def opened(_: str, __: int) -> Line:
        return Shut(moments)

    ear = Ear(World(ports=lambda: [Port("ttyUSB0")], open_port=opened))
    ear.receiver.choose(Source(Kind.AUTO))
    until = time.monotonic() + LIMIT_S
    while len(moments) < 6 and time.monotonic() < until:
        time.sleep(0.01)
    ear.receiver.close()
    gaps = sorted(after[0] - before[1] for before, after in itertools.pairwise(moments))

    assert len(gaps) >= 5
    assert gaps[len(gaps) // 2] < BURST_S


def test_a_uart_at_the_right_speed_hears_what_is_said_and_at_another_one_garbage() -> None:
    said = b"$GNGGA,010000.00"

    assert heard(said, 9600, 9600) == said
    assert heard(said, 9600, 9696) == said
    assert not {*heard(said, 115200, 9600)} <= {*range(32, 127)}
    assert len(heard(said, 9600, 115200)) > len(said) > len(heard(said, 115200, 9600))
