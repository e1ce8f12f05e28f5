"""Running the centre: opening its parts for a command, and serving until told to stop."""

import argparse
import asyncio
import logging
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sync.server import centre
from sync.server.clock import system_clock
from sync.server.desk.troubles import WrongUsage
from sync.server.duties import beside
from sync.server.settings import Settings

if TYPE_CHECKING:
    from sync.server.metrics import Metrics

LOG = logging.getLogger("centre")
Deed = Callable[[Settings, argparse.Namespace], Awaitable[int]]


def say(text: str) -> None:
    """One line on standard output, at once."""
    if sys.stdout is None:
        raise OSError("standard output is closed")
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """One line on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"inspector-center: {text}\n")


async def serve(settings: Settings, options: argparse.Namespace) -> int:
    """Serves until SIGTERM. Raises WrongUsage for a host that plain HTTP must not face."""
    from sync.server import app, deciding, metrics, serving, sweeping
    from sync.server.lanes import ADJUSTABLE, Limits
    from sync.server.parcel_uploads import ParcelUploads

    address, listener = _listening(options)
    try:
        if await centre.found(settings, system_clock):
            LOG.info("there was no centre in %s: a new one is made", settings.data)
        counted = metrics.Metrics()
        async with centre.opened(settings, system_clock, counted) as opened:
            for trouble in opened.judge.broken.values():  # lines and receipts need no rules: they come all the same
                LOG.error("findings wait to be decided again: %s; install the program again", trouble)
            line = f"listening on http://{address}:{listener.getsockname()[1]}"
            limits = Limits(**{name: getattr(options, name) for name in ADJUSTABLE})
            async with (
                sweeping.daily(*settings.unfinished),
                ParcelUploads.running(opened) as parcels,
                beside(deciding.follow(opened.database, opened.judge, opened.intake, lambda: opened.is_idle)),
            ):
                built, door = app.build(opened, parcels, counted, behind_proxy=options.behind_proxy, limits=limits)
                parting = serving.Parting(door.drain, options.notice, options.drain)
                async with _counting(opened, counted, options.metrics_port):
                    await serving.serve(built, listener, lambda: say(line), parting)
    finally:
        listener.close()
    return 0


def _listening(options: argparse.Namespace) -> tuple[str, socket.socket]:
    """The host as an address says it, and the open socket on it."""
    from sync.server import serving

    if options.host not in serving.LOOPBACK and not options.behind_proxy:
        raise WrongUsage(
            f"plain HTTP stays on loopback; for {options.host} put a TLS proxy before it and say --behind-proxy"
        )
    address = f"[{options.host}]" if ":" in options.host else options.host
    try:
        return address, serving.listening_socket(options.host, options.port)
    except (OSError, UnicodeError) as trouble:
        why = getattr(trouble, "strerror", None) or "no name of a host"
        raise ValueError(f"cannot listen on {address}, port {options.port}: {why}") from trouble


@asynccontextmanager
async def _counting(opened: centre.Centre, counted: "Metrics", port: int | None) -> AsyncIterator[None]:
    """Serves what is counted, when a port was given for it, and looks at the feed now and then."""
    if port is None:
        yield
        return
    from sync.server import metrics

    try:
        end = metrics.served(counted, port)
    except OSError as trouble:
        raise ValueError(f"cannot listen on 127.0.0.1, port {port}: {trouble.strerror}") from trouble
    looking = asyncio.ensure_future(metrics.follow(counted, opened))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.to_thread(end)


async def openapi(_settings: Settings, _options: argparse.Namespace) -> int:
    from sync.server import app

    say(app.description().decode())
    return 0
