"""Whether every code rests on something: sentences in both languages are checked when a pack is loaded."""

from collections.abc import Iterator, Mapping, Sequence

from inspector_app.domain.policy.pack import NO_BASIS, Pack
from inspector_app.domain.policy.proof.findings import Finding, Group, Said
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.rules import Rule
from inspector_app.domain.policy.state import LEVELS
from inspector_app.domain.policy.tables import Row

NO_ARTICLE = Said("没有写依据，也没有写 `none` 表示不需要", "names no article, nor `none` for needing none")
DUTY = Said("设定了义务，而设定义务必须有依据", "sets a duty, and a duty needs an article")
UNWRITTEN = Said("缺少名称或摘要（中英文都要有）", "needs a name and a short text in both languages")


def baseless(pack: Pack, surveys: Sequence[Survey], tables: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """Codes without an article, unless their line says `none`: nothing found, not ours, mere help; never a duty."""
    for row in tables["reasons"]:
        givers = [(survey, rule) for survey in surveys for rule in survey.asked.rules if rule.code == row["code"]]
        if not row["bases"]:
            yield _finding(row, givers, NO_ARTICLE)
        elif row["bases"] == NO_BASIS and any(rule.level >= LEVELS["management"] for _, rule in givers):
            yield _finding(row, givers, DUTY)
        for basis in pack.bases[row["code"]]:
            if not all(basis[column] for column in ("zh", "en", "says_zh", "says_en")):
                yield Finding(Group.BASIS, "bases", basis["key"], "", UNWRITTEN)


def _finding(row: Row, givers: Sequence[tuple[Survey, Rule]], text: Said) -> Finding:
    """With facts on which the code is given, if any are."""
    found = (survey.examples(part) for survey, rule in givers for part in survey.course.acted.get(rule.no, ())[:1])
    examples = tuple(next(example) for example in found)[:1]
    return Finding(Group.BASIS, "reasons", row["code"], "", text, examples)
