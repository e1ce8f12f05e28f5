"""What stands on each lot: slabs, towers, courtyards, shops, schools. No house stands on another, on a road or in water."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import plane
from inspector_app.demo.city.blocks import Lot
from inspector_app.demo.city.chance import Chance
from inspector_app.demo.city.footprints import TOWERS, Corners, Frame, Rows, fronts, in_ranks, in_rows
from inspector_app.demo.city.ground import Patch, Taken
from inspector_app.demo.city.plane import Shape

_SHOP_DEPTH, _BEHIND = 11.0, 7.0
_SHOPPED = frozenset({"slabs", "tower", "yards", "village", "market"})  # uses with shops along the street
_SETBACK = {"office": 6.0, "mall": 5.0, "campus": 6.0, "school": 5.0, "hospital": 5.0, "stadium": 8.0}
_ROWS = {
    "slabs": Rows(12.5, 17, (34, 72), (7, 13)), "yards": Rows(10.5, 12, (22, 44), (5, 9)),
    "village": Rows(10, 2.6, (8, 14), (1, 2)), "works": Rows(30, 14, (50, 110), (12, 20)),
    "campus": Rows(17, 30, (50, 85), (16, 30)), "market": Rows(12, 9, (30, 60), (4, 6)),
    "hospital": Rows(18, 20, (45, 80), (14, 18)), "school": Rows(13, 20, (40, 62), (10, 14)),
    "office": Rows(24, 26, (40, 70), (20, 28)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class House:
    shape: Shape
    kind: str  # home, shop, office, mall, school, works …
    name: str
    lot: int


def build(lots: Sequence[Lot], taken: Taken) -> tuple[list[House], list[Patch]]:
    """All houses, lot by lot, and the playing fields of schools."""
    houses: list[House] = []
    pitches: list[Patch] = []
    for number, lot in enumerate(lots):
        if _BUILT.get(lot.use) is _nothing:
            continue
        room = taken.left(lot.shape, _SETBACK.get(lot.use, 3.0))
        if room.area < 250:
            continue
        chance, frame = Chance("lot", number), Frame.of(room)
        seen = frame.inward(room)
        shops: list[Shape] = []
        if lot.use in _SHOPPED:
            shops = _standing(fronts(seen, _SHOP_DEPTH, (14, 46), chance), seen)
            seen = _largest(shapely.buffer(seen, -_SHOP_DEPTH - _BEHIND, join_style="mitre"))
        if lot.use == "school" and (field := _field(seen)) is not None:
            pitches.append(Patch(frame.outward(field), "pitch", ""))
            seen = _largest(shapely.difference(seen, shapely.buffer(field, 8)))
        inner = _standing(_BUILT.get(lot.use, _rows)(seen, lot.use, chance), seen) if not seen.is_empty else []
        kind = _KINDS.get(lot.use, "home")
        told = [(shape, "shop", "") for shape in shops] + [(shape, kind, "") for shape in inner]
        if lot.name and inner:
            largest = max(range(len(inner)), key=lambda at: float(inner[at].area))
            told[len(shops) + largest] = (inner[largest], kind, lot.name)
        outward = frame.outward([shape for shape, _, _ in told])
        houses += [House(shape, kind, name, number) for shape, (_, kind, name) in zip(outward, told, strict=True)]
    return houses, pitches


def _standing(outlines: Iterable[Corners], room: Shape) -> list[Shape]:
    """Of the outlines those that lie within the room and on none before them."""
    wanted = _polygons(list(outlines))
    if not len(wanted):
        return []
    shapely.prepare(room)
    wanted = wanted[shapely.covers(shapely.buffer(room, 0.05), wanted)]
    one, other = shapely.STRtree(wanted).query(wanted, predicate="intersects")
    overlapping = {(int(a), int(b)) for a, b in zip(one, other, strict=True) if b < a}
    kept: list[bool] = []
    for at in range(len(wanted)):
        kept.append(not any((at, before) in overlapping and kept[before] for before in _before(overlapping, at)))
    return [shape for shape, is_kept in zip(wanted, kept, strict=True) if is_kept]


def _before(overlapping: Iterable[tuple[int, int]], at: int) -> Iterator[int]:
    return (before for one, before in overlapping if one == at)


def _polygons(outlines: Sequence[Corners]) -> Shape:
    if outlines and all(len(outline) == 4 for outline in outlines):
        return plane.boxes(outlines)
    return np.array([shapely.Polygon(outline) for outline in outlines], dtype=object)


def _largest(shape: Shape) -> Shape:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return max(parts, key=lambda part: part.area, default=shapely.Polygon())


def _field(room: Shape) -> Shape | None:
    """A running track at the end of a school's ground; None where it has no room."""
    west, south, east, north = room.bounds
    for length, width in ((126, 70), (96, 54), (66, 40)):
        for u, v in ((east - length - 3, south + 3), (west + 3, south + 3), (east - length - 3, north - width - 3)):
            end = width / 2
            middle = shapely.LineString([(u + end, v + end), (u + length - end, v + end)])
            field = shapely.buffer(middle, end, quad_segs=5)
            if room.contains(field) and field.area < room.area * 0.55:
                return field
    return None


