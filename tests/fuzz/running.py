"""Many inputs, one after the other, each following from a seed and its number alone; what breaks the law is kept and made small."""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from multiprocessing import get_context
from random import Random
from typing import NamedTuple

from tests.fuzz.law import Outcome, Target, judged, peak_mb

BATCH = 2000  # inputs that a worker takes at once
MOST_CRASHES = 20  # of one batch: more of them say nothing new
SMALLER_TRIES = 400


class Crash(NamedTuple):
    """An input that broke the law, and the smallest part of it that still does."""

    target: str
    number: int
    why: str
    content: bytes


@dataclass(slots=True)
class Tally:
    """What became of some inputs, by target and outcome."""

    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    crashes: list[Crash] = field(default_factory=list)
    memory_mb: int = 0

    @property
    def inputs(self) -> int:
        return self.outcomes.total()

    def __iadd__(self, other: "Tally") -> "Tally":
        self.outcomes += other.outcomes
        self.crashes += other.crashes
        self.memory_mb = max(self.memory_mb, other.memory_mb)
        return self


@cache
def targets() -> dict[str, Target]:
    """Every target by its name; imported when they are needed, for they bring half of the program along."""
    from tests.fuzz.targets import (
        answers,
        bureau,
        centre,
        devices,
        feed,
        files,
        line,
        lookups,
        maps,
        packs,
        parcel,
        pictures,
        restore,
        rounds,
        stored,
        vectors,
    )

    laptop = (answers, feed, line, rounds, restore, pictures, devices, vectors, maps, lookups, packs)
    rooms = (centre, parcel, stored, files, bureau, *laptop)
    return {target.name: target for room in rooms for target in room.TARGETS}


def case(seed: int, number: int, only: Sequence[str] = ()) -> tuple[Target, bytes]:
    """The input of that number among these targets: always the same one."""
    chance = Random(f"{seed}/{number}")
    known, sums = _drawn_from(tuple(only))
    target = known[bisect(sums, chance.random() * sums[-1])]
    return target, target.make(chance)


@cache
def _drawn_from(only: tuple[str, ...]) -> tuple[list[Target], list[float]]:
    """The targets, and what their weights add up to, one by one."""
    known = [target for name, target in targets().items() if not only or name in only]
    return known, list(accumulate(target.weight for target in known))


def run(seed: int, numbers: range, only: Sequence[str] = ()) -> Tally:
    """Judges the inputs of these numbers."""
    tally = Tally()
    for number in numbers:
        target, content = case(seed, number, only)
        outcome, why = judged(target, content)
        tally.outcomes[target.name, outcome] += 1
        if outcome is Outcome.CRASHED and len(tally.crashes) < MOST_CRASHES:
            tally.crashes.append(Crash(target.name, number, why, smaller(target, content, why)))
    tally.memory_mb = peak_mb()
    return tally


def smaller(target: Target, content: bytes, why: str) -> bytes:
    """The input without whatever can be left out while it breaks the law in the same place."""
    tries, size = SMALLER_TRIES, len(content) // 2
    while size and tries:
        place = 0
        while place < len(content) and tries:
            tries -= 1
            less = content[:place] + content[place + size :]
            if judged(target, less)[1].rpartition(" at ")[2] == why.rpartition(" at ")[2]:
                content = less
            else:
                place += size
        size //= 2
    return content


def spread(
    seed: int, numbers: range, only: Sequence[str], workers: int, told: Callable[[str], None]
) -> Iterator[Tally]:
    """The tallies of all batches, as they are ready. A worker that dies takes its batches along, which are named."""
    batches = [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
    if workers == 1:
        yield from (run(seed, batch, only) for batch in batches)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=quieten) as pool:
        waiting = {pool.submit(run, seed, batch, only): batch for batch in batches}
        for done in as_completed(waiting):
            try:
                yield done.result()
            except BrokenProcessPool:
                batch = waiting[done]
                told(f"a worker died; perhaps in the inputs {batch.start} to {batch.stop - 1}")
                yield Tally(crashes=[Crash("worker", batch.start, "the process died", b"")])


def quieten() -> None:
    """Libraries that read what is broken say so; nobody wants to hear it a thousand times."""
    import logging
    import os
    import warnings

    os.environ["QT_LOGGING_RULES"] = "*=false"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
