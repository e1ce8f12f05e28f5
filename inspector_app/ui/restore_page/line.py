"""The lost laptop that is made again on this one, for as long as the program runs: pages come and go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from inspector_app.services.halt import Halt
from inspector_app.ui.restore_page.state import RestoreState, Source, Step
from inspector_app.ui.settings.state import whole_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector_app.services.restoring import Remade, Remaking, Stage
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.workplace import Workplace

TOLD_OF_RECORDS = 1000  # so many at a time


class RestoreLine(QObject):
    """`changed()`: `state` is another one. `succeeded()`: the made laptop takes this one's place once the window is closed."""

    changed = Signal()
    succeeded = Signal()

    def __init__(self, place: Workplace):
        super().__init__()
        self._place = place
        self._remaking: Remaking | None = None  # made and used on the thread for sticks alone
        self._halt = Halt()
        self.state = RestoreState(address=place.preferences.choices.centre_url)
        place.background.before_close.append(self._end)

    def look(self) -> None:
        """Asks whether a lost laptop may be made again here."""
        if not self._place.background.is_open:
            self._show(refusal="not_open")
        elif self.state.step is Step.FORM:
            self._place.background.beside(lambda: self._own().refusal()).then(lambda code: self._show(refusal=code))

    def fill(self, **typed: Any) -> None:
        """What was chosen or typed; what went wrong before is mended perhaps."""
        if self.state.step in (Step.FORM, Step.PAUSED, Step.STOPPED):
            self._show(**typed, step=Step.FORM, problem="")

    def choose_folder(self, folder: str) -> None:
        """Looks whether the data in it are behind a password."""
        self.fill(folder=folder, password="", asks_password=False)
        self._place.background.beside(lambda: self._own().needs_password(folder)).then(
            lambda needs: self._show(asks_password=needs)
        ).otherwise(self._stopped)

    def begin(self) -> None:
        """Begins, or goes on with what an earlier try brought."""
        if not self.state.ready:
            return
        self._halt = halt = Halt()
        self._show(step=Step.RUNNING, problem="", stage="", done=0, whole=0)
        self._place.background.beside(self._work(halt)).then(self._made).otherwise(self._stopped)

    def pause(self) -> None:
        """Ends it after the call in hand; what has come stays."""
        if self.state.step is Step.RUNNING:
            self._halt.ask()
            self._show(step=Step.PAUSING)

    def take_place(self) -> None:
        """The made laptop becomes this one."""
        if self.state.step is Step.DONE:
            self._place.background.beside(lambda: self._own().take_place()).then(lambda _: self._succeed()).otherwise(
                self._stopped
            )

    def _work(self, halt: Halt) -> Callable[[], Remade]:
        state, told = self.state, self._teller(halt)
        url = whole_address(state.address)
        if state.source is Source.FOLDER:
            return lambda: self._own().from_folder(state.folder, state.password, halt, told)
        if state.source is Source.PARCEL:
            return lambda: self._own().from_parcel(state.parcel, url, state.code, halt, told)
        return lambda: self._own().from_centre(url, state.code, halt, told)

    def _own(self) -> Remaking:
        if self._remaking is None:
            self._remaking = self._place.make_remaking()
        return self._remaking

    def _teller(self, halt: Halt) -> Callable[[Stage, int, int], None]:
        """Passes on each percent, or where nobody knows the whole, each thousand; from the thread that works."""
        said: tuple[str, int] = ("", -1)

        def tell(stage: Stage, done: int, whole: int) -> None:
            nonlocal said
            now = (stage.value, 100 * done // whole if whole else done // TOLD_OF_RECORDS)
            if now != said:
                said = now
                self._place.background.main.post(lambda: self._moved(halt, stage, done, whole))

        return tell

    def _moved(self, halt: Halt, stage: Stage, done: int, whole: int) -> None:
        if halt is self._halt and self.state.is_busy:
            self._show(stage=stage.value, done=done, whole=whole)

    def _made(self, made: Remade) -> None:
        self._show(step=Step.DONE, made=made, code="", password="")

    def _stopped(self, trouble: Trouble) -> None:
        if trouble.code == "paused":
            self._show(step=Step.PAUSED)
        else:
            self._show(step=Step.STOPPED, problem=trouble.code)

    def _succeed(self) -> None:
        if self.state.source is not Source.FOLDER:
            self._place.preferences.change(centre_url=whole_address(self.state.address))
        self.succeeded.emit()

    def _end(self) -> None:
        self._halt.ask()

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.changed.emit()
