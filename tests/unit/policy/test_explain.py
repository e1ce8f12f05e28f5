from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.explain import (
    Turn,
    Wording,
    explanation,
    turn_text,
    what_would_change,
    why,
    why_not_harder,
    why_not_softer,
)
from inspector_app.domain.policy.turns import PARTY
from tests.policies import cases, catalogue, shipped

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
    turns = what_would_change(VENDOR, shipped(), catalogue())
    assert Turn("attitude", "cooperative", decide(VENDOR | {"attitude": "cooperative"}, shipped()).tier) in turns
    assert Turn("in_relief_point", True, decide(VENDOR | {"in_relief_point": True}, shipped()).tier) in turns


def test_what_would_change_leaves_out_what_changes_nothing() -> None:
    now = decide(VENDOR, shipped()).tier
    assert all(turn.tier != now for turn in what_would_change(VENDOR, shipped(), catalogue()))


def test_an_added_blockage_keeps_the_others() -> None:
    facts = {"category": "hoarding", "permit": "valid", "alternative_route": True, "blocks": ["blind_track"]}
    assert Turn(
        "blocks", "drain_inlet", decide(facts | {"blocks": ["blind_track", "drain_inlet"]}, shipped()).tier
    ) in (what_would_change(facts, shipped(), catalogue()))


def test_every_case_can_be_explained_in_both_languages() -> None:
    for case in cases():
        decision = decide(case["input"], shipped())
        for lang in ("zh", "en"):
            assert [reason.code for reason in why(decision, shipped(), lang)] == list(decision.reasons)
            assert all(reason.text for reason in why(decision, shipped(), lang))
        what_would_change(case["input"], shipped(), catalogue())


def test_the_lines_tell_in_order_what_each_rule_did() -> None:
    facts = {
        "category": "hoarding",
        "permit": "valid",
        "signs": "missing",
        "board": "incomplete",
        "corrected_on_site": True,
    }
    told = explanation(facts, shipped(), catalogue(), "zh")
    assert [(line.no, line.code, line.did, line.reached) for line in told.lines] == [
        (561, "HD_SIGNS_MISSING", "floor", "management"),
        (564, "HD_BOARD_INCOMPLETE", "hit", "management"),
        (902, "LENIENT_MINOR", "held", "management"),
    ]
    assert told.lines[0].bases[0].name == "《郑州市市政工程设施管理条例》第十四条"
    assert (told.lines[0].bases[0].version, told.lines[0].bases[0].says) == (
        "2020",
        "封闭围挡并设置交通标志，完工后拆除",
    )


def test_the_last_line_reaches_the_tier_of_the_decision() -> None:
    for case in cases():
        told = explanation(case["input"], shipped(), catalogue(), "en")
        assert (told.lines[-1].reached if told.lines else "none") == told.decision.tier
        acted = [line.code for line in told.lines if line.did in ("stop", "hit", "hard", "floor", "lowered", "capped")]
        assert sorted(acted) == sorted(told.decision.reasons)


def test_not_softer_names_the_conditions_of_leniency_that_did_not_hold() -> None:
    facts = {
        "category": "hoarding",
        "permit": "expired",
        "days_expired": 9,
        "history": {"warnings_30d": 0, "violations_365d": 2},
    }
    lines = {line.code: line for line in why_not_softer(facts, shipped(), catalogue(), "zh")}
    assert lines["LENIENT_FIRST"].unmet == ("历史记录 · 一年内违法次数为0次", "当场改正")
    assert "LENIENT_MINOR" not in lines, "it is for another tier"


def test_not_softer_names_what_is_hard_and_the_floors() -> None:
    drain = {"category": "stall", "road_class": "main", "blocks": ["drain_inlet", "fire_lane"]}
    hard = why_not_softer(drain, shipped(), catalogue(), "zh")
    assert [(line.code, line.did) for line in hard][:2] == [("OV_FIRE_LANE", "hard"), ("OV_DRAINAGE", "hard")]
    floor = why_not_softer(drain | {"corrected_on_site": True}, shipped(), catalogue(), "zh")
    assert [(line.code, line.did) for line in floor][:2] == [
        ("FL_FIRE_LANE_CLEARED", "floor"),
        ("FL_DRAIN_CLEARED", "floor"),
    ]


def test_not_harder_names_the_nearest_heavier_lines_of_the_step_first() -> None:
    facts = {"category": "stall", "road_class": "branch", "passage_left_m": 1.8}
    lines = why_not_harder(facts, shipped(), catalogue(), "zh")
    assert (lines[0].code, lines[0].unmet) == ("ST_OPEN_BBQ", ("经营品类为“露天烧烤”",))
    assert lines[0].step == "4"
    passage = next(line for line in lines if line.code == "ST_PASSAGE_BLOCKED")
    assert passage.unmet == ("剩余通行宽度 < 1.5米",)


