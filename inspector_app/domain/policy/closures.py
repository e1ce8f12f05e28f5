"""Conditions compiled to closures: once when a pack is loaded, so that a decision takes microseconds. Nothing is ever `eval`ed."""

import operator
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Any, assert_never

from inspector_app.domain.local_time import is_inside
from inspector_app.domain.policy.conditions import (
    All,
    Among,
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    Is,
    Name,
    Not,
    Number,
    Threshold,
    Value,
    Within,
)
from inspector_app.domain.policy.names import NameProblem, Scope, Test, check_words, constant
from inspector_app.domain.policy.state import LEVELS, State

Read = Callable[[State], Any]

# Wide enough that no product of two facts and a threshold is ever rounded: a limit of 5 % is exactly 5 %.
_EXACT = Context(prec=60)
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_CALCULATE = {"+": _EXACT.add, "-": _EXACT.subtract, "*": _EXACT.multiply}


def closure(condition: Condition, scope: Scope) -> Test:
    """The condition as a function of the state; `NameProblem` when a name or a kind does not fit."""
    match condition:
        case Name(name):
            return _yes(name, scope)
        case Compare():
            return _comparison(condition, scope)
        case Among():
            return _membership(condition, scope)
        case Within(name, window):
            return _within(name, window, scope)
        case Is(what, name):
            return _is(what, name, scope)
        case Not(part):
            test = closure(part, scope)
            return lambda state: not test(state)
        case All(parts):
            return _all([closure(part, scope) for part in parts])
        case AnyOf(parts):
            return _any([closure(part, scope) for part in parts])
    assert_never(condition)


def _all(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda state: first(state) and second(state)

    def every(state: State) -> bool:
        for test in tests:  # noqa: SIM110 - the hot path: half the time of a generator
            if not test(state):
                return False
        return True

    return every


def _any(tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda state: first(state) or second(state)

    def some(state: State) -> bool:
        for test in tests:  # noqa: SIM110 - as above
            if test(state):
                return True
        return False

    return some


def _yes(name: str, scope: Scope) -> Test:
    if name in scope.terms:
        return scope.terms[name]
    if name == "hard":
        return lambda state: state.hard
    slot = scope.fact(name, "yes_no").slot
    return lambda state: state.facts[slot] is True


def _comparison(test: Compare, scope: Scope) -> Test:
    if isinstance(test.left, Name) and test.left.name == "tier":
        return _tier_comparison(test.op, test.right)
    if test.op in _COMPARE:
        if isinstance(test.left, Name) and isinstance(test.right, Number | Threshold):
            return _limit(_COMPARE[test.op], scope.fact(test.left.name, "number").slot, _fixed(test.right, scope))
        return _order(_COMPARE[test.op], _number(test.left, scope), _number(test.right, scope))
    equal = _equality(test.left, test.right, scope)
    return equal if test.op == "=" else lambda state: not equal(state)


def _tier_comparison(op: str, right: Value) -> Test:
    if not isinstance(right, Name) or right.name not in LEVELS:
        raise NameProblem("tier is compared with none, service, management or enforcement")
    level = LEVELS[right.name]
    if op == "=":
        return lambda state: state.level == level
    if op == "!=":
        return lambda state: state.level != level
    compare = _COMPARE[op]
    return lambda state: bool(compare(state.level, level))


def _limit(compare: Callable[[Any, Any], bool], slot: int, limit: int | Decimal) -> Test:
    """A fact against a fixed number: most comparisons are such, and this takes a third of the time."""
    return lambda state: (value := state.facts[slot]) is not None and compare(value, limit)


def _order(compare: Callable[[Any, Any], bool], left: Read, right: Read) -> Test:
    def ordered(state: State) -> bool:
        a = left(state)
        if a is None:
            return False
        b = right(state)
        return b is not None and compare(a, b)

    return ordered


def _equality(left: Value, right: Value, scope: Scope) -> Test:
    if isinstance(left, Name) and isinstance(right, Name) and right.name not in scope.facts:
        fact = scope.fact(left.name, "word")
        check_words(fact.name, (right.name,), fact.words)
        slot, word = fact.slot, right.name
        return lambda state: state.facts[slot] == word
    a, b = _number(left, scope), _number(right, scope)
    return lambda state: (value := a(state)) is not None and value == b(state)


def _number(value: Value, scope: Scope) -> Read:
    match value:
        case Name(name):
            slot = scope.fact(name, "number").slot
            return lambda state: state.facts[slot]
        case Number() | Threshold():
            number = _fixed(value, scope)
            return lambda _state: number
        case Arithmetic(op, left, right):
            return _calculation(_CALCULATE[op], _number(left, scope), _number(right, scope))
    assert_never(value)


def _fixed(value: Number | Threshold, scope: Scope) -> int | Decimal:
    if isinstance(value, Number):
        return constant(value.text)
    limit = scope.thresholds.get(value.name)
    if limit is None or isinstance(limit, str):
        raise NameProblem(f"@{value.name} is not a number of the pack")
    return limit


def _calculation(calculate: Callable[[Any, Any], Decimal], left: Read, right: Read) -> Read:
    def result(state: State) -> Decimal | None:
        a, b = left(state), right(state)
        return None if a is None or b is None else calculate(a, b)

    return result


def _membership(test: Among, scope: Scope) -> Test:
    wanted = frozenset(test.words)
    if test.name in ("reasons", "flags", "primary"):
        return _state_membership(test, wanted, scope)
    fact = scope.fact(test.name, "word" if test.how == "in" else "list")
    check_words(fact.name, test.words, fact.words)
    slot = fact.slot
    if test.how == "in":
        return lambda state: state.facts[slot] in wanted
    if test.how == "any of":
        return lambda state: not wanted.isdisjoint(state.facts[slot])  # type: ignore[arg-type] # lists are never None
    return lambda state: not wanted.issuperset(state.facts[slot])  # type: ignore[arg-type] # lists are never None


def _state_membership(test: Among, wanted: frozenset[str], scope: Scope) -> Test:
    check_words(test.name, test.words, scope.flags if test.name == "flags" else scope.codes)
    if test.name == "primary" and test.how == "in":
        return lambda state: state.primary() in wanted
    if test.name == "reasons" and test.how == "any of":
        return lambda state: not wanted.isdisjoint(state.codes)
    if test.name == "flags" and test.how == "any of":
        return lambda state: not wanted.isdisjoint(state.flags)
    raise NameProblem(f"{test.name} cannot be asked with {test.how}")


def _within(name: str, window: str | tuple[str, str], scope: Scope) -> Test:
    time = scope.fact(name, "time").slot
    if isinstance(window, str):
        hours = scope.fact(window, "window").slot
        return lambda state: _inside(state.facts[time], state.facts[hours])
    start, end = (scope.thresholds.get(limit) for limit in window)
    if not isinstance(start, str) or not isinstance(end, str):
        raise NameProblem(f"@{window[0]} and @{window[1]} are not times of the pack")
    fixed = (start, end)
    return lambda state: _inside(state.facts[time], fixed)


def _inside(time: Any, window: Any) -> bool:
    """Never without a time or a window."""
    return time is not None and window is not None and is_inside(time, window)


def _is(what: str, name: str, scope: Scope) -> Test:
    if name == "reasons" and what == "empty":
        return lambda state: not state.codes
    fact = scope.fact(name)
    if what == "null":
        if not fact.nullable:
            raise NameProblem(f"{name} is never null")
        return lambda state: name in state.nulls
    slot = fact.slot
    if what == "empty":
        scope.fact(name, "list")
        return lambda state: not state.facts[slot]
    return lambda state: state.facts[slot] is not None
