"""Keeps the laptop in step with its centre: rounds on the sync thread, pause and resume, tries again by itself."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from inspector_app.services.changes import Changes
from inspector_app.services.ports import Clock
from sync.client.backoff import LONGEST_S, delay_s
from sync.client.engine import Engine
from sync.client.status import Outcome, Progress, SyncReport, code_of
from sync.protocol.problems import Action, ProtocolProblem

LISTEN_EVERY_S = 0.1
PUBLISH_EVERY_S = 0.5
_log = logging.getLogger(__name__)


class SyncPhase(StrEnum):
    """The steps of a round, and the ways of having none."""

    IDLE = "idle"
    CONNECTING = "connecting"
    LINES = "lines"
    PHOTOS = "photos"
    MANIFEST = "manifest"
    PULL = "pull"
    PAUSED = "paused"
    WAITING = "waiting"  # for the next try, at `next_try_at`
    DONE = "done"  # the receipt covers everything
    TROUBLE = "trouble"  # a person must act; it is tried again all the same, seldom


@dataclass(frozen=True, slots=True)
class SyncState:
    """What a screen shows of syncing. Bytes, bytes per second, seconds; `problem` is a code (`status.code_of`) or empty.

    `report` is that of the last round that ended without a problem, `tasks` the ids that came with it.
    """

    phase: SyncPhase = SyncPhase.IDLE
    lines: int = 0
    lines_total: int = 0
    photos: int = 0
    photos_total: int = 0
    sent_bytes: int = 0
    bytes_total: int = 0
    rate: float = 0.0
    eta_s: float | None = None
    problem: str = ""
    next_try_at: datetime | None = None
    report: SyncReport | None = None
    tasks: frozenset[str] = frozenset()

    @property
    def is_running(self) -> bool:
        return self.phase.value in ("connecting", "lines", "photos", "manifest", "pull")


class Syncing:
    """One laptop's syncing. Its deeds return at once and may be called from any thread.

    `make_engine` gives the engine for a round, `enrol` joins a centre (url, code, name); `submit` runs a deed on the sync thread; `call_later` runs one after
    some seconds and returns how to call it off. `listener` and `publish` are called on the thread where things happen.
    """

    def __init__(
        self, make_engine: Callable[[], Engine], enrol: Callable[[str, str, str], object], *,
        submit: Callable[[Callable[[], None]], object],
        call_later: Callable[[float, Callable[[], None]], Callable[[], None]], listener: Callable[[SyncState], None],
        publish: Callable[[Changes], None], clock: Clock, steady: Callable[[], float], random: Callable[[], float],
    ) -> None:  # fmt: skip
        self._make_engine = make_engine
        self._enrol = enrol
        self._submit = submit
        self._call_later = call_later
        self._listener = listener
        self._publish = publish
        self._clock = clock
        self._steady = steady
        self._random = random
        self._lock = threading.RLock()
        self._state = SyncState()
        self._running = False
        self._again = False
        self._ending: SyncPhase | None = None  # what a stop was asked for: PAUSED or IDLE
        self._failures = 0
        self._call_off: Callable[[], None] | None = None
        self._shift = ""
        self._only: frozenset[str] | None = None  # the photos that the round may carry
        self._is_carrying = False  # nobody asked for the round: it goes while a shift is under way
        self._began = self._listened = self._published = 0.0

    @property
    def state(self) -> SyncState:
        return self._state

    def start(self, shift: str = "") -> None:
        """Begins a round now; while one runs, another follows it. `shift` is the shift to be proved, when one ended."""
        with self._lock:
            self._shift = shift or self._shift
            if self._running:
                self._disarm()
                self._again = True
                return
            self._begin(None)

    def carry(self, only: frozenset[str] | None, *, urgent: bool = False) -> bool:
        """Begins a round of the shift under way: every line, and of the photos `only` these (None: all).

        Only when nothing else is being done or waited for, and nobody paused: False then. What is `urgent` does not wait for
        the next try of another round, which follows it when somebody asked for that one.
        """
        with self._lock:
            waits = urgent and self._state.phase is SyncPhase.WAITING
            may = (waits or self._state.phase in (SyncPhase.IDLE, SyncPhase.DONE)) and not self._running
            if may:
                self._again = waits and not self._is_carrying
                self._begin(only, is_carrying=True)
            return may

    def hurry(self) -> None:
        """The line is back: what waits for its next try begins at once."""
        with self._lock:
            if self._state.phase is SyncPhase.WAITING:
                self._retry()

    def _begin(self, only: frozenset[str] | None, *, is_carrying: bool = False) -> None:
        self._disarm()
        self._running, self._ending, self._only, self._is_carrying = True, None, only, is_carrying
        self._began = self._steady()
        self._show(replace(self._state, phase=SyncPhase.CONNECTING, problem="", next_try_at=None))
        self._submit(self._run)

    def _retry(self) -> None:
        """A round that nobody asked for is only let go: whoever carries judges anew what may go over the line as it is now."""
        with self._lock:
            if not self._running and self._is_carrying:
                self._disarm()
                self._show(replace(self._state, phase=SyncPhase.IDLE, problem="", next_try_at=None))
            elif not self._running:
                self._begin(None)

    resume = start

    def pause(self) -> None:
        """Ends the round after the call in hand and keeps everything; nothing is tried again until `resume`."""
        self._stop(SyncPhase.PAUSED)

    def cancel(self) -> None:
        """As pause, but forgets the wish to sync."""
        self._stop(SyncPhase.IDLE)

    def enrol(self, url: str, code: str, name: str) -> Changes:
        """Joins the centre at `url` with the one-time `code` that a person typed, under a `name` for people.

        Waits for the centre: for the sync thread. Raises ProtocolProblem (WRONG_CODE, FAKE_CENTRE, UNREACHABLE …).
        """
        self._enrol(url, code, name)
        self._failures = 0
        return Changes(sync=True)

    def _stop(self, ending: SyncPhase) -> None:
        with self._lock:
            self._disarm()
            self._again = False
            if self._running:
                self._ending = ending
            else:
                self._show(replace(self._state, phase=ending, next_try_at=None))

    def _run(self) -> None:
        try:
            report = self._make_engine().run_round(
                self._told, lambda: self._ending is not None, shift=self._shift, only=self._only, background=self._is_carrying,
            )  # fmt: skip
        except Exception as trouble:  # noqa: BLE001 - whatever broke: a timer must be armed, or nothing is ever sent again
            if not isinstance(trouble, ProtocolProblem):
                _log.exception("a sync round broke")
            self._end(trouble, Changes(sync=True))
        else:
            self._end(report, Changes(tasks=report.tasks, sync=True))

    def _end(self, ended: SyncReport | Exception, changes: Changes) -> None:
        with self._lock:
            again, self._again, self._running = self._again, False, False
            if isinstance(ended, SyncReport):
                self._settle(ended)
            else:
                self._fail(ended)
            self._ending = None
        self._publish(changes)
        if again:
            self.start()

    def _settle(self, report: SyncReport) -> None:
        state = replace(self._state, report=report, tasks=report.tasks, problem="", next_try_at=None)
        if report.outcome is Outcome.PAUSED:
            self._show(replace(state, phase=self._ending or SyncPhase.PAUSED))
        elif report.outcome in (Outcome.COMPLETE, Outcome.PARTLY) or report.only_lost:
            self._failures = 0
            done = SyncPhase.DONE if report.outcome is Outcome.COMPLETE else SyncPhase.IDLE
            self._show(replace(state, phase=done, eta_s=None))
        else:
            self._failures += 1
            self._wait(state, SyncPhase.WAITING, delay_s(self._failures, random=self._random))

    def _fail(self, trouble: Exception) -> None:
        self._failures += 1
        state = replace(self._state, problem=code_of(trouble))
        known = trouble if isinstance(trouble, ProtocolProblem) else None
        if self._ending is not None:
            self._show(replace(state, phase=self._ending, next_try_at=None))
        elif known is not None and known.action is Action.STOP:
            self._wait(state, SyncPhase.TROUBLE, LONGEST_S)
        else:
            told = known.retry_after_s if known is not None else None
            self._wait(state, SyncPhase.WAITING, delay_s(self._failures, retry_after_s=told, random=self._random))

    def _wait(self, state: SyncState, phase: SyncPhase, seconds: float) -> None:
        at = self._clock.now() + timedelta(seconds=seconds)
        self._disarm()
        self._call_off = self._call_later(seconds, self._retry)
        self._show(replace(state, phase=phase, next_try_at=at, eta_s=None))

    def _disarm(self) -> None:
        call_off, self._call_off = self._call_off, None
        if call_off is not None:
            call_off()

    def _told(self, progress: Progress) -> None:
        """Takes the engine's progress; tells listeners at each phase, and in between not more often than they can see."""
        now = self._steady()
        with self._lock:
            before = self._state
            state = _shown(before, progress, now - self._began)
            if state.phase is not before.phase or now - self._listened >= LISTEN_EVERY_S:
                self._listened = now
                self._show(state)
            else:
                self._state = state
        arrived = (state.lines, state.photos) != (before.lines, before.photos)
        if arrived and now - self._published >= PUBLISH_EVERY_S:
            self._published = now
            self._publish(Changes(sync=True))

    def _show(self, state: SyncState) -> None:
        self._state = state
        self._listener(state)


def _shown(state: SyncState, progress: Progress, elapsed_s: float) -> SyncState:
    rate = progress.sent_bytes / elapsed_s if elapsed_s > 0 else 0.0
    left = max(0, progress.bytes_total - progress.sent_bytes)
    return replace(
        state, phase=SyncPhase(progress.phase.value), lines=progress.lines, lines_total=progress.lines_total,
        photos=progress.photos, photos_total=progress.photos_total, sent_bytes=progress.sent_bytes,
        bytes_total=progress.bytes_total, rate=rate, eta_s=left / rate if rate else None,
    )  # fmt: skip
