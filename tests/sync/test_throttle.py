"""Sending takes no more of the line than it was allowed, however many calls are under way."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from sync.client.throttle import PIECE, SMALLEST, Paced, Throttle


class Watch:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def throttle(self, limit: int | None) -> Throttle:
        made = Throttle(steady=lambda: self.now, sleep=self.sleep)
        made.limit = limit
        return made


@given(st.lists(st.integers(1, 300_000), min_size=1, max_size=30), st.integers(SMALLEST, 5_000_000))
def test_no_more_than_the_limit_leaves_in_any_time(sizes: list[int], limit: int) -> None:
    watch = Watch()
    throttle = watch.throttle(limit)

    for size in sizes:
        throttle.take(size)

    assert sum(sizes[:-1]) <= watch.now * limit + 1


def test_without_a_limit_nobody_waits() -> None:
    watch = Watch()
    watch.throttle(None).take(10**9)
    assert watch.now == 0.0


def test_a_limit_under_which_no_call_would_end_in_its_time_is_raised() -> None:
    assert Watch().throttle(10).limit == SMALLEST


def test_a_paced_body_comes_whole_in_pieces_and_says_its_length() -> None:
    watch, body = Watch(), bytes(range(256)) * 1000
    paced = Paced(body, watch.throttle(SMALLEST))

    pieces = list(iter(lambda: paced.read(1 << 20), b""))

    assert b"".join(pieces) == body
    assert max(map(len, pieces)) == PIECE
    assert watch.now > (len(body) - 2 * PIECE) / SMALLEST


def test_several_calls_share_one_limit() -> None:
    throttle = Throttle()
    throttle.limit = 4_000_000
    calls = [threading.Thread(target=throttle.take, args=(50_000,)) for _ in range(16)]
    begun = throttle._steady()
    for call in calls:
        call.start()
    for call in calls:
        call.join()

    assert throttle._steady() - begun >= (15 * 50_000) / 4_000_000
