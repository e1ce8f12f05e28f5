"""Timers of many laptops on one thread: in the order of their times, and not at all when called off."""

import queue
import threading
from collections.abc import Iterator

import pytest

from tests.fleet.timers import Timers


@pytest.fixture
def timers() -> Iterator[Timers]:
    timers = Timers()
    yield timers
    timers.close()


def test_deeds_are_done_in_the_order_of_their_times(timers: Timers) -> None:
    done: queue.Queue[str] = queue.Queue()
    for name, seconds in (("third", 0.03), ("first", 0.0), ("second", 0.015)):
        timers.call_later(seconds, lambda name=name: done.put(name))  # type: ignore[misc]

    assert [done.get(timeout=10) for _ in range(3)] == ["first", "second", "third"]


def test_what_is_called_off_is_not_done_and_nothing_else_is_touched(timers: Timers) -> None:
    done: list[str] = []
    last = threading.Event()
    timers.call_later(0.01, lambda: done.append("first"))
    timers.call_later(0.01, lambda: done.append("never"))()
    timers.call_later(0.02, last.set)

    assert last.wait(10)
    assert done == ["first"]
