"""A line that is slow and long: bytes leave one after the other at its speed, and arrive half a round trip later."""

import asyncio
import threading
from typing import Self

BITS_A_SECOND, ROUND_TRIP_S = 20_000_000, 0.05
PIECE = 16 * 1024
HELD_S = 0.1  # of bytes that wait in front of it: beyond that the sender feels it, as behind a router


class ThinLine:
    """Carries connections to one address, on a thread of its own; all of them share its speed, each way for itself."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def to(self, url: str) -> str:
        """The address under which the one at `url`, on this machine, is reached over the line."""
        listening = asyncio.run_coroutine_threadsafe(self._listen(int(url.rsplit(":", 1)[1])), self._loop)
        return f"http://127.0.0.1:{listening.result()}"

    async def _listen(self, port: int) -> int:
        there, back = _Way(), _Way()

        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(there.carry(reader, far_writer), back.carry(far_reader, writer))

        self._server = await asyncio.start_server(carry, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])


class _Way:
    """One direction."""

    def __init__(self) -> None:
        self._free_at = 0.0  # when what was taken so far has left

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while piece := await reader.read(PIECE):
            self._free_at = max(self._free_at, loop.time()) + len(piece) * 8 / BITS_A_SECOND
            loop.call_at(self._free_at + ROUND_TRIP_S / 2, writer.write, piece)
            await asyncio.sleep(self._free_at - loop.time() - HELD_S)
        loop.call_at(max(self._free_at, loop.time()) + ROUND_TRIP_S / 2, writer.close)
