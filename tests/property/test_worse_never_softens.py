"""A worse answer never softens the tier, all else equal. Version 1 breaks this for six reasons, and for no other."""

from typing import Any

import pytest
from hypothesis import given, settings

from inspector_app.domain.policy.engine import Decision, decide
from tests.policies import catalogue, shipped
from tests.property import fact_space
from tests.property.worse import worsenings

ROUNDS = 400
laws = settings(max_examples=100)
SOUND = ("721-v1.1", "example-city")


def softened(facts: dict[str, Any], pack: str) -> list[tuple[str, dict[str, Any], Decision, Decision]]:
    """What became milder although an answer became worse: (what, milder facts, decision before, decision after)."""
    pairs = [
        (what, mild, decide(mild, shipped(pack)), decide(bad, shipped(pack))) for what, mild, bad in worsenings(facts)
    ]
    return [pair for pair in pairs if pair[3].tier < pair[2].tier]


@pytest.mark.parametrize("pack", SOUND)
@given(facts=fact_space.facts(catalogue()))
@laws
def test_a_worse_answer_never_softens_the_tier(pack: str, facts: dict[str, Any]) -> None:
    assert not softened(facts, pack)


@pytest.mark.parametrize("pack", SOUND)
def test_a_worse_answer_never_softens_the_tier_for_many_seeded_facts(pack: str) -> None:
    chance = fact_space.Chance(catalogue(), seed=11)
    for _ in range(ROUNDS):
        assert not softened(chance.facts(), pack)


@given(facts=fact_space.facts(catalogue()))
@laws
def test_version_1_softens_for_its_known_reasons_only(facts: dict[str, Any]) -> None:
    for what, mild, before, after in softened(facts, "721-v1"):
        assert known_hole(what, mild, before, after), what


def test_version_1_softens_for_its_known_reasons_only_for_many_seeded_facts() -> None:
    chance = fact_space.Chance(catalogue(), seed=99)
    for _ in range(ROUNDS):
        for what, mild, before, after in softened(chance.facts(), "721-v1"):
            assert known_hole(what, mild, before, after), what


def known_hole(what: str, mild: dict[str, Any], before: Decision, after: Decision) -> bool:
    """Whether it is one of the holes 1, 13, 14, 15, 17 and 23 of version 1 (resources/policy/721-v1.1/README.md)."""
    refusal_not_locked = "OV_REFUSAL" in before.reasons and "OV_REFUSAL" not in after.reasons
    campaign_floor = "CAMPAIGN_TIGHTEN" in before.reasons and "CAMPAIGN_TIGHTEN" not in after.reasons
    zone_hides_width = "ST_PASSAGE_BLOCKED" in before.reasons and what.startswith(("road_class", "street_policy.zone"))
    cleared = "CLEARED_ON_SITE" in before.reasons and what.startswith("corrected_on_site")
    return (
        refusal_not_locked
        or campaign_floor
        or zone_hides_width
        or what.startswith("work_finished")
        or (what.startswith("abandoned") and mild.get("driver") == "present_refuses")
        or (cleared and mild.get("alternative_route") is True)
    )
