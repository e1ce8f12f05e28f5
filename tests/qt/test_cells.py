"""The words of a cell that are wider than its column."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.ui import theme
from inspector_app.ui.rulebook import Rulebook
from inspector_app.ui.shift.cells import PAD, Column, FindingCells, folded, two_lines
from inspector_app.ui.shift.words import FindingWords
from tests.qt.desks import NOW, RESOURCES

TWO = "File a case · Written order"


@pytest.mark.parametrize(
    ("room", "at_dot", "lines"),
    [
        (TWO, False, (TWO,)),
        ("Written order", False, ("File a case", "Written order")),
        ("File a", False, ("File a", "case · Written order")),
        ("File a", True, ("File a case", "Written order")),
        ("i", False, ("File", "a case · Written order")),
    ],
)
def test_words_that_are_too_wide_stand_on_two_lines(
    qapp: QApplication, room: str, at_dot: bool, lines: tuple[str, ...]
) -> None:
    metrics = theme.metrics()
    assert folded(TWO, metrics, metrics.horizontalAdvance(room) + 1, at_dot=at_dot) == lines


def test_chinese_is_parted_between_any_two_signs(qapp: QApplication) -> None:
    metrics = theme.metrics()
    two = metrics.horizontalAdvance("经三") + 1
    assert folded("经三𠮷路 38", metrics, two) == ("经三", "𠮷路 38")
    assert folded("经三", metrics, two) == ("经三",)


def test_the_date_of_another_day_fits_its_column(qapp: QApplication) -> None:
    cells = FindingCells(FindingWords(Rulebook(RESOURCES)), lambda: NOW)
    room = cells.fixed_width(Column.TIME) - 2 * PAD
    assert theme.metrics().elidedText("11-20", Qt.TextElideMode.ElideRight, room) == "11-20"


def test_a_finding_of_another_year_tells_its_year_and_day() -> None:
    assert two_lines("11-20", "09:14") == ("11-20", "09:14")
    assert two_lines("2025-11-20", "09:14") == ("2025", "11-20")
