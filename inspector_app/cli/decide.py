"""`inspector decide`: facts in, 721 decisions out, as JSON. It starts no window and needs nothing but Python."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from inspector_app import paths
from inspector_app.domain.policy import engine, pack
from inspector_app.domain.policy.facts import Catalogue, FactProblem, validate

DEFAULT_PACK = "721-v1"
MAX_BYTES = 128 << 20

ALL_GOOD, SOME_ERROR, WRONG_USAGE = 0, 2, 64

FIELDS = ("tier", "primary", "reasons", "fine_gate", "flags", "refer", "missing")

USAGE = "inspector decide [--pack NAME] --facts FILE|-"
HELP = f"""Facts in, 721 decisions out, as JSON. No window; nothing is stored or sent.

The input is one object of facts, or a list of them; the answer is one object, or a list in the same order:
  {", ".join(FIELDS)}
An item that cannot be decided becomes {{"error": {{"code", "field", "message"}}}} in its place.
Which facts a category has, and their values: resources/catalogue/facts.json. For example:
  echo '{{"category": "stall", "form": "mobile_vendor"}}' | inspector decide --facts -

Exit code: {ALL_GOOD} all decided; {SOME_ERROR} an item, the input or the output has an error; {WRONG_USAGE} called wrongly."""

_MOST_DIGITS = 18


class _Usage(Exception):
    """Called wrongly."""


class _Unreadable(Exception):
    """The input as a whole is no JSON that we take, or the pack is broken."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(message)


class _Doubled(dict[str, Any]):
    """An object in which a name stands twice; nobody knows which value was meant."""

    name = ""


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
    except _Usage as trouble:
        stderr.write(f"inspector decide: {trouble}\nusage: {USAGE}\n")
        return WRONG_USAGE
    if told is None:
        return ALL_GOOD
    try:
        items = _parse(_read(told.facts, stdin))
        policy, catalogue = _policy(told.pack)
    except _Unreadable as trouble:
        _write(stdout, _error(trouble.code, "", trouble.message))
        return SOME_ERROR
    listed = items if isinstance(items, list) else [items]
    answers = [_answer(item, policy, catalogue) for item in listed]
    _write(stdout, answers if isinstance(items, list) else answers[0])
    return SOME_ERROR if any("error" in answer for answer in answers) else ALL_GOOD


def _arguments(argv: Sequence[str], stdout: TextIO) -> argparse.Namespace | None:
    parser = _Parser(
        prog="inspector decide", usage=USAGE, description=HELP, allow_abbrev=False, add_help=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("-h", "--help", action="store_true", help="show this text")
    parser.add_argument("--pack", default=DEFAULT_PACK, metavar="NAME", help="the policy pack (%(default)s)")
    parser.add_argument("--facts", metavar="FILE|-", help="a JSON file in UTF-8, or - for standard input; needed")
    told = parser.parse_args(list(argv))
    if told.help:
        stdout.write(parser.format_help())
        return None
    if told.facts is None:
        raise _Usage("--facts is missing")
    # A name is looked up in the list of packs, so that it can never lead out of their folder.
    if told.pack not in {folder.name for folder in _packs().iterdir() if (folder / "rules.csv").is_file()}:
        raise _Usage(f"there is no pack called {told.pack}")
    return told


def _policy(name: str) -> tuple[pack.Pack, Catalogue]:
    try:
        tables = {file.name: file.read_bytes() for file in (_packs() / name).glob("*.csv")}
        return pack.load(tables), Catalogue.load((paths.resources() / "catalogue" / "facts.json").read_bytes())
    except (OSError, ValueError) as trouble:
        raise _Unreadable("bad_pack", str(trouble)[:200]) from trouble


def _packs() -> Path:
    return paths.resources() / "policy"


def _read(source: str, stdin: TextIO | None) -> bytes:
    try:
        if source == "-":
            if stdin is None:
                raise OSError("standard input is closed")
            content = getattr(stdin, "buffer", stdin).read(MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as trouble:
        raise _Unreadable("unreadable", "the facts cannot be read") from trouble
    if len(content) > MAX_BYTES:
        raise _Unreadable("too_large", f"the input has more than {MAX_BYTES} bytes")
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def _parse(content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except RecursionError as trouble:
        raise _Unreadable("too_deep", "the input is nested too deeply") from trouble
    except UnicodeDecodeError as trouble:
        raise _Unreadable("not_utf8", "the input is not UTF-8") from trouble
    except ValueError as trouble:
        raise _Unreadable("not_json", f"the input is not JSON: {str(trouble)[:120]}") from trouble


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) == len(pairs):
        return item
    names = [name for name, _ in pairs]
    doubled = _Doubled(item)
    doubled.name = next(name for name in names if names.count(name) > 1)
    return doubled


def _whole(digits: str) -> int:
    # Python refuses to read thousands of digits; so many are out of every range anyway.
    return int(digits[: _MOST_DIGITS + 1])


def _answer(item: object, policy: pack.Pack, catalogue: Catalogue) -> dict[str, Any]:
    doubled = _first_doubled(item)
    if doubled is not None:
        return _error("duplicate_field", doubled, "stands twice")
    try:
        validate(item, catalogue)
    except FactProblem as trouble:
        return _error(trouble.code.value, trouble.field, trouble.message)
    assert isinstance(item, dict)
    decision = engine.decide(item, policy)
    return {field: getattr(decision, field) for field in FIELDS}


def _first_doubled(item: object) -> str | None:
    """The path of the first name that stands twice in the item or in one of its groups."""
    if not isinstance(item, dict):
        return None
    if isinstance(item, _Doubled):
        return item.name[:64]
    for name, value in item.items():
        if isinstance(value, _Doubled):
            return f"{name[:64]}.{value.name[:64]}"
    return None


def _error(code: str, field: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "field": field, "message": message}}


def _write(stdout: TextIO, answer: list[dict[str, Any]] | dict[str, Any]) -> None:
    """UTF-8 whatever the console speaks; of a list, each answer on a line of its own."""
    if isinstance(answer, list):
        lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in answer)
        text = f"[\n{lines}\n]\n" if answer else "[]\n"
    else:
        text = json.dumps(answer, ensure_ascii=False) + "\n"
    encoded = text.encode("utf-8", "backslashreplace")
    buffer = getattr(stdout, "buffer", None)
    if buffer is None:
        stdout.write(encoded.decode())
    else:
        stdout.flush()
        buffer.write(encoded)
        buffer.flush()
