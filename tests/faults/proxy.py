"""One laptop's line to its centre, through a proxy of ours that a schedule can spoil: real sockets, every fault by a seed."""

import asyncio
import threading
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.faults.carrying import Carrying, Gone, abort, call_of, read_head
from tests.faults.certificates import Certificates
from tests.faults.weather import FAIR, TLS, Fault, Strike, Weather

CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Line:
    """`url` is what the laptop is told; its methods may be called from any thread.

    With `certificates` the laptop speaks TLS to a name that only this line knows, as through a bureau's own proxy (CONNECT).
    What struck is written to `trace`, a line each.
    """

    def __init__(self, centre_port: int, trace: Path, certificates: Certificates | None = None):
        self.url = ""
        self.port = 0
        self._certificates = certificates
        self._trace = trace
        self._weather = FAIR
        self._counts: Counter[str] = Counter()
        self._struck = 0
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._carrying = Carrying(centre_port)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}" if certificates is None else certificates.url

    @property
    def environment(self) -> dict[str, str]:
        """What the laptop's process must know beside the address."""
        if self._certificates is None:
            return {}
        return {"HTTPS_PROXY": f"http://127.0.0.1:{self.port}", "REQUESTS_CA_BUNDLE": str(self._certificates.trusted)}

    def set(self, weather: Weather) -> None:
        """From the next call on; its faults are counted from here."""
        with self._changed:
            self._weather, self._struck = weather, 0
            self._counts.clear()

    def slow(self, bytes_a_second: int | None) -> None:
        """How fast bodies go through on the way up; None for as fast as they can."""
        self._carrying.rate = bytes_a_second

    def struck(self, faults: int, seconds: float) -> bool:
        """Whether so many faults have struck since the weather was set; waits for them."""
        with self._changed:
            return self._changed.wait_for(lambda: self._struck >= faults, seconds)

    def loaded(self, size: int, seconds: float) -> bool:
        """Waits until a call that carries more than `size` bytes is under way; whether one is."""
        return self._carrying.loaded(size, seconds)

    def clear(self) -> None:
        """Fair weather, and what was held back arrives at last."""
        self.set(FAIR)
        self.slow(None)
        self._do(self._carrying.deliver_all())

    def close(self) -> None:
        self._do(self._closed())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _closed(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _do(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(Gone, OSError, EOFError, asyncio.CancelledError):
            if self._certificates is None or await self._secured(self._certificates, reader, writer):
                while (head := await read_head(reader)) and await self._carry(head, reader, writer):
                    pass
        abort(writer)

    async def _secured(
        self, certificates: Certificates, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Whether a TLS handshake stands between the laptop and us."""
        await read_head(reader)
        writer.write(CONNECTED)
        strike = self._strike("tls", TLS)
        if strike is not None and strike.fault is Fault.NO_HANDSHAKE:
            await writer.drain()
            return False
        await writer.start_tls(certificates.stranger if strike is not None else certificates.centre)
        return True

    async def _carry(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Carries one call; whether the connection can carry another."""
        strike = self._strike(call_of(head))
        goes_on = await self._carrying.carry(head, reader, writer, strike)
        return goes_on and not self._weather.wants_handshakes

    def _strike(self, call: str, only: tuple[Fault, ...] | None = None) -> Strike | None:
        with self._changed:
            self._counts[call] += 1
            strike = self._weather.at(call, self._counts[call], only)
            if strike is not None:
                self._struck += 1
                self._changed.notify_all()
                with self._trace.open("a", encoding="utf-8") as trace:
                    trace.write(f"{call} {self._counts[call]} {strike.fault.value} {strike.part:.3f}\n")
        return strike
