"""Two packs, table by table: which lines came, went or changed, each found by what names it and not by where it stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from inspector_app.domain.policy.tables import COLUMNS, Row

KEYS: Mapping[str, tuple[str, ...]] = {
    "pack": ("key",),
    "facts": ("fact",),
    "thresholds": ("name",),
    "terms": ("name",),
    "contradictions": ("no",),
    "rules": ("no",),
    "fine_gate": ("no",),
    "reasons": ("code",),
    "bases": ("key",),
    "measures": ("measure",),
    "flags": ("flag",),
    "words": ("kind", "code"),
    "questions": ("category", "fact", "value"),
    "neutral": ("category", "facts", "words"),
}
"""The columns that name a line of each table."""


class Difference(NamedTuple):
    """One line that differs. `what`: added, removed, changed, or moved (the lines are the same, their order is not).

    `cells` are (column, old, new) of what differs; all filled ones of a line that came or went. `key` is empty for `moved`.
    """

    table: str
    key: str
    what: str
    cells: tuple[tuple[str, str, str], ...]


def differences(old: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]]) -> tuple[Difference, ...]:
    """Every line that differs, table by table in the order of COLUMNS: gone and changed ones as in `old`, then what came."""
    return tuple(found for table in COLUMNS for found in _table(table, old[table], new[table]))


def _table(table: str, old: Sequence[Row], new: Sequence[Row]) -> list[Difference]:
    before, after = _keyed(table, old), _keyed(table, new)
    found = []
    for key, row in before.items():
        if key not in after:
            found.append(_difference(table, key, "removed", row.cells, {}))
        elif row.cells != after[key].cells:
            found.append(_difference(table, key, "changed", row.cells, after[key].cells))
    found += [_difference(table, key, "added", {}, row.cells) for key, row in after.items() if key not in before]
    if not found and list(before) != list(after):
        found.append(Difference(table, "", "moved", ()))
    return found


def _keyed(table: str, rows: Sequence[Row]) -> dict[str, Row]:
    """The rows by name; a second line of the same name is told apart by its number."""
    seen: Counter[str] = Counter()
    keyed = {}
    for row in rows:
        name = " ".join(row[column] for column in KEYS[table] if row[column])
        seen[name] += 1
        keyed[name if seen[name] == 1 else f"{name} #{seen[name]}"] = row
    return keyed


def _difference(table: str, key: str, what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Difference:
    cells = tuple(
        (column, old.get(column, ""), new.get(column, ""))
        for column in COLUMNS[table]
        if old.get(column, "") != new.get(column, "")
    )
    return Difference(table, key, what, cells)
