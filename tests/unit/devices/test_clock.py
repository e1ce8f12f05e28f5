"""The clock says when somebody moved it, and ids keep their order all the same."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.devices.clock import JUMP_MS, OrderedIds, SystemClock
from inspector_app.domain.ids import iso


class Hands:
    """A wall clock that can be set."""

    def __init__(self) -> None:
        self.wall = 1_795_305_600_123
        self.steady = 5_000

    def pass_by(self, ms: int) -> None:
        self.wall += ms
        self.steady += ms


def test_time_is_utc_to_the_millisecond() -> None:
    hands = Hands()

    assert iso(SystemClock(lambda: hands.wall, lambda: hands.steady).now()) == "2026-11-22T00:00:00.123Z"


def test_a_moved_clock_is_told_once() -> None:
    hands = Hands()
    clock = SystemClock(lambda: hands.wall, lambda: hands.steady)

    hands.pass_by(3_600_000)
    assert clock.jumped_ms() == 0
    hands.wall -= 86_400_000
    assert clock.jumped_ms() == -86_400_000
    assert clock.jumped_ms() == 0
    hands.wall += JUMP_MS - 1
    assert clock.jumped_ms() == 0


@given(st.lists(st.integers(0, 2**47), min_size=1, max_size=30))
def test_ids_rise_whatever_the_clock_does(moments: list[int]) -> None:
    hands = iter(moments)
    ids = OrderedIds(wall=lambda: next(hands), random=bytes)

    made = [ids() for _ in moments]

    assert made == sorted(set(made))
    assert all(uuid.UUID(text).version == 7 for text in made)


def test_ids_go_on_after_those_of_the_last_run() -> None:
    last = OrderedIds(wall=lambda: 2_000_000_000_000)()

    assert OrderedIds(after=last, wall=lambda: 1_000_000_000_000)() > last


def test_the_real_clock_runs() -> None:
    assert SystemClock().jumped_ms() == 0
