"""Laws are judged by what they say, never by how long it took."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st


def test_a_busy_machine_breaks_no_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second passes whenever Hypothesis looks at its clock."""
    seconds = itertools.count()
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(seconds)))

    @given(st.lists(st.booleans()))
    def law(said: list[bool]) -> None:
        assert [*reversed(said)] == said[::-1]

    law()
