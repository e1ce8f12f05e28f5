"""Whether what was accepted means what anybody else would read in the same bytes."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect


def check_read_alike(body: bytes, message: msgspec.Struct) -> None:
    """Another reader of JSON, and our own reading of our own writing, must find the same in it."""
    written = msgspec.json.encode(message)
    assert msgspec.json.decode(written, type=type(message)) == message, "it does not survive being written"
    _check_same(
        json.loads(body.decode(errors="replace")), json.loads(written), "$"
    )  # what is passed over may be anything
    check_patterns(message)


def _check_same(theirs: Any, ours: Any, where: str) -> None:
    """Fields that we do not know are no matter, and neither are those that we fill in."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in theirs.keys() & ours.keys():
            _check_same(theirs[name], ours[name], f"{where}.{name}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for place, (one, other) in enumerate(zip(theirs, ours, strict=True)):
            _check_same(one, other, f"{where}[{place}]")
    else:
        assert (theirs, type(theirs)) == (ours, type(ours)), f"{where} is read as {ours!r:.80}"


def check_patterns(message: msgspec.Struct) -> None:
    """Each text is its pattern's from the first sign to the last."""
    for value, kind in _texts(message, _known(type(message))):
        assert kind.pattern is None or re.fullmatch(kind.pattern, value), f"{value!r:.80} is not {kind.pattern}"


@cache
def _known(kind: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(kind)


def _texts(value: Any, kind: inspect.Type) -> Iterator[tuple[str, inspect.StrType]]:
    """Each text in `value`, with what its type says of it."""
    match kind:
        case inspect.StrType():
            yield value, kind
        case inspect.Metadata(type=inner):
            yield from _texts(value, inner)
        case inspect.StructType(fields=fields):
            for field in fields:
                yield from _texts(getattr(value, field.name), field.type)
        case _:
            for one, its in _inside(value, kind):
                yield from _texts(one, its)


def _inside(value: Any, kind: inspect.Type) -> Iterator[tuple[Any, inspect.Type]]:
    match kind:
        case inspect.UnionType(types=kinds) if value is not None:
            yield from ((value, one) for one in kinds if not isinstance(one, inspect.NoneType))
        case inspect.VarTupleType(item_type=inner):
            yield from ((one, inner) for one in value)
        case inspect.DictType(key_type=names, value_type=inner):
            for name, one in value.items():
                yield from ((name, names), (one, inner))