def test_not_harder_says_which_line_took_the_turn_of_a_heavier_one() -> None:
    facts = {"category": "parking", "vehicle": "motor", "road_class": "main", "driver": "absent", "reminder_min": 4}
    lines = {line.code: line for line in why_not_harder(facts, shipped(), catalogue(), "zh")}
    assert (lines["PM_POLICE_ROAD"].unmet, lines["PM_POLICE_ROAD"].after) == ((), "PM_REMINDER_RUNNING")
    assert not {"PN_SIMPLE_PENALTY", "PS_SERIOUS"} & lines.keys(), "a car is no bicycle"


def test_a_gate_stands_before_everything_that_would_be_heavier() -> None:
    facts = {"category": "parking", "vehicle": "motor", "emergency_duty": True, "blocks": ["fire_lane"]}
    lines = {line.code: line for line in why_not_harder(facts, shipped(), catalogue(), "zh")}
    assert (lines["PM_REMINDER_START"].unmet, lines["PM_REMINDER_START"].after) == ((), "PM_EMERGENCY_DUTY")


def test_what_nobody_answered_yet_is_asked_too_with_the_stretch_of_a_number() -> None:
    facts = {"category": "hoarding", "permit": "valid", "approved_area": 200}
    turns = what_would_change(facts, shipped(), catalogue())
    words = Wording(shipped(), catalogue(), "hoarding", "zh")
    told = {turn_text(turn, shipped(), words): turn.tier for turn in turns}
    assert told["公示牌：未设置"] == "management"
    assert told["210平方米 < 实测面积 ≤ 240平方米"] == "management"
    assert told["实测面积 > 240平方米"] == "enforcement"
    assert told["7天 ≤ 停工天数 ≤ 14天"] == "service"


def test_every_turn_leads_where_it_says() -> None:
    for case in cases():
        facts = case["input"]
        for turn in what_would_change(facts, shipped(), catalogue()):
            name, _, part = turn.fact.partition(".")
            if turn.fact == PARTY:
                answered = facts | next(dict(one.facts) for one in catalogue().answers if one.code == turn.value)
            elif shipped().scope.facts[turn.fact].kind == "list":
                answered = facts | {name: [*facts.get(name, []), turn.value]}
            else:
                answered = facts | {name: {**facts.get(name, {}), part: turn.value} if part else turn.value}
            assert decide(answered, shipped()).tier == turn.tier


def test_every_explanation_of_every_case_has_words_in_both_languages() -> None:
    for case in cases():
        for lang in ("zh", "en"):
            words = Wording(shipped(), catalogue(), case["input"]["category"], lang)
            told = explanation(case["input"], shipped(), catalogue(), lang)
            assert all(line.text for line in (*told.lines, *told.not_softer, *told.not_harder))
            assert all(turn_text(turn, shipped(), words) for turn in told.turns)


def test_a_contradiction_is_told_first_in_its_own_words() -> None:
    facts = {"category": "stall", "road_class": "main", "attitude": "refuses", "corrected_on_site": True}
    told = explanation(facts, shipped("721-v1.1"), catalogue(), "zh")
    first = told.lines[0]
    assert (first.step, first.did, first.text) == ("contradiction", "noted", "既说拒不改正，又说当场改正；按未改正处理")


def test_a_line_that_only_keeps_others_away_says_when_it_holds() -> None:
    on_duty = {"category": "parking", "vehicle": "motor", "emergency_duty": True, "hazard": None}
    told = explanation(on_duty, shipped("721-v1.1"), catalogue(), "zh")
    assert "车辆执行紧急任务" in [line.text for line in told.lines]


def test_leniency_that_an_earlier_line_would_take_the_turn_of_is_not_promised() -> None:
    lane = {"category": "stall", "road_class": "main", "blocks": ["fire_lane"]}
    v11 = shipped("721-v1.1")
    assert "NO_FAULT" not in {line.code for line in why_not_softer(lane, v11, catalogue(), "zh")}
    pleaded = decide(lane | {"no_fault_claim": True, "no_fault_evidence": True}, v11)
    assert pleaded.tier == "enforcement"
    zone = {"category": "stall", "road_class": "main", "corrected_on_site": False}
    assert "NO_FAULT" in {line.code for line in why_not_softer(zone, v11, catalogue(), "zh")}


def test_one_tap_of_the_form_that_states_two_facts_is_one_answer() -> None:
    refused = {"category": "stall", "road_class": "main", "blocks": ["fire_lane"], "attitude": "refuses"}
    facts = refused | {"corrected_on_site": False}
    v11 = shipped("721-v1.1")
    turns = [turn for turn in what_would_change(facts, v11, catalogue()) if turn.fact == PARTY]
    assert [(turn.value, turn.tier) for turn in turns] == [("corrected", "management")]
    assert turn_text(turns[0], v11, Wording(v11, catalogue(), "stall", "zh")) == "当场已改正"
