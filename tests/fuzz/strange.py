"""What nobody meant: values and bytes that break decoders, and the ways in which they get into something that was right."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from msgspec import Raw

LONGEST = 256 * 1024  # bytes of an input; what is larger is refused by its length, which tests of real calls try
NUMBERS = (0, 1, -1, 7, 255, 2**31 - 1, 2**31, 2**53 - 1, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**30)
TEXTS = (
    "", " ", "\n", "a\n", "\r\n", "\0", "\x1b[2J", "\x7f", "e\u0301", "\u2028", "\ufeff", "\u202etxt.exe", "ﬁ", "😀" * 60,
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x", "\\\\host\\share", "CON", "nul.txt", "COM1", "~", ".", "..",
    "=1+1", "<script>alert(1)</script>", "'; DROP TABLE lines; --", "{{7*7}}", "%s%n", "f" * 63, "f" * 64, "F" * 64, "x" * 65, "x" * 201, "x" * 5000,
    "٢٠٢٦-٠٣-٠٢T٠١:٠٠:٠٠.٠٠٠Z", "2026-13-45T99:99:99.999Z", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "-1", "1e999", "NaN", "null",
)  # fmt: skip
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    0.5,
    [],
    {},
    [[]],
    [{}],
    {"": 0},
    {"a": {"a": {}}},
    [None] * 1000,
    [0] * 60,
)
# Spelled by hand, since no encoder would: of JSON, and of MessagePack (lengths that lie, what is never used, depth).
JSON = tuple(
    Raw(text)
    for text in (
        b"", b"NaN", b"-Infinity", b"1e999", b"1.0", b"1e2", b"-0", b"0.10", b"007", b"+1", b"1" * 400, b"1" * 5000, b"tru",
        b'"', b'"\\ud800"', b'"\\ud800\\u0041"', b'"\\udc00\\ud800"', b'"\\ud83d\\ude00"', b'"\\u0000"', b'"\\u0041"', b'"\\x"',
        b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xf8\x88\x80\x80\x80"', b'"\n"', b"'a'", b"/**/1", b"\xef\xbb\xbf1",
        b'{"a":1,"a":2}', b'{"a":1,}', b"[1,]", b"{1:1}", b"[" * 40, b"[" * 5000, b"[" * 300 + b"]" * 300,
        b"[" * 900 + b"]" * 900, b'{"a":' * 17 + b"1" + b"}" * 17, b'{"a":' * 700 + b"1" + b"}" * 700, b" 1 ",
    )
)  # fmt: skip
PACKED = tuple(
    Raw(text)
    for text in (
        b"\xc1", b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xffx", b"\xc6\xff\xff\xff\xff", b"\xc4\x09x",
        b"\xa1\xff", b"\x91" * 5000, b"\x81\xa1a" * 2000, b"\xc7\xff\x05", b"\xd6\xff\0\0\0\0", b"\xcf" + b"\xff" * 8, b"\xcb\x7f\xf8" + b"\0" * 6,
        b"\xdc\xff\xff" + b"\xc0" * 65535, b"\x82\xa1a\x01\xa1a\x02",
    )
)  # fmt: skip
SNIPPETS = (
    b"\0", b"\xff\xfe", b"\n", b'"', b"\\", b"{", b"}", b"[" * 64, b",", b":", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"NaN", b"-", b"e9",
    b"\x28\xb5\x2f\xfd", b"\x7f\xff\xff\xff", b"\xff" * 8, b"\0" * 512, b"\r\n\r\n", b"%00", b"<!DOCTYPE x>",
)  # fmt: skip


def changed(chance: Random, value: Any, raws: Sequence[Raw] = JSON) -> Any:
    """`value` (lists, objects, what stands in them) with something else in one place of it."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(list(value))
        return {**value, name: changed(chance, value[name], raws)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        return [*value[:place], changed(chance, value[place], raws), *value[place + 1 :]]
    kind = chance.random()
    if kind < 0.4:
        return _near(chance, value)
    return chance.choice(raws if kind < 0.6 else TEXTS if kind < 0.75 else NUMBERS if kind < 0.9 else OTHERS)


def _near(chance: Random, value: Any) -> Any:
    """What may be taken for it."""
    match value:
        case bool() | None:
            return not value
        case int():
            return chance.choice((value + 1, value - 1, -value, value * 2, value + 0.5, str(value)))
        case str():
            place = chance.randrange(len(value) + 1)
            return chance.choice((
                value + "\n", value + "\0", value[:place], value[:place] + chance.choice(TEXTS) + value[place:], value * 2,
                value.upper(), value.swapcase(), " " + value, value[::-1],
            ))  # fmt: skip
        case bytes():
            return damaged(chance, value)
        case list():
            place = chance.randrange(len(value) + 1)
            return chance.choice((value[:place], value[place:], value * 2, value[::-1], value[:1] * 60, [value]))
        case dict():
            return _near_object(chance, value)
    return chance.choice(OTHERS)


def _near_object(chance: Random, value: dict[Any, Any]) -> Any:
    name = chance.choice(list(value) or [""])
    without = {other: inner for other, inner in value.items() if other != name}
    return chance.choice((
        without, {**value, "more": 1}, {**without, f"{name}\n": value.get(name)}, dict(reversed(value.items())), [value],
        list(value.values()), {**without, str(name).upper(): value.get(name)},
        {**value, **{f"{chance.random()}": None for _ in range(60)}},
    ))  # fmt: skip


def damaged(chance: Random, content: bytes, other: bytes = b"") -> bytes:
    """`content` after one to four accidents; `other` is what it may have been mixed up with."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        content = chance.choice(ACCIDENTS)(chance, content, other)[:LONGEST]
    return content


def _flipped(chance: Random, content: bytes, _other: bytes) -> bytes:
    if not content:
        return b"\0"
    place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
    return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]


def _cut(chance: Random, content: bytes, _other: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _without(chance: Random, content: bytes, _other: bytes) -> bytes:
    begin, end = _span(chance, content)
    return content[:begin] + content[end:]


def _repeated(chance: Random, content: bytes, _other: bytes) -> bytes:
    begin, end = _span(chance, content)
    return content[:end] + content[begin:end] * chance.choice((1, 1, 2, 50)) + content[end:]


def _with_more(chance: Random, content: bytes, _other: bytes) -> bytes:
    place = chance.choice((0, len(content), chance.randrange(len(content) + 1)))
    return content[:place] + chance.choice((*SNIPPETS, chance.randbytes(chance.randrange(1, 20)))) + content[place:]


def _spliced(chance: Random, content: bytes, other: bytes) -> bytes:
    place, there = chance.randrange(len(content) + 1), chance.randrange(len(other) + 1)
    return content[:place] + other[there:]


def _of_another_length(chance: Random, content: bytes, _other: bytes) -> bytes:
    """Four bytes that may be a length, saying something else."""
    place = chance.randrange(max(1, len(content) - 3))
    said = chance.choice((0, 1, 2**16, 2**31, 2**32 - 1, len(content), chance.getrandbits(32)))
    return content[:place] + said.to_bytes(4, chance.choice(("big", "little"))) + content[place + 4 :]


def _span(chance: Random, content: bytes) -> tuple[int, int]:
    begin = chance.randrange(len(content) + 1)
    return begin, min(len(content), begin + chance.choice((1, 2, 4, 16, 64, 1024)))


ACCIDENTS: tuple[Callable[[Random, bytes, bytes], bytes], ...] = (
    _flipped, _flipped, _flipped, _cut, _without, _repeated, _with_more, _with_more, _spliced, _of_another_length,
)  # fmt: skip
