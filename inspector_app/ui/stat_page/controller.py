"""Reads the figures of the chosen period and street, and shows them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from inspector_app.domain.figures import Figures, FigureScope
from inspector_app.services import relief
from inspector_app.services.changes import Changes
from inspector_app.services.ports import Reads
from inspector_app.ui.desk import Desk
from inspector_app.ui.duty import OnDuty
from inspector_app.ui.page import Page
from inspector_app.ui.stat_page import export
from inspector_app.ui.stat_page.state import Period, Slots, StatState, local
from inspector_app.ui.stat_page.view import StatView

READ_AGAIN_MS = 400  # changes come faster than eyes while a sync runs
Answer = tuple[FigureScope | None, Figures, Figures, tuple[Slots, ...]]


def make(desk: Desk) -> Page:
    """The page; its controller lives as long as it does."""
    view = StatView(desk.workplace.clock.now)
    StatController(desk, view)
    return view


class StatController(QObject):
    def __init__(self, desk: Desk, view: StatView):
        super().__init__(view)
        self._desk, self._view = desk, view
        self.state = StatState(shift=_shift_of(desk.duty.state))
        self._soon = QTimer(self, interval=READ_AGAIN_MS, singleShot=True)
        self._soon.timeout.connect(self.reload)
        view.came.connect(self.reload)
        view.period_chosen.connect(lambda period: self._ask(period=Period(period)))
        view.street_chosen.connect(lambda street: self._ask(street=str(street)))
        view.days_typed.connect(lambda first, last: self._ask(first=first, last=last))
        view.export_wanted.connect(self._choose_file)
        desk.workplace.feed.changed.connect(self._touched)
        desk.duty.changed.connect(self._hear_of_duty)
        view.present(self.state)

    def reload(self) -> None:
        now = self._desk.workplace.clock.now()
        scope, trend = self.state.scope(now, self._lenient()), self.state.trend_scope(now)
        self._desk.workplace.background.ask(_figures, scope, trend, now).then(self._read).otherwise(
            self._desk.tell_trouble
        )

    def _hear_of_duty(self, duty: OnDuty) -> None:
        self._show(shift=_shift_of(duty))

    def _lenient(self) -> tuple[str, ...]:
        policy = self._desk.rulebook.policy
        return policy.lenient_codes if policy is not None else ()

    def _read(self, answer: Answer) -> None:
        asked, found, trend, slots = answer
        if asked == self.state.scope(self._desk.workplace.clock.now(), self._lenient()):  # the last question wins
            self._show(figures=found, trend=trend, slots=slots)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self._view, self.tr("Export figures"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"721-{local(self._desk.workplace.clock.now()):%Y%m%d}.xlsx")
        dialog.fileSelected.connect(self.export)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, file: str) -> None:
        """Writes what the page shows to the workbook `file`."""
        made = export.FiguresBook().sheets(self.state, self._view.period_words(self.state))
        writing = self._desk.workplace.background.prepare(export.write, Path(file), made)
        writing.then(self._exported).otherwise(self._desk.tell_trouble)

    def _exported(self, file: Path) -> None:
        self._desk.tell(self.tr("The figures were saved as {file}.").format(file=file), "good")

    def _ask(self, **changed: Any) -> None:
        self._show(**changed)
        self.reload()

    def _touched(self, changes: Changes) -> None:
        if self._view.isVisible() and changes.findings and not self._soon.isActive():
            self._soon.start()

    def _show(self, **changed: Any) -> None:
        self.state = self.state._replace(**changed)
        self._view.present(self.state)


def _shift_of(duty: OnDuty) -> str:
    return duty.shift.id if duty.shift is not None else ""


def _figures(reads: Reads, scope: FigureScope | None, trend: FigureScope, now: datetime) -> Answer:
    last = reads.figures(trend)
    found = Figures() if scope is None else reads.figures(scope)
    slots = tuple(Slots(point.name, free, point.slots) for point, free in relief.known(reads, now).free(now))
    return scope, found, last, slots
