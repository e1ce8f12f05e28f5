from typing import Any

import pytest

from inspector_app.domain.policy import facts
from inspector_app.domain.policy.engine import decide
from tests.policies import cases, catalogue, shipped


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_worked_case_comes_out_exactly(case: dict[str, Any]) -> None:
    facts.validate(case["input"], catalogue())
    decision, expected = decide(case["input"], shipped()), case["expected"]
    assert (decision.tier, decision.primary) == (expected["tier"], expected["primary"])
    assert decision.fine_gate == expected.get("fine_gate", decision.fine_gate)
    for listed in ("flags", "refer", "missing", "reasons"):
        assert set(expected.get(listed, [])) <= set(getattr(decision, listed))
    assert not set(expected.get("not_flags", [])) & set(decision.flags)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_worked_case_comes_out_the_same_from_the_journal(case: dict[str, Any]) -> None:
    body = facts.seal(case["input"], catalogue())
    assert decide(facts.unseal(body, catalogue()), shipped()) == decide(case["input"], shipped())


def test_there_are_93_cases() -> None:
    assert len(cases()) == 93
