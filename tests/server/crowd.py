"""A crowd of laptops: each the real engine over real HTTP, tried again by the real service with real timers."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from random import Random

from inspector_app.devices.clock import SystemClock
from inspector_app.services.syncing import Syncing, SyncPhase, SyncState
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.ports import Signer, SyncStore
from sync.client.status import Progress, SyncReport
from sync.protocol.problems import ProtocolProblem
from tests.server.conftest import House
from tests.sync.laptop import NOW, Laptop

LONGEST_S = 120.0


class Member:
    """One laptop of a crowd. `rounds` holds, for each round, when it began, when it ended, and its trouble if it had one."""

    def __init__(self, device: str, signer: Signer, store: SyncStore, url: str, code: str) -> None:
        self.device, self.signer, self.store = device, signer, store
        self.api = HttpSyncApi(url, device, signer, app="1.0.0")
        enrolling.enrol(code, url, device, device=device, signer=signer, api=self.api, store=store)
        self.rounds: list[tuple[float, float, ProtocolProblem | None]] = []
        self.done, self.sends_photos = threading.Event(), threading.Event()
        self.syncing = Syncing(
            lambda: self,  # type: ignore[arg-type, return-value]
            lambda _url, _code, _name: None, submit=lambda job: threading.Thread(target=job, daemon=True).start(),
            call_later=_later, listener=self._hear, publish=lambda _: None, clock=SystemClock(), steady=time.monotonic,
            random=Random(device).random,
        )  # fmt: skip

    def run_round(
        self, report: Callable[[Progress], None], stop: Callable[[], bool], *, shift: str = "",
        only: frozenset[str] | None = None, background: bool = False,
    ) -> SyncReport:  # fmt: skip
        """The real engine's round, noted down."""
        engine = Engine(self.api, self.store, self.signer, now=lambda: NOW, steady=time.monotonic, app="1")
        began, trouble = time.monotonic(), None
        try:
            return engine.run_round(report, stop, shift=shift, only=only, background=background)
        except ProtocolProblem as problem:
            trouble = problem
            raise
        finally:
            self.rounds.append((began, time.monotonic(), trouble))

    def _hear(self, state: SyncState) -> None:
        if state.phase is SyncPhase.PHOTOS and state.photos:
            self.sends_photos.set()
        if state.phase is SyncPhase.DONE:
            self.done.set()

    @property
    def troubles(self) -> list[ProtocolProblem]:
        return [trouble for _, _, trouble in self.rounds if trouble]

    def pauses(self) -> list[tuple[float, float]]:
        """For each round that was told when to come back: those seconds, and the seconds until it did."""
        return [
            (trouble.retry_after_s, after[0] - before[1])
            for before, after in itertools.pairwise(self.rounds)
            if (trouble := before[2]) is not None and trouble.retry_after_s is not None
        ]


class InMemory(Member):
    """A member whose laptop is kept in memory, with a shift to send."""

    def __init__(self, number: int, url: str, code: str, *, findings: int, photo_bytes: int) -> None:
        self.laptop, random = Laptop(f"laptop-{number}"), Random(number)
        super().__init__(self.laptop.device, self.laptop.key, self.laptop.journal, url, code)
        for n in range(findings):
            self.laptop.journal.record_finding(f"{number}-{n}", random.randbytes(photo_bytes))


def crowd(house: House, count: int, *, findings: int, photo_bytes: int, url: str = "") -> list[InMemory]:
    """Laptops that have joined and have a shift to send; `url` leads to the centre by another way."""
    return [
        InMemory(n, url or house.url, house.code(), findings=findings, photo_bytes=photo_bytes) for n in range(count)
    ]


def all_send(members: Sequence[Member], meanwhile: Callable[[], None] = lambda: None) -> None:
    """Lets all begin at once and waits until a receipt covers everything of everybody; `meanwhile` happens beside it."""
    ends = time.monotonic() + LONGEST_S
    try:
        for member in members:
            member.syncing.start("shift-1")
        meanwhile()
        late = [member.device for member in members if not member.done.wait(max(0, ends - time.monotonic()))]
        assert late == []
    finally:
        for member in members:
            member.syncing.cancel()
            member.api.close()


def _later(seconds: float, deed: Callable[[], None]) -> Callable[[], None]:
    timer = threading.Timer(seconds, deed)
    timer.daemon = True
    timer.start()
    return timer.cancel
