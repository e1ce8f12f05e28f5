"""Looks after the database while nobody waits: tells what happened to it, reads every page, keeps backups young."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.ids import iso
from inspector_app.domain.rescue import Rescue
from inspector_app.services import upkeep
from inspector_app.services.ports import Reads
from inspector_app.ui import texts
from inspector_app.ui.sync_page.figures import size_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from inspector_app.services.changes import Changes
    from inspector_app.ui.duty import OnDuty
    from inspector_app.ui.trouble import Trouble
    from inspector_app.ui.workplace import Workplace

CHECKED_AFTER_MS = 20_000  # the start itself is over then
DISK_LOOKS_MS = 300_000


class Kept(NamedTuple):
    """How the database is: what happened to it (the newest at the end; `unseen` of them nobody has closed yet), when it was
    last read through and last backed up (UTC; empty: not yet, None: not known), the code of what was found wrong, how many
    bytes are free on its disk (None: not known), and how many lines stand only `once`, as the disk refuses the second copy."""

    rescues: tuple[Rescue, ...] = ()
    unseen: tuple[Rescue, ...] = ()
    checked_at: str = ""
    backed_up_at: str | None = None
    trouble: str = ""
    free: int | None = None
    once: int = 0


class Upkeep(QObject):
    """`changed(Kept)`. `tell(sentence, tone)` says over the page what was found wrong."""

    changed = Signal(object)

    def __init__(self, place: Workplace, tell: Callable[[str, str], None]):
        super().__init__()
        self._place, self._tell = place, tell
        self.state = Kept()
        self._on_shift = False
        self._disk_looks = QTimer(self, interval=DISK_LOOKS_MS)
        self._disk_looks.timeout.connect(self.look_at_disk)

    def begin(self) -> None:
        """Tells what happened; some time after the start the database is looked at."""
        self._read()
        self._place.background.look_after(upkeep.last_backup).then(self._backed_up)
        self._place.feed.changed.connect(self._touched)
        QTimer.singleShot(CHECKED_AFTER_MS, self, self.look)
        self.look_at_disk()
        self._disk_looks.start()
        self._place.background.before_close.append(self._disk_looks.stop)

    def see(self, duty: OnDuty) -> None:
        """A shift that was closed leaves a backup."""
        was, self._on_shift = self._on_shift, duty.shift is not None
        if was and not self._on_shift:
            self._back_up(upkeep.AT_CLOSE)

    def seen(self, rescue: Rescue) -> None:
        """Somebody read what happened; it stays in the settings."""
        self._place.preferences.change(seen_rescue=rescue.at)
        self._told(self.state.rescues)

    def look(self) -> None:
        """Reads every page, and makes a backup when the last one is from another day."""
        self._place.background.look_after(upkeep.check).then(self._checked).otherwise(self._damaged)

    def look_at_disk(self) -> None:
        """Says it once when the disk becomes nearly full; recording goes on."""
        self._place.background.look_after(upkeep.free_bytes).then(self._seen_disk)
        self._place.background.look_after(upkeep.complete_copy).then(self._seen_copy)

    def _seen_disk(self, free: int) -> None:
        was_short = self.state.free is not None and upkeep.is_short(self.state.free)
        self._show(free=free)
        if upkeep.is_short(free) and not was_short:
            said = self.tr(
                "Only {size} are free on this laptop's disk. Recording goes on; please free some space soon."
            )
            self._tell(said.format(size=size_text(free)), "warning")

    def _seen_copy(self, once: int) -> None:
        was = self.state.once
        self._show(once=once)
        if once and not was:
            self._tell(
                self.tr(
                    "Saved, but only once: the disk refuses the second copy. Please sync soon, and free some space."
                ),
                "warning",
            )

    def _touched(self, changes: Changes) -> None:
        if changes.findings:
            self._place.background.look_after(upkeep.complete_copy).then(self._seen_copy)
        if changes.sync:  # the centre may know of a later chain
            self._read()

    def _read(self) -> None:
        self._place.background.ask(Reads.rescues).then(self._told)

    def _told(self, rescues: Sequence[Rescue]) -> None:
        last_seen = self._place.preferences.choices.seen_rescue
        at = [rescue.at for rescue in rescues]
        first = at.index(last_seen) + 1 if last_seen in at else 0
        self._show(rescues=tuple(rescues), unseen=tuple(rescues[first:]))

    def _checked(self, whole: bool) -> None:
        if whole:
            self._show(checked_at=iso(self._place.clock.now()), trouble="")
            self._back_up(upkeep.AT_START)

    def _damaged(self, trouble: Trouble) -> None:
        self._show(checked_at=iso(self._place.clock.now()), trouble=trouble.code)
        self._tell(texts.sentence(trouble), "alarm")

    def _back_up(self, older_than: timedelta) -> None:
        making = self._place.background.look_after(upkeep.back_up, older_than=older_than, clock=self._place.clock)
        making.then(self._backed_up).then(self._purge).otherwise(self._not_backed_up)

    def _backed_up(self, last: datetime | None) -> None:
        self._show(backed_up_at=iso(last) if last is not None else "")

    def _purge(self, _: object) -> None:
        """Old photos go once the centre has signed for them; after a backup, which holds the lines that leave the second copy."""
        self._place.background.look_after(upkeep.purge)

    def _not_backed_up(self, trouble: Trouble) -> None:
        said = self.tr("Today's backup of the database could not be made. {reason}")
        self._tell(said.format(reason=texts.sentence(trouble)), "warning")

    def _show(self, **changed: object) -> None:
        state = self.state._replace(**changed)  # type: ignore[arg-type]
        if state != self.state:
            self.state = state
            self.changed.emit(state)
