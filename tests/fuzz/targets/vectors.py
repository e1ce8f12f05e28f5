"""Vector tiles, spelled by hand, so that every number in them may lie; decoded, and drawn."""

from collections.abc import Iterator
from functools import cache
from random import Random

from inspector_app import paths
from inspector_app.domain.tiles import MapTrouble
from inspector_app.ui.map import mvt, style, tile_picture
from inspector_app.ui.map.style import MapStyle
from inspector_app.ui.map.tile_picture import TileKey
from tests.fuzz.law import Target
from tests.fuzz.strange import damaged

Z, X, Y = 14, 13_361, 6_510  # a tile in Zhengzhou
GREAT = (0, 1, 2, 7, 127, 128, 2**14, 2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63, 2**64 - 1)
LAYERS = ("road", "water", "building", "green", "place", "rail", "poi", "elsewhere")
WORDS = ("class", "name", "name:zh", "kind", "more")
VALUES = ("main", "branch", "花园路", "district", "", "\u202e\0", "x" * 500, "路" * 200)
REFUSALS = (MapTrouble, mvt.BadTile)


def varint(value: int) -> bytes:
    value &= 2**64 - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def part(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def number(at: int, value: int) -> bytes:
    return varint(at << 3) + varint(value)


def a_tile(chance: Random) -> bytes:
    layers = [_layer(chance) for _ in range(chance.choice((1, 2, 3, 6)))]
    tile = b"".join(part(3, layer) for layer in layers)
    return damaged(chance, tile, tile) if chance.random() < 0.4 else tile


def _layer(chance: Random) -> bytes:
    features = b"".join(part(2, _feature(chance)) for _ in range(chance.choice((1, 2, 5))))
    words = b"".join(part(3, word.encode()) for word in WORDS)
    values = b"".join(part(4, part(1, value.encode("utf-8", "replace"))) for value in VALUES)
    extent = chance.choice(GREAT) if chance.random() < 0.1 else chance.choice((4096, 4096, 512, 1, 1 << 20))
    return part(1, chance.choice(LAYERS).encode()) + features + words + values + number(5, extent) + number(15, 2)


def _feature(chance: Random) -> bytes:
    kind = chance.choice((1, 2, 2, 3, 3, chance.choice(GREAT)))
    tags = [chance.randrange(len(WORDS)), chance.randrange(len(VALUES))] * chance.choice((0, 1, 2, 3))
    numbers = list(_drawn(chance, kind))
    if chance.random() < 0.15:
        numbers[chance.randrange(len(numbers))] = chance.choice(GREAT)
    packed = [b"".join(map(varint, some)) for some in (tags, numbers)]
    return number(3, kind) + part(2, packed[0]) + part(4, packed[1])


def _drawn(chance: Random, kind: int) -> Iterator[int]:
    """The commands of a geometry, near the tile or as far as numbers go."""
    far = chance.choice((300, 300, 300, 5000, 2**31, 2**32 - 1))
    for _ in range(40 if chance.random() < 0.02 else chance.choice((1, 1, 2, 4))):
        points = chance.choice((1, 1, 2, 3, 8, 20))
        yield from (9, chance.randrange(4096 * 2), chance.randrange(4096 * 2), points << 3 | 2)
        yield from (chance.randrange(far) for _ in range(2 * points))
        if kind == mvt.AREAS:
            yield 15


@cache
def _look() -> MapStyle:
    return style.load(paths.resources(), "day")


def take_tile(data: bytes) -> None:
    found = mvt.decode(data, LAYERS, WORDS, lambda x, y: (x, y))
    assert (
        sum(len(one) for layer in found.values() for feature in layer.features for one in feature.parts)
        <= 2 * mvt.MOST_POINTS
    )
    drawing = tile_picture.decoded(data, _look())
    assert all(len(name.text) <= mvt.LONGEST_WORD for name in drawing.names)
    for key in (TileKey(Z, X, Y), TileKey(Z + 4, X << 4 | 5, Y << 4 | 9, halves=1)):
        image = tile_picture.picture(drawing, key, Z, _look(), 0.25)
        assert image.width() == key.side(0.25)


@cache
def whole_tile() -> bytes:
    road = number(3, 2) + part(2, bytes((0, 0, 1, 2))) + part(4, bytes((9, 50, 34, 10, 20, 20)))
    return part(
        3,
        part(1, b"road")
        + part(2, road)
        + part(3, b"class")
        + part(3, b"name")
        + b"".join(part(4, part(1, one.encode())) for one in VALUES)
        + number(5, 4096)
        + number(15, 2),
    )


TARGETS = [Target("vector", a_tile, take_tile, REFUSALS, weight=0.6, is_centre=False)]
