"""One task in full, and the answer to it: by one tap and a note, or by a finding."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inspector_app.services.ports import TaskRow
from inspector_app.ui import texts, theme
from inspector_app.ui.shift.state import clock_text, day_text
from inspector_app.ui.tasks_page import words
from inspector_app.ui.tasks_page.state import TasksState
from inspector_app.ui.trouble import Side, Trouble
from inspector_app.ui.widgets.buttons import KeyButton, Weight
from inspector_app.ui.widgets.card import Card
from inspector_app.ui.widgets.chips import CLEARED, Chip, ChipRow, Choice
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.field import NoteField
from inspector_app.ui.widgets.scroll import ScrollColumn
from inspector_app.ui.widgets.words import Ink, SectionLabel, Words, flush


class AnswerCard(Card):
    outcome_chosen = Signal(object)  # Outcome or None
    written = Signal(str)
    answered = Signal()
    again_wanted = Signal()
    finding_wanted = Signal()
    first_wanted = Signal()  # the finding that a visit follows

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None):
        super().__init__(parent)
        self._now = now
        self._heading = Words("", self, size=17, bold=True)
        self._standing = Ink("", self, tone="none", bold=True)
        self._about = Words("", self)
        self._when = Words("", self, role="muted")
        self._said = Words("", self)
        self._question = SectionLabel("", self)
        self._chips: ChipRow | None = None
        self._chips_place = QVBoxLayout()
        self._note = NoteField(self.tr("Note (optional)"), self, lines=3)
        self._note.setMaximumHeight(theme.px(150))
        self._note.changed.connect(self.written)
        self._problem = Ink("", self, tone="alarm")
        self._finding = KeyButton(self.tr("Record a finding"), self, icon="plus")
        self._finding.clicked.connect(self.finding_wanted)
        self._first = KeyButton(self.tr("Show the first finding"), self, icon="list")
        self._first.clicked.connect(self.first_wanted)
        self._answer = KeyButton(self.tr("Answer"), self, weight=Weight.PRIMARY)
        self._answer.clicked.connect(self.answered)
        self._again = KeyButton(self.tr("Answer again"), self)
        self._again.clicked.connect(self.again_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        full = QWidget(self)
        story = ScrollColumn(self, spacing=8, reads=self.tr("Details of the task"))
        for part in (self._heading, self._standing, self._said, self._about, self._when):
            story.body.addWidget(flush(part))
        story.body.addStretch(1)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(story, 1)
        column.addWidget(self._first)
        column.addWidget(flush(self._question))
        column.addLayout(self._chips_place)
        column.addWidget(self._note)
        column.addWidget(flush(self._problem))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._finding)
        row.addWidget(self._answer, 1)
        row.addWidget(self._again, 1)
        column.addLayout(row)
        self._pages = QStackedLayout()
        self._pages.addWidget(EmptyState("tasks", self.tr("Choose a task to answer it."), self))
        self._pages.addWidget(full)
        self.body.addLayout(self._pages)

    def present(self, state: TasksState) -> None:
        row = state.task
        self._pages.setCurrentIndex(0 if row is None else 1)
        if row is None:
            return
        self._tell(row)
        self._offer(state)
        self._note.show_text(state.note)
        for part in (self._question, self._note, self._finding, self._answer):
            part.setVisible(bool(state.outcomes))
        self._again.setVisible(state.may_answer_again)
        self._first.setVisible(bool(row.task.why))
        self._answer.setEnabled(state.ready)
        self._finding.setEnabled(state.on_duty)
        said = texts.sentence(Trouble(Side.PERSON, state.problem.value)) if state.problem else ""
        if not state.on_duty and state.outcomes:
            said = texts.sentence(Trouble(Side.PERSON, "no_open_shift"))
        self._problem.setText(said)
        self._problem.setVisible(bool(said))

    def chips(self) -> list[Chip]:
        """The answers on offer."""
        return self._chips.chips() if self._chips is not None else []

    def _tell(self, row: TaskRow) -> None:
        task, now = row.task, self._now()
        standing, tint = words.standing(row)
        answer = words.answered(row)
        self._heading.setText(f"{words.kind(task.kind)} · {words.title(task)}")
        self._standing.setText(f"{standing} · {answer}" if answer else standing)
        self._standing.set_tone(tint)
        self._about.setText("\n".join(part for part in (task.address, task.note) if part))
        self._said.setText(self.tr("Note to it: {note}").format(note=row.note))
        self._said.setVisible(bool(row.note))
        given = f"{day_text(task.created_at, now)} {clock_text(task.created_at)}".strip()
        if given:
            given = (self.tr("Planned {at}") if task.why else self.tr("Given {at}")).format(at=given)
        self._when.setText(" · ".join(part for part in (words.due(row, now)[0], given) if part))
        self._question.setText(words.question(task))

    def _offer(self, state: TasksState) -> None:
        """The chips of the task's kind; they are made again only for another kind."""
        offered = [Choice(outcome, words.outcome(outcome)) for outcome in state.outcomes]
        if self._chips is None or self._chips.property("offered") != [choice.label for choice in offered]:
            if self._chips is not None:
                self._chips.hide()
                self._chips.deleteLater()
            self._chips = ChipRow(self.tr("Answer"), offered, self)
            self._chips.setProperty("offered", [choice.label for choice in offered])
            self._chips.chosen.connect(lambda what: self.outcome_chosen.emit(None if what is CLEARED else what))
            self._chips_place.addWidget(self._chips, 0, Qt.AlignmentFlag.AlignTop)
        self._chips.show_value(state.outcome)
