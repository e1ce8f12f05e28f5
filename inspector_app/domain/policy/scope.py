"""The names of a pack: its facts, thresholds and terms, read from their tables and compiled in order."""

import re
from collections.abc import Container, Sequence
from decimal import Decimal

from inspector_app.domain.policy.closures import closure
from inspector_app.domain.policy.conditions import All, Condition
from inspector_app.domain.policy.extent import MOST_DEPTH, MOST_QUESTIONS, too_large
from inspector_app.domain.policy.grammar import ExpressionProblem, parse
from inspector_app.domain.policy.names import Fact, NameProblem, Scope, Test, constant
from inspector_app.domain.policy.state import LEVELS, Reading
from inspector_app.domain.policy.tables import Row

KINDS = ("word", "number", "yes_no", "list", "time", "window", "text", "group")
RESERVED = frozenset({"tier", "hard", "reasons", "flags", "primary", "true", "false", *LEVELS})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63})?")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def scope(tables: dict[str, list[Row]]) -> Scope:
    """Every name of the pack; a term may use the terms above it, so that none can turn in a circle."""
    facts = _facts(tables["facts"])
    thresholds = {_name(row, "name"): _threshold(row) for row in unique(tables["thresholds"], "name")}
    terms: dict[str, Test] = {}
    trees: dict[str, Condition] = {}
    names = Scope(facts, thresholds, terms, trees, _column(tables["reasons"], "code"), _column(tables["flags"], "flag"))
    for row in unique(tables["terms"], "name"):
        name = _name(row, "name")
        if name in facts or name in RESERVED:
            raise row.problem("name_taken", f"{name} already means something else")
        trees[name], terms[name] = condition(row, names)
    return names


def condition(row: Row, names: Scope) -> tuple[Condition, Test]:
    """The condition in the column `when`, as a tree and compiled; an empty one always holds."""
    text = row["when"]
    try:
        tree = parse(text) if text else All(())
        if too_large(tree, names.trees):
            raise row.problem(
                "too_large", f"asks more than {MOST_QUESTIONS} questions, or lies deeper than {MOST_DEPTH}"
            )
        return tree, closure(tree, names)
    except ExpressionProblem as trouble:
        raise row.problem("bad_condition", f"{trouble} (character {trouble.at + 1})") from trouble
    except NameProblem as trouble:
        raise row.problem("unknown_name", str(trouble)) from trouble


def unique(rows: Sequence[Row], column: str) -> Sequence[Row]:
    """The rows, when no two have the same word in a column."""
    seen: set[str] = set()
    for row in rows:
        if row[column] in seen:
            raise row.problem("twice", f"{row[column]} stands twice")
        seen.add(row[column])
    return rows


def known(row: Row, column: str, words: Container[str]) -> None:
    """`PackProblem` when a word of the cell is not among these."""
    for word in row.words(column):
        if word not in words:
            raise row.problem("unknown_name", f"{word} is not known as {column}")


def meets(row: Row, category: str) -> bool:
    """Whether the line is for findings of this category."""
    return not row["category"] or category in row.words("category")


def ascending(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows, when their numbers rise: sorting the sheet by number must not change the policy."""
    before = 0
    for row in rows:
        if not re.fullmatch(r"\d{1,6}", row["no"]) or int(row["no"]) <= before:
            raise row.problem("bad_order", "the numbers must rise from line to line")
        before = int(row["no"])
    return rows


def lines(rows: Sequence[Row], category: str) -> list[Row]:
    """The numbered lines of a category, in order."""
    return [row for row in ascending(rows) if meets(row, category)]


def value_of(row: Row, column: str, fact: Fact) -> Reading:
    """The cell as a value of the fact; empty is none."""
    text = row[column]
    if fact.kind == "list":
        return tuple(text.split())
    if not text:
        return None
    if fact.kind == "yes_no" and text in ("true", "false"):
        return text == "true"
    if fact.kind == "number" and _NUMBER.fullmatch(text):
        return constant(text)
    if fact.kind == "word" and text in fact.words:
        return text
    raise row.problem("bad_value", f"{text[:40]} is no value of {fact.name}")


def _facts(rows: Sequence[Row]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for slot, row in enumerate(unique(rows, "fact")):
        name, kind, nullable = _name(row, "fact"), row["kind"], row["nullable"]
        if kind not in KINDS or nullable not in ("", "yes"):
            raise row.problem("bad_value", f"a fact is one of {', '.join(KINDS)}; nullable is yes or empty")
        fact = Fact(name, slot, kind, frozenset(row.words("values")), nullable == "yes", None)
        group = name.rpartition(".")[0]
        if name in RESERVED or (group and (group not in facts or facts[group].kind != "group")):
            raise row.problem("name_taken", f"{name} is reserved or stands before its group")
        facts[name] = Fact(name, slot, kind, fact.words, fact.nullable, value_of(row, "when_absent", fact))
    return facts


def _threshold(row: Row) -> int | Decimal | str:
    text, unit = row["value"], row["unit"]
    if unit == "hh:mm" and _CLOCK.fullmatch(text):
        return text
    if unit != "hh:mm" and _NUMBER.fullmatch(text):
        return Decimal(text).scaleb(-2) if unit == "%" else constant(text)
    raise row.problem("bad_value", "a threshold is a number, or a time when its unit is hh:mm")


def _name(row: Row, column: str) -> str:
    if not _NAME.fullmatch(row[column]):
        raise row.problem("bad_name", f"{row[column][:64]} is not a name")
    return row[column]


def _column(rows: Sequence[Row], column: str) -> frozenset[str]:
    return frozenset(row[column] for row in rows)
