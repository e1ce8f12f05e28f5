"""Runs the application on a port: granian, or uvicorn where granian has no wheel; drains on SIGTERM."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from typing import Any

from sync.server import files
from sync.server.bodies import App

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
BACKLOG = 1024
DRAIN_S = 20
LOG = logging.getLogger("centre")


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with ExitStack() as undone:
        listener = undone.enter_context(socket.socket(family, socket.SOCK_STREAM))
        if sys.platform != "win32":  # there it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
        listener.setblocking(False)
        undone.pop_all()
    return listener


@dataclass(frozen=True, slots=True)
class Parting:
    """How a process goes: `announce` is called first, calls are taken for `notice_s` more, those in hand get `drain_s`."""

    announce: Callable[[], None] = lambda: None
    notice_s: float = 0.0
    drain_s: int = DRAIN_S


AT_ONCE = Parting()


async def serve(app: App, listener: socket.socket, ready: Callable[[], None], parting: Parting = AT_ONCE) -> None:
    """Serves until SIGTERM or SIGINT, then goes as `parting` says. `ready` is called when calls are taken."""
    _spare_the_collector()
    files.allow()
    try:
        from granian.server.embed import Server  # noqa: F401
    except ImportError:
        await _uvicorn(app, listener, ready, parting)
    else:
        await _granian(app, listener, ready, parting)


def _spare_the_collector() -> None:
    """What is here now stays; a call makes thousands of objects and no cycles: looking for them took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


async def _granian(app: App, listener: socket.socket, ready: Callable[[], None], parting: Parting) -> None:
    from granian._granian import SocketHolder
    from granian.constants import HTTPModes, Interfaces
    from granian.server.embed import Server

    held: Any = SocketHolder

    class OnOurSocket(Server):
        # granian would open the port itself with SO_REUSEPORT: two centres on one port, and port 0 unknown.
        def _init_shared_socket(self) -> None:
            self._ssp: Any = None
            self._shd: Any = held(listener.detach(), False, BACKLOG)  # it closes it

    # HTTP/2 would let a stranger hold 16 MiB of headers in each of 200 calls of one line, for 3 KB each; nobody speaks it here.
    server = OnOurSocket(
        app,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        log_enabled=False,
        websockets=False,
        backpressure=files.connections(),
    )
    server.workers_kill_timeout = parting.drain_s
    _on_stop(server.stop, parting)
    running = asyncio.ensure_future(server.serve())
    await asyncio.sleep(0)
    ready()
    try:
        await running
    except TimeoutError:
        LOG.warning("some calls took longer than %s s to end and were cut; laptops send them again", parting.drain_s)


async def _uvicorn(app: App, listener: socket.socket, ready: Callable[[], None], parting: Parting) -> None:
    import uvicorn

    config = uvicorn.Config(
        app, lifespan="off", log_config=None, access_log=False, ws="none",
        timeout_graceful_shutdown=parting.drain_s,
    )  # fmt: skip

    class Quiet(uvicorn.Server):
        # uvicorn would raise the signal once more after its own goodbye, and the exit code would say killed.
        def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
            return nullcontext()

    server = Quiet(config)

    def stop() -> None:
        server.should_exit = True

    _on_stop(stop, parting)
    running = asyncio.ensure_future(server.serve(sockets=[listener]))
    while not server.started and not running.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    ready()
    await running


def _on_stop(stop: Callable[[], Any], parting: Parting) -> None:
    """At the first signal says goodbye and stops when the notice has passed; a second one stops at once."""
    loop = asyncio.get_running_loop()
    announced = False

    def part() -> None:
        nonlocal announced
        if announced:
            stop()
            return
        announced = True
        parting.announce()
        loop.call_later(parting.notice_s, stop)

    for number in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(part))
        else:
            loop.add_signal_handler(number, part)
