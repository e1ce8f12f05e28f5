"""The laptop's syncing as the app does it: `Syncing` over the real engine, its lanes and HTTP, on a thread of its own."""

import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

from inspector_app.domain.ids import iso
from inspector_app.services.ports import Clock
from inspector_app.services.syncing import Syncing, SyncPhase, SyncState
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.client.engine import Engine
from sync.client.enrolling import enrol
from sync.client.http import HttpSyncApi
from sync.client.lanes import SideBySide
from sync.client.status import SyncReport
from sync.protocol.problems import Problem, ProtocolProblem
from tests.faults.saying import say

BROKEN = 70  # exit code of a process that met what nobody foresaw
LONGEST_PAUSE_S = 0.15
ENDS = (SyncPhase.IDLE, SyncPhase.DONE, SyncPhase.WAITING, SyncPhase.TROUBLE)


class Courier:
    """Brings the laptop and its centre in step, round after round, and says how each ended.

    What the app would wait for is tried again after a moment: the harness has less patience than an officer.
    `on_damage` is called on the sync thread when a page of the database cannot be read.
    """

    def __init__(
        self, store: Store, url: str, code: str, *, clock: Clock, random: Random, on_damage: Callable[[StorageTrouble], object]
    ):  # fmt: skip
        self._store, self._url, self._code = store, url, code
        self._clock, self._random, self._on_damage = clock, random, on_damage
        self._held = LaptopSyncStore(store)
        self._api = HttpSyncApi(url, store.device, store.signer, app="faults")
        self._thread = ThreadPoolExecutor(1, "sync")
        self._ends: queue.Queue[SyncState] = queue.Queue()
        self._for_ever = False
        self.syncing = Syncing(
            self._engine, self._join, submit=self._thread.submit, call_later=self._soon, listener=self._hear,
            publish=lambda _: None, clock=clock, steady=time.monotonic, random=random.random,
        )  # fmt: skip

    def run(self) -> None:
        """Rounds without end, beside the officer's work."""
        self._for_ever = True
        self._thread.submit(self._guarded(self._begin))

    def ends(self, rounds: int) -> Iterator[SyncState]:
        """Makes rounds, at most so many; each gives the state that it ended in."""
        self._thread.submit(self._guarded(self._begin))
        for _ in range(rounds):
            state = self._ends.get()
            yield state
            if state.phase is SyncPhase.IDLE:  # it rests, where only photos are missing that the laptop lost
                self.syncing.start()

    def close(self) -> None:
        self.syncing.cancel()
        self._thread.shutdown()
        self._api.close()

    def _begin(self) -> None:
        if self._held.enrolment() is None and not self._enrolled():
            self._soon(LONGEST_PAUSE_S, lambda: self._thread.submit(self._guarded(self._begin)))
            return
        self.syncing.start()

    def _enrolled(self) -> bool:
        try:
            self.syncing.enrol(self._url, self._code, "巡查一号")
        except ProtocolProblem as trouble:
            say("trouble", trouble.code.value)
            self._ends.put(SyncState(problem=trouble.code.value))
            return False
        return True

    def _join(self, url: str, code: str, name: str) -> None:
        enrol(code, url, name, device=self._store.device, signer=self._store.signer, api=self._api, store=self._held)

    def _engine(self) -> Engine:
        return _Watched(
            self._met, self._api, self._held, self._store.signer, now=lambda: iso(self._clock.now()), steady=time.monotonic,
            app="faults", lanes=SideBySide(),
        )  # fmt: skip

    def _hear(self, state: SyncState) -> None:
        if state.phase not in ENDS:
            return
        outcome = state.report.outcome.value if state.report is not None else "none"
        say("trouble", state.problem) if state.problem else say("sent", outcome)
        self._ends.put(state)
        if state.problem == Problem.UNKNOWN_DEVICE.value:  # the advice: ask for a new code and enter it
            self._thread.submit(self._guarded(self._enrolled))
        if self._for_ever and state.phase in (SyncPhase.DONE, SyncPhase.IDLE):
            self._soon(LONGEST_PAUSE_S, self.syncing.start)

    def _met(self, trouble: BaseException) -> None:
        """What no code of the protocol stands for: the laptop's own disk, or a fault of ours, which ends the process."""
        if not isinstance(trouble, StorageTrouble):
            traceback.print_exception(trouble)
            sys.stderr.flush()
            os._exit(BROKEN)
        if trouble.code is StorageCode.DAMAGED:
            self._on_damage(trouble)
        say("refused", trouble.code.value)

    def _guarded(self, deed: Callable[[], object]) -> Callable[[], None]:
        def guarded() -> None:
            try:
                deed()
            except BaseException as trouble:  # noqa: BLE001 - the harness must hear of it, whatever it is
                self._met(trouble)

        return guarded

    def _soon(self, seconds: float, deed: Callable[[], Any]) -> Callable[[], None]:
        timer = threading.Timer(min(seconds, self._random.random() * LONGEST_PAUSE_S), deed)
        timer.daemon = True
        timer.start()
        return timer.cancel


class _Watched(Engine):
    """An engine whose rounds tell `met` what the app would only write into its log."""

    def __init__(self, met: Callable[[BaseException], None], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._met = met

    def run_round(self, *args: Any, **kwargs: Any) -> SyncReport:
        try:
            return super().run_round(*args, **kwargs)
        except ProtocolProblem:
            raise
        except BaseException as trouble:
            self._met(trouble)
            raise
