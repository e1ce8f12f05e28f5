"""Shares add up, and are held against 70/20/10 only where that says something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.shares import Mix, is_comparable

counts = st.integers(0, 10_000)


@given(counts, counts, counts, counts)
def test_shares_add_up_to_a_hundred_and_each_is_within_one_of_its_part(s: int, m: int, e: int, none: int) -> None:
    mix = Mix(s, m, e, none)
    if mix.total == 0:
        assert mix.shares == (0, 0, 0)
    else:
        assert sum(mix.shares) == 100
        assert all(abs(share - 100 * part / mix.total) < 1 for share, part in zip(mix.shares, mix, strict=False))


def test_where_nothing_was_wrong_is_no_part_of_the_shares() -> None:
    assert Mix(7, 2, 1, none=90).shares == (70, 20, 10)


def test_a_week_of_several_officers_may_be_held_against_the_target() -> None:
    assert is_comparable(7, officers=2, findings=30)


@pytest.mark.parametrize(("days", "officers", "findings"), [(6, 9, 900), (30, 1, 900), (30, 9, 29), (30, 0, 0)])
def test_less_than_a_week_one_officer_alone_and_a_handful_may_not(days: int, officers: int, findings: int) -> None:
    assert not is_comparable(days, officers=officers, findings=findings)
