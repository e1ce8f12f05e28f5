"""Whether what was accepted means what anybody else would read in the same bytes."""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

Check = Callable[[Any], None]


def check_read_alike(body: bytes, message: msgspec.Struct) -> None:
    """Another reader of JSON, and our own reading of our own writing, must find the same in it."""
    written = msgspec.json.encode(message)
    theirs = json.loads(body.decode(errors="replace"))  # what is passed over may be anything
    if written != body:  # of the same bytes the same is read
        assert msgspec.json.decode(written, type=type(message)) == message, "it does not survive being written"
        _check_same(theirs, json.loads(written), "$")
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
    _model(type(message))(message)


@cache
def _model(kind: type[msgspec.Struct]) -> Check:
    return _check(inspect.type_info(kind))


def _anything(_value: Any) -> None:
    """Looks at a value in which no text has a pattern; whoever holds such values need not visit them."""


def _check(kind: inspect.Type) -> Check:
    """What looks at the texts in a value of that type; made once, for it runs for every input."""
    match kind:
        case inspect.StrType(pattern=str(pattern)):
            return _spelled(pattern)
        case inspect.Metadata(type=inner):
            return _check(inner)
        case inspect.StructType(fields=fields):
            return _of_fields({field.name: _check(field.type) for field in fields})
        case inspect.UnionType(types=kinds):
            return _where_there(*map(_check, kinds))
        case inspect.VarTupleType(item_type=inner):
            return _of_each(_check(inner))
        case inspect.TupleType(item_types=kinds):
            return _of_fields(dict(enumerate(map(_check, kinds))), tuple.__getitem__)
        case inspect.DictType(key_type=names, value_type=inner):
            return _of_pairs(_of_each(_check(names)), _of_each(_check(inner)))
    return _anything


def _spelled(pattern: str) -> Check:
    known = re.compile(pattern)

    def check(value: Any) -> None:
        assert known.fullmatch(value), f"{value!r:.80} is not {pattern}"

    return check


def _of_fields(checks: dict[Any, Check], get: Callable[[Any, Any], Any] = getattr) -> Check:
    known = [(name, check) for name, check in checks.items() if check is not _anything]

    def check(value: Any) -> None:
        for name, its in known:
            its(get(value, name))

    return check if known else _anything


def _where_there(*checks: Check) -> Check:
    known = [check for check in checks if check is not _anything]

    def check(value: Any) -> None:
        for its in known if value is not None else ():
            its(value)

    return check if known else _anything


def _of_each(its: Check) -> Check:
    def check(values: Any) -> None:
        for value in values:
            its(value)

    return check if its is not _anything else _anything


def _of_pairs(names: Check, values: Check) -> Check:
    def check(value: Any) -> None:
        names(value)
        values(value.values())

    return check if (names, values) != (_anything, _anything) else _anything
