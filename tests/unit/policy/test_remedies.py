"""What can be done now: the measures of the decision with their arguments, nothing twice, nothing too heavy."""

from typing import Any

import pytest

from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.facts import seal, unseal
from inspector_app.domain.policy.remedies import Advice, advice
from inspector_app.domain.policy.tier import Tier
from tests import policies


def decision(facts: dict[str, Any]) -> Any:
    return decide(unseal(seal(facts, policies.catalogue()), policies.catalogue()), policies.shipped())


def advised(facts: dict[str, Any], tier: Tier | None = None) -> tuple[Advice, ...]:
    said = decision(facts)
    return advice(said, policies.shipped(), tier or said.tier)


@pytest.mark.parametrize("case", policies.cases(), ids=lambda case: case["id"])
def test_the_card_offers_the_measures_of_the_decision(case: dict[str, Any]) -> None:
    offered = [one.measure for one in advised(case["input"])]
    assert list(dict.fromkeys(offered)) == list(decision(case["input"]).measures)


def test_an_order_carries_its_deadline_and_a_handover_its_authority() -> None:
    ticket = {"category": "parking", "vehicle": "motor", "driver": "absent", "reminder_min": 12, "road_class": "branch"}
    assert Advice("handover", "traffic_police", (("until", "24h"),)) in advised(ticket)


def test_two_authorities_are_two_handovers() -> None:
    facts = {"category": "stall", "form": "mobile_vendor", "blocks": ["fire_lane"], "attitude": "obstructs"}
    assert {one.to for one in advised(facts) if one.measure == "handover"} == {"police", "fire_rescue"}


def test_one_order_for_two_reasons_has_the_sooner_deadline() -> None:
    facts = {"category": "hoarding", "permit": "valid", "board": "missing", "signs": "missing"}
    orders = [one for one in advised(facts) if one.measure == "written_order"]
    assert orders == [Advice("written_order", "", (("until", "at_once"),))]


def test_a_milder_tier_of_the_officers_offers_nothing_heavier() -> None:
    facts = {"category": "stall", "form": "mobile_vendor", "road_class": "main", "attitude": "refuses"}
    assert {"written_order", "file_case"} <= {one.measure for one in advised(facts)}
    assert not {"written_order", "file_case"} & {one.measure for one in advised(facts, Tier.SERVICE)}
