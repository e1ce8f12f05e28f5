"""The engine and the rule tables against the second reading of domain §3.7.11: no difference in any output field."""

from typing import Any

from hypothesis import given, settings

from inspector_app.cli.decide import FIELDS
from inspector_app.domain.policy.engine import decide
from tests.policies import catalogue, shipped
from tests.property import fact_space
from tests.property.reading_721 import read

ROUNDS = 20_000


def outcome(facts: dict[str, Any]) -> dict[str, Any]:
    decision = decide(facts, shipped())
    fields = {field: getattr(decision, field) for field in FIELDS}
    return {field: list(value) if isinstance(value, tuple) else str(value) for field, value in fields.items()}


@given(fact_space.facts(catalogue()))
@settings(max_examples=400)
def test_the_engine_agrees_with_a_second_reading(facts: dict[str, Any]) -> None:
    assert outcome(facts) == read(facts)


def test_the_engine_agrees_on_very_many_seeded_facts() -> None:
    chance = fact_space.Chance(catalogue(), seed=721)
    for _ in range(ROUNDS):
        facts = chance.facts()
        assert outcome(facts) == read(facts), facts
