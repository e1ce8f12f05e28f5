"""What a condition asks, one question at a time: of the facts, or of the decision so far."""

from collections.abc import Iterable, Iterator, Mapping

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
    Threshold,
    Value,
    Within,
)
from inspector_app.domain.policy.names import Fact

OUTCOME = frozenset({"tier", "floor", "hard", "reasons", "flags", "primary", "gate"})
"""What a condition may ask of the decision; `floor` and `gate` only in an invariant."""


def leaves(condition: Condition, terms: Mapping[str, Condition]) -> Iterator[Condition]:
    """The single questions of a condition, its terms spelled out; the size of terms is bounded when a pack is loaded."""
    match condition:
        case Not(part):
            yield from leaves(part, terms)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part, terms)
        case Name(name) if name in terms:
            yield from leaves(terms[name], terms)
        case _:
            yield condition


def of_outcome(leaf: Condition) -> bool:
    """Whether a single question is about the decision and not about the facts."""
    return subject(leaf) in OUTCOME


def subject(leaf: Condition) -> str:
    """The first name in a single question."""
    match leaf:
        case Compare(_, left, right):
            return next(_names(left, right), "")
        case Name(name) | Among(_, name, _) | Within(name, _) | Is(_, name):
            return name
    raise ValueError("not a single question")


def facts_of(leaf: Condition, facts: Mapping[str, Fact]) -> frozenset[str]:
    """The facts that a single question is about; with more than one it binds them together."""
    match leaf:
        case Compare(_, left, right):
            return frozenset(name for name in _names(left, right) if name in facts)
        case Within(name, str(window)):
            return frozenset({name, window})
    return frozenset({subject(leaf)} & facts.keys())


def _names(*values: Value) -> Iterator[str]:
    for value in values:
        match value:
            case Name(name):
                yield name
            case Arithmetic(_, left, right):
                yield from _names(left, right)


def bound_together(groups: Iterable[frozenset[str]], names: Iterable[str]) -> list[tuple[str, ...]]:
    """The names in groups that are not linked to each other, each name in one group, in the order of `names`."""
    home = {name: [name] for name in names}
    for group in groups:
        first, *rest = sorted(group, key=list(home).index)
        for name in rest:
            if home[name] is not home[first]:
                home[first] += home[name]
                for moved in home[name]:
                    home[moved] = home[first]
    order = {name: position for position, name in enumerate(home)}
    seen = {id(group): group for group in home.values()}
    return [tuple(sorted(group, key=order.__getitem__)) for group in seen.values()]


def terms_in(condition: Condition, terms: Mapping[str, Condition]) -> Iterator[str]:
    """The terms that a condition uses, and those that they use."""
    match condition:
        case Not(part):
            yield from terms_in(part, terms)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from terms_in(part, terms)
        case Name(name) if name in terms:
            yield name
            yield from terms_in(terms[name], terms)


def thresholds_in(leaf: Condition) -> Iterator[str]:
    """The thresholds in a single question."""
    match leaf:
        case Compare(_, left, right):
            yield from (*_limits(left), *_limits(right))
        case Within(_, (start, end)):
            yield from (start, end)


def _limits(value: Value) -> Iterator[str]:
    match value:
        case Threshold(name):
            yield name
        case Arithmetic(_, left, right):
            yield from (*_limits(left), *_limits(right))
