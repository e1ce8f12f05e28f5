"""Rows of a list that changes often: made when they are first needed, hidden when they are not, never thrown away."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

Row = TypeVar("Row", bound=QWidget)


def as_many(rows: list[Row], count: int, make: Callable[[], Row], into: QVBoxLayout) -> list[Row]:
    """The first `count` of `rows`, which stand in `into`; those beyond are hidden and kept for the next change."""
    while len(rows) < count:
        rows.append(make())
        into.addWidget(rows[-1])
    for position, row in enumerate(rows):
        row.setVisible(position < count)
    return rows[:count]
