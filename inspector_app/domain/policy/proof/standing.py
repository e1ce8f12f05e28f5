"""A decision in the making, as far as anything still asks about it, so that few of them cover all combinations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.policy.closures import closure
from inspector_app.domain.policy.conditions import Among, Compare, Condition, Is, Name
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.rules import Rule
from inspector_app.domain.policy.state import LEVELS, State

OTHER = "other"
"""A code that no question names."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`firsts` is the first code of each level ("" for none), `codes` and `flags` are what was noted.

    A code stands for all codes between which no question tells; codes and flags that no question names are left out.
    """

    level: int = 0
    floor: int = 0
    hard: bool = False
    firsts: tuple[str, ...] = ("",) * len(LEVELS)
    codes: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    gate: str = ""


class Standings:
    """Moves standings on by rules, and answers questions about them; `leaves` are all questions that will be asked."""

    def __init__(self, scope: Scope, leaves: Iterable[Condition]) -> None:
        self._scope = scope
        asked = {leaf for leaf in leaves if isinstance(leaf, Among)}
        self._primary = _stand_ins(scope.codes, asked, "primary")
        self._reasons = _stand_ins(scope.codes, asked, "reasons")
        self._flags = _stand_ins(scope.flags, asked, "flags")

    def after(self, rule: Rule, before: Standing) -> tuple[Standing, bool]:
        """The standing after the rule has acted, and whether it did more than nothing."""
        held = [(code, level) for level, code in enumerate(before.firsts) if code]
        state = State(
            [], set(), before.level, before.floor, before.hard, [code for code, _ in held], [level for _, level in held]
        )
        rule.act(state)
        acted = len(state.codes) > len(held)
        codes = [self._primary.get(code) or OTHER for code in state.codes]
        noted = {self._reasons[rule.code]} if acted else set()
        return Standing(
            level=state.level,
            floor=state.floor,
            hard=state.hard,
            firsts=tuple(_first(codes, state.levels, level) for level in range(len(LEVELS))),
            codes=before.codes | noted - {""},
            flags=self.flagged(before.flags, rule.flags),
        ), acted or rule.effect == "note"

    def flagged(self, before: frozenset[str], flags: Iterable[str]) -> frozenset[str]:
        """The flags with more noted."""
        return before | {self._flags[flag] for flag in flags} - {""}

    def says(self, leaf: Condition, standing: Standing) -> bool:
        """The answer to a single question about the decision."""
        match leaf:
            case Among(_, "primary", words):
                return standing.firsts[standing.level] in words
            case Among(_, "reasons", words):
                return not standing.codes.isdisjoint(words)
            case Among(_, "flags", words):
                return not standing.flags.isdisjoint(words)
            case Among(_, "gate", words):
                return standing.gate in words
            case Compare(op, Name("gate"), Name(word)):
                return (standing.gate == word) is (op == "=")
            case Compare(op, Name("floor"), word):
                return self._asked(Compare(op, Name("tier"), word), State([], set(), standing.floor))
            case Is("empty", "reasons"):
                return not any(standing.firsts)
        return self._asked(leaf, State([], set(), standing.level, standing.floor, standing.hard))

    def _asked(self, leaf: Condition, state: State) -> bool:
        return closure(leaf, self._scope)(state)


def _stand_ins(words: Iterable[str], asked: Iterable[Among], kind: str) -> Mapping[str, str]:
    """For each word the first that is an answer to the same questions; "" when it is an answer to none."""
    sets = [frozenset(leaf.words) for leaf in asked if leaf.name == kind]
    first: dict[tuple[bool, ...], str] = {}
    found: dict[str, str] = {"": ""}
    for word in sorted(words):
        sort = tuple(word in known for known in sets)
        found[word] = first.setdefault(sort, word) if any(sort) else ""
    return found


def _first(codes: list[str], levels: list[int], level: int) -> str:
    return next((code for code, at in zip(codes, levels, strict=True) if at == level), "")
