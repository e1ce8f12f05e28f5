"""Waiting is random, bounded, and obeys what the centre told."""

from hypothesis import given
from hypothesis import strategies as st

from sync.client.backoff import LONGEST_S, LONGEST_TOLD_S, delay_s

CHANCE = st.floats(0, 1)


@given(st.integers(1, 10**6), CHANCE)
def test_full_jitter_stays_below_the_ceiling(failures: int, chance: float) -> None:
    assert 0 <= delay_s(failures, random=lambda: chance) <= min(LONGEST_S, 2.0 ** min(failures + 1, 30))


@given(st.integers(1, 50), st.floats(0, 10**9), CHANCE)
def test_what_the_centre_told_is_never_undercut(failures: int, told: float, chance: float) -> None:
    waited = delay_s(failures, retry_after_s=told, random=lambda: chance)

    assert min(told, LONGEST_TOLD_S) <= waited <= min(told, LONGEST_TOLD_S) * 1.2 + 1e-6
