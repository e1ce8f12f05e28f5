"""The one encoding of a journal body: RFC 8785 (JSON Canonicalization Scheme) without floats.

A body is encoded once, on the laptop. What is stored, hashed, sent and signed afterwards is byte for byte this.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import msgspec

from sync.protocol.problems import Problem, ProtocolProblem

LARGEST_INTEGER = 2**53 - 1  # RFC 8785 numbers are IEEE doubles: beyond this an integer is not exact
DEEPEST_NESTING = 16
BODY_LIMIT = 64 * 1024  # bytes; a chain cannot skip, so this holds before a line is appended

# In UTF-8: escapes, U+007F, U+0080 to U+00BF, marks that may join an ASCII letter, and U+10000 and above, which UTF-16 sorts otherwise.
_RARE = b"\\\x7f\xc2\xcc\xcd\xf0\xf1\xf2\xf3\xf4"
_ASCII = bytes(range(128))
_SORTS = bytes(ord("9") if 48 <= code < 58 else ord("!") if code in _RARE else ord(" ") for code in range(256))
_UNCLEAN = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")  # Unicode's Cc and Cs, less the line feed


def canonical(value: object) -> bytes:
    """The canonical bytes of `value` (null, true/false, integers, NFC text, lists, objects).

    Raises ProtocolProblem(NOT_CANONICAL) for anything that has no exact form: floats, huge integers, text that is not
    NFC, control characters (a line feed is allowed: notes have lines), lone surrogates, nesting deeper than 16.
    """
    return json.dumps(_ordered(value, "", None, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def parse(body: bytes) -> dict[str, Any]:
    """The object that canonical `body` bytes stand for; raises ProtocolProblem when they are not canonical or too long."""
    if len(body) > BODY_LIMIT:
        raise ProtocolProblem(Problem.BODY_TOO_LARGE, str(len(body)))
    plain = _plain(body)
    return plain if plain is not None else _closely(body)


def _plain(body: bytes) -> dict[str, Any] | None:
    """The object, when it is canonical at first sight; None when only a closer look can tell. All in C: six times as fast."""
    if not _is_clean(body):
        return None
    try:
        value = _DECODER.decode(body)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return None
    opened = body.count(b"{") + body.count(b"[")
    shallow = opened <= DEEPEST_NESTING or is_shallow(value, DEEPEST_NESTING)
    return value if shallow and type(value) is dict and _ENCODER.encode(value) == body else None


def _is_clean(body: bytes) -> bool:
    """Whether all text in it is surely clean and all integers exact; False when only a closer look can tell.

    What is asked is more than enough: text that is NFC as a whole is so in each part, and 15 digits are an exact integer.
    """
    sorts = body.translate(_SORTS)
    if b"!" in sorts or b"9" * 16 in sorts:
        return False
    others = body.translate(None, _ASCII)  # with no ASCII letter that a mark could join, the rest tells of all
    try:
        return not others or unicodedata.is_normalized("NFC", others.decode())
    except UnicodeDecodeError:
        return False


def _no_float(_text: str) -> NoReturn:
    raise ValueError("a float")


_DECODER = msgspec.json.Decoder(float_hook=_no_float)
_ENCODER = msgspec.json.Encoder(order="sorted")


def is_shallow(value: object, left: int) -> bool:
    """Whether nothing in `value` is nested deeper than `left`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return left > 0 and all(is_shallow(item, left - 1) for item in inner if type(item) in (dict, list))


def _closely(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as trouble:
        raise ProtocolProblem(Problem.NOT_CANONICAL, "not JSON") from trouble
    if not isinstance(value, dict) or canonical(value) != body:
        raise ProtocolProblem(Problem.NOT_CANONICAL, "not in canonical form")
    return value


def clean_text(text: str) -> str:
    """`text` as a body may carry it: NFC, line feeds kept, every other control character and lone surrogate removed."""
    if text.isascii() and text.isprintable():
        return str(text)
    # Removed first: what stood on both sides of a control character may combine.
    return unicodedata.normalize("NFC", _UNCLEAN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def _ordered(value: object, where: str, step: str | int | None, depth: int) -> object:
    """`value` checked and with its names in order; it stands at `step` of the list or object at `where`."""
    if depth > DEEPEST_NESTING:
        raise _refused(where, step, "nested too deeply")
    if isinstance(value, str):
        return _checked_text(value, where, step)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise _refused(where, step, "integer out of range")
        return int(value)
    here = _at(where, step)
    if isinstance(value, (dict, Mapping)):  # a dict is known at once, a Mapping by a slow question
        names = [_checked_text(name, where, step) for name in value]
        names.sort(key=None if "".join(names).isascii() else _utf16)
        return {name: _ordered(value[name], here, name, depth + 1) for name in names}
    if isinstance(value, (list, tuple, Sequence)) and not isinstance(value, bytes | bytearray | memoryview):
        return [_ordered(item, here, place, depth + 1) for place, item in enumerate(value)]
    raise _refused(where, step, f"{type(value).__name__} has no canonical form")


def _checked_text(text: object, where: str, step: str | int | None) -> str:
    if not isinstance(text, str):
        raise _refused(where, step, "a name must be text")
    if not (text.isascii() and text.isprintable()) and clean_text(text) != text:
        raise _refused(where, step, "text is not NFC or holds control characters")
    return text if type(text) is str else str(text)  # of an enumeration, its value


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _at(where: str, step: str | int | None) -> str:
    if step is None:
        return where
    return f"{where}[{step}]" if isinstance(step, int) else f"{where}.{step}"


def _refused(where: str, step: str | int | None, why: str) -> ProtocolProblem:
    return ProtocolProblem(Problem.NOT_CANONICAL, f"{_at(where, step)}: {why}")
