from typing import Any

import pytest

from inspector_app.domain.policy import facts
from inspector_app.domain.policy.engine import decide
from tests.policies import PACKS, cases, catalogue, shipped

Case = dict[str, Any]
WORKED = [pytest.param(name, case, id=f"{name}/{case['id']}") for name in PACKS for case in cases(name)]


@pytest.mark.parametrize(("pack", "case"), WORKED)
def test_a_worked_case_comes_out_exactly(pack: str, case: Case) -> None:
    facts.validate(case["input"], catalogue())
    decision, expected = decide(case["input"], shipped(pack)), case["expected"]
    assert (decision.tier, decision.primary) == (expected["tier"], expected["primary"])
    assert decision.fine_gate == expected.get("fine_gate", decision.fine_gate)
    for listed in ("flags", "refer", "missing", "reasons"):
        assert set(expected.get(listed, [])) <= set(getattr(decision, listed))
    assert not set(expected.get("not_flags", [])) & set(decision.flags)


@pytest.mark.parametrize(("pack", "case"), WORKED)
def test_a_worked_case_comes_out_the_same_from_the_journal(pack: str, case: Case) -> None:
    body = facts.seal(case["input"], catalogue())
    assert decide(facts.unseal(body, catalogue()), shipped(pack)) == decide(case["input"], shipped(pack))


def test_there_are_93_cases_of_the_first_version_and_at_least_25_more_of_the_next() -> None:
    assert len(cases("721-v1")) == 93
    assert len(cases("721-v1.1")) >= 93 + 25


@pytest.mark.parametrize("pack", PACKS[1:])
def test_every_case_names_its_pack_once(pack: str) -> None:
    assert {case["pack"] for case in cases(pack)} == {pack}
    assert len({case["id"] for case in cases(pack)}) == len(cases(pack))


def test_the_next_version_keeps_every_case_of_the_first() -> None:
    kept = {case["id"]: case for case in cases("721-v1.1")}
    for case in cases("721-v1"):
        assert kept[case["id"]]["input"] == case["input"]
        assert kept[case["id"]]["expected"] == case["expected"]


def test_a_case_whose_decision_changed_says_why() -> None:
    for case in cases("721-v1"):
        before, after = decide(case["input"], shipped("721-v1")), decide(case["input"], shipped("721-v1.1"))
        told = next(kept for kept in cases("721-v1.1") if kept["id"] == case["id"])
        same = all(getattr(before, field) == getattr(after, field) for field in after.__slots__ if field != "pack")
        assert same == ("changed" not in told), case["id"]
