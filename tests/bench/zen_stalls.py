"""The stall rules of 721-v1 as a decision model of zen-engine, another engine for rules as data: what one decision costs there."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import zen

from inspector_app.domain.policy import engine
from tests import policies
from tests.bench.city import SEED
from tests.property.fact_space import Chance

MODEL = Path(__file__).with_name("stall_rules_721-v1.json")


class ZenStalls:
    """Decides on stalls: tier and primary reason."""

    def __init__(self) -> None:
        self._decision = zen.ZenEngine().create_decision(MODEL.read_text(encoding="utf-8"))

    def decide(self, facts: dict[str, object]) -> tuple[str, str]:
        """Facts as `asked` makes them."""
        said = self._decision.evaluate(facts)["result"]
        return said["tier"], said["primary"]


def asked(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts for the model: null is absent there, so that "asked and unknown" needs a word of its own."""
    unknown = {"hazard": "unknown"} if "hazard" in facts and facts["hazard"] is None else {}
    return {**facts, **unknown}


def stalls(count: int, *, seed: int = SEED) -> list[dict[str, Any]]:
    """Facts of stalls from the whole fact space."""
    return list(islice(_stalls(Chance(policies.catalogue(), seed)), count))


def _stalls(chance: Chance) -> Iterator[dict[str, Any]]:
    while True:
        facts = chance.facts()
        if facts["category"] == "stall":
            yield facts


def differing(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those on which the two engines do not agree; with one of them a comparison is void."""
    model, pack = ZenStalls(), policies.shipped()
    decided = ((one, engine.decide(one, pack)) for one in facts)
    return [one for one, said in decided if model.decide(asked(one)) != (said.tier.value, said.primary)]
