"""The parcel that this PC looks at or carries, for as long as the program runs: pages come and go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from inspector_app.services.halt import Halt
from inspector_app.ui.parcel_page.state import BUSY, Pace, ParcelState, Step
from inspector_app.ui.settings.state import whole_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector_app.services.parcels import Carrying, ParcelSeen, ParcelSent
    from inspector_app.ui.pending import Pending
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.workplace import Workplace

Answer = TypeVar("Answer")


class ParcelLine(QObject):
    """`changed()`: `state` is another one."""

    changed = Signal()

    def __init__(self, place: Workplace):
        super().__init__()
        self._place = place
        self._carrier: Carrying | None = None  # made and used on the thread for sticks alone
        self._halt, self._pace = Halt(), Pace()
        chosen = place.preferences.choices
        self.state = ParcelState(address=chosen.parcel_url or chosen.centre_url)
        place.background.before_close.append(self._end)

    def choose(self, file: str) -> None:
        """Reads the parcel in `file`: what it says to everybody, and whether it is whole."""
        if self.state.can_choose:
            self.state = ParcelState(Step.READING, file, address=self.state.address)
            self._begin(lambda carrier, halt, told: carrier.look(file, halt, told)).then(self._looked).otherwise(
                self._stopped
            )

    def look_again(self) -> None:
        self.choose(self.state.file)

    def type_address(self, typed: str) -> None:
        self._show(address=typed)

    def send(self) -> None:
        """Begins, or goes on where it was."""
        if not self.state.can_send:
            return
        file, url = self.state.file, whole_address(self.state.address)
        self.state = replace(self.state, step=Step.SENDING, problem="", done=0, whole=0, seconds_left=None)
        self._begin(lambda carrier, halt, told: carrier.send(file, url, halt, told)).then(self._sent).otherwise(
            self._stopped
        )

    def pause(self) -> None:
        """Ends it after the call in hand; what has arrived stays at the centre, and the stick may be taken out."""
        if self.state.step in BUSY:
            self._halt.ask()
            self._show(step=Step.PAUSING)

    def keep_receipt_beside(self) -> None:
        """Writes the receipt that could not be written: the stick is in again, or has room."""
        self.keep_receipt(str(Path(self.state.file).parent))

    def keep_receipt(self, folder: str) -> None:
        """Writes it into `folder`."""
        if self.state.step is Step.SENT:
            self._place.background.beside(lambda: self._own().keep_receipt(folder)).then(self._kept).otherwise(
                lambda trouble: self._show(receipt_problem=trouble.code)
            )

    def _begin(self, work: Callable[[Carrying, Halt, Callable[[int, int], None]], Answer]) -> Pending[Answer]:
        self._halt, self._pace = Halt(), Pace()
        halt = self._halt
        self.changed.emit()
        return self._place.background.beside(lambda: work(self._own(), halt, self._teller(halt)))

    def _own(self) -> Carrying:
        if self._carrier is None:
            self._carrier = self._place.make_carrying()
        return self._carrier

    def _teller(self, halt: Halt) -> Callable[[int, int], None]:
        """Passes on each percent, from the thread that works."""
        said = -1

        def tell(done: int, whole: int) -> None:
            nonlocal said
            percent = 100 * done // max(whole, 1)
            if percent != said:
                said = percent
                self._place.background.main.post(lambda: self._moved(halt, done, whole))

        return tell

    def _moved(self, halt: Halt, done: int, whole: int) -> None:
        if halt is self._halt and self.state.step in BUSY:
            left = self._pace.seconds_left(self._place.clock.now(), done, whole)
            self._show(done=done, whole=whole, seconds_left=left)

    def _looked(self, seen: ParcelSeen) -> None:
        self._show(step=Step.READ, seen=seen, done=0, whole=0)

    def _sent(self, sent: ParcelSent) -> None:
        self._place.preferences.change(parcel_url=whole_address(self.state.address))
        self._show(step=Step.SENT, sent=sent, receipt=sent.receipt, receipt_problem=sent.trouble)

    def _stopped(self, trouble: Trouble) -> None:
        if trouble.code == "paused":
            self._show(step=Step.PAUSED if self.state.seen is not None else Step.EMPTY)
        else:
            self._show(step=Step.STOPPED, problem=trouble.code)

    def _kept(self, file: str) -> None:
        self._show(receipt=file, receipt_problem="")

    def _end(self) -> None:
        self._halt.ask()

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.changed.emit()
