"""The fine gate of a pack: whether a fine could lawfully follow, the first line that fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.policy.names import Scope, Test
from inspector_app.domain.policy.scope import condition, lines
from inspector_app.domain.policy.tables import PackProblem, Row


@dataclass(frozen=True, slots=True)
class Gate:
    """A line of the fine gate; the first that fits says whether a fine could lawfully follow."""

    no: int
    test: Test
    gate: str


def gates(rows: Sequence[Row], category: str, names: Scope, words: set[tuple[str, str]]) -> tuple[Gate, ...]:
    """The lines of a category, the last without a condition; `PackProblem` when a finding could fall through."""
    own = lines(rows, category)
    if not any(not row["when"] for row in own):
        raise PackProblem("open_end", f"{category} needs a last line without a condition", table="fine_gate")
    return tuple(_gate(row, names, words) for row in own)


def _gate(row: Row, names: Scope, words: set[tuple[str, str]]) -> Gate:
    if ("gate", row["gate"]) not in words:
        raise row.problem("unknown_name", f"{row['gate']} is not in words.csv as a gate")
    return Gate(int(row["no"]), condition(row, names)[1], row["gate"])
