"""The calls that a city's evening is made of, past the framework: the same token, bounds and answers for a third of the time."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from sync.protocol import messages as said
from sync.server.bodies import App, Receive, Scope, Send, announced
from sync.server.centre import Centre
from sync.server.decoding import decoded
from sync.server.wire import bearer

BUNDLE, BUNDLE_ROUTE = re.compile("/v1/uploads/[^/]+"), "/v1/uploads/{whose:str}"
HEADERS = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))


@dataclass(frozen=True, slots=True)
class Deed:
    """What a call asks, and who answers it: for the laptop that holds the token, or for anybody (then its id is empty)."""

    request: type[msgspec.Struct]
    answer: Callable[[str, Any], Awaitable[msgspec.Struct]]
    anybody: bool = False


class Door:
    """Takes a round's calls itself and lets everything else through to `app`, which describes those calls too."""

    def __init__(self, app: App, centre: Centre) -> None:
        self._app = app
        self._centre = centre
        self._deeds = {
            "/v1/token": Deed(said.TokenRequest, lambda _, request: centre.token(request), anybody=True),
            "/v1/hello": Deed(said.HelloRequest, centre.hello),
            "/v1/lines": Deed(said.PushRequest, centre.push),
            "/v1/media/have": Deed(said.HaveRequest, centre.have),
            "/v1/manifest": Deed(said.ManifestRequest, centre.manifest),
            "/v1/pull": Deed(said.PullRequest, centre.pull),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._answer(scope)
        if answer is None:
            await self._app(scope, receive, send)
            return
        body = msgspec.json.encode(await answer(scope, receive))
        headers = [*HEADERS, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _answer(self, scope: Scope) -> Callable[[Scope, Receive], Awaitable[msgspec.Struct]] | None:
        """Who answers the call; None when the application does."""
        if scope["type"] != "http" or scope["method"] != "POST":
            return None
        deed = self._deeds.get(scope["path"])
        if deed is not None:
            return partial(self._do, deed)
        return self._take_bundle if BUNDLE.fullmatch(scope["path"]) else None

    async def _do(self, deed: Deed, scope: Scope, receive: Receive) -> msgspec.Struct:
        scope["state"]["route"] = scope["path"]
        device = "" if deed.anybody else self._device(scope)
        body = b"".join([piece async for piece in _pieces(receive)])
        return await deed.answer(device, decoded(body, deed.request))

    async def _take_bundle(self, scope: Scope, receive: Receive) -> msgspec.Struct:
        scope["state"]["route"] = BUNDLE_ROUTE
        size = announced(scope["method"], scope["path"], scope["headers"])
        whose = scope["path"].rpartition("/")[2]
        return await self._centre.bundle(self._device(scope), whose, size, _pieces(receive))

    def _device(self, scope: Scope) -> str:
        """The laptop that holds the token, before the body is read. Raises ProtocolProblem(NO_TOKEN)."""
        authorization = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        device: str = scope["state"].get("laptop") or self._centre.tickets.device_of(bearer(authorization))
        scope["state"]["device"] = device
        return device


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        yield message.get("body", b"")
        more = message.get("more_body", False)
