"""The invariants of domain §3.7.9 over the whole space of facts, for every shipped pack that promises them."""

import inspect
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.policy.engine import Decision, decide
from tests.policies import catalogue, shipped
from tests.property import fact_space

Facts = dict[str, Any]
ANY = fact_space.facts(catalogue())
laws = settings(max_examples=80)
SOUND = pytest.mark.parametrize("pack", ["721-v1.1", "example-city"])
EVERY = pytest.mark.parametrize("pack", ["721-v1", "721-v1.1", "example-city"])


def is_exempt(decision: Decision) -> bool:
    return bool({"exempt_subject", "exempt_person"} & set(decision.flags))


def refuses(facts: Facts) -> bool:
    return facts.get("attitude") == "refuses" or facts.get("driver") == "present_refuses"


@EVERY
@given(facts=ANY)
@laws
def test_1_the_order_of_the_facts_and_a_second_time_change_nothing(pack: str, facts: Facts) -> None:
    first = decide(facts, shipped(pack))
    assert decide(dict(reversed(facts.items())), shipped(pack)) == first
    assert decide(facts, shipped(pack)) == first


@SOUND
@given(facts=ANY, feature=st.sampled_from(["fire_lane", "hydrant", "emergency_exit"]))
@laws
def test_2_a_life_safety_feature_is_enforcement_until_cleared_and_never_service(
    pack: str, facts: Facts, feature: str
) -> None:
    facts |= {"blocks": [*(facts.get("blocks") or []), feature]}
    decision = decide(facts, shipped(pack))
    assert decision.tier >= "management"
    if facts.get("corrected_on_site") is not True or refuses(facts):
        assert decision.tier == "enforcement" or is_exempt(decision)


@given(facts=fact_space.facts(catalogue(), "parking"))
@laws
def test_2_in_version_1_emergency_duty_is_the_one_exception(facts: Facts) -> None:
    facts |= {"blocks": ["hydrant"], "corrected_on_site": False}
    decision = decide(facts, shipped("721-v1"))
    free = facts.get("emergency_duty") is True
    free = free and facts.get("attitude") != "obstructs" and facts.get("hazard") != "imminent"
    assert (decision.tier == "none") == free
    assert free or decision.tier == "enforcement" or is_exempt(decision)


@EVERY
@given(facts=ANY)
@laws
def test_3_obstruction_and_imminent_danger_are_enforcement_on_private_land_too(pack: str, facts: Facts) -> None:
    for worse in ({"attitude": "obstructs"}, {"hazard": "imminent"}):
        everywhere = facts | worse
        assert decide(everywhere, shipped(pack)).tier == "enforcement"
        if facts["category"] == "parking":
            assert decide(everywhere | {"location": "private"}, shipped(pack)).tier == "enforcement"


@SOUND
@given(facts=ANY)
@laws
def test_3_a_hazard_that_is_not_ruled_out_is_at_least_management(pack: str, facts: Facts) -> None:
    for hazard in ("potential", None):
        assert decide(facts | {"hazard": hazard}, shipped(pack)).tier >= "management"


@given(facts=ANY)
@laws
def test_3_in_version_1_duty_and_private_ground_are_the_only_exceptions(facts: Facts) -> None:
    facts |= {"hazard": "potential"}
    safe = not {"fire_lane", "hydrant", "emergency_exit"} & set(facts.get("blocks") or ())
    free = facts.get("emergency_duty") is True or (facts.get("location") == "private" and safe)
    free = free and facts["category"] == "parking" and facts.get("attitude") != "obstructs"
    assert (decide(facts, shipped("721-v1")).tier == "none") == free
    assert free or decide(facts, shipped("721-v1")).tier >= "management"


@SOUND
@given(facts=fact_space.facts(catalogue(), "stall"))
@laws
def test_4_a_stall_is_fined_only_after_an_order_or_for_drains_and_barbecue(pack: str, facts: Facts) -> None:
    facts |= {"attitude": "refuses"}
    history = facts.get("history") or {}
    overdue = history.get("order") == "overdue" and history.get("basis") != "place"
    grills = facts.get("goods") == "open_bbq" and (pack != "721-v1.1" or facts.get("bbq_designated") is not True)
    if not overdue and not grills and "drain_inlet" not in (facts.get("blocks") or ()):
        assert decide(facts, shipped(pack)).fine_gate != "open"


@EVERY
@given(facts=fact_space.facts(catalogue(), "parking"))
@laws
def test_5_the_fine_gate_of_a_car_is_never_open(pack: str, facts: Facts) -> None:
    assert decide(facts | {"vehicle": "motor"}, shipped(pack)).fine_gate != "open"


@SOUND
@given(facts=ANY)
@laws
def test_5_no_fine_is_open_while_the_result_is_provisional_or_the_person_exempt(pack: str, facts: Facts) -> None:
    decision = decide(facts, shipped(pack))
    assert decision.fine_gate != "open" or not (decision.provisional or is_exempt(decision))


@EVERY
@given(facts=ANY)
@laws
def test_6_leniency_beats_neither_a_hard_decision_nor_a_floor(pack: str, facts: Facts) -> None:
    decision = decide(facts, shipped(pack))
    rules = shipped(pack).programs[facts["category"]].rules
    softer = {rule.code for rule in rules if rule.effect == "lower"}
    floors = {rule.code for rule in rules if rule.effect == "floor"}
    assert not decision.hard or not softer & set(decision.reasons)
    assert not decision.hard or is_exempt(decision) or decision.tier == "enforcement"
    assert not floors & set(decision.reasons) or is_exempt(decision) or decision.tier >= "management"


@SOUND
@given(facts=ANY)
@laws
def test_7_a_campaign_never_produces_enforcement(pack: str, facts: Facts) -> None:
    without = decide(facts | {"campaign": False}, shipped(pack)).tier
    assert decide(facts | {"campaign": True}, shipped(pack)).tier in (without, "management")


@given(facts=ANY)
@laws
def test_7_in_version_1_a_campaign_does_so_only_with_a_refusal(facts: Facts) -> None:
    without = decide(facts | {"campaign": False}, shipped("721-v1")).tier
    tightened = decide(facts | {"campaign": True}, shipped("721-v1")).tier
    assert tightened in (without, "management") or facts.get("attitude") == "refuses"


@SOUND
@given(facts=ANY, other=fact_space.facts(catalogue(), "stall"))
@laws
def test_7_a_street_policy_never_produces_enforcement_nor_relaxes_safety(pack: str, facts: Facts, other: Facts) -> None:
    facts |= {"street_policy": None}
    policed = facts | {"street_policy": other.get("street_policy")}
    without, having = decide(facts, shipped(pack)), decide(policed, shipped(pack))
    if not refuses(facts):
        assert having.tier != "enforcement" or without.tier == "enforcement"
    safety = {rule.code for rule in shipped(pack).programs[facts["category"]].rules if rule.step == "2"}
    assert safety & set(having.reasons) == safety & set(without.reasons)


@SOUND
@given(facts=ANY)
@laws
def test_8_what_safety_and_history_forbid_to_lower_is_marked_hard(pack: str, facts: Facts) -> None:
    decision = decide(facts, shipped(pack))
    rules = shipped(pack).programs[facts["category"]].rules
    hardening = {rule.code for rule in rules if rule.effect == "hard"} - {
        rule.code for rule in rules if rule.effect != "hard"
    }
    assert decision.hard or not hardening & set(decision.reasons)


def test_9_the_decision_is_given_nothing_but_facts_and_pack() -> None:
    assert list(inspect.signature(decide).parameters) == ["facts", "pack"]
