"""The screens' line to the sync: what it says comes to the UI thread, what the officer wishes goes to its own."""

from __future__ import annotations

from random import randrange
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.ui.sync_page.state import IN_ROUND, Mode, Sending, sending_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from inspector_app.services.overview import ParcelMade, ParcelTaken
    from inspector_app.services.ports import Clock
    from inspector_app.services.syncing import SyncState
    from inspector_app.ui.background import Background
    from inspector_app.ui.duty import Duty, OnDuty
    from inspector_app.ui.pending import Pending

LOOK_MS = 60_000  # so old, at most, is what the pill says of the line
BACK_MS = 10_000  # the longest wait of a round once the line is back
OFFLINE = ("unreachable", "not_the_centre", "certificate_time", "certificate_untrusted")


class Rounds(Protocol):
    """What the screens wish of `services.syncing.Syncing`; each returns at once."""

    def start(self, shift: str = "") -> None: ...
    def carry(self, only: frozenset[str] | None, *, urgent: bool = False) -> bool: ...
    def hurry(self) -> None: ...
    def pause(self) -> None: ...
    def cancel(self) -> None: ...


class Centre(Protocol):
    """The centre as bootstrap wires it. All but `syncing` wait for the network or the disk."""

    @property
    def syncing(self) -> Rounds: ...
    def is_reachable(self) -> bool:
        """Whether the centre that this laptop has joined answers now."""
        ...

    def enrol(self, code: str, url: str, name: str) -> None:
        """Joins the centre at `url` under a `name` for people; raises ProtocolProblem."""
        ...

    def limit(self, kilobytes: int) -> None:
        """Kilobytes a second that sending may take; 0 for as fast as the line goes."""
        ...

    def verify(self) -> bool:
        """Whether the last receipt is the centre's own and says what this laptop's chain says, read anew from the disk."""
        ...

    def save_receipt(self, shift: str, file: Path) -> Path:
        """Writes what proves that shift to `file`, as a PDF where its name says so; raises ReceiptFault, OSError."""
        ...

    def make_parcel(self, folder: str, told: Callable[[int, int], None], *, every: bool = False) -> ParcelMade:
        """Writes what no receipt covers, or `every` record and photo, to a file in `folder`.

        `told` hears bytes done and all, and may end it by an error.
        """
        ...

    def take_receipt(self, file: str) -> ParcelTaken:
        """Keeps the receipt that came back for such a file."""
        ...


