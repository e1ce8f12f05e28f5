"""The list of tasks: what is asked, where, until when, and whether it is answered."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector_app.services.ports import TaskRow
from inspector_app.ui import theme
from inspector_app.ui.tasks_page import words
from inspector_app.ui.widgets import paint
from inspector_app.ui.widgets.scroll import Bar

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
PAD = 12


class TaskModel(QAbstractListModel):
    """The tasks of the page in their order; `now` words their deadlines."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._now = now
        self._rows: Sequence[TaskRow] = ()

    def present(self, rows: Sequence[TaskRow]) -> bool:
        """Whether something had changed."""
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def position_of(self, task_id: str) -> int | None:
        return next((place for place, row in enumerate(self._rows) if row.task.id == task_id), None)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            task = row.task
            return ", ".join(
                part
                for part in (words.kind(task.kind), words.title(task), task.address, words.due(row, self._now())[0], words.standing(row)[0])
                if part
            )  # fmt: skip
        return None


class TaskCells(QStyledItemDelegate):
    """Two lines: kind and title above, place and deadline below, the state at the right."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._now = now

    def row_height(self) -> int:
        return max(76, 2 * QFontMetrics(theme.font(16)).height() + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        look, box = theme.current(), QRect(option.rect)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        row: TaskRow = index.data(ROW)
        painter.save()
        painter.fillRect(box, look.accent.tint if chosen else look.surface)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, look.line)
        box = box.adjusted(PAD, 10, -PAD, -11)
        upper, lower = QRect(box), QRect(box)
        upper.setBottom(box.center().y())
        lower.setTop(box.center().y() + 1)
        self._paint_upper(painter, upper, row, chosen=chosen)
        self._paint_lower(painter, lower, row, chosen=chosen)
        painter.restore()

    def _paint_upper(self, painter: QPainter, box: QRect, row: TaskRow, *, chosen: bool) -> None:
        look = theme.current()
        state, tint = words.standing(row)
        # On the tint of a chosen row an ink would fall below 7:1.
        right = _write(painter, box, state, look.text if chosen else look.tier(tint).ink, right=True)
        plate = _plate(painter, box, words.kind(row.task.kind))
        rest = box.adjusted(plate + 10, 0, -right - 12, 0)
        _write(painter, rest, words.title(row.task), look.text, bold=True)

    def _paint_lower(self, painter: QPainter, box: QRect, row: TaskRow, *, chosen: bool) -> None:
        look = theme.current()
        due, tint = words.due(row, self._now())
        colour = look.text if chosen else look.muted if tint == "none" else look.tier(tint).ink
        right = _write(painter, box, due, colour, right=True, bold=tint != "none")
        answer = words.answered(row)
        place = " · ".join(part for part in (row.task.address, answer) if part)
        _write(painter, box.adjusted(0, 0, -right - 12, 0), place, look.muted)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, self.row_height())


def _plate(painter: QPainter, box: QRect, word: str) -> int:
    """Paints the kind on its plate and gives the width used."""
    look, metrics = theme.current(), QFontMetrics(theme.font(bold=True))
    width, height = metrics.horizontalAdvance(word) + 16, metrics.height() + 2
    plate = QRect(box.left(), box.center().y() - height // 2, width, height)
    paint.smooth(painter)
    paint.panel(painter, plate, 6, look.accent.tint, look.accent.ink, 1)
    painter.setFont(theme.font(bold=True))
    painter.setPen(look.accent.ink)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, word)
    return width


def _write(painter: QPainter, box: QRect, text: str, colour: QColor, *, bold: bool = False, right: bool = False) -> int:
    """Writes one line, shortened to fit, and gives its width."""
    font = theme.font(bold=bold)
    painter.setFont(font)
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return QFontMetrics(font).horizontalAdvance(shown)


class TaskTable(QTableView):
    """One column, one task a row; `chosen(task id)`."""

    chosen = Signal(str)

    def __init__(self, model: TaskModel, cells: TaskCells, parent: QWidget | None = None):
        super().__init__(parent)
        self.setItemDelegate(cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(Bar(Qt.Orientation.Vertical, self))
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(cells.row_height())
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def choose(self, position: int) -> None:
        """Selects a row without telling anybody."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().blockSignals(True)
        self.selectionModel().setCurrentIndex(self.model().index(position, 0), flags)
        self.selectionModel().blockSignals(False)
        self.scrollTo(self.model().index(position, 0))
        self.viewport().update()

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.data(ROW).task.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            paint.smooth(painter)
            paint.focus_ring(painter, self.visualRect(self.currentIndex()).adjusted(0, 0, 0, -1), 6)
            painter.end()
