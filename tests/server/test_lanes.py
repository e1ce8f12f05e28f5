"""A lane and the budgets, on a clock of the test's own: bounded, fair, and truthful about when to come back."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.budgets import MOST_LAPTOPS, Budgets
from sync.server.lane import LATEST_S, Bounds, Lane

USUAL = Bounds(calls=2, each=2, waiting=8, waiting_each=8, patience_s=5)


class Clock:
    """Seconds that only the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def lane(bounds: Bounds, clock: Clock | None = None, random: Callable[[], float] = lambda: 0.0) -> Lane:
    return Lane("records", bounds, clock or Clock(), random)


async def settled() -> None:
    """Lets everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


class Caller:
    """A call that comes, is let in in the order of `log`, and goes when it is told."""

    kept: ClassVar[list["Caller"]] = []  # a task that nobody holds is collected while it waits

    def __init__(self, one: Lane, who: str, log: list[str], size: int = 0) -> None:
        self.kept.append(self)
        self.who, self.log = who, log
        self.ends = asyncio.Event()
        self.task = asyncio.ensure_future(self._call(one.place(who, size)))

    async def _call(self, place: AbstractAsyncContextManager[None]) -> None:
        async with place:
            self.log.append(self.who)
            await self.ends.wait()

    async def end(self) -> None:
        self.ends.set()
        await self.task


def played(deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(deed())
    Caller.kept.clear()


def test_no_more_than_so_many_are_let_in_and_the_next_follows_when_one_goes() -> None:
    async def story() -> None:
        one, log = lane(USUAL), list[str]()
        callers = [Caller(one, who, log) for who in "abc"]
        await settled()
        assert (log, one.in_flight, one.waiting) == (["a", "b"], 2, 1)

        await callers[0].end()
        await settled()
        assert (log, one.in_flight, one.waiting) == (["a", "b", "c"], 2, 0)

    played(story)


def test_a_laptop_with_many_photos_waits_behind_every_other_laptops_first() -> None:
    async def story() -> None:
        one, log = lane(Bounds(1, 1, 20, 8, 5)), list[str]()
        callers = [Caller(one, who, log) for who in ("many", "many", "many", "many", "b", "c")]
        for caller in (callers[0], callers[1], callers[4], callers[5], callers[2], callers[3]):
            await settled()
            await caller.end()

        assert log == ["many", "many", "b", "c", "many", "many"]

    played(story)


def test_a_place_stays_empty_rather_than_go_to_a_laptop_that_has_its_share() -> None:
    async def story() -> None:
        one, log = lane(Bounds(3, 1, 20, 8, 5)), list[str]()
        callers = [Caller(one, who, log) for who in ("a", "a", "b")]
        await settled()
        assert (log, one.waiting) == (["a", "b"], 1)
        await callers[0].end()
        await settled()
        assert log == ["a", "b", "a"]

    played(story)


def test_large_bodies_wait_for_room_and_small_ones_do_not_overtake_them_for_ever() -> None:
    async def story() -> None:
        one, log = lane(Bounds(9, 9, 20, 8, 5, room=100)), list[str]()
        first = Caller(one, "a", log, 60)
        await settled()
        Caller(one, "large", log, 90)
        await settled()
        Caller(one, "small", log, 10)
        await settled()
        assert (log, one.bytes) == (["a"], 60)
        await first.end()
        await settled()
        assert (log, one.bytes) == (["a", "large", "small"], 100)

    played(story)


def test_one_that_is_larger_than_the_room_comes_in_alone() -> None:
    async def story() -> None:
        one, log = lane(Bounds(9, 9, 20, 8, 5, room=100)), list[str]()
        Caller(one, "huge", log, 1000)
        await settled()
        assert log == ["huge"]

    played(story)


def refused(waiting: Awaitable[None]) -> Coroutine[Any, Any, ProtocolProblem]:
    async def asked() -> ProtocolProblem:
        with pytest.raises(ProtocolProblem) as trouble:
            await waiting
        assert (trouble.value.code, trouble.value.status) == (Problem.BUSY, 503)
        return trouble.value

    return asked()


def test_a_full_queue_sends_away_at_once() -> None:
    async def story() -> None:
        one, log = lane(Bounds(1, 1, 1, 1, 5)), list[str]()
        for who in "ab":
            Caller(one, who, log)
            await settled()
        assert (await refused(Caller(one, "c", log).task)).detail == "records: queue"
        assert one.waiting == 1

    played(story)


def test_who_waits_too_long_is_sent_away_and_leaves_nothing_behind() -> None:
    async def story() -> None:
        one, log = lane(Bounds(1, 1, 9, 9, 0.01)), list[str]()
        first = Caller(one, "a", log)
        await settled()
        assert (await refused(Caller(one, "b", log).task)).detail == "records: patience"
        await first.end()
        assert (one.in_flight, one.waiting, log) == (0, 0, ["a"])

    played(story)


def test_who_hangs_up_while_waiting_leaves_nothing_behind() -> None:
    async def story() -> None:
        one, log = lane(Bounds(1, 1, 9, 9, 5)), list[str]()
        first, second = Caller(one, "a", log), Caller(one, "b", log)
        await settled()
        second.task.cancel()
        await settled()
        await first.end()
        assert (one.in_flight, one.waiting, log) == (0, 0, ["a"])

    played(story)


def test_who_hangs_up_in_the_moment_of_being_called_gives_the_place_on() -> None:
    async def story() -> None:
        one, log = lane(Bounds(1, 1, 9, 9, 5)), list[str]()
        await one.enter("a", 0)
        callers = [Caller(one, who, log) for who in "bc"]
        await settled()
        one.leave("a", 0)
        callers[0].task.cancel()  # b is called and has not yet heard of it
        await settled()
        assert log == ["c"]

    played(story)


def test_who_has_hung_up_is_not_called() -> None:
    async def story() -> None:
        one, log = lane(Bounds(1, 1, 9, 9, 5)), list[str]()
        await one.enter("a", 0)
        callers = [Caller(one, who, log) for who in "bc"]
        await settled()
        callers[0].task.cancel()  # and has not yet left the queue
        one.leave("a", 0)
        await settled()
        assert (log, one.in_flight, one.waiting) == (["c"], 1, 0)

    played(story)


def test_those_who_are_sent_away_are_told_different_moments_as_far_away_as_the_queue_is_long() -> None:
    async def story() -> None:
        clock, log = Clock(), list[str]()
        one = lane(Bounds(1, 1, 4, 4, 5), clock)
        for _ in range(20):  # ten calls a second
            caller = Caller(one, "a", log)
            await settled()
            clock.now += 0.1
            await caller.end()
        for who in "abcde":
            Caller(one, who, log)
        await settled()
        told = [(await refused(Caller(one, "x", log).task)).retry_after_s or 0 for _ in range(60)]

        assert told[0] == 1.0
        assert told == sorted(told)
        assert 4 < told[-1] < 12  # sixty of them and five that wait, at about ten a second

    played(story)


def test_nobody_is_told_to_come_back_after_hours() -> None:
    async def story() -> None:
        one = lane(Bounds(1, 1, 1, 1, 5))
        for who in "ab":
            Caller(one, who, [])
            await settled()
        told = [(await refused(Caller(one, "c", []).task)).retry_after_s for _ in range(200)]
        assert told[-1] == LATEST_S

    played(story)


def test_a_spread_is_added_and_never_taken_away() -> None:
    async def story() -> None:
        told = []
        for random in (0.0, 1.0):
            one = lane(Bounds(1, 1, 1, 1, 5), random=lambda random=random: random)  # type: ignore[misc]
            for who in "ab":
                Caller(one, who, [])
                await settled()
            for _ in range(10):
                last = (await refused(Caller(one, "c", []).task)).retry_after_s or 0
            told.append(last)
        assert told[1] == pytest.approx(told[0] * 1.2)

    played(story)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 60), st.booleans()), max_size=40))
def test_whatever_comes_and_goes_bounds_hold_and_everybody_who_was_not_sent_away_came_in(
    calls: list[tuple[str, int, bool]],
) -> None:
    async def story() -> None:
        one, log = lane(Bounds(3, 2, 6, 3, 60, room=100)), list[str]()
        callers: list[Caller] = []
        for who, size, ends_one in calls:
            callers.append(Caller(one, who, log, size))
            await settled()
            assert one.in_flight <= 3
            assert one.waiting <= 6
            assert one.bytes <= 100
            if ends_one:
                callers[len(callers) // 2].ends.set()
                await settled()
        for caller in callers:
            caller.ends.set()
        done = await asyncio.gather(*(caller.task for caller in callers), return_exceptions=True)
        assert len(log) == sum(one is None for one in done)
        assert all(one is None or isinstance(one, ProtocolProblem) for one in done)
        assert (one.in_flight, one.waiting, one.bytes) == (0, 0, 0)

    played(story)


def test_a_budget_lets_a_haste_pass_and_then_so_many_a_second() -> None:
    clock = Clock()
    budgets = Budgets(rate=10, burst=5, steady=clock)

    assert [budgets.take("a", 1) for _ in range(7)] == pytest.approx([0, 0, 0, 0, 0, 0.1, 0.2])
    assert budgets.take("b", 1) == 0
    clock.now += 10
    assert budgets.take("a", 1) == 0


def test_a_call_that_is_sent_away_costs_no_budget() -> None:
    clock = Clock()
    budgets = Budgets(rate=1, burst=1, steady=clock)
    budgets.take("a", 1)

    assert [budgets.take("a", 0.5) for _ in range(50)] == [1.0] * 50
    clock.now += 1
    assert budgets.take("a", 0.5) == 0


def test_budgets_do_not_grow_without_end() -> None:
    budgets = Budgets(rate=1, burst=1, steady=Clock())
    for number in range(MOST_LAPTOPS + 10):
        budgets.take(str(number), 1)

    assert len(budgets._levels) == MOST_LAPTOPS
