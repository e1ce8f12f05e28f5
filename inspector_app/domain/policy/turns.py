"""What would change a decision: every single answer that the officer could still establish, and where it leads."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from inspector_app.domain.catalogue import Catalogue, FactControl
from inspector_app.domain.policy import cuts
from inspector_app.domain.policy.engine import decide, run
from inspector_app.domain.policy.pack import Pack
from inspector_app.domain.policy.tier import TIERS, Tier
from inspector_app.domain.policy.wording import Wording

PARTY = "party"  # as a fact: what the party does, one answer of the form that states several facts


class Turn(NamedTuple):
    """What one other answer would lead to; for a list fact `value` is the one that is added.

    `bounds`: for a number, the signs and limits of all values that lead there; `value` is one of them. Of PARTY the value is
    the code of one of the catalogue's answers.
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
    ground = _Ground(facts, pack)
    turns = [turn for turn in _asked(ground) if turn.tier != ground.tier]
    told = {(turn.fact, turn.tier) for turn in turns}
    turns += [turn for turn in _open(facts, ground, catalogue) if turn.tier != ground.tier and turn[:3:2] not in told]
    return (*turns, *_together(facts, ground, catalogue, turns))


def _together(
    facts: Mapping[str, object], ground: "_Ground", catalogue: Catalogue, turns: list[Turn]
) -> Iterator[Turn]:
    """The answers of the party, one tap of the form, that lead where none of their facts leads alone."""
    asked = catalogue.categories[str(facts["category"])]
    for answer in catalogue.answers:
        said = {
            name: value for name, value in answer.facts.items() if name in asked and name in ground.pack.scope.facts
        }
        new = {name for name, value in said.items() if facts.get(name) != value}
        told = {turn.tier for turn in turns if turn.fact in said}
        if len(new) > 1 and (tier := ground.tier_of(said)) not in (ground.tier, *told):
            yield Turn(PARTY, answer.code, tier)


def turn_text(turn: Turn, pack: Pack, words: Wording) -> str:
    """The answer in words: the pack's own when it asks this very question, else the fact with its value."""
    if turn.fact == PARTY:
        answer = next(one for one in words.catalogue.answers if one.code == turn.value)
        return answer.label_zh if words.lang == "zh" else answer.label_en
    for question in pack.programs[words.category].questions:
        if (question.fact, question.value) == turn[:2] and not turn.bounds:
            return question.texts[words.lang]
    if turn.bounds:
        return words.between(turn.fact, turn.bounds)
    if turn.value is True:
        return words.fact(turn.fact)
    said = words.value(turn.fact, turn.value).strip("“”")
    return f"{words.fact(turn.fact)}{'：' if words.lang == 'zh' else ': '}{said}"


class _Ground:
    """The facts as they are, from which one answer at a time is varied."""

    def __init__(self, facts: Mapping[str, object], pack: Pack) -> None:
        self.pack = pack
        self.program = pack.programs[str(facts["category"])]
        self.state = self.program.intake.state(facts)
        self.tier = decide(facts, pack).tier

    def tier_of(self, answers: Mapping[str, object]) -> Tier:
        """The tier with all these answers together."""
        state = self.state
        for path, value in answers.items():
            state = self.program.intake.answered(state, path, value)
        run(self.program, state)
        return TIERS[state.level]

    def turn(self, path: str, value: object) -> Turn:
        """Where this answer leads; to a list it is added."""
        fact = self.pack.scope.facts[path]
        listed = self.state.facts[fact.slot]
        given = (*listed, value) if isinstance(listed, tuple) and fact.kind == "list" else value
        state = self.program.intake.answered(self.state, path, given)
        run(self.program, state)
        return Turn(path, value, TIERS[state.level])


def _asked(ground: _Ground) -> Iterator[Turn]:
    for question in ground.program.questions:
        if question.test(ground.state):
            yield ground.turn(question.fact, question.value)


def _open(facts: Mapping[str, object], ground: _Ground, catalogue: Catalogue) -> Iterator[Turn]:
    pack = ground.pack
    compared = cuts.comparisons(ground.program.rules, pack.scope)
    for path, control in _unanswered(facts, catalogue):
        if path not in pack.scope.facts:
            continue
        if control.kind == "number":
            tried = cuts.points(control, path, compared.get(path, []), ground.state, pack.scope)
            yield from _stretches(ground, path, tried)
        yield from (ground.turn(path, value) for value in _values(control))


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


def _stretches(ground: _Ground, path: str, tried: list[cuts.Point]) -> Iterator[Turn]:
    """One turn for each stretch of numbers that leads to one tier; the ends of all numbers are no bounds."""
    turns = [(ground.turn(path, _plain(point.value)), point) for point in tried]
    for _, group in groupby(turns, key=lambda pair: pair[0].tier):
        stretch = list(group)
        (turn, first), (_, last) = stretch[0], stretch[-1]
        lower = () if first is tried[0] else (first.lower,)
        upper = () if last is tried[-1] else (last.upper,)
        yield turn._replace(bounds=lower + upper)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
