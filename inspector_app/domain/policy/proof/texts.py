"""Whether every code rests on something: sentences in both languages are checked when a pack is loaded."""

from collections.abc import Iterator, Mapping, Sequence

from inspector_app.domain.policy.pack import NO_BASIS, Pack
from inspector_app.domain.policy.proof.findings import Finding, Group
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.rules import Rule
from inspector_app.domain.policy.state import LEVELS
from inspector_app.domain.policy.tables import Row


def baseless(pack: Pack, surveys: Sequence[Survey], tables: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """Codes without an article, unless their line says `none`: nothing found, not ours, mere help; never a duty."""
    for row in tables["reasons"]:
        givers = [(survey, rule) for survey in surveys for rule in survey.asked.rules if rule.code == row["code"]]
        if not row["bases"]:
            yield _finding(row, givers, "names no article, nor `none` for needing none")
        elif row["bases"] == NO_BASIS and any(rule.level >= LEVELS["management"] for _, rule in givers):
            yield _finding(row, givers, "sets a duty, and a duty needs an article")
        for basis in pack.bases[row["code"]]:
            if not all(basis[column] for column in ("zh", "en", "says_zh", "says_en")):
                yield Finding(Group.BASIS, "bases", basis["key"], "", "needs a name and a short text in both languages")


def _finding(row: Row, givers: Sequence[tuple[Survey, Rule]], text: str) -> Finding:
    """With facts on which the code is given, if any are."""
    found = (survey.examples(part) for survey, rule in givers for part in survey.course.acted.get(rule.no, ())[:1])
    examples = tuple(next(example) for example in found)[:1]
    return Finding(Group.BASIS, "reasons", row["code"], "", text, examples)
