"""The first promise with real processes amid everything but kills: lines, lids, disks, clocks, rot, backups, releases."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import disks, releases
from tests.faults.rounds import World
from tests.faults.schedule import Deed, Mark, Old, Schedule, Step
from tests.faults.stories import schedule

SHORT = [
    *(("line", 23, 1), ("line", 26, 2), ("line", 27, 2), ("sleep", 23, 1), ("clock", 22, 2)),
    *(("backup", 23, 2), ("case", 21, 2), ("everything", 24, 3)),
]


@pytest.mark.parametrize(("story", "seed", "faults"), SHORT)
def test_a_short_schedule_loses_nothing(tmp_path: Path, story: str, seed: int, faults: int) -> None:
    assert World(tmp_path, schedule(story, seed, faults)).play().breaches == []


@pytest.mark.parametrize("rot", [Deed.ROT_PHOTO, Deed.ROT_STORED, Deed.ROT_COPY, Deed.ROT_RECEIPT, Deed.ROT_PACK])
def test_a_bit_that_turns_is_noticed_and_nothing_else_is_lost(tmp_path: Path, rot: Deed) -> None:
    steps = (Step(Deed.KILL_OFFICER, mark=Mark.SENT), Step(rot, chance=21))

    assert World(tmp_path, Schedule("damaged", 21, 1, steps)).play().breaches == []


def test_a_full_disk_loses_nothing_of_laptop_or_centre() -> None:
    said = command("--story", "full", "--seed", "21", "--n", "2", "--faults", "1")

    assert said.endswith("2 schedules, 0 lost, 0 duplicated, 0 false receipts\n"), said


@pytest.mark.parametrize("old", [Old.LAPTOPS, Old.CENTRE])
def test_an_old_release_and_this_one_prove_everything_to_each_other(tmp_path: Path, old: Old) -> None:
    if releases.last_release() is None:
        assert f"{releases.LAST} is not in this history" in command("--story", "versions", "--seed", "21", "--n", "1")
        return
    steps = (Step(Deed.KILL_OFFICER, mark=Mark.SENT), Step(Deed.SYNC), Step(Deed.UPGRADE))

    assert World(tmp_path, Schedule("versions", 21, 1, steps, old=old)).play().breaches == []


def command(*words: str) -> str:
    """What `start.py faults` prints, in a namespace of its own when we may not mount; it must end well."""
    own = [] if disks.allowed() else disks.OWN
    done = subprocess.run(
        [*own, sys.executable, "-m", "tests.faults", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
