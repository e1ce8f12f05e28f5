"""What would change a decision: every single answer that the officer could still establish, and where it leads."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from inspector_app.domain.catalogue import Catalogue, FactControl
from inspector_app.domain.policy import cuts
from inspector_app.domain.policy.engine import decide
from inspector_app.domain.policy.pack import Pack, Program
from inspector_app.domain.policy.state import State
from inspector_app.domain.policy.tier import Tier
from inspector_app.domain.policy.wording import Wording


class Turn(NamedTuple):
    """What one other answer would lead to; for a list fact `value` is the one that is added.

    `bounds`: for a number, the signs and limits of all values that lead there; `value` is one of them.
    """

    fact: str
    value: object
    tier: Tier
    bounds: tuple[cuts.Bound, ...] = ()


def what_would_change(facts: Mapping[str, object], pack: Pack, catalogue: Catalogue) -> tuple[Turn, ...]:
    """The single answers that lead to another tier: first the pack's questions in its order, then what is not answered yet.

    A fact is open when nobody has answered it, the form would ask it, and an officer can tell. Of an open fact those answers
    are left out that lead where one of the pack's questions about it leads already.
    """
    category = str(facts["category"])
    program = pack.programs[category]
    state = program.intake.state(facts)
    now = decide(facts, pack).tier
    turns = [turn for turn in _asked(facts, program, pack, state) if turn.tier != now]
    told = {(turn.fact, turn.tier) for turn in turns}
    turns += [
        turn for turn in _open(facts, program, pack, catalogue, state) if turn.tier != now and turn[:3:2] not in told
    ]
    return tuple(turns)


def turn_text(turn: Turn, pack: Pack, words: Wording) -> str:
    """The answer in words: the pack's own when it asks this very question, else the fact with its value."""
    for question in pack.programs[words.category].questions:
        if (question.fact, question.value) == turn[:2] and not turn.bounds:
            return question.texts[words.lang]
    if turn.bounds:
        return words.between(turn.fact, turn.bounds)
    if turn.value is True:
        return words.fact(turn.fact)
    said = words.value(turn.fact, turn.value).strip("“”")
    return f"{words.fact(turn.fact)}{'：' if words.lang == 'zh' else ': '}{said}"


def _asked(facts: Mapping[str, object], program: Program, pack: Pack, state: State) -> Iterator[Turn]:
    for question in program.questions:
        if question.test(state):
            answered = _answered(facts, question.fact, question.value, adds=question.adds)
            yield Turn(question.fact, question.value, decide(answered, pack).tier)


def _open(
    facts: Mapping[str, object], program: Program, pack: Pack, catalogue: Catalogue, state: State
) -> Iterator[Turn]:
    compared = cuts.comparisons(program.rules, pack.scope)
    for path, control in _unanswered(facts, catalogue):
        if path not in pack.scope.facts:
            continue
        if control.kind == "number":
            tried = cuts.points(control, path, compared.get(path, []), state, pack.scope)
            yield from _stretches(facts, path, tried, pack)
        for value in _values(control):
            answered = _answered(facts, path, value, adds=control.kind == "many")
            yield Turn(path, value, decide(answered, pack).tier)


def _unanswered(facts: Mapping[str, object], catalogue: Catalogue) -> Iterator[tuple[str, FactControl]]:
    for name, control in catalogue.categories[str(facts["category"])].items():
        if control.source != "officer" or not control.shown(facts):
            continue
        given = facts.get(name)
        if control.kind == "group":
            parts = given if isinstance(given, Mapping) else {}
            yield from ((f"{name}.{part.name}", part) for part in control.parts if parts.get(part.name) is None)
        elif given is None:
            yield name, control


def _values(control: FactControl) -> tuple[object, ...]:
    if control.kind == "flag":
        return (True, False)
    return tuple(choice.value for choice in control.values) if control.kind in ("one", "many") else ()


def _stretches(facts: Mapping[str, object], path: str, tried: list[cuts.Point], pack: Pack) -> Iterator[Turn]:
    """One turn for each stretch of numbers that leads to one tier; the ends of all numbers are no bounds."""
    tiers = [(decide(_answered(facts, path, _plain(point.value)), pack).tier, point) for point in tried]
    for tier, group in groupby(tiers, key=lambda pair: pair[0]):
        stretch = [point for _, point in group]
        first, last = stretch[0], stretch[-1]
        lower = () if first is tried[0] else (first.lower,)
        upper = () if last is tried[-1] else (last.upper,)
        yield Turn(path, _plain(first.value), tier, lower + upper)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _answered(facts: Mapping[str, object], path: str, value: object, *, adds: bool = False) -> dict[str, object]:
    """The same facts with one answer more, or another one."""
    name, _, part = path.partition(".")
    given = facts.get(name)
    if adds:
        listed = given if isinstance(given, list | tuple) else ()
        return {**facts, name: [*listed, value]}
    if part:
        group = given if isinstance(given, Mapping) else {}
        return {**facts, name: {**group, part: value}}
    return {**facts, name: value}
