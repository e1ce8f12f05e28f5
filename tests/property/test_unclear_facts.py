"""Unknown and contradicting facts are named and provisional, malformed ones a coded error: never an exception, never a guess."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy import facts as policy_facts
from inspector_app.domain.policy.engine import decide
from tests.policies import catalogue, shipped
from tests.property import fact_space

Facts = dict[str, Any]
ANY = fact_space.facts(catalogue())
SOUND = pytest.mark.parametrize("pack", ["721-v1.1", "example-city"])
EVERY = pytest.mark.parametrize("pack", ["721-v1", "721-v1.1", "example-city"])
laws = settings(max_examples=100)

# One answer of each pair that contradicts, as the first table of 721-v1.1 has them.
CONTRADICTING: tuple[tuple[str, Facts], ...] = (
    ("", {"attitude": "refuses", "corrected_on_site": True}),
    ("parking", {"driver": "present_refuses", "corrected_on_site": True}),
    ("parking", {"driver": "present_leaves", "attitude": "refuses"}),
    ("parking", {"driver": "absent", "attitude": "refuses", "vehicle": "motor"}),
    ("parking", {"abandoned": True, "driver": "present_leaves"}),
    ("parking", {"emergency_duty": True, "vehicle": "ground_lock"}),
    ("hoarding", {"permit": "valid", "days_expired": 1}),
    ("hoarding", {"work_finished": False, "days_since_finished": 1}),
    ("hoarding", {"work_finished": True, "idle_days": 9, "days_since_finished": 8}),
    ("", {"history": {"order": "none", "orders_90d": 1}}),
    ("", {"subject": {"known": False}, "history": {"order": "overdue"}}),
    ("stall", {"in_relief_point": False, "relief_breach": "hours"}),
    ("", {"subject": {"type": "company", "age": 13}}),
)


@SOUND
@given(facts=ANY)
@laws
def test_what_contradicts_is_provisional_named_and_never_softer_than_either_reading(pack: str, facts: Facts) -> None:
    decision = decide(facts, shipped(pack))
    program = shipped(pack).programs[facts["category"]]
    state = program.intake.state(facts)
    for row in program.contradictions:
        if row.test(state):
            assert decision.provisional
            assert set(row.missing) <= set(decision.missing)
            for name in row.missing:
                assert decide(without(facts, name), shipped(pack)).tier <= decision.tier, name


@pytest.mark.parametrize(("category", "answers"), CONTRADICTING, ids=str)
@given(facts=ANY)
@settings(parent=laws, max_examples=25)
def test_every_contradiction_is_found_among_any_other_answers(category: str, answers: Facts, facts: Facts) -> None:
    if category in ("", facts["category"]):
        facts |= answers
        program = shipped("721-v1.1").programs[facts["category"]]
        decision = decide(facts, shipped("721-v1.1"))
        assert program.contradicted(facts, "zh")
        assert decision.provisional
        assert decision.missing


@pytest.mark.parametrize("number", range(len(CONTRADICTING)))
def test_every_line_of_the_table_has_its_example(number: int) -> None:
    category, answers = CONTRADICTING[number]
    facts = {"category": category or "stall", "vehicle": "non_motor", **answers}
    program = shipped("721-v1.1").programs[facts["category"]]
    assert [one.no for one in program.contradictions if one.test(program.intake.state(facts))] == [number + 1]


@EVERY
@given(facts=ANY)
@laws
def test_an_unknown_history_or_hazard_is_provisional_and_named(pack: str, facts: Facts) -> None:
    for name in ("history", "hazard"):
        decision = decide(facts | {name: None}, shipped(pack))
        if name == "history" or decision.tier != "none":
            assert decision.provisional, name
            assert name in decision.missing


@SOUND
@given(facts=ANY)
@laws
def test_whatever_is_provisional_gets_a_follow_up_or_a_reminder_unless_it_is_nothing(pack: str, facts: Facts) -> None:
    decision = decide(facts, shipped(pack))
    if decision.provisional and decision.tier != "none":
        assert "follow_up" in decision.measures


@given(facts=ANY)
@laws
def test_the_form_never_hides_a_fact_that_matters_unless_it_contradicts_one_that_is_shown(facts: Facts) -> None:
    controls = catalogue().categories[facts["category"]]
    asked = {name: value for name, value in facts.items() if controls[name].shown(facts)}
    if not shipped("721-v1.1").programs[facts["category"]].contradicted(facts, "en"):
        assert decide(asked, shipped("721-v1.1")) == decide(facts, shipped("721-v1.1"))


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
GARBAGE = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@EVERY
@given(facts=ANY, spoilt=st.data())
@laws
def test_malformed_facts_are_decided_or_refused_by_a_code(pack: str, facts: Facts, spoilt: st.DataObject) -> None:
    name = spoilt.draw(st.sampled_from([*catalogue().categories[facts["category"]], "mood", ""]))
    facts[name] = spoilt.draw(GARBAGE)
    trouble = refusal(facts)
    if trouble is None:
        assert decide(facts, shipped(pack)).pack == pack
    else:
        assert trouble.code in policy_facts.FactCode
        assert trouble.field.partition(".")[0] in (name, "")


@given(facts=GARBAGE)
@laws
def test_what_is_no_facts_at_all_is_refused_by_a_code(facts: Any) -> None:
    with pytest.raises(policy_facts.FactProblem):
        policy_facts.validate(facts, catalogue())


def refusal(facts: Facts) -> policy_facts.FactProblem | None:
    try:
        policy_facts.validate(facts, catalogue())
    except policy_facts.FactProblem as trouble:
        return trouble
    return None


def without(facts: Facts, path: str) -> Facts:
    """The facts with one answer less; what must be given stays."""
    group, _, part = path.rpartition(".")
    control: FactControl = catalogue().categories[facts["category"]][group or path]
    if control.required:
        return facts
    if group:
        return facts | {group: {name: value for name, value in facts[group].items() if name != part}}
    return {name: value for name, value in facts.items() if name != path}
