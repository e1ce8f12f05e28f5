"""A process full of laptops: `python -m tests.fleet.squad PLAN TOLD` makes them ready, starts at a word, and tells what became of them.

Says "ready" when all have joined the centre, and begins at the first line on standard input.
"""

import gc
import resource
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from random import Random

import msgspec

from sync.protocol.receipts import CentreKey, Receipt
from tests.fleet.laptop import Call, Clock, Laptop
from tests.fleet.shift import Load, Shifts
from tests.fleet.timers import Timers


class Member(msgspec.Struct, frozen=True):
    """A laptop to be: its number in the fleet, the centre's address, its one-time code, the second at which it comes home."""

    number: int
    url: str
    code: str
    home_s: float


class Plan(msgspec.Struct, frozen=True):
    """`longest_s` after the start everything ends, done or not."""

    members: tuple[Member, ...]
    load: Load
    seed: int
    longest_s: float


class Homecoming(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a laptop: its journal's end, its photos, and the last receipt with the keys to prove it by.

    `took_s` is None for one that never got its receipt for everything.
    """

    device: str
    epoch: str
    lines: int
    digest: str
    photos: tuple[str, ...]
    home_s: float
    took_s: float | None
    rounds: int
    errors: tuple[str, ...]
    receipt: Receipt | None
    keys: tuple[CentreKey, ...]


class Told(msgspec.Struct, frozen=True):
    """What a process has to tell: laptops, calls, and what it cost the machine itself."""

    homecomings: tuple[Homecoming, ...]
    calls: tuple[Call, ...]
    cpu_s: float
    memory_mb: float


class Squad:
    """Laptops that share a process and nothing else."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._timers, self._clock = Timers(), Clock()
        self._calls: list[Call] = []
        shifts = Shifts(plan.load, plan.seed)
        self._laptops = [self._laptop(shifts, member) for member in plan.members]

    def _laptop(self, shifts: Shifts, member: Member) -> Laptop:
        device = uuid.UUID(bytes=Random(f"{self._plan.seed}/{member.number}").randbytes(16), version=4)
        papers = shifts.papers(member.number, str(device))
        return Laptop(papers, member.url, self._timers, self._clock, self._calls)

    def join(self) -> None:
        """Every laptop joins the centre over HTTP, as on its first day; none of it is counted."""
        for laptop, member in zip(self._laptops, self._plan.members, strict=True):
            laptop.enrol(member.code)
        self._calls.clear()
        gc.collect()
        gc.freeze()  # the journals stay: the collector need not look at them again while calls are timed

    def storm(self) -> Told:
        """All come home, each at its time; returns when all are proven or time is up."""
        self._clock.begin()
        cpu = time.process_time()
        for laptop, member in zip(self._laptops, self._plan.members, strict=True):
            self._timers.call_later(member.home_s, laptop.come_home)
        for laptop in self._laptops:
            laptop.done.wait(max(0.0, self._plan.longest_s - self._clock()))
        cpu = time.process_time() - cpu
        self._timers.close()
        for laptop in self._laptops:
            laptop.leave()
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        return Told(tuple(map(_homecoming, self._laptops)), tuple(self._calls), cpu, memory_mb)


def _homecoming(laptop: Laptop) -> Homecoming:
    papers = laptop.papers
    head, joined = papers.head(), papers.enrolment()
    return Homecoming(
        device=papers.device, epoch=head.epoch, lines=head.seq, digest=head.digest, photos=tuple(papers.pictures),
        home_s=laptop.home_s, took_s=laptop.took_s, rounds=laptop.rounds, errors=tuple(laptop.errors),
        receipt=papers.last, keys=joined.chain if joined else (),
    )  # fmt: skip


def main(words: Sequence[str]) -> int:
    plan, told = map(Path, words)
    squad = Squad(msgspec.msgpack.decode(plan.read_bytes(), type=Plan))
    squad.join()
    print("ready", flush=True)
    sys.stdin.readline()
    told.write_bytes(msgspec.msgpack.encode(squad.storm()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
