"""A table of any length that keeps row numbers and a window of rows: opening a million rows costs what opening ten does."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex

PAGE = 64  # rows of one read
ROW = Qt.ItemDataRole.UserRole  # what `data` gives: the row itself
MOST_PAGES = 64  # kept; the one read longest ago goes first
MOST_WANTED = 3  # a quick drag over the whole list must not queue a read for every page that flew by


@dataclass(frozen=True, slots=True)
class Reading:
    """A wish for the rows of `numbers`; `deliver` takes it back with the answer."""

    round: int
    page: int
    numbers: Sequence[int]


class PagedTable(QAbstractTableModel, Generic[Row]):
    """Shows the first rows at once, then every row by its number; rows that are not here yet are blank.

    `fetch` begins a reading elsewhere, whose answer comes to `deliver` on the UI thread.
    `cell` words one cell of a row (also for screen readers); the row itself is under the role ROW.
    """

    def __init__(self, columns: Sequence[str], *, cell: Callable[[Row, int], str], fetch: Callable[[Reading], None]):
        super().__init__()
        self._columns = tuple(columns)
        self._cell = cell
        self._fetch = fetch
        self._length = 0
        self._numbers: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[Row | None]] = OrderedDict()
        self._fresh: set[int] = set()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._round = 0  # answers to questions of an earlier round are dropped
        self._reading = False

    def rename(self, columns: Sequence[str]) -> None:
        """Puts other words over the columns, after a change of language."""
        self._columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def show_first(self, rows: Sequence[Row], length: int) -> None:
        """Shows the head of a list of `length` rows; the rest stays blank until `show_numbers`."""
        self._begin(length, array("q"))
        self._pages = OrderedDict(
            (page, rows[page * PAGE : (page + 1) * PAGE]) for page in range(-(-len(rows) // PAGE))
        )
        self.endResetModel()

    def show_numbers(self, numbers: "array[int]") -> None:
        """Knows every row by number now, of the list whose first rows are shown.

        Rows on screen stay until their fresh reading is here: nothing flickers.
        """
        if len(numbers) == self._length and (numbers == self._numbers or not self._numbers):
            self._numbers = numbers
            self.refresh()
            return
        kept = self._pages
        self._begin(len(numbers), numbers)
        self._pages = kept
        self.endResetModel()

    def refresh(self) -> None:
        """Reads the rows in view again."""
        self._forget()
        if self._length:
            self.dataChanged.emit(self.index(0, 0), self.index(self._length - 1, len(self._columns) - 1))

    def row_at(self, position: int) -> Row | None:
        """The row as it is shown now, without reading."""
        rows = self._pages.get(position // PAGE, ())
        return rows[position % PAGE] if 0 <= position < self._length and position % PAGE < len(rows) else None

    def number_at(self, position: int) -> int | None:
        """The row number there; None while the numbers have not come."""
        return self._numbers[position] if 0 <= position < len(self._numbers) else None

    def position_of(self, number: int) -> int | None:
        """Where `number` stands in the list now."""
        try:
            return self._numbers.index(number)
        except ValueError:
            return None

    def deliver(self, reading: Reading, rows: Sequence[Row | None]) -> None:
        """The answer to a reading."""
        if reading.round == self._round:
            self._reading = False
            self._keep(reading.page, rows)
            self._read_next()

    def give_up(self) -> None:
        """The reading failed; its rows are wished for again when they are seen again."""
        self._reading = False

    def _begin(self, length: int, numbers: "array[int]") -> None:
        self.beginResetModel()
        self._length, self._numbers = length, numbers
        self._forget()

    def _forget(self) -> None:
        self._round += 1
        self._reading = False
        self._fresh.clear()
        self._wanted.clear()

    def _want(self, page: int) -> None:
        if page in self._fresh or not self._numbers:
            return
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if len(self._wanted) == 1 and not self._reading:
            QTimer.singleShot(0, self, self._read_next)

    def _read_next(self) -> None:
        if self._reading or not self._wanted:
            return
        while len(self._wanted) > MOST_WANTED:
            self._wanted.popitem(last=False)
        page, _ = self._wanted.popitem()
        self._reading = True
        numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
        self._fetch(Reading(self._round, page, numbers))

    def _keep(self, page: int, rows: Sequence[Row | None]) -> None:
        self._pages[page] = rows
        self._pages.move_to_end(page)
        self._fresh.add(page)
        while len(self._pages) > MOST_PAGES:
            gone, _ = self._pages.popitem(last=False)
            self._fresh.discard(gone)
        last = min((page + 1) * PAGE, self._length) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self._columns) - 1))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._length

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or role not in (*texts, ROW):
            return None
        self._want(index.row() // PAGE)
        row = self.row_at(index.row())
        if role == ROW:
            return row
        return "" if row is None else self._cell(row, index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if (
            orientation is Qt.Orientation.Horizontal
            and role == Qt.ItemDataRole.DisplayRole
            and section < len(self._columns)
        ):
            return self._columns[section]
        return None
