"""The bench times another engine on the stall rules of 721-v1; the comparison stands only while both decide alike."""

from tests import policies
from tests.bench import zen_stalls


def test_zen_decides_stalls_as_the_pack_does() -> None:
    assert zen_stalls.differing(zen_stalls.stalls(2_000, seed=1)) == []


def test_zen_decides_the_worked_stalls() -> None:
    stalls = [case["input"] for case in policies.cases() if case["input"]["category"] == "stall"]
    assert zen_stalls.differing(stalls) == []
