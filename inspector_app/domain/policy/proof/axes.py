"""The facts of a category, cut into axes of a few points: each point stands for all answers that no condition tells apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy.closures import closure
from inspector_app.domain.policy.conditions import Among, Compare, Condition, Within
from inspector_app.domain.policy.intake import Intake
from inspector_app.domain.policy.names import Scope
from inspector_app.domain.policy.proof import clocks, numbers
from inspector_app.domain.policy.proof.form import Answers
from inspector_app.domain.policy.proof.leaves import facts_of

MOST_WORDS = 14
MOST_SAMPLES = 200_000


@dataclass(frozen=True, slots=True)
class Point:
    """Answers that no condition tells apart; `answers` is the shortest of `samples`."""

    answers: Answers
    samples: tuple[Answers, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """Facts that some comparison binds together (mostly one), and every way in which conditions can see them."""

    facts: tuple[str, ...]
    points: tuple[Point, ...]
    seen: Mapping[tuple[bool, ...], int]
    tests: tuple[Callable[[Answers], bool], ...]
    leaves: Mapping[Condition, frozenset[int]]

    def at(self, answers: Answers) -> int:
        """The point at which these answers lie; `KeyError` when the samples have missed it."""
        own = {name: answers[name] for name in self.facts if name in answers}
        return self.seen[tuple(test(own) for test in self.tests)]


class Surveyor:
    """Cuts the facts of one category, given what its conditions ask and what its form shows."""

    def __init__(self, scope: Scope, controls: Mapping[str, FactControl]) -> None:
        self._scope = scope
        self._intake = Intake(scope.facts)
        self._controls = controls

    def axis(self, facts: tuple[str, ...], leaves: Sequence[Condition], shown: Sequence[FactControl]) -> Axis:
        """The axis of these facts; `leaves` are the questions about them, `shown` the conditions of the form on them."""
        tests = [self._test(leaf) for leaf in leaves]
        tests += [control.shown for control in shown]
        if len(facts) > 1:
            tests += [_answered(fact) for fact in facts]
        found: dict[tuple[bool, ...], list[Answers]] = {}
        for number, answers in enumerate(self._samples(facts, leaves, shown)):
            if number == MOST_SAMPLES:
                raise numbers.Unprovable(f"the conditions on {', '.join(facts)} have too many limits")
            found.setdefault(tuple(test(answers) for test in tests), []).append(answers)
        points = tuple(Point(min(samples, key=len), tuple(samples)) for samples in found.values())
        seen = {truths: number for number, truths in enumerate(found)}
        where = {
            leaf: frozenset(number for truths, number in seen.items() if truths[at]) for at, leaf in enumerate(leaves)
        }
        return Axis(facts, points, seen, tuple(tests), where)

    def _test(self, leaf: Condition) -> Callable[[Answers], bool]:
        test = closure(leaf, self._scope)
        return lambda answers: test(self._intake.state(nested(answers)))

    def _samples(
        self, facts: Sequence[str], leaves: Sequence[Condition], shown: Sequence[FactControl]
    ) -> Iterator[Answers]:
        """First nothing answered that need not be, then each way to leave some open, then values for all."""
        needed = {fact for fact in facts if fact in self._controls and self._controls[fact].required}
        for count in range(len(facts) + 1):
            for known in combinations(facts, count):
                if not needed <= {*known}:
                    continue
                for unknown in self._nulls([fact for fact in facts if fact not in known]):
                    for told in self._values(known, leaves, shown):
                        yield unknown | told

    def _nulls(self, facts: Sequence[str]) -> Iterator[dict[str, object]]:
        nullable = [fact for fact in facts if fact in self._controls and self._scope.facts[fact].nullable]
        for count in range(len(nullable) + 1):
            for chosen in combinations(nullable, count):
                yield dict.fromkeys(chosen)

    def _values(
        self, facts: Sequence[str], leaves: Sequence[Condition], shown: Sequence[FactControl]
    ) -> Iterator[dict[str, object]]:
        if not facts:
            yield {}
        elif all(fact in self._controls for fact in facts):
            inside = [leaf for leaf in leaves if facts_of(leaf, self._scope.facts) <= {*facts}]
            kind = self._controls[facts[0]].kind
            if kind == "number":
                yield from self._numbers(facts, inside)
            elif kind in ("time", "window"):
                yield from self._clocks(facts, inside)
            else:
                yield from ({facts[0]: value} for value in self._words(facts[0], inside, shown))

    def _numbers(self, facts: Sequence[str], leaves: Iterable[Condition]) -> Iterator[dict[str, object]]:
        lines = [numbers.line(leaf, self._scope) for leaf in leaves if isinstance(leaf, Compare)]
        for told in numbers.samples(facts, lines, self._controls):
            yield {**told}

    def _clocks(self, facts: Sequence[str], leaves: Iterable[Condition]) -> Iterator[dict[str, object]]:
        fixed = [leaf.window for leaf in leaves if isinstance(leaf, Within) and isinstance(leaf.window, tuple)]
        limits = [str(self._scope.thresholds[name]) for window in fixed for name in window]
        times = [fact for fact in facts if self._scope.facts[fact].kind == "time"]
        yield from clocks.samples(times, [fact for fact in facts if fact not in times], limits)

    def _words(self, fact: str, leaves: Iterable[Condition], shown: Sequence[FactControl]) -> Iterator[object]:
        control = self._controls[fact]
        match control.kind:
            case "one":
                yield from (choice.value for choice in control.values)
            case "flag":
                yield from (True, False)
            case "many":
                yield from _lists(control, [*_word_sets(leaves), *_shown_sets(shown, fact)])
            case "group":
                yield {}
            case _:
                yield "x"


def _word_sets(leaves: Iterable[Condition]) -> Iterator[frozenset[object]]:
    yield from (frozenset(leaf.words) for leaf in leaves if isinstance(leaf, Among))


def _shown_sets(shown: Iterable[FactControl], fact: str) -> Iterator[frozenset[object]]:
    yield from (frozenset(control.shown_when[fact]) for control in shown)


def _lists(control: FactControl, sets: Sequence[frozenset[object]]) -> Iterator[list[str]]:
    """Every list but the empty one, of words that differ for some question: a second word of the same sort adds nothing."""
    sorts: dict[tuple[bool, ...], str] = {}
    for choice in control.values:
        sorts.setdefault(tuple(choice.value in words for words in sets), choice.value)
    if len(sorts) > MOST_WORDS:
        raise numbers.Unprovable(f"{control.name} has more than {MOST_WORDS} sorts of words")
    for count in range(1, len(sorts) + 1):
        yield from (list(chosen) for chosen in combinations(sorts.values(), count))


def _answered(fact: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(fact) is not None


def nested(answers: Answers) -> dict[str, object]:
    """Answers by path as the facts that `inspector decide` takes."""
    facts: dict[str, object] = {}
    for path, value in answers.items():
        name, _, part = path.partition(".")
        if part:
            group = facts.get(name)
            facts[name] = {**(group if isinstance(group, dict) else {}), part: value}
        elif not (isinstance(facts.get(name), dict) and value == {}):
            facts[name] = value
    return facts
