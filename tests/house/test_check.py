"""Format, lint, types and arrows hold: what `start.py check` says, the suite says too."""

import pytest

from build_spec import check


@pytest.mark.parametrize("name", check.STEPS)
def test_the_tools_find_nothing(name: str) -> None:
    done = check.run(check.STEPS[name])

    assert done.returncode == 0, done.stdout + done.stderr
