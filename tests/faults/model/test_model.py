"""The first promise, over simulated disks, clocks and a line: whatever stops, fills up, is cut or turns over, nothing is lost."""

import asyncio

import pytest

from tests.faults.model.clock import OneThread, Time
from tests.faults.model.plan import Mishap
from tests.faults.model.run import Played, played

FIRST, SCHEDULES, AGAIN = 7210, 500, 24
pytestmark = pytest.mark.xdist_group("model")  # one worker plays them, once


@pytest.fixture(scope="module")
def found() -> list[Played]:
    return list(played(FIRST, SCHEDULES, workers=1))


def test_nothing_is_lost_doubled_or_falsely_proved_in_five_hundred_schedules(found: list[Played]) -> None:
    assert {one.again: one.verdict.breaches for one in found if one.verdict.breaches} == {}
    assert len(found) == SCHEDULES
    assert {one.mishap for one in found} == {mishap.value for mishap in Mishap}
    assert sum(one.stops for one in found) > SCHEDULES


def test_a_seed_is_played_again_to_the_same_trace(found: list[Played]) -> None:
    first = {one.seed: one.trace for one in found[:AGAIN]}
    second = {one.seed: one.trace for one in played(FIRST, AGAIN, workers=2)}

    assert first == second
    assert len(set(first.values())) == AGAIN


def test_the_centres_timers_go_by_the_models_time() -> None:
    """By this machine's clock a seed would be another one where that is slow."""
    time = Time()
    loop, begun = OneThread(time), time.ms

    loop.run_until_complete(asyncio.sleep(3600))
    loop.close()

    assert time.ms - begun == 3_600_000
