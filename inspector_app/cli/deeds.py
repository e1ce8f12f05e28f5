"""Commands that have deeds, like `inspector policy check`. Each deed is a module of its own and only that one is imported."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NamedTuple, Protocol, TextIO, cast

from inspector_app.cli.shell import ALL_GOOD, BAD_INPUT, WRONG_USAGE, BadInput, Usage, write, write_json


class Command(NamedTuple):
    """`deeds` are names, each with what it does in a line; `codes` says what the exit code means."""

    name: str
    text: str
    deeds: Mapping[str, str]
    codes: str


class Deed(Protocol):
    """A module `<command>_<deed>`. `run` returns 0, 1 or 2; it raises `Usage` and `BadInput`."""

    USAGE: str

    def run(self, words: Sequence[str], out: TextIO, err: TextIO) -> int:
        """Do it."""
        ...


def run(command: Command, words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """One deed and its exit code; 2 bad input or output, 64 wrong usage. `out` is None when it was closed."""
    called = f"inspector {command.name}"
    usage = f"{called} DEED …"
    try:
        if out is None:
            raise OSError("standard output is closed")
        if not words or words[0] in ("-h", "--help"):
            return _help(command, usage, out, wanted=bool(words))
        if words[0] not in command.deeds:
            raise Usage(f"there is no deed called {words[0][:64]}; there are {', '.join(command.deeds)}")
        deed = cast("Deed", import_module(f"inspector_app.cli.{command.name}_{words[0]}"))
        usage = deed.USAGE
        return deed.run(words[1:], out, err)
    except Usage as trouble:
        err.write(f"{called}: {trouble}\nusage: {usage}\n")
        return WRONG_USAGE
    except BadInput as trouble:
        if out is not None and "--json" in words:
            write_json(out, trouble.shown())
        err.write(f"{called}: {trouble.code} {trouble.field}: {trouble.message}\n")
        return BAD_INPUT
    except OSError as trouble:
        err.write(f"{called}: {trouble.strerror or trouble}\n")
        return BAD_INPUT


def _help(command: Command, usage: str, out: TextIO, *, wanted: bool) -> int:
    lines = "".join(f"  {name:<10}{text}\n" for name, text in command.deeds.items())
    write(
        out, f"usage: {usage}\n\n{command.text}\n\ndeeds, each with its own -h:\n{lines}\nExit code: {command.codes}.\n"
    )
    return ALL_GOOD if wanted else WRONG_USAGE
