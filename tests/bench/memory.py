"""How much memory a server's processes hold at their largest."""

import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

LOOK_EVERY_S = 0.2


class Peak:
    """While it is entered, looks at every process of the group that `leader` leads, and at the end at the largest that each
    one still alive has been; 0 where there is no /proc."""

    def __init__(self, leader: int):
        self._leader = leader
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self.megabytes = 0.0

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._looking.join()
        self.megabytes = max(self.megabytes, sum(_kept(pid, "VmHWM") for pid in _group(self._leader)) / 1e6)

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            self.megabytes = max(self.megabytes, resident_mb(self._leader))


def resident_mb(leader: int) -> float:
    """Megabytes that the processes of the group hold now."""
    return sum(_kept(pid, "VmRSS") for pid in _group(leader)) / 1e6


def _group(leader: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            after_name = (place / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[2]) == leader:
                found.append(int(place.name))
    return found


def _kept(pid: int, name: str) -> int:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) * 1024
    return 0
