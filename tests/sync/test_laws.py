"""Whatever happens to laptops, lines and the centre, in whatever order: in the end nothing is lost and nothing is twice."""

import copy
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from sync.client.status import Outcome
from sync.protocol.canonical import parse
from sync.protocol.lines import LINE_CARRIED, Line, verify
from sync.protocol.problems import ProtocolProblem
from tests.sync.centre import World
from tests.sync.laptop import Laptop
from tests.sync.test_engine import Flaky

DEVICE = "laptop-1"
CALLS = st.integers(1, 14)


class Shifts(RuleBasedStateMachine):
    """One laptop id, any number of copies of its disk, one centre that may itself be restored from a backup."""

    holders = Bundle("holders")

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.all: list[Laptop] = []
        self.recorded = 0
        self.backup = copy.deepcopy(self.world.laptops)

    @initialize(target=holders)
    def laptop(self) -> Laptop:
        laptop = Laptop(DEVICE).enrol(self.world.api(DEVICE), self.world.code())
        self.backup = copy.deepcopy(self.world.laptops)
        self.all.append(laptop)
        return laptop

    @rule(holder=holders, count=st.integers(1, 60))
    def record(self, holder: Laptop, count: int) -> None:
        for _ in range(count):
            self.recorded += 1
            holder.journal.record_finding(f"finding-{self.recorded}")

    @rule(holder=holders, size=st.sampled_from([10, 600_000, 1_200_000]))
    def photograph(self, holder: Laptop, size: int) -> None:
        self.recorded += 1
        holder.journal.record_finding(f"finding-{self.recorded}", self.recorded.to_bytes(4, "big") * (size // 4))

    @rule(holder=holders, at=CALLS, answer_lost=st.booleans())
    def sync_over_a_bad_line(self, holder: Laptop, at: int, answer_lost: bool) -> None:
        with suppress(ProtocolProblem):
            holder.sync(Flaky(self.world.api(DEVICE), at, answer_lost=answer_lost))

    @rule(holder=holders, calls=CALLS)
    def sync_and_stop(self, holder: Laptop, calls: int) -> None:
        left = iter([False] * calls)
        holder.sync(self.world.api(DEVICE), stop=lambda: next(left, True))

    @rule(holder=holders)
    def sync(self, holder: Laptop) -> None:
        holder.sync(self.world.api(DEVICE))

    @rule(target=holders, holder=holders)
    def copy_the_disk(self, holder: Laptop) -> Laptop:
        self.all.append(holder.twin(f"copy-{len(self.all)}"))
        return self.all[-1]

    @rule()
    def back_up_the_centre(self) -> None:
        self.backup = copy.deepcopy(self.world.laptops)

    @rule()
    def restore_the_centre(self) -> None:
        self.world.laptops = copy.deepcopy(self.backup)

    @invariant()
    def every_chain_at_the_centre_is_whole(self) -> None:
        for lines in self.world.laptops[DEVICE].epochs.values() if self.all else ():
            verify(DEVICE, lines, after=None)

    def teardown(self) -> None:
        for holder in [*self.all, *self.all]:
            assert holder.sync(self.world.api(DEVICE)).outcome is Outcome.COMPLETE
        held = self.world.laptops[DEVICE] if self.all else None
        if held is None:
            return
        lines = [line for epoch in held.epochs.values() for line in epoch]
        plain = [line.id for line in lines if line.kind != LINE_CARRIED]
        arrived = {_inner(line) for line in lines}
        # Two copies of unsent lines, both cut off by a third, are carried twice: then they are the very same lines.
        assert len(plain) == len(set(plain))
        assert len(arrived) == len({name for name, _ in arrived})
        for holder in self.all:
            assert {_inner(line) for line in holder.journal.lines} <= arrived
            assert all(held.photos[sha256] == photo for sha256, photo in holder.journal.photos.items())


def _inner(line: Line) -> tuple[str, str]:
    """Id and digest of the line itself, or of the one that it carries."""
    kind, name, digest, body = line.kind, line.id, line.digest, parse(bytes(line.body))
    while kind == LINE_CARRIED:
        kind, name, digest, body = body["kind"], body["id"], body["digest"], body["body"]
    return name, digest


TestShifts = Shifts.TestCase
TestShifts.settings = settings(max_examples=15, stateful_step_count=12)
