"""Features cut into tiles: moved onto the lattice of a zoom, made simpler, clipped, and never more than a laptop draws at ease."""

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import shapely  # type: ignore[import-untyped]
from pmtiles.tile import zxy_to_tileid

from sync.server.basemap import mvt
from sync.server.basemap.content import LAYERS, Feature
from sync.server.basemap.mvt import EXTENT

Shape: TypeAlias = Any
Tile: TypeAlias = tuple[int, int]  # x, y
Room: TypeAlias = Sequence[float]  # west, north, east, south on the lattice
BUFFER = 80  # of the lattice around a tile: five pixels, as wide as half of the widest line
LARGEST = 50_000  # bytes packed: what a laptop's worker decodes without holding up the window
MOST_SPOTS = 60  # names of points in a tile
_PIXEL = EXTENT / 512  # laptops draw a tile 512 pixels wide
_SIMPLER = {"water": 0.5, "green": 0.5, "building": 0.25, "road": 0.4, "rail": 0.4}  # of a pixel
_LEAST = {"water": 6.0, "green": 16.0, "building": 6.0}  # pixels²: a smaller area is not drawn
_LEAST_LARGE = 12.0  # of houses at the first zoom that shows them


class Piece(NamedTuple):
    """What a tile has of a feature."""

    feature: Feature
    kind: int
    commands: list[int]


def world(shapes: Any) -> Any:
    """Shapes in degrees on the square of the whole earth (Web Mercator), 0 to 1, y down."""
    return shapely.transform(shapes, _mercator)


def _mercator(spots: Any) -> Any:
    y = np.arctanh(np.sin(np.radians(spots[:, 1])))
    return np.column_stack((spots[:, 0] / 360 + 0.5, 0.5 - y / (2 * np.pi)))


def cut(features: Sequence[Feature], shapes: Any, zoom: int) -> Iterator[tuple[int, bytes]]:
    """The tiles of a zoom, by their numbers in order, packed; `shapes` are those of the features on the square of the earth."""
    chosen = [at for at, feature in enumerate(features) if feature.first <= zoom]
    drawn = _drawn([features[at] for at in chosen], shapes[chosen], zoom)
    pieces: dict[Tile, list[Piece]] = defaultdict(list)
    for feature, shape, room in drawn:
        for tile, kind, commands in _parted(shape, room, zoom):
            pieces[tile].append(Piece(feature, kind, commands))
    for tile in sorted(pieces, key=lambda tile: int(zxy_to_tileid(zoom, *tile))):
        yield zxy_to_tileid(zoom, *tile), packed(_fewer_spots(pieces[tile]))


