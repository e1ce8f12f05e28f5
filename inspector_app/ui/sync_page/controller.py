"""Starts and pauses the sync, and shows how far it is and what proves it."""

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer

from inspector_app.domain.task import TaskState
from inspector_app.services.overview import ShiftReceipt, SyncOverview
from inspector_app.services.ports import FindingFilter, FindingRow, Reads
from inspector_app.ui.desk import Desk
from inspector_app.ui.page import Page
from inspector_app.ui.paged_table import PagedTable, Reading
from inspector_app.ui.shift.cells import cell_text
from inspector_app.ui.shift.words import FindingWords
from inspector_app.ui.sync_page.figures import rounds_today
from inspector_app.ui.sync_page.parcels import Parcels
from inspector_app.ui.sync_page.saving import ReceiptSaving
from inspector_app.ui.sync_page.state import Check, Listing, Mode, Sending, SyncPageState
from inspector_app.ui.sync_page.view import SyncView
from inspector_app.ui.trouble import Trouble

READ_AGAIN_MS = 400  # while a round runs, its changes come faster than eyes


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = SyncView(desk.rulebook, desk.workplace.clock.now)
    SyncController(desk, view)
    return view


class Seen(NamedTuple):
    """One reading of everything that the page shows."""

    overview: SyncOverview
    open_tasks: int
    numbers: "array[int]"
    proof: ShiftReceipt | None


class SyncController(QObject):
    def __init__(self, desk: Desk, view: SyncView):
        super().__init__(view)
        self._desk, self._view = desk, view
        self.state = SyncPageState(sending=desk.sync.sending)
        self._parcels = Parcels(desk, view.parcel)
        self._words = FindingWords(desk.rulebook)
        self.table: PagedTable[FindingRow] = PagedTable(view.heads(), cell=self._cell, fetch=self._fetch)
        view.show_model(self.table)
        self.saving = ReceiptSaving(desk, view, lambda busy, file: self._show(saving=busy, saved=file))
        self._soon = QTimer(self, interval=READ_AGAIN_MS, singleShot=True)
        self._soon.timeout.connect(self.reload)
        self._ticks = QTimer(self, interval=1000)
        self._ticks.timeout.connect(self._tick)
        self._connect()
        self._show(pack=self._pack())

    def _connect(self) -> None:
        view, desk = self._view, self._desk
        view.came.connect(self.reload)
        view.listing_chosen.connect(lambda listing: self._show(listing=Listing(listing)))
        view.progress.start_wanted.connect(self._start)
        view.progress.pause_wanted.connect(desk.sync.pause)
        view.progress.enrol_wanted.connect(lambda: desk.go("settings"))
        view.matters.settings_wanted.connect(lambda: desk.go("settings"))
        view.matters.verify_wanted.connect(self._verify)
        view.receipt.verify_wanted.connect(self._verify)
        desk.sync.changed.connect(self._told)
        desk.workplace.feed.changed.connect(self._touched)
        desk.duty.changed.connect(self._touched)
        desk.rulebook.came.connect(self._rulebook_came)

    def reload(self) -> None:
        wanted = FindingFilter(shift=self._desk.sync.last_shift, unsent_only=True)
        self._desk.workplace.background.ask(_look, wanted).then(self._read)

    def _read(self, seen: Seen) -> None:
        self.table.show_numbers(seen.numbers)
        fresh = self.state.overview is None or seen.overview.receipt_body != self.state.overview.receipt_body
        check = Check.NOT_YET if fresh else self.state.check
        today = rounds_today(seen.overview.rounds, self._desk.workplace.clock.now())
        overview = replace(seen.overview, rounds=today)
        self._parcels.tell(enrolled=overview.enrolled)
        address = self._desk.workplace.preferences.choices.centre_url
        self._show(
            address=address, overview=overview, open_tasks=seen.open_tasks, items=len(seen.numbers), check=check,
            proof=seen.proof,
        )  # fmt: skip
        self.saving.take(seen.proof)

    def _told(self, sending: Sending) -> None:
        self._show(sending=sending)
        waits = sending.mode in (Mode.WAITING, Mode.STOPPED) and sending.next_try_s is not None
        if waits != self._ticks.isActive():
            self._ticks.start() if waits else self._ticks.stop()

    def _tick(self) -> None:
        if self._view.isVisible():
            self._show(sending=self._desk.sync.sending)

    def _start(self) -> None:
        self._desk.sync.start()

    def _touched(self, _: object) -> None:
        if self._view.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _rulebook_came(self) -> None:
        self._show(pack=self._pack())
        self._view.table.viewport().update()

    def _pack(self) -> str:
        policy = self._desk.rulebook.policy
        return policy.pack.name if policy is not None else ""

    def _verify(self) -> None:
        if self._desk.sync.is_ready:
            self._show(check=Check.RUNNING)
            self._desk.sync.verify().then(self._verified).otherwise(self._not_verified)

    def _verified(self, agrees: bool) -> None:
        self._show(check=Check.AGREES if agrees else Check.DIFFERS)

    def _not_verified(self, trouble: Trouble) -> None:
        self._show(check=Check.NOT_YET)
        self._desk.tell_trouble(trouble)

    def _cell(self, row: FindingRow, column: int) -> str:
        return cell_text(self._words, row, column)

    def _fetch(self, reading: Reading) -> None:
        self._desk.workplace.background.ask(_rows, reading).then(self._deliver).otherwise(self._not_read)

    def _deliver(self, answer: tuple[Reading, Sequence[FindingRow | None]]) -> None:
        self.table.deliver(*answer)

    def _not_read(self, trouble: Trouble) -> None:
        self.table.give_up()
        self._desk.tell_trouble(trouble)

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self._view.present(self.state)


def _look(reads: Reads, wanted: FindingFilter) -> Seen:
    open_tasks = sum(row.state is TaskState.OPEN for row in reads.tasks())
    # Without a shift nobody has said who is asking: findings of others are shown as a count only.
    numbers = reads.finding_ids(wanted) if wanted.shift else ()
    return Seen(reads.sync_overview(), open_tasks, array("q", numbers), reads.shift_receipt())


def _rows(reads: Reads, reading: Reading) -> tuple[Reading, Sequence[FindingRow | None]]:
    return reading, reads.finding_rows(reading.numbers)
