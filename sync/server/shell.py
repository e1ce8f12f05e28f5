"""What stands around every call: bounds on bodies, deadlines, request ids, one log line, headers that browsers heed."""

import asyncio
import json
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import zstandard

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import wire

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

logger = logging.getLogger("centre.requests")

JSON_LIMIT = 1024 * 1024
LINES_LIMIT = 8 * 1024 * 1024  # after decompression
CHUNK_LIMIT = 8 * 1024 * 1024
PATIENCE_S = 30.0
SLOWEST = 2048  # bytes a second; slower senders are cut off, so that they cannot fill the house

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
STRICT_CSP = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")


def limit_of(path: str) -> int:
    """The most bytes that a body at `path` may have."""
    if path.startswith("/v1/uploads/"):
        return CHUNK_LIMIT
    return LINES_LIMIT if path == "/v1/lines" else JSON_LIMIT


class Shell:
    """Wraps the application; nothing gets past it without a bound, a log line and a coded answer."""

    def __init__(self, app: App, steady: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._steady = steady

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = str(uuid.uuid4())
        scope["state"] = {**(scope.get("state") or {}), "request": request}
        started = self._steady()
        answer = _Answer(send, request)
        body = _Body(scope, receive, self._steady)
        try:
            await self._app(await body.opened(), body.receive, answer.send)
        except Exception as trouble:  # noqa: BLE001 - the last wall: a coded answer instead of a broken connection
            await answer.problem(trouble, scope)
        _log(scope, answer.status, round((self._steady() - started) * 1000, 1))


class _Answer:
    def __init__(self, send: Send, request: str) -> None:
        self._send = send
        self._request = request.encode()
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            present = {name.lower() for name, _ in message["headers"]}
            extra = [header for header in (*HEADERS, STRICT_CSP) if header[0] not in present]
            headers = [*message["headers"], *extra, (b"x-request-id", self._request)]
            message = {**message, "headers": headers}
        await self._send(message)

    async def problem(self, trouble: Exception, scope: Scope) -> None:
        problem = wire.problem_of(trouble)
        scope["state"]["problem"] = problem.code.value
        if problem.code is Problem.INTERNAL:
            scope["state"]["trouble"] = trouble
        if self.status:
            return
        texts = {**wire.problem_headers(problem), "Content-Type": wire.PROBLEM_TYPE}
        headers = [(name.lower().encode(), text.encode()) for name, text in texts.items()]
        await self.send({"type": "http.response.start", "status": problem.status, "headers": headers})
        await self.send({"type": "http.response.body", "body": wire.problem_body(problem), "more_body": False})


class _Body:
    """A request's body within its bounds: size, speed, and a decompression that cannot burst."""

    def __init__(self, scope: Scope, receive: Receive, steady: Callable[[], float]) -> None:
        self._scope = scope
        self._receive = receive
        self._steady = steady
        self._limit = limit_of(scope["path"])
        self._size = 0
        self._started = steady()
        self._ended = False
        self._whole: bytes | None = None

    async def opened(self) -> Scope:
        """The scope to go on with. Raises ProtocolProblem before a byte is read when the headers already say too much."""
        headers = dict(self._scope["headers"])
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._limit:
            raise ProtocolProblem(Problem.TOO_LARGE, f"at most {self._limit} bytes")
        encoding = headers.get(b"content-encoding", b"identity").lower()
        if encoding == b"identity":
            return self._scope
        if encoding != b"zstd" or self._scope["path"] != "/v1/lines":
            raise ProtocolProblem(Problem.UNSUPPORTED_ENCODING)
        self._whole = _decompressed(await self._read(), self._limit)
        kept = [
            header for header in self._scope["headers"] if header[0] not in (b"content-encoding", b"content-length")
        ]
        return {**self._scope, "headers": [*kept, (b"content-length", str(len(self._whole)).encode())]}

    async def receive(self) -> Message:
        if self._whole is not None:
            body, self._whole = self._whole, b""
            return {"type": "http.request", "body": body, "more_body": False}
        left = self._started + PATIENCE_S + self._size / SLOWEST - self._steady()
        try:
            async with asyncio.timeout(max(left, 0.01)):
                message = await self._receive()
        except TimeoutError as trouble:
            raise ProtocolProblem(Problem.MALFORMED, "the body came too slowly") from trouble
        if message["type"] == "http.request":
            self._size += len(message["body"])
            self._ended = not message.get("more_body")
            if self._size > self._limit:
                raise ProtocolProblem(Problem.TOO_LARGE, f"at most {self._limit} bytes")
        elif not self._ended:
            raise ProtocolProblem(Problem.MALFORMED, "the body was cut")
        return message

    async def _read(self) -> bytes:
        parts: list[bytes] = []
        while True:
            message = await self.receive()
            parts.append(message["body"])
            if self._ended:
                return b"".join(parts)


def _decompressed(packed: bytes, limit: int) -> bytes:
    unpacker = zstandard.ZstdDecompressor(max_window_size=limit)
    try:
        with unpacker.stream_reader(packed) as reader:
            unpacked = reader.read(limit + 1)
    except (zstandard.ZstdError, MemoryError) as trouble:
        raise ProtocolProblem(Problem.MALFORMED, "not zstd") from trouble
    if len(unpacked) > limit:
        raise ProtocolProblem(Problem.TOO_LARGE, f"at most {limit} bytes")
    return unpacked


def _log(scope: Scope, status: int, took_ms: float) -> None:
    state = scope["state"]
    handler = scope.get("route_handler")
    route = min(handler.paths) if handler is not None else ""
    entry = {"request": state["request"], "method": scope["method"], "route": route, "status": status, "ms": took_ms}
    for name in ("device", "problem"):
        if name in state:
            entry[name] = state[name]
    logger.info(json.dumps(entry), exc_info=state.get("trouble"))
