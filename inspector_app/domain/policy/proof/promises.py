"""Whether the invariants hold for every combination."""

from collections.abc import Iterator

from inspector_app.domain.policy.proof.diagrams import NOTHING
from inspector_app.domain.policy.proof.findings import Example, Finding, Group
from inspector_app.domain.policy.proof.laws import Invariant
from inspector_app.domain.policy.proof.survey import Survey


def broken(survey: Survey) -> Iterator[Finding]:
    """For each invariant that breaks, one finding for each reason with which it does."""
    for law in survey.asked.invariants:
        yield from _breaks(law, survey)


def _breaks(law: Invariant, survey: Survey) -> Iterator[Finding]:
    seen: dict[str, Example] = {}
    for standing, where in survey.course.ends.items():
        diagrams = survey.space.diagrams
        meant = diagrams.both(where, survey.where(law.when, standing))
        bad = diagrams.without(meant, survey.where(law.then, standing))
        if bad != NOTHING:
            example = survey.example(bad)
            seen[example.primary] = min(seen.get(example.primary, example), example, key=_size)
    for primary, example in sorted(seen.items()):
        text = f"{law.row['en']}: {example.tier} {primary}"
        yield Finding(Group.INVARIANT, "invariants", law.row["no"], survey.category, text, (example,))


def _size(example: Example) -> int:
    return len(str(example.facts))
