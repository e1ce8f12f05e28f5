"""The first promise with real processes: nothing that a screen called saved is lost, whatever is killed and whenever."""

from pathlib import Path

import pytest

from tests.faults.rounds import World
from tests.faults.schedule import Deed, Mark, Schedule, Step
from tests.faults.stories import schedule


def test_twenty_kills_of_laptop_and_centre_lose_nothing(tmp_path: Path) -> None:
    plain = schedule("plain", seed=721, faults=20)

    assert World(tmp_path, plain).play().breaches == []


def test_a_centre_on_postgresql_loses_nothing_either(tmp_path: Path, postgres_url: str) -> None:
    plain = schedule("plain", seed=722, faults=5)

    assert World(tmp_path, plain, postgres_url).play().breaches == []


def test_two_clones_lose_nothing_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    cloned = schedule("cloned", seed=723, faults=4)

    assert World(tmp_path, cloned, postgres_url).play().breaches == []


@pytest.mark.parametrize("story", ["cloned", "two", "truncated", "flipped"])
def test_kills_amid_other_mishaps_lose_nothing(tmp_path: Path, story: str) -> None:
    assert World(tmp_path, schedule(story, seed=724, faults=5)).play().breaches == []


@pytest.mark.parametrize("put_back", [Deed.PUT_BACK, Deed.PUT_BACK_DATABASE])
def test_an_older_copy_of_the_laptop_goes_on_without_taking_anything_back(tmp_path: Path, put_back: Deed) -> None:
    steps = (at_work(), Step(Deed.KEEP), at_work(), Step(Deed.SYNC), Step(put_back), at_work())

    assert World(tmp_path, Schedule("restored", 1, 1, steps)).play().breaches == []


@pytest.mark.parametrize("delay_s", [0.05, 0.15])
def test_a_salvage_that_is_killed_is_done_again(tmp_path: Path, delay_s: float) -> None:
    amid_opening = Step(Deed.KILL_OFFICER, delay_s=delay_s)
    steps = (at_work(), Step(Deed.SYNC), Step(Deed.TRUNCATE, chance=7), amid_opening, amid_opening)
    world = World(tmp_path, Schedule("truncated", 2, 1, steps))

    assert world.play().breaches == []
    assert world.laptops[0].salvaged


def at_work() -> Step:
    """Until something was saved, and a little longer."""
    return Step(Deed.KILL_OFFICER, mark=Mark.SAVED, delay_s=0.4)
