"""The proof and the engine are two readings of one pack: on every facts they must say the same, or the proof proves nothing."""

from functools import cache, reduce
from typing import Any

import pytest
from hypothesis import given, settings

from inspector_app.domain.policy.conditions import Among
from inspector_app.domain.policy.engine import Decision, decide
from inspector_app.domain.policy.proof.combinations import count
from inspector_app.domain.policy.proof.leaves import leaves
from inspector_app.domain.policy.proof.standing import Standing
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.state import LEVELS
from tests.policies import PACKS, catalogue, shipped
from tests.proofs import holds, place, survey
from tests.property import fact_space

pytestmark = pytest.mark.xdist_group("proofs")  # one worker proves each pack, once
laws = settings(max_examples=150)


@pytest.mark.parametrize("name", PACKS)
def test_thousands_of_facts_end_where_the_proof_says(name: str) -> None:
    chance = fact_space.Chance(catalogue(), seed=721)
    for _ in range(2000):
        agrees(chance.facts(), name)


@given(fact_space.facts(catalogue()))
@laws
def test_any_facts_end_where_the_proof_says(facts: dict[str, Any]) -> None:
    for name in PACKS:
        agrees(facts, name)


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("category", list(catalogue().categories))
def test_the_results_share_out_all_combinations_and_none_is_in_two(name: str, category: str) -> None:
    found = survey(name, category)
    parts = list(found.course.ends.values())
    assert reduce(found.space.diagrams.either, parts) == found.space.possible
    assert sum(count(part, found.space.diagrams) for part in parts) == found.combinations


def agrees(facts: dict[str, Any], name: str) -> None:
    facts = shown(facts)
    found = survey(name, facts["category"])
    decision = decide(facts, shipped(name))
    at = place(facts, found)
    # Every combination has one result, as is shown above: so it is enough that it is one of those that agree.
    alike = [where for end, where in found.course.ends.items() if same(end, decision, found)]
    assert any(holds(where, found.space.diagrams, at) for where in alike), facts


def same(end: Standing, decision: Decision, found: Survey) -> bool:
    return (
        (end.level, end.hard, end.gate) == (LEVELS[decision.tier], decision.hard, decision.fine_gate)
        and any(end.firsts) == bool(decision.reasons)
        and all(found.standings.says(leaf, end) == said(leaf, decision) for leaf in asked_of_outcome(found))
    )


@cache
def asked_of_outcome(found: Survey) -> list[Among]:
    every = [
        leaf
        for one in (*found.asked.course, *found.asked.others)
        for leaf in leaves(one, found.asked.scope.trees)
        if isinstance(leaf, Among) and leaf.name in ("reasons", "flags", "primary")
    ]
    return list(dict.fromkeys(every))


def said(leaf: Among, decision: Decision) -> bool:
    noted = {"reasons": decision.reasons, "flags": decision.flags, "primary": (decision.primary,)}[leaf.name]
    return not {*leaf.words}.isdisjoint(noted)


def shown(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts without those that the form hides beside the others, until nothing more is hidden."""
    controls = catalogue().categories[facts["category"]]
    kept = {name: value for name, value in facts.items() if controls[name].shown(facts)}
    return kept if kept == facts else shown(kept)
