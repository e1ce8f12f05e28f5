"""Running the centre: opening its parts for a command, and serving until told to stop."""

import argparse
import sys
from collections.abc import Awaitable, Callable

from sync.server.centre import opened
from sync.server.clock import system_clock
from sync.server.identity import KeysMissing
from sync.server.settings import Settings
from sync.server.store.schema import NewerDatabase

__all__ = ["KIND", "Deed", "complain", "openapi", "opened", "say", "serve"]

Deed = Callable[[Settings, argparse.Namespace], Awaitable[int]]

# What a person can do something about, in a sentence; {} is the detail.
KIND: dict[type[Exception], str] = {
    NewerDatabase: "the database was written by a newer version (schema {}); nothing was changed, use that version",
    KeysMissing: "the signing key {} is not in the keys folder; restore it, laptops would refuse another one",
}


def say(text: str) -> None:
    """One line on standard output, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"inspector-center: {text}\n")


async def serve(settings: Settings, options: argparse.Namespace) -> int:
    """Serves until SIGTERM. Raises ValueError for a host that plain HTTP must not face."""
    from sync.server import app, serving

    if options.host not in serving.LOOPBACK and not options.behind_proxy:
        raise ValueError(
            f"plain HTTP stays on loopback; for {options.host} put a TLS proxy before it and say --behind-proxy"
        )
    listener = serving.listening_socket(options.host, options.port)
    try:
        async with opened(settings, system_clock) as centre:
            address = f"[{options.host}]" if ":" in options.host else options.host
            line = f"listening on http://{address}:{listener.getsockname()[1]}"
            built = app.build(centre, behind_proxy=options.behind_proxy)
            await serving.serve(built, listener, lambda: say(line))
    finally:
        listener.close()
    return 0


async def openapi(_settings: Settings, _options: argparse.Namespace) -> int:
    from sync.server import app

    say(app.description(app.routes()).decode())
    return 0
