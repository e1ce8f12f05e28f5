"""A week counter that ran over is mended where the date proves it, and nowhere else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.devices.positioning.dates import BUILT, OF_LOGS, ROUND_WEEKS, of_now

NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)


def test_the_day_after_the_counter_ran_over_is_mended() -> None:
    assert OF_LOGS.mended(date(1999, 8, 22)) == (date(2019, 4, 7), ROUND_WEEKS)


@pytest.mark.parametrize("day", [date(2001, 6, 6), date(2007, 12, 23), date(2009, 12, 5), date(2026, 11, 27)])
def test_an_old_log_keeps_its_dates(day: date) -> None:
    assert OF_LOGS.mended(day) == (day, 0)


def test_a_live_receiver_cannot_be_older_than_the_program() -> None:
    assert of_now(NOW).mended(date(2007, 4, 13)) == (date(2026, 11, 27), ROUND_WEEKS)
    assert of_now(NOW).mended(date(1987, 8, 28)) == (date(2026, 11, 27), 2 * ROUND_WEEKS)
    assert of_now(NOW).mended(date(2046, 7, 13)) == (date(2026, 11, 27), -ROUND_WEEKS)


def test_a_date_that_no_round_brings_here_is_none() -> None:
    """The clock of a receiver that was never set: 2010 and 1024 weeks is 2030, which is not now."""
    assert of_now(NOW).mended(date(2010, 9, 30)) is None
    assert of_now(NOW).mended(date(9999, 12, 31)) is None


def test_a_laptop_whose_clock_has_died_believes_the_receiver() -> None:
    dead = datetime(2000, 1, 1, tzinfo=UTC)

    assert of_now(dead).mended(date(2027, 3, 1)) == (date(2027, 3, 1), 0)


@given(st.dates(BUILT, BUILT + timedelta(days=300)), st.integers(-2, 1))
def test_a_live_date_comes_back_from_any_round(true: date, rounds: int) -> None:
    said = true + rounds * timedelta(weeks=ROUND_WEEKS)

    assert of_now(NOW).mended(said) == (true, -rounds * ROUND_WEEKS)
