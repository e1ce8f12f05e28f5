"""Fills the list of findings and does what the officer wishes with it."""

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from inspector_app.services import shifts
from inspector_app.services.changes import Changes
from inspector_app.services.overview import OthersUnsent
from inspector_app.services.ports import FindingFilter, FindingRow, Reads, TierCounts
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.page import Page
from inspector_app.ui.paged_table import PagedTable, Reading
from inspector_app.ui.shift.cells import cell_text
from inspector_app.ui.shift.finding_controller import FindingController
from inspector_app.ui.shift.state import SHOWN_FIRST, Choice, ListState
from inspector_app.ui.shift.view import ShiftView
from inspector_app.ui.shift.words import FindingWords
from inspector_app.ui.trouble import Trouble

TYPING_PAUSE_MS = 120  # a search begins when the fingers rest


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = ShiftView(desk.rulebook, desk.workplace.clock.now)
    ShiftController(desk, view)
    return view


class Answer(NamedTuple):
    """A part of the answer to one question; `asked` counts the questions. The parts come in any order."""

    asked: int
    wanted: FindingFilter
    rows: Sequence[FindingRow] = ()
    numbers: "array[int]" = array("q")
    counts: TierCounts = TierCounts()
    others: tuple[OthersUnsent, ...] = ()


class ShiftController(QObject):
    """Asks again whenever findings, shifts or the sync were touched; an answer to an older question is dropped."""

    def __init__(self, desk: Desk, view: ShiftView):
        super().__init__(view)
        self._desk, self._view = desk, view
        self.state = ListState(shift=desk.duty.state.shift)
        self._asked = 0
        self._shown: FindingFilter | None = None
        self._number: int | None = None  # of the chosen row
        self._early: Answer | None = None  # numbers that came before the first rows of their list
        words = FindingWords(desk.rulebook)
        self.table: PagedTable[FindingRow] = PagedTable(
            view.heads(), cell=lambda row, column: cell_text(words, row, column), fetch=self._fetch
        )
        view.show_model(self.table)
        self.finding = FindingController(desk, view)
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._connect()
        view.present(self.state)

    def _connect(self) -> None:
        view, desk = self._view, self._desk
        view.came.connect(self.reload)
        view.searched.connect(self._search)
        self._pause.timeout.connect(self.reload)
        view.filtered.connect(self._filter)
        view.cleared.connect(self._clear)
        view.scope_switched.connect(self._switch_scope)
        view.chosen.connect(self._choose)
        view.finding_wanted.connect(self._show_wanted)
        view.close_wanted.connect(self._close_shift)
        view.record_wanted.connect(lambda: desk.go("record"))
        desk.workplace.feed.changed.connect(self._touched)
        desk.duty.changed.connect(self._duty_changed)
        desk.rulebook.came.connect(self._rulebook_came)

    def reload(self) -> None:
        """Asks for the first rows of another list, for every row by number, and for what the chips count."""
        self._asked += 1
        asked, wanted = self._asked, self.state.wanted
        background = self._desk.workplace.background
        if wanted != self._shown:
            background.ask(_first, asked, wanted).then(self._show_first)
        background.ask(_numbers, asked, wanted).then(self._show_numbers)
        background.ask(_counts, asked, wanted).then(self._show_counts)

    def _show_first(self, answer: Answer) -> None:
        if answer.asked != self._asked or answer.wanted == self._shown:
            return
        self._shown, self._number = answer.wanted, None
        self.table.show_first(answer.rows, len(answer.rows))
        self._present(length=len(answer.rows), loaded=True)
        self._choose_first()
        if self._early is not None:
            self._show_numbers(self._early)

    def _show_numbers(self, answer: Answer) -> None:
        # The rows of one list must never stand under the numbers of another.
        self._early = answer if answer.wanted != self._shown else None
        if answer.asked != self._asked or self._early is not None:
            return
        self.table.show_numbers(answer.numbers)
        self._present(length=len(answer.numbers), loaded=True)
        position = self.table.position_of(self._number) if self._number is not None else None
        if position is not None:
            self._view.table.choose(position)

    def _show_counts(self, answer: Answer) -> None:
        if answer.asked == self._asked:
            self._present(counts=answer.counts, others=answer.others, counted=True)

    def _choose_first(self) -> None:
        if self.finding.state.finding is None and self.table.row_at(0) is not None:
            self._choose(0)
            self._view.table.choose(0)

    def _fetch(self, reading: Reading) -> None:
        self._desk.workplace.background.ask(_rows, reading).then(self._deliver).otherwise(self._not_read)

    def _not_read(self, trouble: Trouble) -> None:
        self.table.give_up()
        self._desk.tell_trouble(trouble)

    def _deliver(self, answer: tuple[Reading, Sequence[FindingRow | None]]) -> None:
        self.table.deliver(*answer)

    def _choose(self, position: int) -> None:
        row = self.table.row_at(position)
        if row is not None:
            self._number = self.table.number_at(position)
            self.finding.open(row.id)

    def _show_wanted(self, finding_id: str) -> None:
        """One that another page leads to: it need not be in the list that is shown."""
        self._number = None
        self._view.table.clearSelection()
        self.finding.open(finding_id)

    def _search(self, text: str) -> None:
        self._present(text=text)
        self._pause.start()

    def _filter(self, choice: Choice) -> None:
        self._present(choice=choice)
        self.reload()

    def _clear(self) -> None:
        self._present(choice=Choice.ALL, text="")
        self.reload()

    def _switch_scope(self) -> None:
        self._present(everything=not self.state.everything)
        self.reload()

    def _close_shift(self) -> None:
        self._present(closing=True)
        pending = self._desk.workplace.background.do(shifts.close_shift, clock=self._desk.workplace.clock)
        pending.then(self._shift_closed).otherwise(self._not_closed)

    def _shift_closed(self, _: Changes) -> None:
        self._present(closing=False)
        self._desk.go("sync")
        self._desk.sync.start(self.state.shift.id if self.state.shift else self._desk.sync.last_shift)

    def _not_closed(self, trouble: Trouble) -> None:
        self._present(closing=False)
        self._desk.tell_trouble(trouble)

    def _touched(self, changes: Changes) -> None:
        if not self._view.isVisible():
            return  # `came` reads again
        if changes.findings or changes.shifts or changes.sync or changes.photos:
            self.reload()
            self.finding.touched(changes)

    def _duty_changed(self, duty: OnDuty) -> None:
        if duty.shift != self.state.shift:
            self._present(shift=duty.shift, everything=False, choice=Choice.ALL, text="")
            self.reload()

    def _rulebook_came(self) -> None:
        self._view.table.viewport().update()
        self._view.details.tell_again()

    def _present(self, **changed: object) -> None:
        self.state = replace(self.state, **changed)  # type: ignore[arg-type]
        self._view.present(self.state)


def _first(reads: Reads, asked: int, wanted: FindingFilter) -> Answer:
    return Answer(asked, wanted, rows=reads.first_rows(wanted, SHOWN_FIRST))


def _numbers(reads: Reads, asked: int, wanted: FindingFilter) -> Answer:
    return Answer(asked, wanted, numbers=array("q", reads.finding_ids(wanted)))


def _counts(reads: Reads, asked: int, wanted: FindingFilter) -> Answer:
    return Answer(asked, wanted, counts=reads.tier_counts(wanted.shift), others=reads.sync_overview().others)


def _rows(reads: Reads, reading: Reading) -> tuple[Reading, Sequence[FindingRow | None]]:
    return reading, reads.finding_rows(reading.numbers)
