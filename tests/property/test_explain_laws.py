"""An explanation retells the decision: it never says anything that the engine did not do, whatever the facts and the pack."""

from typing import Any

import pytest
from hypothesis import given, settings

from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.explain import Wording, explanation, turn_text
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.turns import PARTY, Turn
from tests.policies import catalogue, shipped
from tests.property import fact_space

ANY = fact_space.facts(catalogue())
PACKS = ("721-v1", "721-v1.1")
SPEAKING = ("stop", "hit", "hard", "floor", "lowered", "capped")


def answered(facts: dict[str, Any], turn: Turn, pack: Pack) -> dict[str, Any]:
    """The facts with the answer of the turn: one fact, or all those that an answer of the party states."""
    if turn.fact == PARTY:
        said = next(answer.facts for answer in catalogue().answers if answer.code == turn.value)
        asked = catalogue().categories[facts["category"]]
        return facts | {name: value for name, value in said.items() if name in asked and name in pack.scope.facts}
    fact, _, part = turn.fact.partition(".")
    given = facts.get(fact)
    value: Any = [*(given or ()), turn.value] if pack.scope.facts[turn.fact].kind == "list" else turn.value
    return facts | {fact: {**(given or {}), part: value} if part else value}


laws = settings(max_examples=100)


@pytest.mark.parametrize("name", PACKS)
@given(facts=ANY)
@laws
def test_the_lines_that_acted_are_the_reasons_and_reach_the_tier(name: str, facts: dict[str, Any]) -> None:
    told = explanation(facts, shipped(name), catalogue(), "zh")
    assert told.decision == decide(facts, shipped(name))
    assert sorted(line.code for line in told.lines if line.did in SPEAKING) == sorted(told.decision.reasons)
    assert (told.lines[-1].reached if told.lines else "none") == told.decision.tier


@pytest.mark.parametrize("name", PACKS)
@given(facts=ANY)
@laws
def test_whatever_is_not_softer_or_harder_has_its_why(name: str, facts: dict[str, Any]) -> None:
    told = explanation(facts, shipped(name), catalogue(), "en")
    assert all(line.did or line.unmet for line in told.not_softer)
    assert all((line.unmet or line.after) and line.tier > told.decision.tier for line in told.not_harder)
    assert all(line.text for line in (*told.lines, *told.not_softer, *told.not_harder))


@pytest.mark.parametrize("name", PACKS)
@given(facts=ANY)
@laws
def test_every_turn_leads_where_it_says_and_is_said_once(name: str, facts: dict[str, Any]) -> None:
    pack = shipped(name)
    turns = explanation(facts, pack, catalogue(), "zh").turns
    words = Wording(pack, catalogue(), facts["category"], "zh")
    for turn in turns:
        assert decide(answered(facts, turn, pack), pack).tier == turn.tier != decide(facts, pack).tier
    sentences = [turn_text(turn, pack, words) for turn in turns]
    assert len(set(sentences)) == len(sentences)
