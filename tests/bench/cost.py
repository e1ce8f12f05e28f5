"""What a measurement costs the machine: CPU seconds of processes, and one flush of its disk."""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01
UTIME, STIME, CUTIME, CSTIME, PARENT = 11, 12, 13, 14, 1  # places in /proc/PID/stat after the name
FLUSHES = 200


def cpu_s(pid: int) -> float:
    """CPU seconds so far of a process, of those that it started, and of those of them that have ended."""
    own = _stat(pid)
    return sum(own[UTIME : CSTIME + 1]) * TICK_S + sum(cpu_s(child) for child in _children(pid))


def parent(pid: int) -> int:
    return _stat(pid)[PARENT]


def flush_us(folder: Path) -> float:
    """The median microseconds that this disk takes for an fdatasync of 8 kB."""
    took = []
    with (folder / "flushed").open("wb") as file:
        for _ in range(FLUSHES):
            file.write(bytes(8192))
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1e6


def _children(pid: int) -> Iterator[int]:
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if parent(int(place.name)) == pid:
                yield int(place.name)


def _stat(pid: int) -> list[int]:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(word) if word.lstrip("-").isdigit() else 0 for word in after_name]
