"""The web application: routes, their wrapping, and the description that OpenAPI readers get."""

import asyncio
import time
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from litestar import Litestar, MediaType, Request, Response, get
from litestar.openapi import OpenAPIConfig

from sync.protocol.enrolment import MOST_TRIES
from sync.server import wire
from sync.server.bodies import App, Scope
from sync.server.calls import PROTOCOL_CALLS
from sync.server.centre import Centre
from sync.server.console import pages
from sync.server.console.routes import CONSOLE
from sync.server.crowding import Crowding
from sync.server.describing import described
from sync.server.door import Door
from sync.server.lanes import Admission, Limits
from sync.server.metrics import Metrics
from sync.server.pack_calls import PACK_CALLS
from sync.server.parcel_calls import PARCEL_CALLS
from sync.server.parcel_uploads import ParcelUploads
from sync.server.restore_calls import RESTORE_CALLS
from sync.server.serving import LOOPBACK
from sync.server.shell import Shell

VERSION = "1"
USUAL = Limits()


@get("/openapi.json", media_type=MediaType.JSON, include_in_schema=False, sync_to_thread=False)
def describe() -> Response[bytes]:
    return Response(description(), media_type=MediaType.JSON)


def build(
    centre: Centre, parcels: ParcelUploads, metrics: Metrics, *, behind_proxy: bool, limits: Limits = USUAL,
    steady: Callable[[], float] = time.monotonic,
) -> tuple[Shell, Admission]:  # fmt: skip
    """The application around a wired centre, and the door in it."""
    app = routes()
    admission = Admission(Door(cast("App", app), centre), centre.tickets, limits, steady, refused=metrics.refused)
    metrics.watch(centre, admission)
    app.state.admission = admission
    app.state.centre = centre
    app.state.enrol_crowding = Crowding(MOST_TRIES, steady)
    app.state.login_crowding = Crowding(MOST_TRIES, steady)
    app.state.parcel_crowding = Crowding(MOST_TRIES, steady)
    app.state.parcels = parcels
    app.state.login_turns = asyncio.Semaphore(2)
    app.state.secure_cookies = behind_proxy  # which speaks TLS; on loopback a Secure cookie would never come back
    app.state.source_of = source_behind_proxy if behind_proxy else source
    hosts = None if behind_proxy else LOOPBACK
    return Shell(admission, steady, hosts=hosts, told=metrics.called), admission


def routes(openapi: OpenAPIConfig | None = None) -> Litestar:
    """The routes. Those that are served have no `openapi`: the framework would add pages of its own, with scripts from elsewhere."""
    return Litestar(
        route_handlers=[PROTOCOL_CALLS, *PARCEL_CALLS, *RESTORE_CALLS, *PACK_CALLS, CONSOLE, describe],
        openapi_config=openapi,
        exception_handlers={Exception: answer_trouble},
        request_max_body_size=None,  # the shell bounds every body
        logging_config=None,
        debug=False,
    )


def answer_trouble(request: Request[Any, Any, Any], trouble: Exception) -> Response[Any]:
    """A page for people in the console, a coded problem for everybody else."""
    # Not request.url: that reads the Host header too, which may say anything.
    console = request.scope["path"].startswith("/console")
    return pages.answer_trouble(request, trouble) if console else wire.answer_problem(request, trouble)


@cache
def description() -> bytes:
    """The OpenAPI document."""
    return described(routes(OpenAPIConfig(title="721 central server", version=VERSION)))


def source(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def source_behind_proxy(scope: Scope) -> str:
    """The address that our own proxy saw: the last of X-Forwarded-For, since anyone may write the others."""
    said = dict(scope["headers"]).get(b"x-forwarded-for", b"").decode("latin-1")
    return said.rpartition(",")[2].strip()[:64] or source(scope)
