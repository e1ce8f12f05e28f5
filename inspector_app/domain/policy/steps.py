"""Rules made quick to pass over: a cheap guard on one fact in front of each test."""

from typing import NamedTuple

from inspector_app.domain.policy.closures import closure
from inspector_app.domain.policy.conditions import All, Among, Compare, Condition, Name
from inspector_app.domain.policy.names import Scope, Test
from inspector_app.domain.policy.rules import Rule


class Step(NamedTuple):
    """One rule as the interpreter tries it: passed over unless the fact in `slot` is one of `words` and `test` holds.

    `words` or `test` is None where there is nothing to ask.
    """

    choose: str
    slot: int
    words: frozenset[object] | None
    test: Test | None
    rule: Rule


def step(rule: Rule, names: Scope) -> Step:
    """The rule with one of its plain questions as the guard; conditions have no effects, so their order is free."""
    parts = _parts(rule.condition, names)
    for part in parts:
        guard = _guard(part, names)
        if guard is not None:
            rest = [other for other in parts if other is not part]
            return Step(rule.choose, *guard, closure(All(tuple(rest)), names) if rest else None, rule)
    return Step(rule.choose, 0, None, rule.test if parts else None, rule)


def _parts(condition: Condition, names: Scope) -> list[Condition]:
    """What must hold, all of it, with terms spelled out."""
    match condition:
        case All(parts):
            return [inner for part in parts for inner in _parts(part, names)]
        case Name(name) if name in names.trees:
            return _parts(names.trees[name], names)
    return [condition]


def _guard(condition: Condition, names: Scope) -> tuple[int, frozenset[object]] | None:
    match condition:
        case Compare("=", Name(name), Name(word)) if name in names.facts and word not in names.facts:
            return names.facts[name].slot, frozenset({word})
        case Among("in", name, words) if name in names.facts:
            return names.facts[name].slot, frozenset(words)
        case Name(name) if name in names.facts:
            return names.facts[name].slot, frozenset({True})
    return None
