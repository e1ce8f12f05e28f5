"""`start.py fleet` in small: a dozen laptops in processes of their own storm a real centre, and all of it is proved."""

import contextlib
import io
import re

import pytest

from tests.fleet import __main__ as fleet
from tests.fleet import storm
from tests.fleet.storm import Weathered

pytestmark = pytest.mark.xdist_group("fleet")  # one storm for all of them


class Seen:
    """A small storm: its exit code, what was printed, and what it was."""

    def __init__(self) -> None:
        self.was: list[Weathered] = []
        printed = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(printed):
            patch.setattr(fleet, "weather", self._weather)
            self.exit_code = fleet.main(["--laptops", "12", "--minutes", "0.01", "--photo-kb", "20", "--squads", "2"])
        self.said = printed.getvalue().splitlines()

    def _weather(self, *told: object) -> Weathered:
        self.was.append(storm.weather(*told))  # type: ignore[arg-type]
        return self.was[-1]


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


def test_a_small_fleet_comes_home_and_everything_is_proved(seen: Seen) -> None:
    assert (seen.exit_code, seen.was[0].verdict.breaches) == (0, []), seen.said
    assert "receipts: 12 of 12 verify by the pinned key and prove the whole shift" in seen.said
    assert "centre: 252 lines, 144 findings and 72 photos, each exactly once, hashed anew" in seen.said


def test_its_last_line_is_for_a_machine(seen: Seen) -> None:
    assert re.fullmatch(r"12 laptops, 0 errors, 0 receipts missing, p99 \d+\.\d\d s, \d+ MB", seen.said[-1])


def test_every_laptop_spoke_for_itself(seen: Seen) -> None:
    (was,) = seen.was
    kinds = [call.kind for told in was.told for call in told.calls]

    assert len({one.device for one in was.homecomings}) == 12
    assert {kinds.count(kind) for kind in ("token", "hello", "lines", "photos", "manifest")} == {12}
    assert "have" not in kinds  # the answers to the lines say what is missing
    assert 50 < was.spent.before_mb <= was.spent.largest_mb
    assert was.spent.cpu_s > 0
