"""Rounds: whoever has begun goes on, whoever has not yet is sent away early, and a place never stays taken for nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sync.protocol.problems import ProtocolProblem
from sync.server.lane import Bounds, Lane
from sync.server.lanes import FIRST, LAST, MEDIA, RECORDS, ROUNDS, Admission, Limits
from sync.server.rounds import Rounds
from sync.server.tickets import Tickets

LONG_S = 60.0
TICKETS = Tickets(b"s" * 32, lambda: datetime(2026, 3, 2, tzinfo=UTC))


def for_one(*, stay_s: float = LONG_S, silent_s: float = LONG_S) -> tuple[Rounds, Lane]:
    """Rounds with room for a single laptop."""
    lane = Lane(ROUNDS, Bounds(1, 1, 4, 1, LONG_S), lambda: 0.0, lambda: 0.0)
    return Rounds(lane, stay_s=stay_s, silent_s=silent_s), lane


async def soon(deed: Awaitable[None]) -> None:
    async with asyncio.timeout(10):
        await deed


def test_the_next_one_begins_when_one_has_given_its_account() -> None:
    async def story() -> None:
        rounds, lane = for_one()
        await rounds.begin("a")
        next_one = asyncio.ensure_future(rounds.begin("b"))
        with rounds.call("a", last=False):
            pass
        await asyncio.sleep(0)
        assert (lane.in_flight, lane.waiting) == (1, 1)

        with rounds.call("a", last=True):
            await asyncio.sleep(0)
            assert lane.waiting == 1
        await soon(next_one)
        assert (lane.in_flight, lane.waiting) == (1, 0)

    asyncio.run(story())


def test_who_is_silent_gives_the_place_to_the_next() -> None:
    async def story() -> None:
        rounds, _ = for_one(silent_s=0.01)
        for who in "abc":
            await soon(rounds.begin(who))
            with rounds.call(who, last=False):
                pass

    asyncio.run(story())


def test_a_call_in_hand_is_no_silence_but_a_round_that_lasts_counts_no_longer() -> None:
    async def story() -> None:
        rounds, lane = for_one(stay_s=0.05, silent_s=0.001)
        await rounds.begin("a")
        with rounds.call("a", last=False):
            began = asyncio.get_running_loop().time()
            await soon(rounds.begin("b"))
            assert asyncio.get_running_loop().time() - began > 0.04
        assert lane.in_flight == 1  # b's; what a does now changes nothing
        with rounds.call("a", last=True):
            pass
        assert lane.in_flight == 1

    asyncio.run(story())


def test_who_says_hello_twice_keeps_one_place() -> None:
    async def story() -> None:
        rounds, lane = for_one()
        for _ in range(2):
            await soon(rounds.begin("a"))
        assert (lane.in_flight, lane.waiting) == (1, 0)
        rounds.end("a")
        assert lane.in_flight == 0

    asyncio.run(story())


def test_a_process_that_ends_first_leaves_nothing_that_breaks() -> None:
    async def story() -> None:
        rounds, _ = for_one()
        await rounds.begin("a")

    asyncio.run(story())


def admission(app: Any, limits: Limits) -> Callable[..., Any]:
    """Calls as the shell makes them, by a laptop with a token."""
    one = Admission(app, TICKETS, limits, lambda: 0.0, random=lambda: 0.0)

    async def nobody(*_: object) -> Any:
        raise AssertionError("nothing is read or sent here")

    def call(who: str, path: str) -> Any:
        headers = [(b"authorization", f"Bearer {TICKETS.token(who)}".encode())]
        return one({"type": "http", "path": path, "headers": headers}, nobody, nobody)

    return call


def test_a_full_house_sends_away_whoever_has_not_begun_and_nobody_else() -> None:
    async def story() -> None:
        done: list[str] = []

        async def app(scope: Any, _receive: Any, _send: Any) -> None:
            done.append(scope["path"])

        call = admission(app, Limits(rounds=1))
        await call("a", FIRST)
        with pytest.raises(ProtocolProblem, match="rounds: queue") as sent_away:
            await call("b", FIRST)
        assert (sent_away.value.retry_after_s or 0) >= 1
        for path in ("/v1/lines", "/v1/media/have", LAST):
            await call("a", path)
        await call("b", FIRST)
        await call("a", "/v1/pull")

        assert done == [FIRST, "/v1/lines", "/v1/media/have", LAST, FIRST, "/v1/pull"]

    asyncio.run(story())


def test_a_laptop_that_goes_on_from_an_earlier_hello_is_let_in() -> None:
    async def story() -> None:
        done: list[str] = []

        async def app(scope: Any, _receive: Any, _send: Any) -> None:
            done.append(scope["state"]["laptop"])

        call = admission(app, Limits(rounds=1))
        await call("a", FIRST)
        for path in ("/v1/lines", "/v1/uploads/b", LAST):
            await call("b", path)

        assert done == ["a", "b", "b", "b"]

    asyncio.run(story())


def test_each_lane_is_bounded_by_its_own_limit() -> None:
    bounds = Limits(rounds=8, records=3, media=5, queue=2, patience_s=4).bounds()

    assert [bounds[name].calls for name in (ROUNDS, RECORDS, MEDIA)] == [8, 3, 5]
    assert [bounds[name].waiting for name in (ROUNDS, RECORDS, MEDIA)] == [2, 2, 2]
    assert bounds[ROUNDS].patience_s < bounds[RECORDS].patience_s == 4
