"""Carries HTTP calls between two sockets byte for byte, and does to them what the weather says."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.faults.weather import Fault, Strike

Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter

PIECE = 16 * 1024
SLOW = 2048  # bytes a second
LONGEST_STALL_S, LONGEST_DELAY_S = 6.0, 0.8
LATER = 3  # so many calls pass by one that is held back
PAGE = "<!DOCTYPE html><title>Free WLAN</title><form action=/login><input name=phone></form>"

ANSWERS = {
    Fault.BROKEN: ("500 Internal Server Error", "", "<h1>500</h1>"),
    Fault.GATEWAY: ("502 Bad Gateway", "", "<h1>502 Bad Gateway</h1><hr>nginx"),
    Fault.BUSY: ("503 Service Unavailable", "Retry-After: 1\r\n", "<h1>503</h1>"),
    Fault.CROWDED: ("429 Too Many Requests", "Retry-After: 1\r\n", ""),
    Fault.PORTAL: ("200 OK", "Content-Type: text/html\r\n", PAGE),
    Fault.REDIRECT: ("302 Found", "Location: http://127.0.0.1:9/login\r\n", PAGE),
}


class Gone(Exception):
    """The centre or the laptop does not answer on this line any more."""


class Carrying:
    """Every call goes to the centre at `port` on a connection of its own."""

    def __init__(self, port: int):
        self._port = port
        self.rate: int | None = None  # bytes a second on the way up
        self._held: list[tuple[int, bytes]] = []  # after how many more calls, and the request
        self._load = 0
        self._loading = threading.Condition()

    def loaded(self, size: int, seconds: float) -> bool:
        with self._loading:
            return self._loading.wait_for(lambda: self._load > size, seconds)

    async def carry(self, head: bytes, reader: Reader, writer: Writer, strike: Strike | None) -> bool:
        """One call whose head was read; whether the laptop's connection can carry another. Raises Gone, OSError, EOFError."""
        await self._deliver_due()
        fault, part = (strike.fault, strike.part) if strike else (None, 0.0)
        match fault:
            case Fault.CUT_UP | Fault.TRICKLE | Fault.DELAY | None:
                await asyncio.sleep(part * LONGEST_DELAY_S if fault is Fault.DELAY else 0)
                rate = SLOW if fault is Fault.TRICKLE else self.rate
                cut_at = part if fault is Fault.CUT_UP else None
                return await self._through(head, reader, writer, rate=rate, cut_at=cut_at)
            case Fault.STALL:
                await _silent(reader, part * LONGEST_STALL_S)
                return False
        request = head + await reader.readexactly(length_of(head))
        if fault in ANSWERS:
            writer.write(_made(*ANSWERS[fault]))
            await writer.drain()
            return True
        if fault is Fault.LATE:
            self._held.append((LATER, request))
            return False
        answer = await self._asked(request)
        if fault is Fault.AGAIN:
            self._held.append((LATER, request))
        if fault is Fault.TWICE:
            await self._asked(request)
        if fault is Fault.RESET:
            reset(writer)
            return False
        whole = fault is not Fault.CUT_DOWN
        writer.write(answer if whole else answer[: int(part * len(answer))])
        await writer.drain()
        return whole

    async def deliver_all(self) -> None:
        """Brings the centre what was held back."""
        held, self._held = self._held, []
        for _, request in held:
            await self._delivered(request)

    async def _deliver_due(self) -> None:
        self._held = [(left - 1, request) for left, request in self._held]
        due = [request for left, request in self._held if left <= 0]
        self._held = [one for one in self._held if one[0] > 0]
        for request in due:
            await self._delivered(request)

    async def _delivered(self, request: bytes) -> None:
        try:
            await self._asked(request)
        except (Gone, OSError, EOFError):
            return  # the centre is away: the request is lost, as it would be

    async def _asked(self, request: bytes) -> bytes:
        up_reader, up_writer = await self._connected()
        try:
            up_writer.write(request)
            head = await read_head(up_reader)
            return head + await up_reader.readexactly(length_of(head))
        finally:
            abort(up_writer)

    async def _through(
        self, head: bytes, reader: Reader, writer: Writer, *, rate: int | None, cut_at: float | None
    ) -> bool:
        """Piece by piece, so that either end may stop in the middle; the centre may answer before it has heard all."""
        size = length_of(head)
        up_reader, up_writer = await self._connected()
        left = size if cut_at is None else int(cut_at * size)
        sending = asyncio.ensure_future(pump(head, left, reader, up_writer, rate))
        try:
            with self._under_way(size):
                if cut_at is not None:
                    await sending
                    return False
                answer = await self._answer(up_reader, reader, sending)
                await pump(answer, length_of(answer), up_reader, writer, rate)
                return sending.done() and sending.exception() is None
        finally:
            await _called_off(sending)
            abort(up_writer)

    async def _answer(self, up_reader: Reader, reader: Reader, sending: "asyncio.Future[None]") -> bytes:
        """The head of the centre's answer; the laptop may go while it is waited for, and then the centre sees it go."""
        hearing = asyncio.ensure_future(read_head(up_reader))
        leaving = asyncio.ensure_future(_left(reader, sending))
        either: set[asyncio.Future[Any]] = {hearing, leaving}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not hearing.done():
                raise Gone
            return hearing.result()
        finally:
            await _called_off(hearing, leaving)

    async def _connected(self) -> tuple[Reader, Writer]:
        return await asyncio.open_connection("127.0.0.1", self._port)

    def _under_way(self, size: int) -> "_Load":
        return _Load(self._set_load, size)

    def _set_load(self, change: int) -> None:
        with self._loading:
            self._load += change
            self._loading.notify_all()


