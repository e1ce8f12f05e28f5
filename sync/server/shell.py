"""What stands around every call: bounds on bodies, deadlines, request ids, one log line, headers that browsers heed."""

import logging
import time
import uuid
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import wire
from sync.server.bodies import App, Body, Message, Receive, Scope, Send

logger = logging.getLogger("centre.requests")

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
STRICT_CSP = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")


class Shell:
    """Wraps the application; nothing gets past it without a bound, a log line and a coded answer."""

    def __init__(
        self, app: App, steady: Callable[[], float] = time.monotonic, *, hosts: Collection[str] | None = None,
        told: Callable[[Scope, int, float], None] = lambda _scope, _status, _seconds: None,
    ) -> None:  # fmt: skip
        """`told` hears of each call: its status, and the seconds it took."""
        self._app = app
        self._steady = steady
        self._hosts = hosts
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = str(uuid.uuid4())
        scope["state"] = {**(scope.get("state") or {}), "request": request}
        started = self._steady()
        body = Body(scope, receive, self._steady)
        answer = _Answer(send, request, body)
        try:
            self._check_host(scope)
            scope = body.opened()  # perhaps a copy: what the application notes in it is wanted below
            await self._app(scope, body.receive, answer.send)
        except Exception as trouble:  # noqa: BLE001 - the last wall: a coded answer instead of a broken connection
            await answer.problem(trouble, scope)
        took_s = self._steady() - started
        self._told(scope, answer.status, took_s)
        _log(scope, answer.status, round(took_s * 1000, 1))

    def _check_host(self, scope: Scope) -> None:
        """Refuses a page of another site that gave its own name our address (DNS rebinding)."""
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if self._hosts is not None and host and _host_name(host) not in self._hosts:
            raise ProtocolProblem(Problem.MALFORMED, "host")


class _Answer:
    def __init__(self, send: Send, request: str, body: Body) -> None:
        self._send = send
        self._body = body
        self._request = request.encode()
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            present = {name.lower() for name, _ in message["headers"]}
            extra = [header for header in (*HEADERS, STRICT_CSP) if header[0] not in present]
            headers = [*message["headers"], *extra, (b"x-request-id", self._request)]
            message = {**message, "headers": headers}
            await self._body.drain()
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


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _log(scope: Scope, status: int, took_ms: float) -> None:
    state = scope["state"]
    handler = scope.get("route_handler")
    route = state.get("route") or (min(handler.paths) if handler is not None else "")
    entry = {"request": state["request"], "method": scope["method"], "route": route, "status": status, "ms": took_ms}
    for name in ("device", "problem"):
        if name in state:
            entry[name] = state[name]
    logger.info(entry, exc_info=state.get("trouble"))
