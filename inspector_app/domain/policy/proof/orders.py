"""The orders of answers from mild to bad, as steps between the points of an axis."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, permutations
from typing import NamedTuple

from inspector_app.domain.policy.proof.axes import Axis
from inspector_app.domain.policy.proof.form import Answers, answer
from inspector_app.domain.policy.proof.laws import DIRECTIONS, Worsening
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.state import Reading

Placed = tuple[int, Answers]
"""Answers on an axis, and the point at which they lie."""


class Step(NamedTuple):
    """From one point of an axis to another for the worse; `before` and `after` are the answers on this axis."""

    axis: int
    mild: int
    bad: int
    before: Answers
    after: Answers


def steps(law: Worsening, survey: Survey, axis: int) -> list[Step]:
    """Every step down the order, once for each pair of points."""
    found: dict[tuple[int, int], Step] = {}
    for (mild, before), (bad, after) in _pairs(law, survey, survey.space.axes[axis]):
        if mild != bad and (mild, bad) not in found:
            found[mild, bad] = Step(axis, mild, bad, before, after)
    return list(found.values())


def _pairs(law: Worsening, survey: Survey, axis: Axis) -> Iterator[tuple[Placed, Placed]]:
    if law.order[0] not in DIRECTIONS:
        yield from combinations(_in_words(law, survey, axis), 2)
        return
    groups: dict[str, list[tuple[Placed, Reading]]] = {}
    for number, point in enumerate(axis.points):
        for sample in point.samples:
            rest = {fact: value for fact, value in sample.items() if fact != law.fact}
            groups.setdefault(repr(rest), []).append(((number, sample), survey.reading(law.fact, sample)))
    for placed in groups.values():
        for (one, low), (other, high) in permutations(placed, 2):
            if _grows(low, high) if law.order[0] == "more" else _grows(high, low):
                yield one, other


def _in_words(law: Worsening, survey: Survey, axis: Axis) -> list[Placed]:
    """The words of the order that the form of the category has, each where it lies."""
    space = survey.space
    told = [answer(law.fact, word, space.controls, survey.asked.scope) for word in law.order]
    return [(axis.at(answers), answers) for answers in told if answers is not None]


def _grows(low: Reading, high: Reading) -> bool:
    """Whether the second is more than the first: a greater number, or a list with all of its words and others."""
    if isinstance(low, tuple) or isinstance(high, tuple):
        return {*_listed(low)} < {*_listed(high)}
    if isinstance(low, int | Decimal) and isinstance(high, int | Decimal):
        return low < high
    return False


def _listed(reading: Reading) -> tuple[str, ...]:
    return reading if isinstance(reading, tuple) else ()
