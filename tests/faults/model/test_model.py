"""The first promise, over simulated disks, clocks and a line: whatever stops, fills up, is cut or turns over, nothing is lost."""

from tests.faults.model.plan import Mishap
from tests.faults.model.run import played

SCHEDULES = 500


def test_nothing_is_lost_doubled_or_falsely_proved_in_five_hundred_schedules() -> None:
    found = list(played(7210, SCHEDULES, workers=1))

    assert {one.again: one.verdict.breaches for one in found if one.verdict.breaches} == {}
    assert len(found) == SCHEDULES
    assert {one.mishap for one in found} == {mishap.value for mishap in Mishap}
    assert sum(one.stops for one in found) > SCHEDULES


def test_a_seed_is_played_again_to_the_same_trace() -> None:
    first, second = ({one.seed: one.trace for one in played(1, 24, workers=workers)} for workers in (1, 2))

    assert first == second
    assert len(set(first.values())) == 24
