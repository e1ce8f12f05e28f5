"""Whether every code rests on something: sentences in both languages are checked when a pack is loaded."""

from collections.abc import Iterator, Mapping, Sequence

from inspector_app.domain.policy.pack import NO_BASIS, Pack
from inspector_app.domain.policy.proof.findings import Finding, Group
from inspector_app.domain.policy.proof.survey import Survey
from inspector_app.domain.policy.state import LEVELS
from inspector_app.domain.policy.tables import Row


def baseless(pack: Pack, surveys: Sequence[Survey], tables: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """Codes without an article, unless their line says `none`: nothing found, not ours, mere help; never a duty."""
    heaviest: dict[str, int] = {}
    for survey in surveys:
        for rule in survey.asked.rules:
            heaviest[rule.code] = max(heaviest.get(rule.code, 0), rule.level)
    for row in tables["reasons"]:
        if not row["bases"]:
            yield Finding(Group.BASIS, "reasons", row["code"], "", "names no article, nor `none` for needing none")
        elif row["bases"] == NO_BASIS and heaviest.get(row["code"], 0) >= LEVELS["management"]:
            yield Finding(Group.BASIS, "reasons", row["code"], "", "sets a duty, and a duty needs an article")
        for basis in pack.bases[row["code"]]:
            if not all(basis[column] for column in ("zh", "en", "says_zh", "says_en")):
                yield Finding(Group.BASIS, "bases", basis["key"], "", "needs a name and a short text in both languages")
