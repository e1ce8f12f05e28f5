"""Whether a worse answer ever leads to a milder decision, all else being equal."""

import json
from collections.abc import Iterator

from inspector_app.domain.policy.proof.combinations import cheapest
from inspector_app.domain.policy.proof.diagrams import EVERYTHING, NOTHING
from inspector_app.domain.policy.proof.findings import Example, Finding, Group, Said
from inspector_app.domain.policy.proof.form import unlike
from inspector_app.domain.policy.proof.laws import Worsening
from inspector_app.domain.policy.proof.orders import Step, steps
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.state import LEVELS

NOTHING_SAID = Said("未回答", "not answered")


def softened(survey: Survey) -> Iterator[Finding]:
    """For each order of answers one finding for every pair of reasons between which its promise breaks."""
    for law in survey.asked.worse:
        axis = survey.space.level(law.fact)
        if axis is not None:
            yield from _told(law, survey, axis)


def _told(law: Worsening, survey: Survey, axis: int) -> Iterator[Finding]:
    seen: dict[tuple[str, str], tuple[Step, Example, Example]] = {}
    for step in steps(law, survey, axis):
        for good, bad in _contrasts(law, survey):
            for before, after in _examples(step, good, bad, law, survey):
                key = (before.primary, after.primary)
                if key not in seen or _size(before, after) < _size(*seen[key][1:]):
                    seen[key] = (step, before, after)
    if seen:
        (step, *first), *others = sorted(seen.values(), key=lambda found: _size(*found[1:]))
        also = tuple(f"{before.result} to {after.result}" for _, before, after in others)
        yield Finding(Group.SOFTER, "worse", law.row["no"], survey.category, _sentence(law, step), tuple(first), also)


def _sentence(law: Worsening, step: Step) -> Said:
    zh, en = (
        [_word(answers.get(law.fact, nothing)) for answers in (step.before, step.after)] for nothing in NOTHING_SAID
    )
    return Said(
        f"{law.row['zh']}：{law.fact} 由 {zh[0]} 变为 {zh[1]}", f"{law.row['en']}: {law.fact} from {en[0]} to {en[1]}"
    )


def _contrasts(law: Worsening, survey: Survey) -> Iterator[tuple[int, int]]:
    """Pairs of sets: no step for the worse may lead from the first into the second."""
    diagrams = survey.space.diagrams
    meant = diagrams.both(survey.ordinary, survey.space.where(law.when))
    for level in (1, 2, 3):
        above = diagrams.both(meant, survey.at_least(level))
        below = diagrams.without(meant, above)
        if law.promise == "never_softer":
            yield above, below
        elif level == LEVELS["enforcement"]:
            yield below, above


def _examples(step: Step, good: int, bad: int, law: Worsening, survey: Survey) -> Iterator[tuple[Example, Example]]:
    space, diagrams = survey.space, survey.space.diagrams
    mild, worse = diagrams.given(good, step.axis, step.mild), diagrams.given(bad, step.axis, step.bad)
    rest, other = mild, worse
    hanging = unlike(law.fact, step.before, step.after, space.controls)
    loose = {level for path in hanging if (level := space.level(path)) is not None}
    for axis in loose:
        rest, other = diagrams.some(rest, axis), diagrams.some(other, axis)
    both = diagrams.both(rest, other)
    if both == NOTHING:
        return
    chosen = cheapest(both, diagrams, space.costs)
    same = EVERYTHING
    for axis, point in enumerate(chosen):
        if axis != step.axis and axis not in loose:
            same = diagrams.both(same, diagrams.answers(axis, {point}))
    before = survey.decided({**space.shortest(diagrams.both(same, mild)), **step.before})
    yield before, survey.decided({**space.shortest(diagrams.both(same, worse)), **step.after})


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _size(*examples: Example) -> int:
    return sum(len(str(example.facts)) for example in examples)
