"""Keeps the draft: saved within a second of the last key, found again at the next start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.ui.record.answers import is_untouched

if TYPE_CHECKING:
    from inspector_app.domain.finding import Draft
    from inspector_app.services.ports import Clock
    from inspector_app.ui.background import Background

PAUSE_MS = 400  # after the last key
LONGEST_MS = 800  # after the first one that is not saved yet: a steady typist is saved too


class DraftKeeper(QObject):
    """`kept(age in s | None)` each second while a kept draft is on the screen."""

    kept = Signal(object)

    def __init__(self, background: Background, clock: Clock, current: Callable[[], Draft], page: QObject):
        super().__init__(page)  # its timers end with the page
        self._background, self._clock, self._current = background, clock, current
        self._kept_at: float | None = None
        self._closed: set[str] = set()
        self._pause, self._longest, self._tick = QTimer(self), QTimer(self), QTimer(self)
        for timer, wait in ((self._pause, PAUSE_MS), (self._longest, LONGEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self.keep)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._tell)

    def touched(self) -> None:
        """Something was said: it will be kept soon."""
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def keep(self) -> None:
        """Keeps the draft now, unless nothing was said or it is a finding already."""
        self._pause.stop()
        self._longest.stop()
        draft = self._current()
        if not is_untouched(draft) and draft.id not in self._closed:
            from inspector_app.services import drafts

            self._background.do(drafts.save, draft).then(lambda _: self._was_kept(draft.id))

    def _was_kept(self, draft_id: str) -> None:
        if draft_id == self._current().id:
            self._kept_at = self._clock.now().timestamp()
            self._tick.start()
            self._tell()

    def _tell(self) -> None:
        age = None if self._kept_at is None else max(0, int(self._clock.now().timestamp() - self._kept_at))
        self.kept.emit(age)

    def close(self, draft_id: str) -> None:
        """The draft is being recorded or thrown away: it must not be kept again."""
        self._pause.stop()
        self._longest.stop()
        self._closed.add(draft_id)

    def reopen(self, draft_id: str) -> None:
        """It was not recorded after all."""
        self._closed.discard(draft_id)
        self.touched()

    def start_over(self) -> None:
        """Another draft is on the screen, not kept yet."""
        self._kept_at = None
        self._tick.stop()
        self._tell()

    def find(self, answer: Callable[[Sequence[Draft]], None]) -> None:
        """The drafts that an earlier run left, newest first."""
        self._background.ask(lambda reads: reads.drafts()).then(answer)