def packed(pieces: Sequence[Piece]) -> bytes:
    """A tile, without the least important of its pieces where they would be too many."""
    ordered = sorted(range(len(pieces)), key=lambda at: (pieces[at].feature.weight, -pieces[at].feature.size, at))
    count = len(pieces)
    while True:
        content = gzip.compress(_encoded([pieces[at] for at in sorted(ordered[:count])]), compresslevel=9, mtime=0)
        if len(content) <= LARGEST:
            return content
        count = min(count - 1, count * LARGEST * 19 // (len(content) * 20))


def _encoded(pieces: Sequence[Piece]) -> bytes:
    layers = {name: mvt.Layer(name) for name in LAYERS}
    for feature, kind, commands in pieces:
        layers[feature.layer].add(kind, commands, feature.properties)
    return b"".join(layer.encoded() for layer in layers.values())


def _fewer_spots(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, of the points only the most important."""
    spots = [at for at, piece in enumerate(pieces) if piece.feature.layer == "poi"]
    spots.sort(key=lambda at: (pieces[at].feature.first, -pieces[at].feature.size, at))
    dropped = set(spots[MOST_SPOTS:])
    return [piece for at, piece in enumerate(pieces) if at not in dropped]


def _drawn(features: Sequence[Feature], shapes: Any, zoom: int) -> Iterator[tuple[Feature, Shape, Room]]:
    """The features that are large enough for a zoom, simple enough, on its lattice; each with the room that it takes."""
    scaled = shapely.transform(shapes, lambda spots: spots * float(EXTENT << zoom))
    by_layer: Mapping[str, list[int]] = {
        name: [at for at, feature in enumerate(features) if feature.layer == name] for name in LAYERS
    }
    for name, members in by_layer.items():
        mine = scaled[members]
        least = _LEAST_LARGE if name == "building" and zoom < 15 else _LEAST.get(name, 0.0)
        enough = shapely.area(mine) >= least * _PIXEL**2
        if name in _SIMPLER:
            mine = shapely.simplify(mine, _SIMPLER[name] * _PIXEL, preserve_topology=name != "building")
        rooms = shapely.bounds(mine).tolist()  # of all at once: asked one by one it takes a tenth of everything
        for at, shape, is_enough, room in zip(members, mine, enough.tolist(), rooms, strict=True):
            if is_enough and not shape.is_empty:
                yield features[at], shape, room


def _parted(shape: Shape, room: Room, zoom: int) -> Iterator[tuple[Tile, int, list[int]]]:
    """What each tile has of a shape."""
    west, north, east, south = room
    around = 0 if shape.geom_type == "Point" else BUFFER
    for x in range(_tile(west - around, zoom), _tile(east + around, zoom) + 1):
        left, right = x * EXTENT - BUFFER, (x + 1) * EXTENT + BUFFER
        strip = shape if west >= left and east <= right else _clipped(shape, (left, north - 1, right, south + 1))
        if strip.is_empty:
            continue
        _, high, _, low = room if strip is shape else strip.bounds
        for y in range(_tile(high - around, zoom), _tile(low + around, zoom) + 1):
            top, bottom = y * EXTENT - BUFFER, (y + 1) * EXTENT + BUFFER
            part = strip if high >= top and low <= bottom else _clipped(strip, (left, top, right, bottom))
            kind, commands = _commands(part, x * EXTENT, y * EXTENT)
            if commands:
                yield (x, y), kind, commands


def _tile(number: float, zoom: int) -> int:
    return min((1 << zoom) - 1, max(0, int(number // EXTENT)))


def _clipped(shape: Shape, room: tuple[float, float, float, float]) -> Shape:
    try:
        return shapely.clip_by_rect(shape, *room)
    except shapely.errors.GEOSException:  # a polygon that crosses itself
        return shapely.intersection(shapely.make_valid(shape), shapely.box(*room))


def _commands(shape: Shape, left: int, top: int) -> tuple[int, list[int]]:
    """The kind of a shape, and the commands that draw it in the tile whose corner is given."""
    parts = [part for part in _parts(shape) if not part.is_empty]
    kinds = {part.geom_type for part in parts}
    if "Polygon" in kinds:
        rings: list[tuple[mvt.Ring, bool]] = []
        for part in parts:
            if part.geom_type == "Polygon":
                rings.append((_spots(part.exterior, left, top), True))
                rings += [(_spots(ring, left, top), False) for ring in part.interiors]
        return mvt.POLYGON, mvt.polygon(rings)
    if "LineString" in kinds:
        return mvt.LINE, mvt.lines([_spots(part, left, top) for part in parts if part.geom_type == "LineString"])
    return mvt.POINT, mvt.points([spot for part in parts for spot in _spots(part, left, top)]) if parts else []


def _parts(shape: Shape) -> Sequence[Shape]:
    """What a shape consists of: most are one piece, which is known at once."""
    is_one = shape.geom_type in ("Polygon", "LineString", "Point")
    return (shape,) if is_one else shapely.get_parts(shapely.get_parts(shape))


def _spots(line: Shape, left: int, top: int) -> list[tuple[int, int]]:
    return [(round(x) - left, round(y) - top) for x, y in shapely.get_coordinates(line).tolist()]