class SyncLink(QObject):
    """`changed(Sending)`, `packed(percent)` of a parcel. Wishes that come before the database is open are granted when it is."""

    changed = Signal(object)
    packed = Signal(int)

    def __init__(self, background: Background, duty: Duty, clock: Clock, make: Callable[..., Centre]):
        super().__init__()
        self._background, self._duty, self._clock, self._make = background, duty, clock, make
        self._centre: Centre | None = None
        self._said: SyncState | None = None
        self._pausing = False
        self.last_shift = ""  # the shift that is open, or was the last to be
        self._wished: str | None = None  # a start that waits for the centre to be made; the shift to prove
        self._limit = 0
        self._looking = False
        self._percent, self._ending = -1, False  # of a parcel that is being written
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self.look)
        background.before_close.append(self._stop)
        duty.changed.connect(self._heed)

    def open(self) -> None:
        """Makes the centre's side ready on the sync thread, once the database is open."""
        self._background.sync(self._make, self._hear).then(self._made)

    @property
    def sending(self) -> Sending:
        """What the sync does now, with the seconds until its next try."""
        if self._said is None:
            return Sending()
        return sending_of(self._said, self._clock.now(), pausing=self._pausing)

    def start(self, shift: str = "") -> None:
        """Begins or resumes; `shift` is the one to be proved, when it ended."""
        self._pausing = False
        if self._centre is None:
            self._wished = shift
        else:
            self._centre.syncing.start(shift)

    def carry(self, only: frozenset[str] | None, *, urgent: bool) -> bool:
        """Begins a round of the shift under way, with these photos alone (None: all); False when something else is going on."""
        return self._centre is not None and self._centre.syncing.carry(only, urgent=urgent)

    def limit(self, kilobytes: int) -> None:
        """Kilobytes a second that sending may take; 0 for as fast as the line goes."""
        self._limit = kilobytes
        if self._centre is not None:
            self._centre.limit(kilobytes)

    def pause(self) -> None:
        """Ends the round after the call in hand; everything that was begun is kept."""
        self._wished = None
        if self._centre is not None:
            self._pausing = self.sending.mode is Mode.RUNNING
            self._centre.syncing.pause()
            self.changed.emit(self.sending)

    def look(self) -> None:
        """Asks whether the centre can be reached; a round that runs is finding out itself."""
        duty, busy = self._duty.state, self._looking or self.sending.mode is Mode.RUNNING
        if self._centre is None or busy or not (duty.opened and duty.enrolled):
            return
        self._looking = True
        self._background.sync(self._centre.is_reachable).then(self._looked)

    def _looked(self, reachable: bool) -> None:
        self._looking = False
        was = self._duty.state.link
        self._duty.tell_link("online" if reachable else "offline")
        if reachable and was == "offline" and self._centre is not None:
            # Everybody in the street sees the line come back in the same second.
            QTimer.singleShot(randrange(BACK_MS), self, self._centre.syncing.hurry)

    def enrol(self, code: str, url: str, name: str) -> Pending[None]:
        return self._background.sync(self._required().enrol, code, url, name)

    def verify(self) -> Pending[bool]:
        return self._background.prepare(self._required().verify)

    def save_receipt(self, shift: str, file: Path) -> Pending[Path]:
        return self._background.prepare(self._required().save_receipt, shift, file)

    def make_parcel(self, folder: str, *, every: bool = False) -> Pending[ParcelMade]:
        """Beside all other work; `packed` tells how far it is. The end of the program ends it too."""
        return self._background.look_after(lambda _: self._required().make_parcel(folder, self._pack, every=every))

    def _pack(self, done: int, whole: int) -> None:
        """Called on the thread that writes."""
        if self._ending:
            raise OSError("the program ends")
        percent = 100 * done // max(whole, 1)
        if percent != self._percent:
            self._percent = percent
            self._background.main.post(lambda: self.packed.emit(percent))

    def take_receipt(self, file: str) -> Pending[ParcelTaken]:
        return self._background.sync(self._required().take_receipt, file)

    @property
    def is_ready(self) -> bool:
        """Whether enrolling and verifying can begin."""
        return self._centre is not None

    def _required(self) -> Centre:
        assert self._centre is not None, "`is_ready` tells when"
        return self._centre

    def _made(self, centre: Centre) -> None:
        self._centre = centre
        centre.limit(self._limit)
        self.changed.emit(self.sending)
        self._looks.start()
        self.look()
        if self._wished is not None:
            self.start(self._wished)
            self._wished = None

    def _hear(self, said: SyncState) -> None:
        """Called on any thread."""
        self._background.main.post(lambda: self._show(said))

    def _show(self, said: SyncState) -> None:
        self._said = said
        if said.phase.value not in IN_ROUND:
            self._pausing = False
        if said.problem in OFFLINE:
            self._duty.tell_link("offline")
        elif said.phase.value in ("lines", "photos", "manifest", "pull", "done"):
            self._duty.tell_link("online")
        self.changed.emit(self.sending)

    def _heed(self, duty: OnDuty) -> None:
        if duty.shift is not None:
            self.last_shift = duty.shift.id
        if not duty.link:
            self.look()  # at the start, and when a centre has just been joined

    def _stop(self) -> None:
        self._ending = True
        self._looks.stop()
        if self._centre is not None:
            self._centre.syncing.cancel()
