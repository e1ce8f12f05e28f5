"""`inspector-center`: serve, and what the people who run a centre do from a shell."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from sync.server import app, enrolment, log, serving
from sync.server.centre import opened
from sync.server.clock import system_clock
from sync.server.settings import Settings


def main(words: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(words)
    log.begin(quiet=options.command != "serve")
    settings = Settings(Path(options.data), options.database_url)
    return asyncio.run(serve(settings, options) if options.command == "serve" else enrol_code(settings))


async def serve(settings: Settings, options: argparse.Namespace) -> int:
    with serving.listening_socket(options.host, options.port) as listener:
        async with opened(settings, system_clock) as centre:
            port = listener.getsockname()[1]

            def ready() -> None:
                print(f"listening on http://{options.host}:{port}", flush=True)

            await serving.serve(app.build(centre, behind_proxy=False), listener, ready)
    return 0


async def enrol_code(settings: Settings) -> int:
    async with opened(settings, system_clock) as centre:
        print(
            await centre.database.write(
                lambda connection: enrolment.issue_code(connection, centre.identity.pinned, system_clock)
            )
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="inspector-center")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("serve", "enrol-code"):
        command = commands.add_parser(name)
        command.add_argument("--data", required=True)
        command.add_argument("--database-url", default="")
        if name == "serve":
            command.add_argument("--host", default="127.0.0.1")
            command.add_argument("--port", type=int, default=8721)
    return parser


if __name__ == "__main__":
    sys.exit(main())
