"""Reads Mapbox Vector Tiles, version 2 and 1. No Qt, no library; what it does not know it passes over.

A tile comes from outside: what it may hold is bounded, and nonsense is a BadTile, never another error.
"""

import struct
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple, TypeVar

Point = TypeVar("Point")
Field = tuple[int, int, int]  # number, value or begin, end (-1: a number)

MOST_LAYERS, MOST_FEATURES, MOST_WORDS, MOST_POINTS = 64, 60_000, 60_000, 400_000
LONGEST_WORD = 400  # bytes
POINTS, LINES, AREAS = 1, 2, 3
_MOVE, _LINE, _CLOSE = 1, 2, 7


class BadTile(Exception):
    """The tile is damaged, or larger than any that can be shown."""


class Feature(NamedTuple):
    """`kind` is POINTS, LINES or AREAS; each part is a list of points in the tile's own units."""

    kind: int
    words: dict[str, str]
    parts: list[list[Any]]


class Layer(NamedTuple):
    extent: int
    features: list[Feature]


def decode(
    data: bytes, layers: Collection[str], words: Collection[str], point: Callable[[int, int], Point]
) -> dict[str, Layer]:
    """The wanted `layers` with the wanted `words` (text properties) of each feature; `point(x, y)` makes the points."""
    found: dict[str, Layer] = {}
    budget = [MOST_POINTS]
    try:
        spans = [(begin, end) for number, begin, end in _fields(data, 0, len(data)) if number == 3 and end >= 0]
        if len(spans) > MOST_LAYERS:
            raise BadTile("layers")
        for begin, end in spans:
            name = _name(data, begin, end)
            if name in layers and name not in found:
                found[name] = _layer(data, begin, end, words, point, budget)
    except (IndexError, ValueError, struct.error) as trouble:
        raise BadTile(type(trouble).__name__) from trouble
    return found


def _name(data: bytes, begin: int, end: int) -> str:
    for number, at, to in _fields(data, begin, end):
        if number == 1 and 0 <= to - at <= LONGEST_WORD:
            return data[at:to].decode("utf-8", "replace")
    return ""


def _layer(
    data: bytes, begin: int, end: int, words: Collection[str], point: Callable[[int, int], Any], budget: list[int]
) -> Layer:
    keys: list[str] = []
    values: list[str] = []
    spans: list[tuple[int, int]] = []
    extent = 4096
    for number, at, to in _fields(data, begin, end):
        if number == 3:
            keys.append(_text(data, at, to))
        elif number == 4:
            values.append(_value(data, at, to))
        elif number == 5 and to < 0:
            extent = at
        elif number == 2:
            spans.append((at, to))
        if len(keys) > MOST_WORDS or len(values) > MOST_WORDS or len(spans) > MOST_FEATURES:
            raise BadTile("features")
    if not 1 <= extent <= 1 << 20:
        raise BadTile("extent")
    places = {place: key for place, key in enumerate(keys) if key in words}
    return Layer(extent, [_feature(data, at, to, places, values, point, budget) for at, to in spans])


def _feature(
    data: bytes, begin: int, end: int, keys: dict[int, str], values: list[str], point: Callable[[int, int], Any],
    budget: list[int],
) -> Feature:  # fmt: skip
    kind, said, parts = 0, {}, []
    for number, at, to in _fields(data, begin, end):
        if number == 3 and to < 0:
            kind = at
        elif number == 2 and to >= 0:
            tags = _packed(data, at, to)
            pairs = zip(tags[::2], tags[1::2], strict=False)
            said = {keys[key]: values[value] for key, value in pairs if key in keys and value < len(values)}
        elif number == 4 and to >= 0:
            parts = _geometry(_packed(data, at, to), point, budget)
    return Feature(kind, said, parts)


def _geometry(commands: list[int], point: Callable[[int, int], Any], budget: list[int]) -> list[list[Any]]:
    at = x = y = 0
    parts: list[list[Any]] = []
    part: list[Any] = []
    count = len(commands)
    while at < count:
        command, times = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == _CLOSE:
            if part:
                part.append(part[0])
            continue
        if command not in (_MOVE, _LINE) or at + 2 * times > count:
            raise BadTile("command")
        budget[0] -= times
        if budget[0] < 0:
            raise BadTile("points")
        for place in range(at, at + 2 * times, 2):
            east, south = commands[place], commands[place + 1]
            x += (east >> 1) ^ -(east & 1)
            y += (south >> 1) ^ -(south & 1)
            if command == _MOVE:
                part = [point(x, y)]
                parts.append(part)
            else:
                part.append(point(x, y))
        at += 2 * times
    return parts


def _value(data: bytes, begin: int, end: int) -> str:
    """Only text matters to a map; numbers become their text."""
    for number, at, to in _fields(data, begin, end):
        if number == 1:
            return _text(data, at, to)
        if to < 0 and number in (4, 5):
            return str(at)
    return ""


def _text(data: bytes, begin: int, end: int) -> str:
    if end < 0:
        raise BadTile("text")
    return data[begin : min(end, begin + LONGEST_WORD)].decode("utf-8", "replace")


def _fields(data: bytes, at: int, end: int) -> Iterator[Field]:
    while at < end:
        key, at = _number(data, at)
        wire = key & 7
        if wire == 0:
            value, at = _number(data, at)
            yield key >> 3, value, -1
        elif wire == 2:
            length, at = _number(data, at)
            if length > end - at:
                raise BadTile("length")
            yield key >> 3, at, at + length
            at += length
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        else:
            raise BadTile("field")
    if at > end:
        raise BadTile("length")


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = data[at]
    at += 1
    if value < 128:
        return value, at
    value &= 127
    for shift in range(7, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value & 0xFFFFFFFFFFFFFFFF, at
    raise BadTile("number")


def _packed(data: bytes, begin: int, end: int) -> list[int]:
    numbers: list[int] = []
    value = shift = 0
    for byte in data[begin:end]:
        if byte < 128:
            numbers.append(value | byte << shift)
            value = shift = 0
        else:
            value |= (byte & 127) << shift
            shift += 7
            if shift > 63:
                raise BadTile("number")
    if shift:
        raise BadTile("number")
    # Coordinates wrap in 32 bits; greater ones are no tile's.
    if numbers and max(numbers) > 0xFFFFFFFF:
        raise BadTile("number")
    return numbers
