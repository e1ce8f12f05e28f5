"""The judge is judged: an app that breaks a promise is found out. The slower ones are played by hand (README)."""

import pytest

from tests.faults.model.mutations import MUTATIONS, seeds_until_found, source_of

MOST_SEEDS = 60  # each is found within ten today


def test_every_promise_that_can_be_broken_stands_where_it_is_looked_for() -> None:
    assert [name for name, one in MUTATIONS.items() if source_of(one).count(one.old) != 1] == []


@pytest.mark.parametrize(
    "broken",
    ["files are not flushed", "names are not flushed", "commits are not flushed", "a fork carries nothing"],
)
def test_an_app_that_breaks_a_promise_is_found_out(broken: str) -> None:
    assert seeds_until_found(broken, 1, MOST_SEEDS) > 0
