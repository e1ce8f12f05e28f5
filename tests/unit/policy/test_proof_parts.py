"""The parts of the proof, each against plain counting: sets, and values that stand for all others."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from inspector_app.domain.catalogue import FactControl
from inspector_app.domain.policy.proof import clocks, numbers
from inspector_app.domain.policy.proof.combinations import cheapest, count
from inspector_app.domain.policy.proof.diagrams import EVERYTHING, NOTHING, Diagrams
from inspector_app.domain.policy.proof.numbers import Line
from tests.proofs import holds

SIZES = (2, 3, 4)
PLACES = list(product(*map(range, SIZES)))
SETS = st.sets(st.sampled_from(PLACES))


def drawn(places: Iterable[Sequence[int]], diagrams: Diagrams) -> int:
    found = NOTHING
    for place in places:
        one = EVERYTHING
        for level, answer in enumerate(place):
            one = diagrams.both(one, diagrams.answers(level, {answer}))
        found = diagrams.either(found, one)
    return found


@given(SETS, SETS)
def test_sets_are_joined_and_taken_apart_as_sets_are(one: set[tuple[int, ...]], other: set[tuple[int, ...]]) -> None:
    diagrams = Diagrams(SIZES)
    a, b = drawn(one, diagrams), drawn(other, diagrams)
    assert diagrams.both(a, b) == drawn(one & other, diagrams)
    assert diagrams.either(a, b) == drawn(one | other, diagrams)
    assert diagrams.without(a, b) == drawn(one - other, diagrams)
    assert diagrams.other(diagrams.other(a)) == a
    assert count(a, diagrams) == len(one)
    assert all(holds(a, diagrams, place) is (place in one) for place in PLACES)


@given(st.lists(SETS, max_size=5))
def test_many_sets_are_joined_as_sets_are(many: list[set[tuple[int, ...]]]) -> None:
    diagrams = Diagrams(SIZES)
    assert diagrams.any_of([drawn(one, diagrams) for one in many]) == drawn(set().union(*many), diagrams)


@given(SETS, st.integers(0, 2), st.data())
def test_a_question_can_be_answered_or_left_open(places: set[tuple[int, ...]], level: int, data: Any) -> None:
    diagrams = Diagrams(SIZES)
    answer = data.draw(st.integers(0, SIZES[level] - 1))
    a = drawn(places, diagrams)
    others = [(*place[:level], *place[level + 1 :]) for place in PLACES]
    kept = {other for place, other in zip(PLACES, others, strict=True) if place in places and place[level] == answer}
    some = {other for place, other in zip(PLACES, others, strict=True) if place in places}
    assert diagrams.given(a, level, answer) == drawn(
        [place for place, other in zip(PLACES, others, strict=True) if other in kept], diagrams
    )
    assert diagrams.some(a, level) == drawn(
        [place for place, other in zip(PLACES, others, strict=True) if other in some], diagrams
    )


@given(st.sets(st.sampled_from(PLACES), min_size=1), st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_the_cheapest_combination_is_the_cheapest(places: set[tuple[int, ...]], prices: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    costs = (prices[:2], prices[2:5], prices[5:])
    chosen = tuple(cheapest(drawn(places, diagrams), diagrams, costs))
    total = {place: sum(cost[answer] for cost, answer in zip(costs, place, strict=True)) for place in PLACES}
    assert chosen in places
    assert total[chosen] == min(total[place] for place in places)


def control(name: str, *, whole: bool, high: int) -> FactControl:
    return FactControl(name, "number", "", "", False, False, (), "", whole, 0, high, "officer", "", "", {}, ())


def side(line: Line, point: dict[str, Any]) -> int:
    total = line.rest + sum(slope * Fraction(str(point[name])) for name, slope in line.slopes)
    return (total > 0) - (total < 0)


def lines(slopes: st.SearchStrategy[Fraction]) -> st.SearchStrategy[list[Line]]:
    one = st.tuples(slopes, slopes, st.integers(-12, 12)).filter(lambda told: bool(told[0] or told[1]))
    return st.lists(one, min_size=1, max_size=4).map(
        lambda told: [
            Line(tuple((name, slope) for name, slope in zip("ab", pair, strict=True) if slope), Fraction(rest))
            for *pair, rest in told
        ]
    )


@given(lines(st.sampled_from([Fraction(-1), Fraction(0), Fraction(1)])))
@settings(max_examples=60)
def test_whole_numbers_bound_together_miss_no_position(given_lines: list[Line]) -> None:
    controls = {name: control(name, whole=True, high=15) for name in "ab"}
    tried = {tuple(side(line, point) for line in given_lines) for point in numbers.samples("ab", given_lines, controls)}
    every = {tuple(side(line, {"a": a, "b": b}) for line in given_lines) for a, b in product(range(16), repeat=2)}
    assert tried == every


@given(lines(st.sampled_from([Fraction(0), Fraction(1), Fraction(-1, 2), Fraction(21, 20), Fraction(-6, 5)])))
@settings(max_examples=60)
def test_fractions_bound_together_miss_no_position(given_lines: list[Line]) -> None:
    controls = {name: control(name, whole=False, high=6) for name in "ab"}
    try:
        points = list(numbers.samples("ab", given_lines, controls))
    except numbers.Unprovable:
        reject()  # that is an honest answer, too
    tried = {tuple(side(line, point) for line in given_lines) for point in points}
    steps = [Fraction(step, 4) for step in range(25)]
    every = {tuple(side(line, {"a": a, "b": b}) for line in given_lines) for a, b in product(steps, repeat=2)}
    assert every <= tried
    assert all(0 <= value <= 6 for point in points for value in point.values())


def test_whole_numbers_that_a_limit_cannot_tell_apart_exactly_are_refused() -> None:
    controls = {name: control(name, whole=True, high=100) for name in "ab"}
    with pytest.raises(numbers.Unprovable):
        list(numbers.samples("ab", [Line((("a", Fraction(2)), ("b", Fraction(-3))), Fraction(0))], controls))


@given(st.lists(st.times(), min_size=0, max_size=3), st.times(), st.times(), st.times())
@settings(max_examples=40)
def test_times_and_windows_miss_no_position(limits: list[Any], at: Any, start: Any, end: Any) -> None:
    fixed = sorted(limit.strftime("%H:%M") for limit in limits)
    tried = {seen(fixed, sample["t"][11:], *sample["w"]) for sample in clocks.samples(["t"], ["w"], fixed)}  # type: ignore[index, misc]
    assert seen(fixed, *(moment.strftime("%H:%M") for moment in (at, start, end))) in tried


def seen(fixed: list[str], at: str, start: str, end: str) -> tuple[int, bool]:
    """Between which limits the time lies, and whether in the window: all that a condition can ask of them."""
    inside = start <= at < end if start <= end else at >= start or at < end
    return sum(limit <= at for limit in fixed), inside
