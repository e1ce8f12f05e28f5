"""Running the centre: opening its parts for a command, and serving until told to stop."""

import argparse
import gc
import logging
import sys
from collections.abc import Awaitable, Callable

from sync.server import centre
from sync.server.clock import system_clock
from sync.server.desk.troubles import WrongUsage
from sync.server.settings import Settings

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
    from sync.server import app, serving
    from sync.server.parcel_uploads import ParcelUploads

    if options.host not in serving.LOOPBACK and not options.behind_proxy:
        raise WrongUsage(
            f"plain HTTP stays on loopback; for {options.host} put a TLS proxy before it and say --behind-proxy"
        )
    address = f"[{options.host}]" if ":" in options.host else options.host
    try:
        listener = serving.listening_socket(options.host, options.port)
    except (OSError, UnicodeError) as trouble:
        why = getattr(trouble, "strerror", None) or "no name of a host"
        raise ValueError(f"cannot listen on {address}, port {options.port}: {why}") from trouble
    try:
        if await centre.found(settings, system_clock):
            LOG.info("there was no centre in %s: a new one is made", settings.data)
        async with centre.opened(settings, system_clock) as opened:
            line = f"listening on http://{address}:{listener.getsockname()[1]}"
            async with ParcelUploads.running(opened) as parcels:
                built = app.build(opened, parcels, behind_proxy=options.behind_proxy)
                _rest_the_collector()
                await serving.serve(built, listener, lambda: say(line))
    finally:
        listener.close()
    return 0


def _rest_the_collector() -> None:
    """What was made until now stays: looking through it again and again took an eighth of the time of an upload (measured)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


async def openapi(_settings: Settings, _options: argparse.Namespace) -> int:
    from sync.server import app

    say(app.description(app.routes()).decode())
    return 0
