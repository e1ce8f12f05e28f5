"""One rule: when it holds and what it does to the decision. The effects are all there are (domain §3.7.2)."""

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.domain.policy.conditions import Condition
from inspector_app.domain.policy.names import Test
from inspector_app.domain.policy.state import LEVELS, State


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of `rules.csv`; rules are tried in order, and of those with the same `choose` only the first that fits acts."""

    no: int
    step: str
    categories: frozenset[str]
    choose: str
    text: str
    condition: Condition
    test: Test
    effect: str
    level: int
    code: str
    flags: tuple[str, ...]
    refer: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def stops(self) -> bool:
        """Whether the evaluation ends with this rule."""
        return self.effect == "stop"

    def act(self, state: State) -> None:
        """Apply the effect and note flags, referrals and missing facts, each once."""
        EFFECTS[self.effect](self, state)
        _once(state.flags, self.flags)
        _once(state.refer, self.refer)
        _once(state.missing, self.missing)


def _once(noted: list[str], new: tuple[str, ...]) -> None:
    for word in new:
        if word not in noted:
            noted.append(word)


def _note(rule: Rule, state: State) -> None:
    """Only flags, referrals and missing facts."""


def _hit(rule: Rule, state: State) -> None:
    state.add(rule.code, rule.level)


def _hard(rule: Rule, state: State) -> None:
    """A hit that leniency may not touch."""
    state.add(rule.code, rule.level)
    state.hard = True


def _floor(rule: Rule, state: State) -> None:
    """A hit under which leniency may not go."""
    state.add(rule.code, rule.level)
    state.floor = max(state.floor, rule.level)


def _lower(rule: Rule, state: State) -> None:
    """Leniency: one level down, never under the floor nor under service."""
    state.soften(rule.code, max(state.level - 1, state.floor, LEVELS["service"]))


def _cap(rule: Rule, state: State) -> None:
    """Down to the level of the rule, whatever the floor."""
    state.soften(rule.code, rule.level)


EFFECTS: dict[str, Callable[[Rule, State], None]] = {
    "note": _note,
    "stop": _hit,
    "hit": _hit,
    "hard": _hard,
    "floor": _floor,
    "lower": _lower,
    "cap": _cap,
}
WITHOUT_TIER = frozenset({"note", "lower"})
