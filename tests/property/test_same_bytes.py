"""The same facts and pack give the same bytes: a digest over thousands of generated facts, the same on every platform and Python."""

import hashlib
import json

import pytest

from inspector_app.domain.policy import facts as policy_facts
from inspector_app.domain.policy.engine import decide
from sync.protocol.canonical import canonical
from tests.policies import catalogue, shipped
from tests.property.fact_space import Chance

ROUNDS = 4000
FIELDS = (
    "tier", "primary", "reasons", "reason_tiers", "fine_gate", "flags", "refer", "missing", "measures", "provisional", "hard", "pack",
)  # fmt: skip

# Another catalogue of facts makes other facts: then, and only then, all of these are pinned anew.
FACTS = "8857fdcb1f8f9e1d2d91d2c5c83acdac91d564785db7ad7ff99dd2b021019381"
DECISIONS = {
    "721-v1": "21d1b2e643f3262a85438c86104530873aa0d4e226e279beaf5169eadf000f82",
    "721-v1.1": "18ac142d2310624ee12567405c2dba51adf563eb60ccc02ab37ee3521fe160ec",
    "example-city": "664bf05b68ac7462ee20ce4176783cd183c66031419ea319b3b733805095c385",
}


def test_the_generated_facts_are_the_pinned_ones() -> None:
    chance, digest = Chance(catalogue(), seed=2026), hashlib.sha256()
    for _ in range(ROUNDS):
        digest.update(json.dumps(chance.facts(), ensure_ascii=False).encode())
    assert digest.hexdigest() == FACTS


@pytest.mark.parametrize("pack", DECISIONS)
def test_the_decisions_on_them_are_the_pinned_bytes(pack: str) -> None:
    chance, digest = Chance(catalogue(), seed=2026), hashlib.sha256()
    for _ in range(ROUNDS):
        decision = decide(chance.facts(), shipped(pack))
        digest.update(canonical({field: getattr(decision, field) for field in FIELDS}))
    assert digest.hexdigest() == DECISIONS[pack]


@pytest.mark.parametrize("pack", DECISIONS)
def test_the_journal_does_not_change_a_decision(pack: str) -> None:
    chance = Chance(catalogue(), seed=7)
    for _ in range(ROUNDS // 10):
        once = policy_facts.unseal(policy_facts.seal(chance.facts(), catalogue()), catalogue())
        again = policy_facts.unseal(policy_facts.seal(once, catalogue()), catalogue())
        assert decide(again, shipped(pack)) == decide(once, shipped(pack))
