"""A command that is a group of deeds, each a module of its own of which only the chosen one is imported."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NamedTuple, Protocol, TextIO, cast

from inspector_app.cli.shell import ALL_GOOD, BAD_INPUT, WRONG_USAGE, BadInput, Usage, write, write_json


class Deed(Protocol):
    """A module `<group>_<deed>`. `run` returns an exit code; it raises `Usage` and `BadInput`."""

    USAGE: str

    def run(self, words: Sequence[str], out: TextIO, err: TextIO) -> int:
        """Do it."""
        ...


class Group(NamedTuple):
    """`inspector <name> DEED …`; `text` says what it is about, `codes` which exit codes it has."""

    name: str
    deeds: Mapping[str, str]
    text: str
    codes: str

    @property
    def usage(self) -> str:
        return f"inspector {self.name} DEED …"


def run(group: Group, words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """One deed; 2 bad input or output, 64 wrong usage, else what the deed says. `out` is None when it was closed."""
    usage = group.usage
    try:
        if out is None:
            raise OSError("standard output is closed")
        if not words or words[0] in ("-h", "--help"):
            return _help(group, out, wanted=bool(words))
        if words[0] not in group.deeds:
            raise Usage(f"there is no deed called {words[0][:64]}; there are {', '.join(group.deeds)}")
        deed = cast("Deed", import_module(f"inspector_app.cli.{group.name}_{words[0]}"))
        usage = deed.USAGE
        return deed.run(words[1:], out, err)
    except Usage as trouble:
        err.write(f"inspector {group.name}: {trouble}\nusage: {usage}\n")
        return WRONG_USAGE
    except BadInput as trouble:
        if out is not None and "--json" in words:
            write_json(out, trouble.shown())
        err.write(f"inspector {group.name}: {trouble.code} {trouble.field}: {trouble.message}\n")
        return BAD_INPUT
    except OSError as trouble:
        err.write(f"inspector {group.name}: {trouble.strerror or trouble}\n")
        return BAD_INPUT


def _help(group: Group, out: TextIO, *, wanted: bool) -> int:
    lines = "".join(f"  {name:<10}{text}\n" for name, text in group.deeds.items())
    write(out, f"usage: {group.usage}\n\n{group.text}{lines}{group.codes}\n")
    return ALL_GOOD if wanted else WRONG_USAGE
