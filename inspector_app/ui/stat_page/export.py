"""The figures as a workbook, for those who report: the same numbers as on the screen, nobody's name, no sums of money."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from inspector_app.domain.figures import Figures
from inspector_app.domain.finding import Category
from inspector_app.domain.shares import Mix
from inspector_app.ui import texts
from inspector_app.ui.stat_page.state import StatState

Row = list[str | int]
Sheet = tuple[str, list[Row]]
WIDEST = 40  # digits of a column


class FiguresBook(QObject):
    """One sheet for each question of the page, in the language that is spoken."""

    def sheets(self, state: StatState, period: str) -> list[Sheet]:
        """`period` is said on the first sheet."""
        found = state.figures or Figures()
        known = dict(found.by_category)
        kinds = [(texts.category(kind.value), known[kind.value]) for kind in Category if kind.value in known]
        kinds.append((self.tr("All"), found.mix))
        where = state.street or self.tr("All streets")
        when: list[Row] = [[self.tr("Period"), period], [self.tr("Street"), where], []]
        streets = [(name or self.tr("Other places"), mix) for name, mix in found.by_street]
        return [
            (self.tr("Shares"), when + self._mixes(self.tr("Kind"), kinds)),
            (self.tr("Streets"), self._mixes(self.tr("Street"), streets)),
            (self.tr("Days"), self._mixes(self.tr("Day"), found.trend)),
            (self.tr("Changed decisions"), self._changes(found)),
            (self.tr("Found again"), self._repeats(found)),
            (self.tr("Relief points"), self._slots(state)),
        ]

    def _mixes(self, head: str, mixes: Sequence[tuple[str, Mix]]) -> list[Row]:
        tiers = [texts.tier(tier) for tier in (*texts.FOUND, "none")]
        rows: list[Row] = [[head, *tiers, *(f"{texts.tier(tier)} %" for tier in texts.FOUND)]]
        return rows + [[name, *mix, *mix.shares] for name, mix in mixes]

    def _changes(self, found: Figures) -> list[Row]:
        rows: list[Row] = [[self.tr("Policy"), self.tr("Officer"), self.tr("Times"), self.tr("Most given reason")]]
        return rows + [
            [texts.tier(one.suggested), texts.tier(one.tier), one.count, one.reason] for one in found.changes
        ]

    def _repeats(self, found: Figures) -> list[Row]:
        heads = self.tr("Tier"), self.tr("Known parties"), self.tr("Within 30 days"), self.tr("Within 365 days")
        rows: list[Row] = [[*heads]]
        return rows + [[texts.tier(one.tier), one.known, one.within_30, one.within_365] for one in found.repeats]

    def _slots(self, state: StatState) -> list[Row]:
        rows: list[Row] = [[self.tr("Name"), self.tr("Free"), self.tr("Places")]]
        return rows + [[one.name, one.free, one.total] for one in state.slots]


def write(file: Path, sheets: Sequence[Sheet]) -> Path:
    """Writes the workbook whole or not at all; texts stay texts, also those that look like formulas."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        head = next((at for at, row in enumerate(rows, 1) if len(row) > 2), 1)  # the heads of the columns
        sheet.freeze_panes = f"A{head + 1}"
        for column, width in zip("ABCDEFGH", _widths(rows), strict=False):
            sheet.column_dimensions[column].width = width
        for at, row in enumerate(rows, 1):
            cells = [WriteOnlyCell(sheet, value) for value in row]
            for cell, value in zip(cells, row, strict=True):
                cell.data_type = "s" if isinstance(value, str) else "n"
                cell.font = Font(bold=at == head)
            sheet.append(cells)
    part = file.with_name(file.name + ".part")
    book.save(part)
    part.replace(file)
    return file


def _widths(rows: Sequence[Row]) -> list[int]:
    """Of each column, for Chinese signs: two digits a sign."""
    table = [row for row in rows if len(row) > 2] or rows  # what stands above it may run on to the right
    columns = max((len(row) for row in table), default=0)
    wide = [max((2 * len(str(row[i])) for row in table if i < len(row)), default=0) for i in range(columns)]
    return [min(WIDEST, max(8, width + 2)) for width in wide]
