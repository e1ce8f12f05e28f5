"""The plane that the city is drawn on: metres east and north of its middle, and back to degrees × 10⁷ in WGS-84.

What has to fit without gaps (grids, ways) is cut on the whole numbers of degrees × 10⁷, so that it fits for everybody who reads it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely  # type: ignore[import-untyped]
from numpy.typing import NDArray

Spot: TypeAlias = tuple[float, float]
Numbers: TypeAlias = NDArray[Any]
Shape: TypeAlias = Any  # shapely's geometries have no types of their own for parts and arrays
LON, LAT = 1_136_860_000, 347_730_000
PER_METRE = np.array((109.3690, 90.1412))  # degrees × 10⁷ at 34.78° north
_MIDDLE = np.array((LON, LAT))


def lattice(shapes: Shape) -> Shape:
    """Shapes in metres as shapes on the whole numbers of degrees × 10⁷."""
    return shapely.transform(shapes, lambda spots: np.rint(spots * PER_METRE) + _MIDDLE)


def metres(shapes: Shape) -> Shape:
    """Shapes of degrees × 10⁷ in metres."""
    return shapely.transform(shapes, lambda spots: (spots - _MIDDLE) / PER_METRE)


def degrees(spot: Spot) -> tuple[float, float]:
    """Longitude and latitude of a spot in metres, to seven places."""
    lon, lat = np.rint(np.asarray(spot) * PER_METRE) + _MIDDLE
    return float(lon) / 1e7, float(lat) / 1e7


def curve(points: Sequence[Spot], steps: int = 7) -> list[Spot]:
    """A smooth line through all the points (Catmull-Rom), from additions and products alone: the same on every machine."""
    if len(points) < 3:
        return [(float(x), float(y)) for x, y in points]
    ends = [_beyond(points[0], points[1]), *points, _beyond(points[-1], points[-2])]
    line = [_between(ends[at : at + 4], step / steps) for at in range(len(points) - 1) for step in range(steps)]
    return [*line, (float(points[-1][0]), float(points[-1][1]))]


def _beyond(end: Spot, before: Spot) -> Spot:
    return 2 * end[0] - before[0], 2 * end[1] - before[1]


def _between(four: Sequence[Spot], t: float) -> Spot:
    """Where the curve is after the part `t` of the way from the second to the third of four points."""
    a, b, c, d = (np.asarray(one, dtype=float) for one in four)
    x, y = ((2 * b) + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t) / 2
    return float(x), float(y)


def beyond(line: Shape) -> Shape:
    """A line that goes on for four centimetres at both ends: on the lattice it might else miss what it was to meet."""
    spots = shapely.get_coordinates(line)
    for end, before in ((-1, -2), (0, 1)):
        step = spots[end] - spots[before]
        spots[end] += step * (0.04 / float((step[0] ** 2 + step[1] ** 2) ** 0.5))
    return shapely.LineString(spots)


def boxes(corners: Iterable[Sequence[Spot]]) -> Shape:
    """Polygons of four corners each."""
    told = np.array(list(corners), dtype=float)
    return shapely.polygons(told) if len(told) else np.array([], dtype=object)
