"""Answers that cannot both be true: the decision on them is provisional and names them; which one is harder, the rules say."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.policy.conditions import Condition
from inspector_app.domain.policy.names import Scope, Test
from inspector_app.domain.policy.rules import Rule
from inspector_app.domain.policy.scope import condition, known
from inspector_app.domain.policy.tables import LANGUAGES, Row

PROVISIONAL = "provisional"
STEP = "contradiction"
"""The step of the rules that note a contradiction."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A line of `contradictions.csv`; `missing` are the facts of which at least one must be asked again."""

    no: int
    text: str
    condition: Condition
    test: Test
    missing: tuple[str, ...]
    texts: Mapping[str, str]

    def note(self, category: str) -> Rule:
        """The rule that notes it, in front of all others, so that no gate passes it over."""
        return Rule(
            no=self.no,
            step=STEP,
            categories=frozenset({category}),
            choose="",
            text=self.text,
            condition=self.condition,
            test=self.test,
            effect="note",
            level=0,
            code="",
            flags=(PROVISIONAL,),
            refer=(),
            missing=self.missing,
        )


def contradiction(row: Row, names: Scope) -> Contradiction:
    """The line; `PackProblem` when it names no fact, says nothing, or the pack has no flag for it."""
    if not row["when"] or not row["missing"] or not row["zh"] or not row["en"]:
        raise row.problem(
            "missing_text", "a contradiction needs a condition, the facts it is between, and both sentences"
        )
    if PROVISIONAL not in names.flags:
        raise row.problem("unknown_name", f"{PROVISIONAL} is not in flags.csv")
    known(row, "missing", names.facts)
    tree, test = condition(row, names)
    texts = {lang: row[lang] for lang in LANGUAGES}
    return Contradiction(int(row["no"]), row["when"], tree, test, row.words("missing"), texts)
