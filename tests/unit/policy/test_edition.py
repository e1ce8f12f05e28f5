"""Which pack of a line is the older one."""

import pytest

from inspector_app.domain.policy.edition import is_older


@pytest.mark.parametrize(
    ("name", "than", "older"),
    [
        ("721-v1", "721-v1.1", True), ("721-v1.9", "721-v1.10", True), ("721-v1.1", "721-v1.1", False),
        ("721-v2", "721-v1.1", False), ("zhengzhou-v1", "721-v2", False), ("example-city", "721-v1", False), ("721-v1", "x", False),
    ],
)  # fmt: skip
def test_editions_of_one_line_have_an_order_and_others_none(name: str, than: str, *, older: bool) -> None:
    assert is_older(name, than) is older
