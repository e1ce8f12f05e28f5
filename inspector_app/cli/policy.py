"""`inspector policy`: what can be done with a policy pack. Each deed is a module of its own and only that one is imported."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, TextIO, cast

from inspector_app.cli.shell import ALL_GOOD, BAD_INPUT, WRONG_USAGE, BadInput, Usage, write, write_json

DEEDS = {
    "check": "a proof over a pack: what breaks for some combination of answers, with a counter-example",
    "explain": "why facts are decided as they are, why not softer or harder, and what would change it",
    "diff": "two packs, line by line; and what changes for findings",
    "backtest": "a pack on many findings: shares, what changes, and whether equals were treated alike",
    "export": "a pack as one workbook",
    "import": "a workbook as a pack",
}
USAGE = "inspector policy DEED …"
HELP = """What can be done with a policy pack. PACK is a name in resources/policy, or a folder with its tables.
No window; nothing is stored or sent.

deeds, each with its own -h:
"""
CODES = (
    f"\nExit code: {ALL_GOOD} good; 1 the check found something; {BAD_INPUT} bad input; {WRONG_USAGE} called wrongly."
)


class Deed(Protocol):
    """A module `policy_<deed>`. `run` returns 0, 1 or 2; it raises `Usage` and `BadInput`."""

    USAGE: str

    def run(self, words: Sequence[str], out: TextIO, err: TextIO) -> int:
        """Do it."""
        ...


def run(words: Sequence[str], out: TextIO | None, err: TextIO) -> int:
    """One deed; 0 good, 1 the check found something, 2 bad input or output, 64 wrong usage. `out` is None when it was closed."""
    usage = USAGE
    try:
        if out is None:
            raise OSError("standard output is closed")
        if not words or words[0] in ("-h", "--help"):
            return _help(out, wanted=bool(words))
        if words[0] not in DEEDS:
            raise Usage(f"there is no deed called {words[0][:64]}; there are {', '.join(DEEDS)}")
        deed = cast("Deed", import_module(f"inspector_app.cli.policy_{words[0]}"))
        usage = deed.USAGE
        return deed.run(words[1:], out, err)
    except Usage as trouble:
        err.write(f"inspector policy: {trouble}\nusage: {usage}\n")
        return WRONG_USAGE
    except BadInput as trouble:
        if out is not None and "--json" in words:
            write_json(out, trouble.shown())
        err.write(f"inspector policy: {trouble.code} {trouble.field}: {trouble.message}\n")
        return BAD_INPUT
    except OSError as trouble:
        err.write(f"inspector policy: {trouble.strerror or trouble}\n")
        return BAD_INPUT


def _help(out: TextIO, *, wanted: bool) -> int:
    lines = "".join(f"  {name:<10}{text}\n" for name, text in DEEDS.items())
    write(out, f"usage: {USAGE}\n\n{HELP}{lines}{CODES}\n")
    return ALL_GOOD if wanted else WRONG_USAGE
