"""The laptop's clock: what time it says, whether somebody moved it, and ids that stay in order even then."""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from inspector_app.domain.ids import uuid7

JUMP_MS = 5_000  # correcting a drift by NTP stays far below this between two looks
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall_ms() -> int:
    """Milliseconds since 1970 UTC, as the laptop believes."""
    return time.time_ns() // 1_000_000


def steady_ms() -> int:
    """Milliseconds since some moment, counted on through sleep, and moved by nobody."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)  # on Linux `monotonic` stands still while the lid is closed
    return (time.monotonic_ns() if boot_time is None else time.clock_gettime_ns(boot_time)) // 1_000_000


class SystemClock:
    """The `Clock` of services, which also notices when the wall clock leaves the steady one. For any thread."""

    def __init__(self, wall: Callable[[], int] = wall_ms, steady: Callable[[], int] = steady_ms) -> None:
        self._wall = wall
        self._steady = steady
        self._offset = wall() - steady()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return _EPOCH + timedelta(milliseconds=self._wall())

    def jumped_ms(self) -> int:
        """By how much the clock was set forward (or back, negative) since the last look; 0 below JUMP_MS."""
        with self._lock:
            offset = self._wall() - self._steady()
            jump, self._offset = offset - self._offset, offset
        return jump if abs(jump) >= JUMP_MS else 0


class OrderedIds:
    """Makes UUIDv7 ids, each greater than the one before and than `after`, whatever the clock does. For any thread."""

    def __init__(
        self, after: str = "", wall: Callable[[], int] = wall_ms, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        """`after` is the greatest id that this laptop made in earlier runs."""
        self._wall = wall
        self._random = random
        self._last = _milliseconds(after)
        self._lock = threading.Lock()

    def follow(self, after: str) -> None:
        """From now on every id is greater than `after` too: one that an earlier run made."""
        with self._lock:
            self._last = max(self._last, _milliseconds(after))

    def __call__(self) -> str:
        with self._lock:
            # One id per millisecond; a rush borrows from the future, which a UUIDv7 allows (RFC 9562 §6.2).
            self._last = max(self._wall(), self._last + 1)
            return uuid7(self._last, self._random(10))


def _milliseconds(uuid: str) -> int:
    return int(uuid.replace("-", "")[:12], 16) if uuid else -1
