"""`inspector decide`: facts in, 721 decisions out, as JSON. It starts no window and needs nothing but Python."""

import argparse
import json
from collections.abc import Sequence
from typing import Any, TextIO

from inspector_app.cli import shell
from inspector_app.cli.shell import ALL_GOOD, WRONG_USAGE
from inspector_app.domain.policy import engine, pack
from inspector_app.domain.policy.facts import Catalogue, FactProblem, validate

DEFAULT_PACK = "721-v1"
SOME_ERROR = shell.BAD_INPUT

FIELDS = ("tier", "primary", "reasons", "fine_gate", "flags", "refer", "missing")

USAGE = "inspector decide [--pack NAME] --facts FILE|-"
HELP = f"""Facts in, 721 decisions out, as JSON. No window; nothing is stored or sent.

The input is one object of facts, or a list of them; the answer is one object, or a list in the same order:
  {", ".join(FIELDS)}
An item that cannot be decided becomes {{"error": {{"code", "field", "message"}}}} in its place.
Which facts a category has, and their values: resources/catalogue/facts.json. For example:
  echo '{{"category": "stall", "form": "mobile_vendor"}}' | inspector decide --facts -

Exit code: {ALL_GOOD} all decided; {SOME_ERROR} an item, the input or the output has an error; {WRONG_USAGE} called wrongly."""


def run(argv: Sequence[str], stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO) -> int:
    """Decide on one object or a list of them; 0 all good, 2 an item, the input or the output has an error, 64 wrong usage.

    A shell may start the program with its standard streams closed: they are None then.
    """
    try:
        if stdout is None:
            raise OSError("standard output is closed")
        return _run(argv, stdin, stdout, stderr)
    except OSError as trouble:
        stderr.write(f"inspector decide: {trouble.strerror or trouble}\n")
        return SOME_ERROR


def _run(argv: Sequence[str], stdin: TextIO | None, stdout: TextIO, stderr: TextIO) -> int:
    try:
        told = _arguments(argv, stdout)
    except shell.Usage as trouble:
        stderr.write(f"inspector decide: {trouble}\nusage: {USAGE}\n")
        return WRONG_USAGE
    if told is None:
        return ALL_GOOD
    try:
        items = shell.parse(shell.read(told.facts, stdin))
        policy, catalogue = _policy(told.pack)
    except shell.BadInput as trouble:
        _write(stdout, trouble.shown())
        return SOME_ERROR
    listed = items if isinstance(items, list) else [items]
    answers = [_answer(item, policy, catalogue) for item in listed]
    _write(stdout, answers if isinstance(items, list) else answers[0])
    return SOME_ERROR if any("error" in answer for answer in answers) else ALL_GOOD


def _arguments(argv: Sequence[str], stdout: TextIO) -> argparse.Namespace | None:
    parser = shell.Parser("inspector decide", USAGE, HELP)
    parser.add_argument("--pack", default=DEFAULT_PACK, metavar="NAME", help="the policy pack (%(default)s)")
    parser.add_argument("--facts", metavar="FILE|-", help="a JSON file in UTF-8, or - for standard input; needed")
    told = parser.read(argv, stdout, needed=["facts"])
    # A name is looked up in the list of packs, so that it can never lead out of their folder.
    if told is not None and told.pack not in shell.names():
        raise shell.Usage(f"there is no pack called {told.pack}")
    return told


def _policy(name: str) -> tuple[pack.Pack, Catalogue]:
    try:
        return shell.load_pack(name), shell.catalogue()
    except (OSError, ValueError) as trouble:
        raise shell.BadInput("bad_pack", str(trouble)[:200]) from trouble


def _answer(item: object, policy: pack.Pack, catalogue: Catalogue) -> dict[str, Any]:
    doubled = shell.first_doubled(item)
    if doubled is not None:
        return _error("duplicate_field", doubled, "stands twice")
    try:
        validate(item, catalogue)
    except FactProblem as trouble:
        return _error(trouble.code.value, trouble.field, trouble.message)
    assert isinstance(item, dict)
    if item["category"] not in policy.programs:
        return _error("not_allowed", "category", f"{policy.name} does not decide it")
    decision = engine.decide(item, policy)
    return {field: getattr(decision, field) for field in FIELDS}


def _error(code: str, field: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "field": field, "message": message}}


def _write(stdout: TextIO, answer: list[dict[str, Any]] | dict[str, Any]) -> None:
    """Of a list, each answer on a line of its own."""
    if isinstance(answer, list):
        lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in answer)
        text = f"[\n{lines}\n]\n" if answer else "[]\n"
    else:
        text = json.dumps(answer, ensure_ascii=False) + "\n"
    shell.write(stdout, text)
