"""Why a decision came out as it did, and what would change it."""

from collections.abc import Mapping
from typing import NamedTuple

from inspector_app.domain.policy.engine import Decision, decide
from inspector_app.domain.policy.pack import Pack, Question
from inspector_app.domain.policy.tier import Tier


class Reason(NamedTuple):
    """One step to the decision: the rule's code, the tier it speaks for, its sentence, its legal basis (may be empty)."""

    code: str
    tier: Tier
    text: str
    basis: str


class Turn(NamedTuple):
    """What one other answer would lead to; for a list fact `value` is the one that is added."""

    fact: str
    value: object
    tier: Tier


def why(decision: Decision, pack: Pack, lang: str) -> tuple[Reason, ...]:
    """The reasons in the order in which they count, in `zh` or `en`; `KeyError` when the decision is not of this pack."""
    return tuple(
        Reason(code, tier, pack.text("reason", code, lang), pack.basis(code, lang))
        for code, tier in zip(decision.reasons, decision.reason_tiers, strict=True)
    )


def what_would_change(facts: Mapping[str, object], pack: Pack) -> tuple[Turn, ...]:
    """Every single answer that the officer could still establish and that leads to another tier, in the order of the pack."""
    now = decide(facts, pack).tier
    state = pack.programs[str(facts["category"])].intake.state(facts)
    turns = []
    for question in pack.programs[str(facts["category"])].questions:
        if question.test(state):
            tier = decide(_answered(facts, question), pack).tier
            if tier != now:
                turns.append(Turn(question.fact, question.value, tier))
    return tuple(turns)


def _answered(facts: Mapping[str, object], question: Question) -> dict[str, object]:
    """The same facts with one answer more, or another one."""
    name, _, part = question.fact.partition(".")
    given = facts.get(name)
    if question.adds:
        listed = given if isinstance(given, list | tuple) else ()
        return {**facts, name: [*listed, question.value]}
    if part:
        group = given if isinstance(given, Mapping) else {}
        return {**facts, name: {**group, part: question.value}}
    return {**facts, name: question.value}
