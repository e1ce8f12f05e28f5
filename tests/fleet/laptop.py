"""A laptop of the storm: the real engine over a line of its own, tried again by the real service; every call is timed."""

import threading
import time
from collections.abc import Callable
from random import Random

import msgspec

from inspector_app.devices.clock import SystemClock
from inspector_app.services.syncing import Syncing, SyncPhase, SyncState
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.lanes import SideBySide
from sync.client.wire import Answer, Body, Wire
from sync.protocol.problems import Problem, ProtocolProblem
from tests.fleet.shift import Papers
from tests.fleet.timers import Timers
from tests.sync.laptop import NOW, Key

APP = "fleet"
# A round that ends with one of these is the protocol at work: the laptop comes back by itself.
BORNE = {Problem.BUSY.value, Problem.UNREACHABLE.value}
INCOMPLETE = "incomplete"


class Call(msgspec.Struct, frozen=True):
    """One exchange: what was asked, when it began (seconds since the storm did), how long it took, and what went wrong.

    `told_s` is the Retry-After of a refusal, negative where none was told.
    """

    kind: str
    at_s: float
    took_s: float
    trouble: str = ""
    told_s: float = -1.0


class Clock:
    """Seconds since the storm began, for all laptops of a process."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def begin(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() - self._began


class Timed(Wire):
    """The real line, with a note of every exchange."""

    def __init__(self, url: str, clock: Clock, calls: list[Call]) -> None:
        super().__init__(url, APP)
        self._clock = clock
        self._calls = calls

    def send(
        self, method: str, path: str, body: Body = b"", headers: dict[str, str] | None = None, *, token: str = ""
    ) -> Answer:
        began, trouble, told_s = self._clock(), "", -1.0
        try:
            return super().send(method, path, body, headers, token=token)
        except ProtocolProblem as problem:
            trouble, told_s = f"{problem.code.value}: {problem.detail}", problem.retry_after_s or -1.0
            raise
        finally:
            self._calls.append(Call(kind_of(path), began, self._clock() - began, trouble, told_s))


def kind_of(path: str) -> str:
    """What is asked at `path`, in a word."""
    return "photos" if path.startswith("/v1/uploads/") else path.rpartition("/")[2]


class Laptop:
    """One laptop. `took_s` is how long it took from its home-coming to the receipt for everything; None until then."""

    def __init__(self, papers: Papers, url: str, timers: Timers, clock: Clock, calls: list[Call]) -> None:
        self.papers, self.key, self.url = papers, Key(), url
        self.api = HttpSyncApi(url, papers.device, self.key, app=APP)
        self.api._wire = Timed(url, clock, calls)
        self.home_s, self.rounds = 0.0, 0
        self.took_s: float | None = None
        self.troubles: list[str] = []
        self.done = threading.Event()
        self._clock = clock
        self.syncing = Syncing(
            self._engine, lambda _url, _code, _name: None, submit=_on_a_thread, call_later=timers.call_later,
            listener=self._hear, publish=lambda _: None, clock=SystemClock(), steady=time.monotonic,
            random=Random(papers.device).random,
        )  # fmt: skip

    def enrol(self, code: str) -> None:
        device, papers = self.papers.device, self.papers
        enrolling.enrol(code, self.url, "巡查车", device=device, signer=self.key, api=self.api, store=papers)
        self.api.close()  # it was days ago

    def come_home(self) -> None:
        """Ends the shift: from now on the service tries until a receipt covers everything."""
        self.home_s = self._clock()
        self.syncing.start(self.papers.shift)

    def leave(self) -> None:
        self.syncing.cancel()
        self.api.close()

    def _engine(self) -> Engine:
        self.rounds += 1
        return Engine(
            self.api, self.papers, self.key, now=lambda: NOW, steady=time.monotonic, app=APP, lanes=SideBySide()
        )

    def _hear(self, state: SyncState) -> None:
        if state.phase in (SyncPhase.WAITING, SyncPhase.TROUBLE):
            self.troubles.append(state.problem or INCOMPLETE)
        if state.phase is SyncPhase.DONE:
            self.took_s = self._clock() - self.home_s
            self.done.set()

    @property
    def errors(self) -> list[str]:
        """What ended a round and was neither a refusal for now nor the line."""
        return [trouble for trouble in self.troubles if trouble not in BORNE]


def _on_a_thread(job: Callable[[], None]) -> None:
    # As many threads as laptops are speaking: a pool would hold them back, and the storm would be none.
    threading.Thread(target=job, daemon=True).start()
