"""What every policy has to keep, as tables of their own: invariants, which answers are worse, which may make no difference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.policy import tables
from inspector_app.domain.policy.closures import closure
from inspector_app.domain.policy.conditions import All, Among, Compare, Condition, Is, Name
from inspector_app.domain.policy.grammar import ExpressionProblem, parse
from inspector_app.domain.policy.names import NameProblem, Scope
from inspector_app.domain.policy.proof.leaves import leaves, of_outcome
from inspector_app.domain.policy.state import LEVELS
from inspector_app.domain.policy.tables import Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "invariants": ("no", "category", "when", "then", "zh", "en"),
    "worse": ("no", "category", "fact", "order", "when", "promise", "zh", "en"),
    "neutral": tables.COLUMNS["neutral"],
}
PROMISES = ("never_softer", "never_enforcement")
DIRECTIONS = ("more", "less")


@dataclass(frozen=True, slots=True)
class Invariant:
    """Where the facts and the decision are as `when` says, they are also as `then` says."""

    row: Row
    when: Condition
    then: Condition


@dataclass(frozen=True, slots=True)
class Worsening:
    """An order of the answers to one fact, from mild to bad, and what going down it may not do.

    `order` is words (`true`, `false` and `unknown` too), or `more` or `less`, of numbers and of the words in a list.
    """

    row: Row
    fact: str
    order: tuple[str, ...]
    when: Condition
    promise: str


@dataclass(frozen=True, slots=True)
class Laws:
    """The laws in their tables; which of them speak about a pack and a category is found out for each."""

    invariants: tuple[Invariant, ...]
    worse: tuple[Worsening, ...]
    neutral: tuple[Row, ...]

    @staticmethod
    def load(files: Mapping[str, bytes]) -> "Laws":
        """The laws in `invariants.csv`, `worse.csv` and `neutral.csv`; `PackProblem` names table and line of a fault."""
        rows = {name: tables.rows(name, files.get(f"{name}.csv", b""), columns) for name, columns in COLUMNS.items()}
        return Laws(
            tuple(Invariant(row, _condition(row, "when"), _condition(row, "then")) for row in rows["invariants"]),
            tuple(_worsening(row) for row in rows["worse"]),
            tuple(rows["neutral"]),
        )


def unknown(conditions: Iterable[Condition], scope: Scope) -> str:
    """What the pack does not know of what these conditions name, as a sentence; empty when it knows everything."""
    for condition in conditions:
        for leaf in leaves(condition, scope.trees):
            try:
                _check(leaf, scope)
            except NameProblem as trouble:
                return str(trouble)
    return ""


def _worsening(row: Row) -> Worsening:
    order = row.words("order")
    if row["promise"] not in PROMISES or (len(order) < 2 and row["order"] not in DIRECTIONS):
        raise row.problem("bad_value", f"an order is words, more or less; a promise is {' or '.join(PROMISES)}")
    return Worsening(row, row["fact"], order, _condition(row, "when"), row["promise"])


def _condition(row: Row, column: str) -> Condition:
    try:
        return parse(row[column]) if row[column] else All(())
    except ExpressionProblem as trouble:
        raise row.problem("bad_condition", f"{trouble} (character {trouble.at + 1})") from trouble


def _check(leaf: Condition, scope: Scope) -> None:
    """`NameProblem` when the pack lacks a name; of the decision a law may also ask the floor and the gate."""
    match leaf:
        case Compare("=" | "!=", Name("gate"), Name()) | Among("in", "gate", _):
            return
        case Compare(_, Name("floor"), Name(word)) if word in LEVELS:
            return
        case Among("any of", "reasons" | "flags") | Among("in", "primary") | Is("empty", "reasons"):
            closure(leaf, scope)
        case _ if not of_outcome(leaf):
            closure(leaf, scope)
        case Name("hard") | Compare(_, Name("tier"), _):
            closure(leaf, scope)
        case _:
            raise NameProblem("an invariant asks the decision for tier, floor, hard, gate, reasons, flags or primary")
