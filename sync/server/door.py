"""The call that a city's evening is made of, past the framework: the same token, bounds and answers for a third of the time."""

import msgspec

from sync.protocol.messages import PushRequest
from sync.server.bodies import App, Receive, Scope, Send
from sync.server.centre import Centre
from sync.server.wire import bearer, decoded

LINES = "/v1/lines"
HEADERS = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))


class Door:
    """Takes pushes itself and lets everything else through to `app`, which describes the push too."""

    def __init__(self, app: App, centre: Centre) -> None:
        self._app = app
        self._centre = centre

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) != ("POST", LINES):
            await self._app(scope, receive, send)
            return
        authorization = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        device = self._centre.tickets.device_of(bearer(authorization))
        scope["state"] |= {"device": device, "route": LINES}
        request = decoded(await _whole(receive), PushRequest)
        body = msgspec.json.encode(await self._centre.push(device, request))
        headers = [*HEADERS, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


async def _whole(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)
