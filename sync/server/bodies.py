"""Requests' bodies within their bounds: size, speed, and a decompression that cannot burst."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

import zstandard

from sync.protocol.messages import LARGEST_CHUNK
from sync.protocol.parcels import FIRST_BYTES
from sync.protocol.problems import Problem, ProtocolProblem

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

JSON_LIMIT = 1024 * 1024
STRANGERS = frozenset({"/v1/enrol", "/v1/token", "/v1/restore"})  # what is asked without a token
STRANGERS_LIMIT = 16 * 1024
LINES_LIMIT = 8 * 1024 * 1024  # after decompression
LONGEST_LENGTH = 12  # digits of a Content-Length
PATIENCE_S = 30.0
SLOWEST = 2048  # bytes a second; slower senders are cut off, so that they cannot fill the house
DRAINED = 16 * 1024 * 1024  # bytes of a refused body that are read and forgotten
DRAIN_S = 10.0


def limit_of(method: str, path: str) -> int:
    """The most bytes that such a body may have; strangers may send many at once, and get the least room."""
    if path.startswith("/v1/parcels/") and method == "POST":
        return FIRST_BYTES
    if path in STRANGERS or path.startswith("/console"):
        return STRANGERS_LIMIT
    if path.startswith(("/v1/uploads/", "/v1/parcels/")):
        return LARGEST_CHUNK
    return LINES_LIMIT if path == "/v1/lines" else JSON_LIMIT


def announced(method: str, path: str, headers: Iterable[tuple[bytes, bytes]]) -> int:
    """How many bytes the body will bring; one of unknown length counts as the largest. `Body.opened` has checked the header."""
    length = dict(headers).get(b"content-length")
    return limit_of(method, path) if length is None else int(length)


class Body:
    """A request's body within its bounds: size, speed, and a decompression that cannot burst."""

    def __init__(self, scope: Scope, receive: Receive, steady: Callable[[], float]) -> None:
        self._scope = scope
        self._receive = receive
        self._steady = steady
        self._limit = limit_of(scope["method"], scope["path"])
        self._size = 0
        self._started = steady()
        named = {name for name, _ in scope["headers"]}
        self._ended = not named & {b"content-length", b"transfer-encoding"}
        self._is_packed = False

    def opened(self) -> Scope:
        """The scope to go on with. Raises ProtocolProblem when the headers already say too much; no byte is read yet."""
        headers = dict(self._scope["headers"])
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or len(length) > LONGEST_LENGTH or int(length) > self._limit:
            raise ProtocolProblem(Problem.TOO_LARGE, f"at most {self._limit} bytes")
        encoding = headers.get(b"content-encoding", b"identity").lower()
        if encoding == b"identity":
            return self._scope
        if encoding != b"zstd" or self._scope["path"] != "/v1/lines":
            raise ProtocolProblem(Problem.UNSUPPORTED_ENCODING)
        self._is_packed = True
        told = (b"content-encoding", b"content-length")  # of what travelled, not of what it holds
        return {**self._scope, "headers": [header for header in self._scope["headers"] if header[0] not in told]}

    async def receive(self) -> Message:
        """The next piece. Raises ProtocolProblem TOO_LARGE, TOO_SLOW, or MALFORMED for one that was cut."""
        if self._is_packed:  # unpacked when it is asked for: whoever has no token is refused before
            self._is_packed = False
            body = _decompressed(await self._read(), self._limit)
            return {"type": "http.request", "body": body, "more_body": False}
        left = self._started + PATIENCE_S + self._size / SLOWEST - self._steady()
        try:
            async with asyncio.timeout(max(left, 0.01)):
                message = await self._receive()
        except TimeoutError as trouble:
            raise ProtocolProblem(Problem.TOO_SLOW) from trouble
        if message["type"] == "http.request":
            self._size += len(message["body"])
            self._ended = not message.get("more_body")
            if self._size > self._limit:
                raise ProtocolProblem(Problem.TOO_LARGE, f"at most {self._limit} bytes")
        elif not self._ended:
            self._ended = True
            raise ProtocolProblem(Problem.MALFORMED, "the body was cut")
        return message

    async def drain(self) -> None:
        """Reads what the application left, within bounds: who is still sending would see a cut line, not the answer."""
        left = DRAINED
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                while not self._ended and left > 0:
                    message = await self._receive()
                    left -= len(message.get("body", b""))
                    self._ended = message["type"] != "http.request" or not message.get("more_body")

    async def _read(self) -> bytes:
        parts: list[bytes] = []
        while True:
            message = await self.receive()
            parts.append(message.get("body", b""))
            if self._ended:
                return b"".join(parts)


def _decompressed(packed: bytes, limit: int) -> bytes:
    unpacker = zstandard.ZstdDecompressor(max_window_size=limit)
    try:
        announced = zstandard.frame_content_size(packed)
        if 0 <= announced <= limit:  # zstd holds the frame to what it announced
            return unpacker.decompress(packed, allow_extra_data=False)
        with unpacker.stream_reader(packed, read_across_frames=True) as reader:
            unpacked = reader.read(limit + 1) if announced <= limit else b""
    except (zstandard.ZstdError, MemoryError) as trouble:
        raise ProtocolProblem(Problem.MALFORMED, "not zstd") from trouble
    if max(announced, len(unpacked)) > limit:
        raise ProtocolProblem(Problem.TOO_LARGE, f"at most {limit} bytes")
    return unpacked
