"""FINDINGS: one JSON object a line, plain or gzip, read as a stream. A line that cannot be used is named and passed over."""

import gzip
import re
import zlib
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import msgspec

from inspector_app.cli import shell
from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.policy.backtest import Finding
from inspector_app.domain.policy.facts import FactCode, FactProblem, validate
from inspector_app.domain.policy.tier import Tier

MAX_LINE = 64 << 10
MAX_NAME = 200
"""A street or an id has at most so many characters."""


_NAMES = re.compile(rb'"\s*:')
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_TIERS: dict[str | None, Tier | None] = {"": None, None: None, **{tier.value: tier for tier in Tier}}


class BadLine(NamedTuple):
    """A line that cannot be used."""

    line: int
    code: str
    field: str
    message: str


class _Line(msgspec.Struct):
    facts: dict[str, Any]
    observed_at: str | None = None
    street: str | None = None
    tier: str | None = None
    id: str | None = None


_DECODER = msgspec.json.Decoder(_Line)


def read(path: str, catalogue: Catalogue, categories: Container[str]) -> Iterator[Finding | BadLine]:
    """Every line of the file in order, blank ones left out. `BadInput` when the file cannot be read, or not to its end."""
    for number, line in raw_lines(path):
        try:
            yield _finding(number, line, catalogue, categories)
        except shell.BadInput as trouble:
            yield BadLine(number, trouble.code, trouble.field, trouble.message)
        except FactProblem as trouble:
            yield BadLine(number, trouble.code.value, trouble.field, trouble.message)


def raw_lines(path: str) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers; of one that is too long only MAX_LINE + 1 bytes. `BadInput` as above."""
    number = 0
    try:
        with _opened(Path(path)) as file:
            while line := file.readline(MAX_LINE + 1):
                number += 1
                whole = line
                while len(line) > MAX_LINE and not line.endswith(b"\n"):
                    line = file.readline(MAX_LINE + 1)
                whole = whole.removeprefix(b"\xef\xbb\xbf") if number == 1 else whole
                if not whole.isspace() and whole:
                    yield number, whole
    except (OSError, EOFError, zlib.error, ValueError) as trouble:
        raise shell.BadInput("unreadable", f"the findings cannot be read after line {number}", path[:200]) from trouble


def _opened(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb"))


def _finding(number: int, line: bytes, catalogue: Catalogue, categories: Container[str]) -> Finding:
    told = _decoded(line)
    facts = told.facts
    if told.observed_at and facts.get("observed_at") is None:
        facts["observed_at"] = _local(told.observed_at)
    validate(facts, catalogue)
    if facts["category"] not in categories:
        raise shell.BadInput("not_allowed", "the pack does not decide this category", "category")
    if told.tier not in _TIERS:
        raise shell.BadInput("not_allowed", "must be none, service, management or enforcement", "tier")
    for field, name in (("street", told.street), ("id", told.id)):
        if name is not None and len(name) > MAX_NAME:
            raise shell.BadInput("too_long", f"has at most {MAX_NAME} characters", field)
    return Finding(number, facts, told.street or "", _TIERS[told.tier], told.id or "")


def _decoded(line: bytes) -> _Line:
    if len(line) > MAX_LINE:
        raise shell.BadInput("too_long", f"a line has at most {MAX_LINE} bytes")
    try:
        told = _DECODER.decode(line)
    except RecursionError as trouble:
        raise shell.BadInput("too_deep", "the line is nested too deeply") from trouble
    except msgspec.ValidationError as trouble:
        raise shell.BadInput("wrong_type", str(trouble)[:120]) from trouble
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        raise shell.BadInput("not_json", f"the line is not JSON: {str(trouble)[:120]}") from trouble
    # The decoder keeps the last of two equal names. Rarely a text looks like a name; then the slow reader knows.
    if len(_NAMES.findall(line)) != _names(told):
        _refuse_doubled(shell.parse(line))
    return told


def _names(told: _Line) -> int:
    """How many names the line has when each is written once and only the usual ones are there."""
    given = 1 + bool(told.observed_at) + bool(told.street) + bool(told.tier) + bool(told.id)
    return given + len(told.facts) + sum(len(part) for part in told.facts.values() if isinstance(part, dict))


def _refuse_doubled(item: object) -> None:
    inner = item.get("facts") if isinstance(item, Mapping) else None
    for doubled in (shell.first_doubled(inner), shell.first_doubled(item)):
        if doubled is not None:
            raise shell.BadInput("duplicate_field", "stands twice", doubled)


def _local(moment: str) -> str:
    """A time with an offset as local time; a local one as it is."""
    if _LOCAL.fullmatch(moment):
        return moment
    try:
        read = datetime.fromisoformat(moment)
        if read.tzinfo is not None:
            return read.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
    except (ValueError, OverflowError):
        pass
    raise FactProblem(FactCode.BAD_TIME, "observed_at", "must be YYYY-MM-DDThh:mm, or a time with its offset")
