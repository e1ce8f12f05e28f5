from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.explain import Turn, what_would_change, why
from tests.policies import cases, shipped

VENDOR = {
    "category": "stall",
    "form": "mobile_vendor",
    "road_class": "main",
    "attitude": "refuses",
    "corrected_on_site": False,
    "observed_at": "2024-05-20T10:00",
}


def test_a_decision_tells_its_reasons_with_their_articles() -> None:
    reasons = why(decide(VENDOR, shipped()), shipped(), "zh")
    assert [(reason.code, reason.tier) for reason in reasons] == [
        ("ST_PROHIBITED_ORDER", "management"),
        ("OV_REFUSAL", "enforcement"),
    ]
    assert reasons[0].text == "禁止路段占道经营，未当场改正"
    assert "第四十八条第四项" in reasons[0].basis


def test_the_same_reasons_speak_english() -> None:
    assert why(decide(VENDOR, shipped()), shipped(), "en")[1].text == "Refuses: from management to enforcement"


def test_what_would_change_names_one_answer_at_a_time() -> None:
    turns = what_would_change(VENDOR, shipped())
    assert Turn("attitude", "cooperative", decide(VENDOR | {"attitude": "cooperative"}, shipped()).tier) in turns
    assert Turn("in_relief_point", True, decide(VENDOR | {"in_relief_point": True}, shipped()).tier) in turns


def test_what_would_change_leaves_out_what_changes_nothing() -> None:
    now = decide(VENDOR, shipped()).tier
    assert all(turn.tier != now for turn in what_would_change(VENDOR, shipped()))


def test_an_added_blockage_keeps_the_others() -> None:
    facts = {"category": "hoarding", "permit": "valid", "alternative_route": True, "blocks": ["blind_track"]}
    assert Turn(
        "blocks", "drain_inlet", decide(facts | {"blocks": ["blind_track", "drain_inlet"]}, shipped()).tier
    ) in (what_would_change(facts, shipped()))


def test_every_case_can_be_explained_in_both_languages() -> None:
    for case in cases():
        decision = decide(case["input"], shipped())
        for lang in ("zh", "en"):
            assert [reason.code for reason in why(decision, shipped(), lang)] == list(decision.reasons)
            assert all(reason.text for reason in why(decision, shipped(), lang))
        what_would_change(case["input"], shipped())
