"""The invariants of domain §3.7.9 that hold for version 1 of the policy, over the whole space of facts."""

import copy
from typing import Any

from hypothesis import given, settings

from inspector_app.domain.policy import facts as policy_facts
from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.explain import what_would_change, why
from tests.policies import catalogue, shipped
from tests.property import fact_space

ANY = fact_space.facts(catalogue())
EXEMPT = "exempt_subject"

# A busy machine makes the generator slow, not the law wrong.
laws = settings(max_examples=150)


@given(ANY)
@laws
def test_valid_facts_are_always_decided_and_explained(facts: dict[str, Any]) -> None:
    policy_facts.validate(facts, catalogue())
    decision = decide(facts, shipped())
    assert len(why(decision, shipped(), "zh")) == len(decision.reasons)
    assert all(turn.tier != decision.tier for turn in what_would_change(facts, shipped(), catalogue()))


@given(ANY)
@laws
def test_the_same_facts_give_the_same_decision_and_stay_untouched(facts: dict[str, Any]) -> None:
    before = copy.deepcopy(facts)
    first = decide(facts, shipped())
    assert decide(dict(reversed(facts.items())), shipped()) == first
    assert facts == before


@given(ANY)
@laws
def test_a_life_safety_feature_is_enforcement_until_cleared_and_never_service(facts: dict[str, Any]) -> None:
    blocked = [*(facts.get("blocks") or []), "fire_lane"]
    on_duty = {"emergency_duty": False} if facts["category"] == "parking" else {}  # a known hole of version 1
    decision = decide(facts | {"blocks": blocked} | on_duty, shipped())
    assert decision.tier >= "management"
    if facts.get("corrected_on_site") is not True and EXEMPT not in decision.flags:
        assert decision.tier == "enforcement"


@given(ANY)
@laws
def test_obstruction_and_imminent_danger_are_enforcement_everywhere(facts: dict[str, Any]) -> None:
    for worse in ({"attitude": "obstructs"}, {"hazard": "imminent"}):
        assert decide(facts | worse, shipped()).tier == "enforcement"


@given(fact_space.facts(catalogue(), "stall"))
@laws
def test_a_stall_is_fined_only_after_an_order_or_for_drains_and_barbecue(facts: dict[str, Any]) -> None:
    facts |= {"attitude": "refuses"}
    history = facts.get("history") or {}
    overdue = history.get("order") == "overdue" and history.get("basis") != "place"
    if not overdue and facts.get("goods") != "open_bbq" and "drain_inlet" not in (facts.get("blocks") or ()):
        assert decide(facts, shipped()).fine_gate != "open"


@given(fact_space.facts(catalogue(), "parking"))
@laws
def test_the_fine_gate_of_a_car_is_never_open(facts: dict[str, Any]) -> None:
    assert decide(facts | {"vehicle": "motor"}, shipped()).fine_gate != "open"


@given(ANY)
@laws
def test_leniency_never_touches_a_hard_decision(facts: dict[str, Any]) -> None:
    decision = decide(facts, shipped())
    assert not decision.hard or not {"LENIENT_FIRST", "LENIENT_MINOR", "NO_FAULT"} & set(decision.reasons)


@given(ANY)
@laws
def test_a_campaign_alone_never_leads_to_enforcement(facts: dict[str, Any]) -> None:
    facts |= {"attitude": "cooperative"}
    without = decide(facts | {"campaign": False}, shipped()).tier
    assert decide(facts | {"campaign": True}, shipped()).tier in (without, "management")


@given(ANY)
@laws
def test_sealing_is_undone_exactly_and_never_carries_a_float(facts: dict[str, Any]) -> None:
    body = policy_facts.seal(facts, catalogue())
    assert not any(isinstance(value, float) for value in _leaves(body))
    again = policy_facts.unseal(body, catalogue())
    policy_facts.validate(again, catalogue())
    assert policy_facts.seal(again, catalogue()) == body
    assert policy_facts.unseal(policy_facts.seal(again, catalogue()), catalogue()) == again


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    return [leaf for inner in value for leaf in _leaves(inner)] if isinstance(value, list) else [value]


@given(ANY)
@laws
def test_the_form_never_hides_a_fact_that_matters(facts: dict[str, Any]) -> None:
    controls = catalogue().categories[facts["category"]]
    if facts.get("vehicle") in ("shared", "ground_lock"):
        facts.pop("emergency_duty", None)  # nobody would ask it of a lock
    asked = {name: value for name, value in facts.items() if controls[name].shown(facts)}
    assert decide(asked, shipped()) == decide(facts, shipped())
