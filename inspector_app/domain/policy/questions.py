"""The questions of a pack: what the officer could still establish."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.policy.names import Scope, Test
from inspector_app.domain.policy.scope import condition, value_of
from inspector_app.domain.policy.tables import LANGUAGES, Row


@dataclass(frozen=True, slots=True)
class Question:
    """An answer the officer could still establish; `adds` when it is one more entry of a list."""

    fact: str
    value: object
    adds: bool
    test: Test
    texts: Mapping[str, str]


def question(row: Row, names: Scope) -> Question:
    """A line of `questions.csv`; `PackProblem` when it asks for what the pack does not know."""
    fact = names.facts.get(row["fact"])
    if fact is None:
        raise row.problem("unknown_name", f"{row['fact']} is not in facts.csv")
    value: object = row["value"] if fact.kind == "list" else value_of(row, "value", fact)
    texts = {lang: row[lang] for lang in LANGUAGES}
    return Question(fact.name, value, fact.kind == "list", condition(row, names)[1], texts)
