"""What every command of `inspector-center` has: its name, its data, and how it is refused."""

import argparse
import sys
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from sync.server.centre import opened
from sync.server.clock import system_clock
from sync.server.desk import running, values
from sync.server.desk.commands import Command
from sync.server.settings import Settings

WRONG_USAGE = 64
MOST_ROWS = 100_000
LONGEST_ERROR = 300
Words: TypeAlias = Any  # argparse keeps the type of its list of commands to itself


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}: {values.short(message, LONGEST_ERROR)}\n")


def limit(command: argparse.ArgumentParser) -> None:
    number = values.number(1, MOST_ROWS)
    command.add_argument("--limit", type=number, default=50, metavar="N", help=f"1 to {MOST_ROWS}; 50 if not given")


def group(command: argparse.ArgumentParser) -> Words:
    return command.add_subparsers(required=True, metavar="command")


def deed(words: Words, name: str, text: str, command: Command) -> argparse.ArgumentParser:
    async def done(settings: Settings, options: argparse.Namespace) -> int:
        async with opened(settings, system_clock) as centre:
            return await command(centre, options)

    return plain(words, name, text, done)


def plain(
    words: Words, name: str, text: str, deed: running.Deed, *, needs_data: bool = True
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = words.add_parser(name, help=text, description=text, allow_abbrev=False)
    command.set_defaults(deed=deed)
    command.add_argument(
        "--data",
        required=needs_data,
        default=Path(),
        type=values.folder,
        metavar="DIR",
        help="keys, parts, and what has no URL",
    )
    command.add_argument(
        "--database-url", type=values.database_url, metavar="URL", help="postgresql://…; else SQLite in --data"
    )
    command.add_argument(
        "--photos-url", type=values.photos_url, metavar="URL", help="s3://bucket/prefix; else a folder in --data"
    )
    return command
