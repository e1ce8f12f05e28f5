"""How fast bodies may leave the laptop: one budget of bytes a second for all calls that are under way."""

import io
import time
from collections.abc import Callable
from threading import Lock

PIECE = 16 * 1024  # bytes that leave in one go; at the smallest limit half a second's worth
SMALLEST = 32 * 1024  # bytes a second: a first chunk still leaves well within the time that one call may take


class Throttle:
    """`limit` is bytes a second, None for as fast as the line goes; it may be changed at any time from any thread."""

    def __init__(
        self, *, steady: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._steady, self._sleep = steady, sleep
        self._alone = Lock()
        self._limit: int | None = None
        self._free_at = 0.0  # when what was sent so far has used up its time

    @property
    def limit(self) -> int | None:
        return self._limit

    @limit.setter
    def limit(self, limit: int | None) -> None:
        self._limit = None if limit is None else max(SMALLEST, limit)

    def take(self, size: int) -> None:
        """Waits until `size` more bytes may leave."""
        limit = self._limit
        if limit is None:
            return
        with self._alone:
            now = self._steady()
            wait = max(0.0, self._free_at - now)
            self._free_at = now + wait + size / limit
        if wait:
            self._sleep(wait)


class Paced(io.BytesIO):
    """A body that is read only as fast as the throttle allows; its length is known beforehand."""

    def __init__(self, body: bytes | bytearray, throttle: Throttle) -> None:
        super().__init__(body)
        self._throttle = throttle

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(PIECE if size is None or size < 0 else min(size, PIECE))
        self._throttle.take(len(piece))
        return piece
