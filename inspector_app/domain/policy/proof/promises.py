"""Whether the invariants hold for every combination."""

from collections.abc import Iterator

from inspector_app.domain.policy.proof.diagrams import NOTHING
from inspector_app.domain.policy.proof.findings import Finding, Group, Said
from inspector_app.domain.policy.proof.laws import Invariant
from inspector_app.domain.policy.proof.survey import Survey


def broken(survey: Survey) -> Iterator[Finding]:
    """One finding for each invariant that breaks, with all the reasons with which it does."""
    for law in survey.asked.invariants:
        examples = sorted(survey.examples(_bad(law, survey)), key=lambda example: len(str(example.facts)))
        if examples:
            also = tuple(example.result for example in examples[1:])
            text = Said(law.row["zh"], law.row["en"])
            yield Finding(Group.INVARIANT, "invariants", law.row["no"], survey.category, text, (examples[0],), also)


def _bad(law: Invariant, survey: Survey) -> int:
    """The combinations for which the invariant does not hold."""
    diagrams = survey.space.diagrams
    found = NOTHING
    for standing, where in survey.course.ends.items():
        breach = diagrams.without(survey.where(law.when, standing), survey.where(law.then, standing))
        found = diagrams.either(found, diagrams.both(where, breach))
    return found
