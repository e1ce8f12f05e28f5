"""Photos side by side: never more at once than the line bears, and what was under way when one failed still counts."""

import threading
import time
from collections import deque
from collections.abc import Mapping
from typing import Any

import pytest

from sync.client.lanes import MOST, InTurn, SideBySide
from sync.client.status import Outcome
from sync.protocol.messages import BundleAnswer
from sync.protocol.problems import Problem, ProtocolProblem
from tests.sync.centre import World
from tests.sync.laptop import quietly
from tests.sync.test_engine import check_in_step
from tests.sync.test_sending import with_small_photos


@pytest.mark.parametrize("lanes", [InTurn(), SideBySide()])
def test_every_load_is_carried_once_also_what_a_result_brings_back(lanes: InTurn | SideBySide) -> None:
    waiting, done = deque(range(20)), []

    for number in lanes.carry(lambda: waiting.popleft() if waiting else None, lambda n: n, lambda: MOST):
        done.append(number)
        if number < 5:
            waiting.append(number + 100)

    assert sorted(done) == [*range(20), *range(100, 105)]


@pytest.mark.parametrize("width", [1, 2, MOST])
def test_no_more_than_the_width_are_under_way(width: int) -> None:
    waiting, lock, now, most = deque(range(12)), threading.Lock(), 0, 0

    def work(_: int) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.005)
        with lock:
            now -= 1

    list(SideBySide().carry(lambda: waiting.popleft() if waiting else None, work, lambda: width))

    assert most == width


def test_what_was_under_way_when_one_failed_is_given_out_and_nothing_new_begins() -> None:
    waiting, other_began = deque(range(9)), threading.Event()
    begun: list[int] = []
    done: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 0:
            other_began.wait(5)
            raise ProtocolProblem(Problem.UNREACHABLE)
        other_began.set()
        return number

    with pytest.raises(ProtocolProblem):
        done.extend(SideBySide().carry(lambda: waiting.popleft() if waiting else None, work, lambda: 2))

    assert 0 in begun
    assert len(begun) < 9


class Door:
    """A World's door for several threads; the `n`th bundle is cut."""

    def __init__(self, world: World, cut: int = 0) -> None:
        self._api, self._cut, self._lock, self.bundles = world.api("laptop-1"), cut, threading.Lock(), 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._api, name)

    def bundle(self, photos: Mapping[str, bytes]) -> BundleAnswer:
        with self._lock:
            self.bundles += 1
            if self.bundles == self._cut:
                raise ProtocolProblem(Problem.UNREACHABLE)
            return self._api.bundle(photos)


def test_a_round_with_photos_side_by_side_brings_each_once() -> None:
    world = World()
    laptop, api = with_small_photos(world, 120), Door(world)

    report = laptop.engine(api, call_s=0.001, lanes=SideBySide()).run_round(quietly, lambda: False)

    assert (report.outcome, report.photos) == (Outcome.COMPLETE, 120)
    check_in_step(world, laptop)


def test_a_cut_among_several_loses_nothing_and_the_next_round_sends_the_rest() -> None:
    world = World()
    laptop = with_small_photos(world, 120)

    with pytest.raises(ProtocolProblem):
        laptop.engine(Door(world, cut=3), call_s=0.001, lanes=SideBySide()).run_round(quietly, lambda: False)

    there = len(laptop.journal.stored)
    assert laptop.journal.stored == set(world.laptops["laptop-1"].photos)
    assert laptop.sync(world.api("laptop-1")).photos == 120 - there
    check_in_step(world, laptop)
