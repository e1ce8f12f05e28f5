"""Every name that a condition of a pack may use, and what it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.policy.conditions import Condition
from inspector_app.domain.policy.state import Reading, State

Test = Callable[[State], bool]


class NameProblem(ValueError):
    """A condition names something the pack does not have, or asks it in a way it cannot be asked."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact the pack reads: its slot in `State.facts`, its kind, its words and its value when absent."""

    name: str
    slot: int
    kind: str  # word, number, yes_no, list, time, window, text, group
    words: frozenset[str]
    nullable: bool
    when_absent: Reading


@dataclass(frozen=True, slots=True)
class Scope:
    """Every name a condition may use; `trees` are the conditions behind the terms."""

    facts: Mapping[str, Fact]
    thresholds: Mapping[str, int | Decimal | str]
    terms: Mapping[str, Test]
    trees: Mapping[str, Condition]
    codes: frozenset[str]
    flags: frozenset[str]

    def fact(self, name: str, *kinds: str) -> Fact:
        """The fact of that name, when it is of one of the kinds (none given: any); else `NameProblem`."""
        fact = self.facts.get(name)
        if fact is None:
            raise NameProblem(f"no fact, term or state is called {name}")
        if kinds and fact.kind not in kinds:
            raise NameProblem(f"{name} is a {fact.kind}, not a {' or '.join(kinds)}")
        return fact


def check_words(name: str, words: tuple[str, ...], known: frozenset[str]) -> None:
    """`NameProblem` when a word is not among the known ones."""
    for word in words:
        if word not in known:
            raise NameProblem(f"{name} never has the value {word}")


def constant(text: str) -> int | Decimal:
    """A number exactly as written."""
    return Decimal(text) if "." in text else int(text)