class _Load:
    def __init__(self, tell: Callable[[int], None], size: int):
        self._tell, self._size = tell, size

    def __enter__(self) -> None:
        self._tell(self._size)

    def __exit__(self, *_: object) -> None:
        self._tell(-self._size)


async def read_head(reader: Reader) -> bytes:
    """A message up to its empty line; empty at a proper end. Raises Gone when it ends within."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as trouble:
        if trouble.partial:
            raise Gone from trouble
        return b""


def length_of(head: bytes) -> int:
    """Bytes of the body: both ends of ours always announce them. Raises Gone for no message at all."""
    if not head:
        raise Gone
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def call_of(head: bytes) -> str:
    """Which call it is, without the ids in its path: `POST lines`."""
    method, path, *_ = head.decode("latin-1").split(" ", 2)
    parts = path.split("?")[0].strip("/").split("/")[1:]
    return f"{method} {parts[0] if parts else ''}{'/have' if parts[-1:] == ['have'] else ''}"


async def pump(head: bytes, size: int, reader: Reader, writer: Writer, rate: int | None) -> None:
    """Passes on `head` and `size` bytes after it."""
    writer.write(head)
    await writer.drain()
    while size > 0:
        piece = await reader.read(min(size, PIECE if rate is None else max(512, min(PIECE, rate // 8))))
        if not piece:
            raise Gone
        writer.write(piece)
        await writer.drain()
        size -= len(piece)
        await asyncio.sleep(0 if rate is None else len(piece) / rate)


async def _left(reader: Reader, sending: "asyncio.Future[None]") -> None:
    """Ends when the laptop has gone: whatever it was sending has ended, and then the line; it never sends two calls at once."""
    await asyncio.wait({sending})
    await reader.read(1)


async def _called_off(*tasks: "asyncio.Future[Any]") -> None:
    """Ends tasks and waits for their end: two may not read from one line."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _silent(reader: Reader, seconds: float) -> None:
    """Takes what comes and says nothing."""
    try:
        await asyncio.wait_for(_drained(reader), seconds)
    except TimeoutError:
        return


async def _drained(reader: Reader) -> None:
    while await reader.read(PIECE):
        pass


def _made(status: str, headers: str, body: str) -> bytes:
    content = body.encode()
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(content)}\r\n\r\n".encode() + content


def abort(writer: Writer) -> None:
    writer.transport.abort()


def reset(writer: Writer) -> None:
    """Ends the connection with RST, as a router does that has forgotten it."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    abort(writer)
