"""What a leader must approve of: only what safety, obstruction and history decided."""

from typing import Any

import pytest

from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.guard import guard
from inspector_app.domain.policy.tier import Tier
from tests import policies


def guarded(category: str, **facts: Any) -> Tier:
    pack = policies.shipped()
    return guard(decide({"category": category, **facts}, pack), pack, category)


@pytest.mark.parametrize(
    ("facts", "tier"),
    [
        ({"blocks": ["fire_lane"]}, Tier.ENFORCEMENT),
        ({"blocks": ["fire_lane"], "corrected_on_site": True}, Tier.MANAGEMENT),
        ({"attitude": "obstructs"}, Tier.ENFORCEMENT),
        ({"blocks": ["metro_exit"]}, Tier.MANAGEMENT),
        ({"history": {"order": "overdue"}}, Tier.ENFORCEMENT),
        ({"history": {"order": "pending"}}, Tier.MANAGEMENT),
        ({"road_class": "main"}, Tier.NONE),
        ({"road_class": "main", "attitude": "refuses"}, Tier.NONE),
    ],
)
def test_safety_and_history_are_guarded_and_the_kind_itself_is_not(facts: dict[str, Any], tier: Tier) -> None:
    assert guarded("stall", form="mobile_vendor", **facts) is tier


def test_a_car_that_stays_is_no_matter_of_safety() -> None:
    facts = {"vehicle": "motor", "driver": "present_refuses", "location": "footpath"}
    assert guarded("parking", **facts) is Tier.NONE


def test_what_the_age_of_the_party_capped_is_guarded_only_as_far_as_it_goes() -> None:
    assert guarded("stall", form="mobile_vendor", blocks=["fire_lane"], subject={"age": 12}) is Tier.MANAGEMENT
