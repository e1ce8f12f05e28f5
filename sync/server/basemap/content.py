"""What a map shows of which file, and from which zoom on: features as the tiles have them, each with its weight."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import shapely  # type: ignore[import-untyped]

from sync.server.basemap.layers import Found

Shape: TypeAlias = Any
LAYERS = ("water", "green", "building", "rail", "road", "place", "poi")
FIELDS = {
    "water": ("class", "name"), "green": ("class", "name"), "building": ("class", "name"), "rail": ("class",),
    "road": ("class", "name"), "place": ("name", "kind"), "poi": ("name", "kind"),
}  # fmt: skip
FIRST, LAST = 10, 16  # zooms
_AREAS = {"water": ("water", FIRST), "green": ("green", 11), "buildings": ("building", 14)}
_ROADS = {"expressway": FIRST, "main": FIRST, "secondary": 11, "branch": 12, "non_road": 14}
_PLACES = {"districts": ("district", FIRST), "streets": ("street", 12), "communities": ("community", 14)}
_SPOTS = {"relief_points": ("relief_point", 14), "car_parks": ("car_park", 15)}
_KNOWN = {"hospital": 14, "school": 15, "mall": 15, "sports": 14, "station": 13}
_LOCAL = 16
# What is dropped first where a tile would be too large: the greater the sooner.
_WEIGHT = {"water": 1, "place": 1, "rail": 2, "green": 3, "poi": 6, "building": 7}
_ROAD_WEIGHT = {"expressway": 0, "main": 0, "secondary": 1, "branch": 4, "non_road": 8}


class Feature(NamedTuple):
    """`first` is the zoom that shows it first; of what is dropped, the greatest `weight` and of it the smallest `size` go first."""

    layer: str
    shape: Shape
    properties: Mapping[str, str]
    first: int
    weight: int
    size: float


@dataclass(frozen=True, slots=True)
class _Told:
    stem: str
    shape: Shape
    texts: Mapping[str, str]
    size: float

    @property
    def name(self) -> str:
        return self.texts.get("name", "")


def features(found: Found) -> Iterator[Feature]:
    """The features that a file gives the map, in its order; where their names stand are features too."""
    sizes = _sizes(found.shapes)
    for shape, texts, size in zip(found.shapes, found.texts, sizes, strict=True):
        yield from _of(_Told(found.stem, shape, texts, size))


def _sizes(shapes: Sequence[Shape]) -> list[float]:
    drawn = np.array(shapes, dtype=object)
    return [float(size) for size in shapely.area(drawn) + shapely.length(drawn) * 1e-9]


def _of(told: _Told) -> Iterable[Feature]:
    kind = told.shape.geom_type.removeprefix("Multi")
    if told.stem in _PLACES:
        return _place(told)
    if kind == "Point":
        return _spot(told)
    if told.stem in _AREAS and kind == "Polygon":
        return _area(told)
    if told.stem in ("roads", "roads_around") and kind == "LineString":
        return _road(told)
    if told.stem == "rail" and kind == "LineString":
        properties = {"class": told.texts.get("class", "") or "rail"}
        return [Feature("rail", told.shape, properties, 11, _WEIGHT["rail"], told.size)]
    return []


def _area(told: _Told) -> Iterator[Feature]:
    layer, first = _AREAS[told.stem]
    kind = told.texts.get("class", "")
    yield Feature(layer, told.shape, {"class": kind, "name": told.name}, first, _WEIGHT[layer], told.size)
    if layer == "building" and told.name:
        spot = shapely.point_on_surface(told.shape)
        yield Feature(
            "poi", spot, {"name": told.name, "kind": kind}, _KNOWN.get(kind, _LOCAL), _WEIGHT["poi"], told.size
        )


def _road(told: _Told) -> Iterator[Feature]:
    rank = told.texts.get("class", "")
    rank = rank if rank in _ROADS else "branch"
    yield Feature("road", told.shape, {"class": rank, "name": told.name}, _ROADS[rank], _ROAD_WEIGHT[rank], told.size)


def _place(told: _Told) -> Iterator[Feature]:
    kind, first = _PLACES[told.stem]
    if told.name:
        spot = shapely.point_on_surface(told.shape)
        yield Feature("place", spot, {"name": told.name, "kind": kind}, first, _WEIGHT["place"], told.size)


def _spot(told: _Told) -> Iterator[Feature]:
    if told.stem == "rail":
        kind, first = "station", _KNOWN["station"]
    else:
        kind, first = _SPOTS.get(told.stem, ("premises", _LOCAL))
    if told.name:
        yield Feature("poi", told.shape, {"name": told.name, "kind": kind}, first, _WEIGHT["poi"], told.size)
