"""Single combinations of a diagram: how many there are, and the cheapest."""

from collections.abc import Mapping, Sequence
from math import prod

from inspector_app.domain.policy.proof.diagrams import EVERYTHING, NOTHING, Diagrams

Costs = Sequence[Sequence[int]]


def count(a: int, diagrams: Diagrams) -> int:
    """How many combinations are in a."""
    done: dict[int, int] = {NOTHING: 0, EVERYTHING: 1}

    def skipped(level: int, node: int) -> int:
        return prod(diagrams.sizes[level : diagrams.levels[node]])

    for node in _from_below(a, diagrams):
        level = diagrams.levels[node]
        done[node] = sum(done[branch] * skipped(level + 1, branch) for branch in diagrams.branches[node])
    return done[a] * skipped(0, a)


def cheapest(a: int, diagrams: Diagrams, costs: Costs) -> list[int]:
    """The combination in a whose answers cost least in all, the first of equals; a must not be empty."""
    best: dict[int, int] = {EVERYTHING: 0}
    turn: dict[int, int] = {}
    least = [min(cost) for cost in costs]
    for node in _from_below(a, diagrams):
        level = diagrams.levels[node]
        best[node], turn[node] = min(
            (costs[level][answer] + best[branch] + sum(least[level + 1 : diagrams.levels[branch]]), answer)
            for answer, branch in enumerate(diagrams.branches[node])
            if branch != NOTHING
        )
    return _followed(a, diagrams, turn, costs)


def _from_below(a: int, diagrams: Diagrams) -> list[int]:
    """Every node under a, itself too, each after those it leads to."""
    seen: set[int] = set()
    waiting = [a]
    while waiting:
        node = waiting.pop()
        if node > EVERYTHING and node not in seen:
            seen.add(node)
            waiting += diagrams.branches[node]
    return sorted(seen, key=lambda node: -diagrams.levels[node])


def _followed(a: int, diagrams: Diagrams, turn: Mapping[int, int], costs: Costs) -> list[int]:
    chosen = [list(cost).index(min(cost)) for cost in costs]
    while a > EVERYTHING:
        level = diagrams.levels[a]
        chosen[level] = turn[a]
        a = diagrams.branches[a][turn[a]]
    return chosen
