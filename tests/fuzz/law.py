"""The law for every input: accepted with its meaning, or refused with a code; in bounded time and memory, and nothing else ever."""

import resource
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

from sync.protocol.problems import Problem, ProtocolProblem

ROOT = Path(__file__).resolve().parent.parent.parent
SLACK_KIB = 1024  # the system counts in batches
FAULTS = {Problem.INTERNAL, Problem.BUSY}  # codes that no input may lead a centre to


@dataclass(frozen=True, slots=True)
class Target:
    """One decoder of ours.

    `make` draws an input by chance. `take` decodes it: it returns when the input was accepted, raises one of `refusals` when it
    was refused, and AssertionError when it was accepted with another meaning. No input may take more than `cpu_s` seconds of
    processor time, nor raise the process's memory by more than `memory_mb` at once.
    """

    name: str
    make: Callable[[Random], bytes]
    take: Callable[[bytes], None]
    refusals: tuple[type[Exception], ...] = (ProtocolProblem,)
    weight: float = 10
    is_centre: bool = True
    cpu_s: float = 3.0
    memory_mb: int = 96


class Outcome(Enum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CRASHED = "crashed"


class TooSlow(BaseException):
    """No ordinary exception: decoders that catch everything must not catch this."""


def judged(target: Target, content: bytes) -> tuple[Outcome, str]:
    """What became of the input, and why it breaks the law when it does."""
    before = peak_mb()
    try:
        with _bounded(target.cpu_s):
            target.take(content)
        outcome = Outcome.ACCEPTED
    except target.refusals as trouble:
        if target.is_centre and isinstance(trouble, ProtocolProblem) and trouble.code in FAULTS:
            return Outcome.CRASHED, _told(trouble)
        outcome = Outcome.REFUSED
    except (Exception, TooSlow) as trouble:  # noqa: BLE001 - whatever it is, it is what we are looking for
        return Outcome.CRASHED, _told(trouble)
    if (grown := peak_mb() - before) > target.memory_mb:
        return Outcome.CRASHED, f"took {grown} MB of memory"
    return outcome, ""


def peak_mb() -> int:
    """The most memory that this process ever had, in MiB."""
    return _PEAK.kib() // 1024


class _Peak:
    """The system's own account is text, and slow to read: it is read only when the short one has moved."""

    def __init__(self) -> None:
        self._kib = self._short = 0

    def kib(self) -> int:
        short = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        # The short account begins with the peak of the process that started this one: below that it says nothing.
        if short != self._short or short > self._kib + SLACK_KIB:
            self._short, self._kib = short, _high_water_kib()
        return self._kib


def _high_water_kib() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


_PEAK = _Peak()


@contextmanager
def _bounded(cpu_s: float) -> Iterator[None]:
    _listen()
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@cache
def _listen() -> None:
    signal.signal(signal.SIGVTALRM, _too_slow)


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow("took too much processor time")


def _told(trouble: BaseException) -> str:
    """The trouble in a line, with the place in our own code where it came through."""
    ours = [frame for frame in traceback.extract_tb(trouble.__traceback__) if frame.filename.startswith(str(ROOT))]
    where = f" at {Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else ""
    return f"{type(trouble).__name__}: {str(trouble)[:160]}{where}"
