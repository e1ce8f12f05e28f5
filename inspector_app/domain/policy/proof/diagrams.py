"""Sets of combinations of answers as decision diagrams: small however many combinations they hold, and equal when they are the same set."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import reduce
from itertools import repeat, zip_longest

NOTHING, EVERYTHING = 0, 1
MOST_NODES = 4_000_000
"""About 2 GB; the packs of the city need a tenth."""


class TooLarge(ValueError):
    """The sets are too tangled for this machine."""


class Diagrams:
    """One store of diagrams over questions numbered 0, 1, …; question i has answers 0 … sizes[i] - 1.

    A set is a whole number, and two sets are the same exactly when their numbers are (R. E. Bryant, "Graph-Based
    Algorithms for Boolean Function Manipulation", 1986, with as many branches as a question has answers).
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        end = len(self.sizes)
        self.levels: list[int] = [end, end]
        self.branches: list[tuple[int, ...]] = [(), ()]
        self._known: list[dict[tuple[int, ...], int]] = [{} for _ in self.sizes]
        self._either: dict[int, int] = {}
        self._both: dict[int, int] = {}
        self._other: dict[int, int] = {NOTHING: EVERYTHING, EVERYTHING: NOTHING}

    def __len__(self) -> int:
        return len(self.levels)

    def answers(self, level: int, allowed: Collection[int]) -> int:
        """All combinations in which the question has one of these answers."""
        return self._node(level, tuple(int(answer in allowed) for answer in range(self.sizes[level])))

    def both(self, a: int, b: int) -> int:
        """What is in a and in b."""
        if a == b or b == EVERYTHING:
            return a
        if a == EVERYTHING:
            return b
        if a == NOTHING or b == NOTHING:
            return NOTHING
        key = a << 32 | b if a < b else b << 32 | a
        found = self._both.get(key)
        if found is None:
            level, pairs = self._side_by_side(a, b)
            # Most pairs are settled at sight: with a call for each a proof took a sixth longer.
            branches = [
                x if x in (y, NOTHING) or y == EVERYTHING
                else y if x == EVERYTHING or y == NOTHING
                else self.both(x, y)
                for x, y in pairs
            ]  # fmt: skip
            found = self._both[key] = self._node(level, tuple(branches))
        return found

    def either(self, a: int, b: int) -> int:
        """What is in a or in b."""
        if a == b or b == NOTHING:
            return a
        if a == NOTHING:
            return b
        if a == EVERYTHING or b == EVERYTHING:
            return EVERYTHING
        key = a << 32 | b if a < b else b << 32 | a
        found = self._either.get(key)
        if found is None:
            level, pairs = self._side_by_side(a, b)
            branches = [
                x if x in (y, EVERYTHING) or y == NOTHING
                else y if x == NOTHING or y == EVERYTHING
                else self.either(x, y)
                for x, y in pairs
            ]  # fmt: skip
            found = self._either[key] = self._node(level, tuple(branches))
        return found

    def any_of(self, sets: Sequence[int]) -> int:
        """What is in one of them; joined two by two, so that few of the joins are large."""
        while len(sets) > 1:
            sets = [self.either(*pair) for pair in zip_longest(sets[::2], sets[1::2], fillvalue=NOTHING)]
        return sets[0] if sets else NOTHING

    def _side_by_side(self, a: int, b: int) -> tuple[int, Iterable[tuple[int, int]]]:
        """The upper one's question, and under each answer to it what is left of a and of b."""
        above, below = self.levels[a], self.levels[b]
        if above == below:
            return above, zip(self.branches[a], self.branches[b], strict=True)
        if above < below:
            return above, zip(self.branches[a], repeat(b), strict=False)
        return below, zip(self.branches[b], repeat(a), strict=False)

    def other(self, a: int) -> int:
        """What is not in a."""
        found = self._other.get(a)
        if found is None:
            found = self._node(self.levels[a], tuple(map(self.other, self.branches[a])))
            self._other[a], self._other[found] = found, a
        return found

    def without(self, a: int, b: int) -> int:
        """What is in a and not in b."""
        return self.both(a, self.other(b))

    def given(self, a: int, level: int, answer: int) -> int:
        """What may stand beside one answer to a question; in the result that question is open."""
        return self._without_question(a, level, lambda branches: branches[answer])

    def some(self, a: int, level: int) -> int:
        """What may stand beside some answer to a question; in the result that question is open."""
        return self._without_question(a, level, lambda branches: reduce(self.either, branches))

    def _without_question(self, a: int, level: int, choose: Callable[[tuple[int, ...]], int]) -> int:
        done: dict[int, int] = {}

        def below(node: int) -> int:
            if self.levels[node] >= level:
                return choose(self.branches[node]) if self.levels[node] == level else node
            if node not in done:
                done[node] = self._node(self.levels[node], tuple(map(below, self.branches[node])))
            return done[node]

        return below(a)

    def _node(self, level: int, branches: tuple[int, ...]) -> int:
        if branches.count(branches[0]) == len(branches):
            return branches[0]
        found = self._known[level].get(branches)
        if found is None:
            if len(self.levels) > MOST_NODES:
                raise TooLarge(f"a proof of more than {MOST_NODES} nodes")
            found = self._known[level][branches] = len(self.levels)
            self.levels.append(level)
            self.branches.append(branches)
        return found
