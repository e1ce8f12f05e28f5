"""Where a number turns a rule's answer: the values just under, at and just over every limit that the rules compare it with."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy.conditions import (
    All,
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    Name,
    Not,
    Number,
    Threshold,
    Value,
)
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.rules import Rule
from inspector_app.domain.policy.state import State

_STEP = Decimal("0.01")
"""How far beside a limit a number that may be a fraction is tried."""

Bound = tuple[str, Decimal]
"""A sign (`<`, `<=`, `>`, `>=`) and the limit."""


class Point(NamedTuple):
    """A value to try; `lower` and `upper` bound the stretch of values that begins or ends with it."""

    value: Decimal
    lower: Bound
    upper: Bound


def comparisons(rules: tuple[Rule, ...], scope: Scope) -> Mapping[str, list[Compare]]:
    """Every comparison that the rules or the terms make of a fact, by the fact."""
    found: dict[str, list[Compare]] = {}
    for tree in (*(rule.condition for rule in rules), *scope.trees.values()):
        for compare in _compares(tree):
            for name in {*_names(compare.left), *_names(compare.right)}:
                found.setdefault(name, []).append(compare)
    return found


def points(control: FactControl, path: str, compared: list[Compare], state: State, scope: Scope) -> list[Point]:
    """The values to try, rising, from the least to the largest that the catalogue allows."""
    low, high = (Decimal(repr(bound)) if bound is not None else None for bound in (control.min, control.max))
    tried: dict[Decimal, Point] = {}
    for compare in compared:
        limit = _root(compare, path, state, scope)
        if limit is not None:
            tried |= {point.value: point for point in _beside(limit, whole=control.whole)}
    for end in (low, high):
        if end is not None:
            tried.setdefault(end, Point(end, (">=", end), ("<=", end)))
    return [
        tried[value] for value in sorted(tried) if (low is None or value >= low) and (high is None or value <= high)
    ]


def _beside(limit: Decimal, *, whole: bool) -> Iterator[Point]:
    if whole:
        base = limit // 1
        for value in (base - 1, base, base + 1):
            yield Point(value, (">=", value), ("<=", value))
        return
    yield Point(limit - _STEP, (">=", limit - _STEP), ("<", limit))
    yield Point(limit, (">=", limit), ("<=", limit))
    yield Point(limit + _STEP, (">", limit), ("<=", limit + _STEP))


def _root(compare: Compare, path: str, state: State, scope: Scope) -> Decimal | None:
    """The value of the fact at which both sides are equal; None when another number is unknown. Sides are straight lines."""
    at_zero, at_one = (_gap(compare, path, Decimal(place), state, scope) for place in (0, 1))
    if at_zero is None or at_one is None or at_zero == at_one:
        return None
    return (at_zero / (at_zero - at_one)).quantize(Decimal("0.0001"))


def _gap(compare: Compare, path: str, value: Decimal, state: State, scope: Scope) -> Decimal | None:
    left, right = (_amount(side, path, value, state, scope) for side in (compare.left, compare.right))
    return None if left is None or right is None else left - right


def _amount(asked: Value, path: str, value: Decimal, state: State, scope: Scope) -> Decimal | None:
    known: object
    match asked:
        case Name(name):
            fact = scope.facts.get(name)
            known = value if name == path else state.facts[fact.slot] if fact is not None else None
        case Number(text):
            known = Decimal(text)
        case Threshold(name):
            known = scope.thresholds[name]
        case Arithmetic(op, left, right):
            a, b = (_amount(side, path, value, state, scope) for side in (left, right))
            known = None if a is None or b is None else a + b if op == "+" else a - b if op == "-" else a * b
    return Decimal(known) if isinstance(known, int | Decimal) else None


def _compares(condition: Condition) -> Iterator[Compare]:
    match condition:
        case Compare():
            yield condition
        case Not(part):
            yield from _compares(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _compares(part)


def _names(value: Value) -> Iterator[str]:
    match value:
        case Name(name):
            yield name
        case Arithmetic(_, left, right):
            yield from _names(left)
            yield from _names(right)
