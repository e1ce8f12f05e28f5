"""One round under way: who speaks with whom, what was counted, and where it may be stopped."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import ParamSpec, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.client import receiving
from sync.client.pace import Pace
from sync.client.ports import Lanes, PackStore, Signer, SyncApi, SyncStore
from sync.client.status import Phase, Progress
from sync.protocol.laptop import Enrolment
from sync.protocol.messages import BATCH_LINES
from sync.protocol.receipts import Receipt, Statement

P = ParamSpec("P")
R = TypeVar("R")


class Stopped(Exception):
    """The round was asked to end; everything done so far is done."""


@dataclass(slots=True)
class Course:
    """What the steps of one round share. Calls go through `ask`, so that a round can stop between any two of them.

    Lanes may ask, tell, and learn of the line side by side; everything else belongs to the round's own thread.
    """

    api: SyncApi
    store: SyncStore
    signer: Signer
    enrolment: Enrolment
    now: Callable[[], str]
    report: Callable[[Progress], None]
    stop: Callable[[], bool]
    steady: Callable[[], float]
    pace: Pace
    lanes: Lanes
    packs: PackStore | None = None  # where reference packs go; None: nowhere
    only: frozenset[str] | None = None  # photos that may go; None: all
    background: bool = False  # nobody asked for the round
    keys: dict[str, Ed25519PublicKey] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)  # by what the last item of each bucket is known
    heads_at: str = ""  # when the centre named them
    batch_lines: int = BATCH_LINES  # what the centre takes in one push
    progress: Progress = field(default_factory=Progress)
    proven: dict[str, int] = field(default_factory=dict)  # epoch -> the last seq of which all was proven to be there
    reached: dict[str, int] = field(default_factory=dict)  # epoch -> the last seq that the centre holds of it
    missing: set[str] = field(default_factory=set)  # photos that the centre said it lacks
    delivered: set[str] = field(default_factory=set)  # photos that this round brought there
    lost: set[str] = field(default_factory=set)  # photos that the laptop lacks
    only_lost: bool = False  # nothing else is missing at the centre
    tasks: set[str] = field(default_factory=set)
    statement: Statement | None = None
    new_epoch: str = ""
    revoked: bool = False
    pack: int = 0  # the version that the centre wants laptops to have
    new_pack: int = 0  # the one that this round brought
    pack_problem: str = ""  # a code: why it did not
    pack_left: bool = False  # it, or a part of it, is still to come
    meanwhile: Callable[[int], None] = lambda _: None  # done between pushes; told the last seq that the centre holds
    alone: RLock = field(default_factory=RLock)

    @property
    def device(self) -> str:
        return self.enrolment.device

    def ask(self, call: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Makes a call to the centre; raises Stopped instead when the round is to end."""
        if self.stop():
            raise Stopped
        return call(*args, **kwargs)

    def enter(self, phase: Phase) -> None:
        self.told(phase=phase)

    def told(self, **changed: int | Phase) -> None:
        """Notes progress and tells it."""
        with self.alone:
            self.progress = replace(self.progress, **changed)  # type: ignore[arg-type]
            self.report(self.progress)

    def sent(self, size: int, *, counted: bool = True) -> None:
        """`counted`: whether the total already knew of these bytes."""
        with self.alone:
            sent, total = self.progress.sent_bytes + size, self.progress.bytes_total
            self.told(sent_bytes=sent, bytes_total=max(sent, total if counted else total + size))

    def pushed(self, lines: int, size: int, seconds: float) -> None:
        """A call with so many lines, of so many bytes, was answered."""
        with self.alone:
            self.pace.pushed(lines, size, seconds, self.batch_lines)

    def arrived(self, size: int, seconds: float) -> None:
        """A call with so many bytes of photos was answered."""
        with self.alone:
            self.pace.arrived(size, seconds)

    def cut(self) -> None:
        """A call did not get through."""
        with self.alone:
            self.pace.cut()

    def refused(self, size: int) -> bool:
        """Somebody on the way takes no body of `size`; False when it cannot be smaller."""
        with self.alone:
            return self.pace.refused(size)

    def agrees(self, said: Statement) -> bool:
        """Whether a checked statement counts what we count, and misses nothing."""
        counts = self.store.totals(said.epoch, said.through_seq)
        return counts == (said.findings, said.photos) and said.missing_count == 0

    def checked(self, receipt: Receipt, epoch: str, through_seq: int) -> Statement:
        """The receipt's statement, kept, when the centre signed it for this laptop and it covers `through_seq`.

        Raises FALSE_RECEIPT; or FORK when the centre's chain there is another one than ours.
        """
        said = receiving.accept(self.store, self.enrolment, self.keys, receipt, epoch=epoch, through_seq=through_seq)
        self.statement = said
        self.reached[epoch] = said.through_seq
        self.missing.update(said.missing)
        return said
