"""Mapbox Vector Tiles 2.1, written without a library: most of a city are small shapes of whole numbers, and those are quick by hand.

Every feature comes with the whole numbers of its tile (extent 4096, y down); what is nothing on that lattice is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EXTENT = 4096
POINT, LINE, POLYGON = 1, 2, 3
_MOVE, _DRAW, _CLOSE = 1, 2, 7
Ring = Sequence[tuple[int, int]]


def varint(number: int) -> bytes:
    """A whole number, not negative, as protocol buffers write it."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


_SHORT = [varint(number) for number in range(16_384)]  # nearly all that a tile is made of


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join([_SHORT[number] if number < 16_384 else varint(number) for number in numbers])


def _block(tag: int, content: bytes) -> bytes:
    return varint(tag << 3 | 2) + varint(len(content)) + content


@dataclass(slots=True)
class Layer:
    """One layer of a tile; `add` gives how many bytes the feature takes, 0 for one that is nothing."""

    name: str
    _features: list[bytes] = field(default_factory=list)
    _keys: dict[str, int] = field(default_factory=dict)
    _values: dict[str, int] = field(default_factory=dict)

    def add(self, kind: int, geometry: Sequence[int], properties: Mapping[str, str]) -> None:
        """Adds a feature; a property without a value is left out."""
        tags = []
        for key, value in properties.items():
            if value:
                tags += [self._keys.setdefault(key, len(self._keys)), self._values.setdefault(value, len(self._values))]
        told = _block(2, _packed(tags)) + bytes((3 << 3, kind)) + _block(4, _packed(geometry))
        self._features.append(_block(2, told))

    def encoded(self) -> bytes:
        """The layer as a part of a tile; nothing for one without features."""
        if not self._features:
            return b""
        keys = b"".join(_block(3, key.encode()) for key in self._keys)
        values = b"".join(_block(4, _block(1, value.encode())) for value in self._values)
        head = b"\x78\x02" + _block(1, self.name.encode())
        return _block(3, head + b"".join(self._features) + keys + values + b"\x28" + varint(EXTENT))


def points(spots: Ring) -> list[int]:
    """The commands that draw spots."""
    pen = _Pen()
    pen.move(spots)
    return pen.commands


def lines(parts: Iterable[Ring]) -> list[int]:
    """The commands that draw lines; parts that are a single spot on the lattice are left out."""
    pen = _Pen()
    for part in parts:
        spots = _without_repeats(part)
        if len(spots) > 1:
            pen.move(spots[:1])
            pen.draw(spots[1:])
    return pen.commands


def polygon(rings: Sequence[tuple[Ring, bool]]) -> list[int]:
    """The commands that draw rings (closed: the last spot is the first again), each outer (True) before its holes.

    Outer rings run so that their area is positive with y down, holes the other way round; rings without an area are left out.
    """
    pen, has_outer = _Pen(), False
    for ring, is_outer in rings:
        spots = _without_repeats(ring)[:-1]
        area = _twice_area(spots) if len(spots) > 2 else 0
        if area == 0 or not (is_outer or has_outer):
            has_outer = has_outer and not is_outer  # holes of what is not there are not there
            continue
        has_outer = True
        if (area > 0) != is_outer:
            spots.reverse()
        pen.move(spots[:1])
        pen.draw(spots[1:])
        pen.commands.append(1 << 3 | _CLOSE)
    return pen.commands


class _Pen:
    """Commands with steps from where the pen is."""

    def __init__(self) -> None:
        self.commands: list[int] = []
        self._x = self._y = 0

    def move(self, spots: Ring) -> None:
        self._to(_MOVE, spots)

    def draw(self, spots: Ring) -> None:
        self._to(_DRAW, spots)

    def _to(self, command: int, spots: Ring) -> None:
        out, last_x, last_y = self.commands, self._x, self._y
        out.append(len(spots) << 3 | command)
        for x, y in spots:
            step_x, step_y = x - last_x, y - last_y
            out.append(step_x << 1 if step_x >= 0 else -step_x * 2 - 1)
            out.append(step_y << 1 if step_y >= 0 else -step_y * 2 - 1)
            last_x, last_y = x, y
        self._x, self._y = last_x, last_y


def _without_repeats(spots: Ring) -> list[tuple[int, int]]:
    kept = list(spots[:1])
    for spot in spots[1:]:
        if spot != kept[-1]:
            kept.append(spot)
    return kept


def _twice_area(spots: Ring) -> int:
    total = 0
    last_x, last_y = spots[-1]
    for x, y in spots:
        total += last_x * y - x * last_y
        last_x, last_y = x, y
    return total
