"""The proof and the engine are two readings of one pack: on every facts they must say the same, or the proof proves nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from inspector_app.domain.policy.conditions import Among
from inspector_app.domain.policy.engine import Decision, decide
from inspector_app.domain.policy.proof.combinations import count
from inspector_app.domain.policy.proof.leaves import leaves
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.state import LEVELS
from tests.policies import PACKS, catalogue, shipped
from tests.proofs import holds, place, survey
from tests.property import fact_space

laws = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
def test_the_results_share_out_all_combinations(name: str, category: str) -> None:
    found = survey(name, category)
    shares = [count(where, found.space.diagrams) for where in found.course.ends.values()]
    assert sum(shares) == found.combinations


def agrees(facts: dict[str, Any], name: str) -> None:
    facts = shown(facts)
    found = survey(name, facts["category"])
    at = place(facts, found)
    ends = [end for end, where in found.course.ends.items() if holds(where, found.space.diagrams, at)]
    assert len(ends) == 1, facts
    decision = decide(facts, shipped(name))
    end = ends[0]
    assert (end.level, end.hard, end.gate) == (LEVELS[decision.tier], decision.hard, decision.fine_gate), facts
    assert any(end.firsts) == bool(decision.reasons), facts
    for leaf in asked_of_outcome(found):
        assert found.standings.says(leaf, end) == said(leaf, decision), (leaf, facts)


def asked_of_outcome(found: Survey) -> Iterator[Among]:
    for one in (*found.asked.course, *found.asked.others):
        for leaf in leaves(one, found.asked.scope.trees):
            if isinstance(leaf, Among) and leaf.name in ("reasons", "flags", "primary"):
                yield leaf


def said(leaf: Among, decision: Decision) -> bool:
    noted = {"reasons": decision.reasons, "flags": decision.flags, "primary": (decision.primary,)}[leaf.name]
    return not {*leaf.words}.isdisjoint(noted)


def shown(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts without those that the form hides beside the others, until nothing more is hidden."""
    controls = catalogue().categories[facts["category"]]
    kept = {name: value for name, value in facts.items() if controls[name].shown(facts)}
    return kept if kept == facts else shown(kept)
