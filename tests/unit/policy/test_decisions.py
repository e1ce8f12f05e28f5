"""Single sentences of domain §3.7.11 that the worked cases do not touch."""

from typing import Any

import pytest

from inspector_app.domain.policy.engine import Decision, decide
from tests.policies import shipped


def decided(category: str, **facts: Any) -> Decision:
    return decide({"category": category, "observed_at": "2024-05-20T10:00", **facts}, shipped())


def test_nothing_known_about_a_stall_is_a_service() -> None:
    decision = decided("stall")
    assert (decision.primary, decision.flags) == ("ST_REGULATED_GUIDE", ("relief_demand",))


def test_relief_demand_is_noted_whichever_branch_follows_the_zone() -> None:
    assert "relief_demand" in decided("stall", road_class="main").flags
    assert "relief_demand" not in decided("stall", goods="open_bbq").flags


def test_a_tolerated_street_is_not_tolerated_when_nobody_knows_the_time() -> None:
    policy = {"mode": "tolerate", "zone": "regulated", "hours": ["18:00", "23:00"]}
    facts = {"category": "stall", "form": "shop_overflow", "within_line": True, "street_policy": policy}
    assert decide(facts, shipped()).primary == "ST_REGULATED_GUIDE"


def test_without_agreed_hours_a_street_is_tolerated_all_day() -> None:
    decision = decided("stall", form="shop_overflow", within_line=True, street_policy={"mode": "tolerate"})
    assert decision.primary == "ST_POLICY_TOLERATED"


@pytest.mark.parametrize(("clock", "flagged"), [("21:59", False), ("22:00", True), ("05:59", True), ("06:00", False)])
def test_night_runs_from_22_to_6(clock: str, flagged: bool) -> None:
    facts = {"category": "hoarding", "permit": "none", "observed_at": f"2024-05-20T{clock}"}
    assert ("no_forced_execution" in decide(facts, shipped()).flags) == flagged


@pytest.mark.parametrize(
    ("approved", "measured", "primary"),
    [
        (61, 64.05, "HD_COMPLIANT"),  # exactly 5 %
        (61, 64.06, "HD_OVER_AREA"),
        (61, 73.2, "HD_OVER_AREA"),  # exactly 20 %, which floats would call more
        (61, 73.21, "HD_OVER_AREA_GROSS"),
        (900, 950, "HD_OVER_AREA"),
        (900, 950.01, "HD_OVER_AREA_GROSS"),
        (2000, 2051, "HD_COMPLIANT"),  # a known hole of v1: clean at the gate
        (0, 1, "HD_OVER_AREA_GROSS"),
    ],
)
def test_areas_are_compared_exactly(approved: float, measured: float, primary: str) -> None:
    assert decided("hoarding", permit="valid", approved_area=approved, measured_area=measured).primary == primary


def test_a_hoarding_without_an_expiry_date_gets_no_reminder() -> None:
    decision = decided("hoarding", permit="valid", blocks=["metro_exit"], corrected_on_site=True)
    assert decision.reasons == ("CLEARED_ON_SITE",)


def test_a_refusal_with_nothing_wrong_is_no_finding() -> None:
    decision = decided("hoarding", permit="valid", blocks=["motor_lane"], attitude="refuses")
    assert (decision.tier, decision.primary, decision.reasons) == ("none", "NO_FINDING", ())


def test_leniency_stands_in_front_and_twice_when_it_comes_twice() -> None:
    decision = decided(
        "hoarding",
        permit="valid",
        approved_area=100,
        measured_area=130,
        corrected_on_site=True,
        no_fault_claim=True,
        no_fault_evidence=True,
    )
    assert decision.reasons == ("NO_FAULT", "LENIENT_FIRST", "HD_OVER_AREA_GROSS")
    assert decision.reason_tiers == ("service", "management", "enforcement")
    assert decision.tier == "service"


def test_a_blank_plate_is_a_missing_plate() -> None:
    assert decided("parking", vehicle="motor", plate=" ").missing == ("plate",)


def test_measures_are_never_heavier_than_the_tier() -> None:
    lenient = decided("hoarding", permit="valid", approved_area=100, measured_area=130, corrected_on_site=True)
    strict = decided("hoarding", permit="valid", approved_area=100, measured_area=130)
    assert "file_case" in strict.measures
    assert lenient.measures[:1] == ("explain_and_educate",)
    assert "file_case" not in lenient.measures
    assert "written_order" in lenient.measures


def test_every_provisional_result_gets_a_follow_up() -> None:
    decision = decided("stall", history=None)
    assert decision.provisional
    assert "follow_up" in decision.measures