def _rows(room: Shape, use: str, chance: Chance) -> Iterator[Corners]:
    yield from in_rows(room, _ROWS[use], chance)


def _towers(room: Shape, _use: str, chance: Chance) -> Iterator[Corners]:
    outline = chance.of(TOWERS)
    wide = max(x for x, _ in outline) * 2
    yield from in_ranks(room, outline, (wide + chance.between(16, 26), chance.between(46, 58)), chance)


def _mall(room: Shape, _use: str, chance: Chance) -> Iterator[Corners]:
    """One large house that follows its lot, with a court in small ones."""
    west, south, east, north = room.bounds
    inset = chance.between(8, 14)
    large = _largest(shapely.buffer(room, -inset, join_style="mitre"))
    if large.area < 14_000 and len(large.exterior.coords) < 12 and not large.interiors:
        yield [tuple(corner) for corner in shapely.get_coordinates(large)]
        return
    half = (west + east) / 2
    for begin, end in ((west + inset, half - 12), (half + 12, east - inset)):
        low, high = south + inset, north - inset
        cut = min(chance.between(14, 26), (end - begin) * 0.3)
        yield [(begin, low), (end, low), (end, high - cut), (end - cut, high), (begin, high)]
        yield [(begin, low), (end, low), (end, low + (high - low) * 0.45), (begin, low + (high - low) * 0.45)]


def _office(room: Shape, use: str, chance: Chance) -> Iterator[Corners]:
    """Blocks with two wings around a court, open to the south; and what fits beside them."""
    west, south, east, north = room.bounds
    u = west + 6
    while u + 44 < east:
        wide, deep = chance.between(44, 64), chance.between(38, 52)
        v = south + 8 + chance.between(0, 10)
        while v + deep < north:
            wing = 14
            yield [
                (u, v), (u + wing, v), (u + wing, v + deep - wing), (u + wide - wing, v + deep - wing), (u + wide - wing, v),
                (u + wide, v), (u + wide, v + deep), (u, v + deep),
            ]  # fmt: skip
            v += deep + 24
        u += wide + 20
    yield from in_rows(room, _ROWS[use], chance)


def _stadium(room: Shape, _use: str, _chance: Chance) -> Iterator[Corners]:
    middle = room.representative_point()
    for reach in (75, 60, 45, 30):
        oval = shapely.affinity.scale(shapely.buffer(middle, reach, quad_segs=6), 1.25, 1.0)
        if room.contains(oval):
            yield [tuple(corner) for corner in shapely.get_coordinates(oval)]
            return


def _nothing(_room: Shape, _use: str, _chance: Chance) -> Iterator[Corners]:
    yield from ()


_BUILT: Mapping[str, Callable[[Shape, str, Chance], Iterator[Corners]]] = {
    "tower": _towers, "mall": _mall, "office": _office, "stadium": _stadium, "park": _nothing, "bank": _nothing,
    "green": _nothing, "square": _nothing, "rail": _nothing, "wood": _nothing, "field": _nothing, "": _nothing,
}  # fmt: skip
_KINDS = {
    "office": "office", "mall": "mall", "school": "school", "campus": "school", "hospital": "hospital", "works": "works",
    "market": "shop", "stadium": "sports",
}  # fmt: skip
