"""The tasks page: what runs on a clock and what is asked at the left, the chosen task and its answer at the right."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.page import Page
from inspector_app.ui.tasks_page.answer_card import AnswerCard
from inspector_app.ui.tasks_page.clock_list import ClockList
from inspector_app.ui.tasks_page.state import TasksState
from inspector_app.ui.tasks_page.task_list import TaskCells, TaskModel, TaskTable
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.words import Words

ANSWER_WIDTH = 440  # px, at least


class TasksView(Page):
    """Shows what it is given; what the officer wishes are signals, here and of `answer`."""

    came = Signal()
    chosen = Signal(str)
    task_wanted = Signal(str)  # id: another page leads here

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._model = TaskModel(now, self)
        self.table = TaskTable(self._model, TaskCells(now, self), self)
        self.table.setAccessibleName(self.title())
        self.table.chosen.connect(self.chosen)
        self.answer = AnswerCard(now, self)
        self.clocks = ClockList(self)
        self._count = Words("", self, role="muted", wrap=False)
        self._bodies = QStackedLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card(self, margin=8)
        empty = EmptyState(
            "tasks", self.tr("No tasks from the centre and no visits to make. New tasks come with each sync."), self
        )
        self._bodies.addWidget(self.table)
        self._bodies.addWidget(empty)
        card.body.addWidget(self.clocks)
        card.body.addLayout(self._bodies, 1)
        self._count.setContentsMargins(12, 0, 12, 2)
        card.body.addWidget(self._count)
        left = QVBoxLayout()
        left.addWidget(card)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        row.setSpacing(theme.GAP)
        row.addLayout(left, 1)
        row.addWidget(self.answer)

    def present(self, state: TasksState) -> None:
        changed = self._model.present(state.rows)
        position = self._model.position_of(state.chosen)
        if position is not None and (changed or self.table.currentIndex().row() != position):
            self.table.choose(position)
        empty = state.loaded and not state.rows
        self._bodies.setCurrentIndex(1 if empty else 0)
        self._count.setText(" · ".join(self._counted(state)))
        self._count.setVisible(not empty)
        self.answer.setVisible(bool(state.rows))
        self.answer.present(state)

    def _counted(self, state: TasksState) -> Iterable[str]:
        if not state.loaded:
            return [self.tr("Reading…")]
        answered = len(state.rows) - state.open_count
        return [
            self.tr("{count} open").format(count=state.open_count),
            self.tr("{count} answered or closed").format(count=answered),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.answer.setFixedWidth(max(ANSWER_WIDTH, event.size().width() * 34 // 100))
        super().resizeEvent(event)

    def title(self) -> str:
        return self.tr("Tasks and visits")

    def entered(self) -> None:
        self.came.emit()
        self.table.setFocus()
