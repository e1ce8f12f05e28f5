"""The list of findings: a table whose current row is framed, with columns that fit their words."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from inspector_app.services.ports import FindingRow
from inspector_app.ui import theme
from inspector_app.ui.paged_table import PagedTable
from inspector_app.ui.shift.cells import Column, FindingCells
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.scroll import Bar

SHARED_BY = {Column.KIND: 38, Column.PLACE: 28, Column.MEASURE: 34}  # percent of what the fixed columns leave


class FindingTable(QTableView):
    """`chosen(position)` tells which row has the keyboard or was tapped; Enter or a double click is `opened()`."""

    chosen = Signal(int)
    opened = Signal()

    def __init__(self, cells: FindingCells, parent: QWidget | None = None):
        super().__init__(parent)
        self._cells = cells
        self.setItemDelegate(cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(Bar(Qt.Orientation.Vertical, self))
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self._set_heads()

    def _set_heads(self) -> None:
        rows, heads = self.verticalHeader(), Heads(self)
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._cells.row_height())
        self.setHorizontalHeader(heads)

    def show_model(self, model: PagedTable[FindingRow]) -> None:
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self._fit_columns()

    def choose(self, position: int) -> None:
        """Selects a row without telling anybody."""
        index = self.model().index(position, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().blockSignals(True)
        self.selectionModel().setCurrentIndex(index, flags)
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _remember(self) -> None:
        self._scrolled = self.verticalScrollBar().value()

    def _restore(self) -> None:
        self.verticalScrollBar().setValue(self._scrolled)

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row())

    def _fit_columns(self) -> None:
        fixed = {column: self._cells.fixed_width(column) for column in Column}
        shown = [column for column in Column if not self.isColumnHidden(column)]
        rest = self.viewport().width() - sum(fixed[column] for column in shown)
        whole = sum(SHARED_BY.get(column, 0) for column in shown)
        for column in shown:
            self.setColumnWidth(column, fixed[column] or max(60, rest * SHARED_BY[column] // whole))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.model() is not None:
            self._fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            painter = QPainter(self.viewport())
            paint.smooth(painter)
            first = self.visualRect(index)
            row = first.adjusted(0, 0, self.viewport().width() - first.width(), -1)
            paint.focus_ring(painter, row, 6)
            painter.end()


class Heads(QHeaderView):
    """Quiet words over the columns, flush with the cells."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(max(40, self.fontMetrics().height() + 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.surface)
        painter.setFont(theme.font())
        painter.setPen(look.muted)
        for section in range(self.count()):
            left, width = self.sectionViewportPosition(section) + 10, self.sectionSize(section) - 12
            words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(left, 0, width, self.height(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, look.line)
        painter.end()
