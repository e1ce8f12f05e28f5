"""Whether some combination falls through all rules and comes out without any code."""

from collections.abc import Iterator

from inspector_app.domain.policy.proof.combinations import count
from inspector_app.domain.policy.proof.diagrams import NOTHING
from inspector_app.domain.policy.proof.findings import Finding, Group, Said
from inspector_app.domain.policy.proof.survey import Survey


def fallen(survey: Survey) -> Iterator[Finding]:
    """One finding when there are such combinations."""
    found = NOTHING
    for standing, where in survey.course.ends.items():
        if not any(standing.firsts):
            found = survey.space.diagrams.either(found, where)
    if found != NOTHING:
        example = next(survey.examples(found))
        number = count(found, survey.space.diagrams)
        text = Said(f"有 {number} 种组合得不出任何代码", f"{number} combinations come out without any code")
        yield Finding(Group.GAP, "rules", "", survey.category, text, (example,))
