"""How long a line may be silent."""

import pytest

from inspector_app.devices.positioning.patience import LEAST_MS, Patience


def speaking(patience: Patience, every_ms: int, times: int) -> int:
    """One who speaks so often, on a new line; the moment of his last word, or of the end of patience with him."""
    patience.begin(0)
    for now in range(0, every_ms * times, 100):
        if now % every_ms == 0:
            patience.hear(now)
        if patience.is_over(now):
            return now
    return every_ms * (times - 1)


@pytest.mark.parametrize("every_ms", [100, 500, 1000])
def test_who_speaks_every_second_or_more_often_is_missed_at_once(every_ms: int) -> None:
    patience = Patience(0)
    last = speaking(patience, every_ms, 30)

    assert not patience.is_over(last + LEAST_MS)
    assert patience.is_over(last + LEAST_MS + 1)


def test_who_speaks_rarely_is_granted_more_each_time() -> None:
    patience = Patience(0)
    ends = [speaking(patience, 5000, 10) for _ in range(3)]

    assert ends == [1400, 2700, 45_000]
    assert patience.ms == 5_300


def test_a_line_that_says_nothing_is_granted_no_more() -> None:
    patience = Patience(0)

    assert patience.is_over(LEAST_MS + 1)
    assert patience.ms == LEAST_MS
