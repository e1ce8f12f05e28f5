"""`inspector-center`: the central server and its desk. Run it with -h for the commands."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from sync.protocol.problems import ProtocolProblem
from sync.server import log
from sync.server.clock import system_clock
from sync.server.desk import commands, running, vault
from sync.server.desk.commands import Command
from sync.server.settings import Settings

WRONG_USAGE = 64
Words: TypeAlias = Any  # argparse keeps the type of its list of commands to itself


def main(words: Sequence[str] | None = None) -> int:
    """The exit code of one command: 0 done, 1 not done (and why), 64 wrong usage."""
    options = parser().parse_args(words)
    log.begin(quiet=options.deed is not running.serve)
    settings = Settings(
        Path(options.data), options.database_url, options.photos_url, getattr(options, "behind_proxy", False)
    )
    try:
        deed: running.Deed = options.deed
        return asyncio.run(_done(deed(settings, options)))
    except ProtocolProblem as trouble:
        running.complain(str(trouble))
    except tuple(running.KIND) as trouble:
        running.complain(running.KIND[type(trouble)].format(trouble))
    except (ValueError, OSError) as trouble:
        running.complain(str(trouble))
    return 1


async def _done(deed: Awaitable[int]) -> int:
    return await deed


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = _Parser(prog="inspector-center", description="The central server of the 721 patrol.", allow_abbrev=False)
    words = top.add_subparsers(required=True, metavar="command")
    serve = _plain(words, "serve", "serve laptops and the console", running.serve)
    serve.add_argument("--port", type=_from(0, 65535), default=8721, help="0 takes a free one and prints it")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument(
        "--behind-proxy", action="store_true", help="a TLS proxy stands before: any host, X-Forwarded-For"
    )
    _deed(words, "enrol-code", "print a one-time code for a laptop", commands.enrol_code)
    _plain(words, "openapi", "print the OpenAPI description", running.openapi, data=False)
    backup = _plain(words, "backup", "copy database, keys and photos into one file", vault.backup)
    backup.add_argument("--out", required=True, metavar="FILE")
    restore = _plain(words, "restore", "make a centre from such a file", vault.restore)
    restore.add_argument("--from", required=True, dest="source", metavar="FILE")
    restore.add_argument("--force", action="store_true", help="move what is in --data aside first")
    _tasks(words.add_parser("tasks", help="what the centre asks of patrols").add_subparsers(required=True))
    _findings(words.add_parser("findings", help="what has arrived").add_subparsers(required=True))
    _trust(words)
    return top


def _trust(words: Words) -> None:
    listed = words.add_parser("devices", help="the laptops").add_subparsers(required=True)
    _deed(listed, "list", "every laptop", commands.devices_list)
    _deed(listed, "revoke", "stop trusting a laptop", commands.devices_revoke).add_argument("device")
    people = words.add_parser("users", help="who may read the console").add_subparsers(required=True)
    _deed(people, "add", "add a person, or set a new password", commands.users_add).add_argument("name")
    keys = words.add_parser("keys", help="the signing keys").add_subparsers(required=True)
    _deed(keys, "rotate", "sign with a new key from now on", commands.keys_rotate)


def _tasks(words: Words) -> None:
    add = _deed(words, "add", "give a task to patrols", commands.tasks_add)
    add.add_argument("--title", required=True)
    add.add_argument("--kind", choices=("verify", "check", "reinspect"), default="verify")
    for name in ("note", "address", "due", "about"):
        add.add_argument(f"--{name}", default="")
    for name in ("lat", "lon"):
        add.add_argument(f"--{name}", type=float, help="degrees, WGS-84")
    whom = add.add_mutually_exclusive_group()
    whom.add_argument("--officer", default="", help="an officer's number; else every patrol sees it")
    whom.add_argument("--device", default="", help="one laptop's id")


def _findings(words: Words) -> None:
    listed = _deed(words, "list", "the newest findings", commands.findings_list)
    listed.add_argument("--limit", type=_from(1, 100_000), default=50, help="how many at most, default 50")
    listed.add_argument("--tier", choices=("none", "service", "management", "enforcement"), default="")
    listed.add_argument("--search", default="")
    _deed(words, "show", "one finding whole", commands.findings_show).add_argument("finding")
    export = _deed(words, "export", "all findings: JSON lines, or CSV by the name", commands.findings_export)
    export.add_argument("--out", required=True, metavar="FILE")


def _from(least: int, most: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text[:20]} is no whole number from {least} to {most}")
        return int(text)

    return whole


def _deed(words: Words, name: str, text: str, command: Command) -> argparse.ArgumentParser:
    async def deed(settings: Settings, options: argparse.Namespace) -> int:
        async with running.opened(settings, system_clock) as centre:
            return await command(centre, options)

    return _plain(words, name, text, deed)


def _plain(
    words: Words,
    name: str,
    text: str,
    deed: running.Deed,
    *,
    data: bool = True,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = words.add_parser(name, help=text, description=text, allow_abbrev=False)
    command.set_defaults(deed=deed)
    command.add_argument("--data", required=data, default=".", metavar="DIR", help="keys, parts, and what has no URL")
    command.add_argument("--database-url", default="", metavar="URL", help="postgresql://…; else SQLite in --data")
    command.add_argument("--photos-url", default="", metavar="URL", help="s3://bucket/prefix; else a folder in --data")
    return command


if __name__ == "__main__":
    sys.exit(main())
