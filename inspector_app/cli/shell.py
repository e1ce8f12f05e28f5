"""What the commands without a window share: exit codes, words, coded errors, packs, bounded input, output in UTF-8."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from inspector_app import paths
from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.policy import pack, tables

ALL_GOOD, FOUND, BAD_INPUT, WRONG_USAGE = 0, 1, 2, 64

MAX_BYTES = 128 << 20

_MOST_DIGITS = 18
_MOST_COUNT = 10_000


class Usage(Exception):
    """Called wrongly."""


class BadInput(Exception):
    """Something that was given cannot be used; `code` says what, `field` where."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field

    def shown(self) -> dict[str, Any]:
        """As an answer."""
        return {"error": {"code": self.code, "field": self.field, "message": self.message}}


class Parser(argparse.ArgumentParser):
    """Raises `Usage` instead of ending the program; knows `-h` only when it is given."""

    def __init__(self, prog: str, usage: str, text: str) -> None:
        super().__init__(
            prog=prog, usage=usage, description=text, allow_abbrev=False, add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        self.add_argument("-h", "--help", action="store_true", help="show this text")

    def error(self, message: str) -> NoReturn:
        raise Usage(message)

    def read(self, words: Sequence[str], out: TextIO, *, needed: Sequence[str] = ()) -> argparse.Namespace | None:
        """What was told; None when it was help that was wanted. `needed` are options without which nothing can be done."""
        if {"-h", "--help"} & set(words):
            write(out, self.format_help())
            return None
        told = self.parse_args(list(words))
        for name in needed:
            if getattr(told, name) is None:
                raise Usage(f"--{name} is missing")
        return told


class Doubled(dict[str, Any]):
    """An object in which a name stands twice; nobody knows which value was meant."""

    name = ""


def packs() -> Path:
    """The folder of the packs that came with the program."""
    return paths.resources() / "policy"


def names() -> set[str]:
    """The packs that came with the program."""
    return {folder.name for folder in packs().iterdir() if (folder / "rules.csv").is_file()}


def pack_files(where: str) -> dict[str, bytes]:
    """The tables of a pack and their digests: a name in `resources/policy`, or a folder; `BadInput` when there is none."""
    folder = packs() / where if where in names() else Path(where)
    try:
        found = sorted(folder.glob("*.csv"))[: len(tables.COLUMNS) + 1] if folder.is_dir() else []
        if not found:
            raise BadInput("no_pack", "there is no pack of this name, and no folder with tables", where[:200])
        return {file.name: _bounded(file, tables.MAX_BYTES) for file in (*found, *folder.glob(tables.DIGESTS))}
    except (OSError, ValueError) as trouble:
        raise BadInput("unreadable", "the pack cannot be read", where[:200]) from trouble


def load_pack(where: str) -> pack.Pack:
    """The pack of that name or in that folder, compiled; `BadInput` names the table and line of its first fault."""
    return compiled(pack_files(where))


def compiled(files: Mapping[str, bytes]) -> pack.Pack:
    """The pack in these tables; `BadInput` as above."""
    try:
        return pack.load(files)
    except tables.PackProblem as trouble:
        raise BadInput(trouble.code, trouble.message, f"{trouble.table}:{trouble.line}") from trouble


def catalogue() -> Catalogue:
    """The facts that came with the program."""
    return Catalogue.load((paths.resources() / "catalogue" / "facts.json").read_bytes())


def read(source: str, stdin: TextIO | None, *, most: int = 0) -> bytes:
    """The bytes of a file, or of standard input for `-`, up to `most`, else up to MAX_BYTES."""
    most = most or MAX_BYTES
    try:
        if source == "-":
            if stdin is None:
                raise OSError("standard input is closed")
            content = getattr(stdin, "buffer", stdin).read(most + 1)
        else:
            content = _bounded(Path(source), most)
    except (OSError, ValueError) as trouble:
        raise BadInput("unreadable", "the input cannot be read") from trouble
    if len(content) > most:
        raise BadInput("too_large", f"the input has more than {most} bytes")
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def parse(content: bytes) -> object:
    """The JSON in it, with doubled names marked; `BadInput` when it is none."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object, parse_int=_whole)
    except RecursionError as trouble:
        raise BadInput("too_deep", "the input is nested too deeply") from trouble
    except UnicodeDecodeError as trouble:
        raise BadInput("not_utf8", "the input is not UTF-8") from trouble
    except ValueError as trouble:
        raise BadInput("not_json", f"the input is not JSON: {str(trouble)[:120]}") from trouble


def first_doubled(item: object) -> str | None:
    """The path of the first name that stands twice in the item or in one of its groups."""
    if not isinstance(item, dict):
        return None
    if isinstance(item, Doubled):
        return item.name[:64]
    for name, value in item.items():
        if isinstance(value, Doubled):
            return f"{name[:64]}.{value.name[:64]}"
    return None


def write(out: TextIO, text: str) -> None:
    """UTF-8 whatever the console speaks."""
    encoded = text.encode("utf-8", "backslashreplace")
    buffer = getattr(out, "buffer", None)
    if buffer is None:
        out.write(encoded.decode())
    else:
        out.flush()
        buffer.write(encoded)
        buffer.flush()


def write_json(out: TextIO, answer: object) -> None:
    """One object, readable and in the order in which it was built."""
    write(out, json.dumps(answer, ensure_ascii=False, indent=1) + "\n")


def write_pack(out: TextIO, which: pack.Pack, *, as_json: bool) -> None:
    """Which pack it was: its name and digest."""
    if as_json:
        write_json(out, {"pack": which.name, "digest": which.digest})
    else:
        write(out, f"{which.name} {which.digest}\n")


def _bounded(file: Path, most: int) -> bytes:
    with file.open("rb") as opened:
        return opened.read(most + 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) == len(pairs):
        return item
    named = [name for name, _ in pairs]
    doubled = Doubled(item)
    doubled.name = next(name for name in named if named.count(name) > 1)
    return doubled


def _whole(digits: str) -> int:
    # Python refuses to read thousands of digits; so many are out of every range anyway.
    return int(digits[: _MOST_DIGITS + 1])


def count(text: str) -> int:
    """A whole number of an option, up to ten thousand."""
    if not text.isdecimal() or len(text) > 5 or int(text) > _MOST_COUNT:
        raise argparse.ArgumentTypeError(f"it is a whole number up to {_MOST_COUNT}")
    return int(text)
