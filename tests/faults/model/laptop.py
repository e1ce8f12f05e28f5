"""A laptop that may stop at any step: its disk, its clock, the real store and the real line to the centre while it runs."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from inspector_app.centre_line import CentreLine
from inspector_app.devices.clock import OrderedIds
from inspector_app.domain.problems import RuleBroken
from inspector_app.services.syncing import SyncPhase, SyncState
from inspector_app.storage import journal
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.client.engine import Engine
from sync.client.http import HttpSyncApi
from sync.client.lanes import InTurn
from sync.client.pace import SMALLEST
from sync.client.status import LAPTOP
from sync.protocol.lines import Line as JournalLine
from sync.protocol.problems import ProtocolProblem
from tests.faults.laptops import Saved
from tests.faults.model.centre import ADDRESS
from tests.faults.model.clock import WallClock
from tests.faults.model.disk import Disk, Killed
from tests.faults.model.line import Line, LineAdapter

MASTER = bytes(range(32))


class SimulatedLine(CentreLine):
    """As the app has it, over the simulated line."""

    line: Line
    disk: Disk
    pace: int

    def engine(self) -> Engine:
        engine = super().engine()
        engine._lanes = InTurn()  # one order, as the seed has it
        engine._pace.size = self.pace or engine._pace.size
        # Calls take as long as the plan says, not as this machine needs: what a line bears would differ from run to run.
        engine._steady = itertools.count(0.0, 2.0 if self.pace == SMALLEST else 0.001).__next__
        return engine

    def _connected(self, url: str) -> HttpSyncApi:
        api = super()._connected(url)
        with api._wire._session() as session:  # the calls of a model come in turn: there is one session
            if not isinstance(session.get_adapter(ADDRESS), LineAdapter):
                session.trust_env = False
                session.mount(ADDRESS, LineAdapter(self.line, self.disk))
        return api


@dataclass
class Laptop:
    """`code` is its enrolment code. What it heard and told stays, also when it stops."""

    disk: Disk
    clock: WallClock
    line: Line
    random: Random
    code: str = ""
    store: Store | None = None
    centre: SimulatedLine | None = None
    state: SyncState = field(default_factory=SyncState)
    saved: list[Saved] = field(default_factory=list)
    drafted: set[str] = field(default_factory=set)
    refused: str = ""  # why its code was not taken
    heard: set[str] = field(default_factory=set)  # codes of the protocol
    troubles: set[str] = field(default_factory=set)  # codes of its disk, and of rules
    salvages: int = 0
    pace: int = 0  # bytes that a call carries at first; 0: as the app begins
    before: tuple[JournalLine, ...] = ()  # its journal before an older copy was put back
    damaged_photo: str = ""
    owed: frozenset[str] = frozenset()  # lines that stand once, as the screen told after the last save
    once: frozenset[str] = frozenset()  # those that did when the place where they stood rotted
    damaged_copies: frozenset[str] = frozenset()  # digests in the second copy of which a bit was turned
    purged: frozenset[str] = frozenset()  # photos and lines of the second copy that a purge removed, as it might
    _depth: int = 0
    _told_of_damage: bool = False

    @property
    def name(self) -> str:
        return self.disk.name

    def act(self, deed: Callable[["Laptop"], object]) -> bool:
        """Does something on the running laptop, which is started for it; whether it could be done."""
        self._depth += 1
        boot = self.disk.boot
        try:
            self._started()
            deed(self)
            self.disk.check(boot)
            return True
        except Killed as killed:
            if killed.disk is not self.disk:
                raise
            self._fell()
        except (StorageTrouble, RuleBroken) as trouble:
            self.troubles.add(trouble.code.value)
            self._told_of_damage |= trouble.code == StorageCode.DAMAGED
        finally:
            self._depth -= 1
        self._mend()
        return False

    def _started(self) -> None:
        if self.store is not None:
            return
        ids = OrderedIds(wall=self.clock.wall_ms, random=self.random.randbytes)
        self.store = store = open_store(self.disk.root, MASTER, clock=self.clock, ids=ids)
        ids.follow(store.read(journal.greatest_id))
        self.ids = ids
        self.salvages += store.salvage is not None
        self.centre = SimulatedLine(
            store, self.clock, submit=lambda deed: deed(), hear=self._hear, publish=lambda _: None
        )  # fmt: skip
        self.centre.line, self.centre.disk, self.centre.pace = self.line, self.disk, self.pace
        self.state = SyncState()

    def _hear(self, state: SyncState) -> None:
        self.state = state
        if state.problem:
            self.heard.add(state.problem)

    def _fell(self) -> None:
        self.disk.bury()
        self.store = self.centre = None
        self.state, self._told_of_damage = SyncState(), False

    def _mend(self) -> None:
        """A person who reads that the database is damaged starts the program again."""
        told = self._told_of_damage or self.state.problem == f"{LAPTOP}{StorageCode.DAMAGED}"
        if told and self._depth == 0:
            self.close()

    def close(self) -> None:
        """A clean end; harmless when it does not run."""
        store = self.store
        if store is None:
            return
        try:
            store.close()
        except Killed as killed:
            if killed.disk is not self.disk:
                raise
        except StorageTrouble as trouble:
            self.troubles.add(trouble.code.value)
        self._fell()

    def look_after(self) -> None:
        """Reads every page, as the program does at times; what it finds damaged is mended by the next start."""
        self.act(lambda one: one.store is not None and one.store.upkeep.check())
        self._mend()

    def sync(self, only: frozenset[str] | None = None) -> None:
        """What the button does: joins the centre if that is still to be done, and begins a round. Where only some photos may go,
        a round that nobody asked for."""
        self.act(lambda one: one._sync(only))
        self._mend()

    def _sync(self, only: frozenset[str] | None) -> None:
        assert self.centre is not None
        if not self.centre.joined(ADDRESS) and not self.join():
            return
        if only is None:
            self.centre.syncing.start()
        else:
            self.centre.syncing.carry(only)

    def join(self) -> bool:
        """Types the code in; whether the centre took it."""
        assert self.centre is not None
        try:
            self.centre.enrol(self.code, ADDRESS, "巡查一号")
        except ProtocolProblem as trouble:
            self.refused = trouble.code.value
            self.heard.add(self.refused)
            return False
        self.refused = ""
        return True

    def is_timer_of(self, deed: Callable[[], None]) -> bool:
        """Whether the running program armed it."""
        return self.centre is not None and getattr(deed, "__self__", None) is self.centre.syncing

    @property
    def is_busy(self) -> bool:
        """Whether something is under way on it."""
        return self._depth > 0

    @property
    def is_done(self) -> bool:
        """Whether a receipt covers everything, and the screen says so."""
        if self.store is None or self.state.phase is not SyncPhase.DONE:
            return False
        overview = self.store.reads.sync_overview()
        return overview.unsent_lines == 0 and overview.receipt_agrees

    def image(self, target: Path, copy: Callable[[Path, Path], None]) -> None:
        """Copies its disk as it lies there; it does not run meanwhile."""
        with suppress(FileNotFoundError), self.disk.aside():
            copy(self.disk.root, target)
