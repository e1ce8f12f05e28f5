"""The bytes that requests hold at once: bounded, and where whole bodies lie one buffer after the other, used again."""

from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sync.protocol.problems import Problem, ProtocolProblem

SIZE = 192 * 1024 * 1024  # bytes of photos in hand at once, over all requests of this process
KEPT = 4  # buffers that wait for the next body, the largest ones


class Memory:
    """A bound on the bytes that requests hold at once; who does not fit is asked to come back."""

    def __init__(self, size: int = SIZE) -> None:
        self._left = size
        self._buffers: list[bytearray] = []  # by length
        self.held = 0

    @asynccontextmanager
    async def reserved(self, size: int) -> AsyncIterator[None]:
        """Raises ProtocolProblem(BUSY) when there is no room for `size` more bytes."""
        if size > self._left:
            raise ProtocolProblem(Problem.BUSY, "too many bytes at once", retry_after_s=2)
        self._left -= size
        self.held += size
        try:
            yield
        finally:
            self._left += size
            self.held -= size

    @asynccontextmanager
    async def whole(self, size: int, pieces: AsyncIterator[bytes]) -> AsyncIterator[memoryview]:
        """A body of `size` bytes at the most, in one piece; nothing of it may be looked at afterwards.

        Raises ProtocolProblem BUSY or TOO_LARGE.
        """
        async with self.reserved(size):
            # Memory that is new costs the system more than the bytes that are put there: a page at a time is found and cleared.
            fits = bisect_left(self._buffers, size, key=len)
            buffer = self._buffers.pop(fits) if fits < len(self._buffers) else bytearray(size)
            view, length = memoryview(buffer), 0
            async for piece in pieces:
                if length + len(piece) > size:
                    raise ProtocolProblem(Problem.TOO_LARGE)
                view[length : length + len(piece)] = piece  # a bytearray would copy the piece first
                length += len(piece)
            yield view[:length]
            # Only after a good end: whoever was called off may have left a thread that still reads it.
            self._buffers = sorted([*self._buffers, buffer], key=len)[-KEPT:]
