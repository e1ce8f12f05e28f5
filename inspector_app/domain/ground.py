"""How long a degree is on the ellipsoid of WGS-84, and so every length and area on the ground: of streets, not of continents."""

import math
from collections.abc import Sequence
from itertools import pairwise

Corner = tuple[float, float]  # latitude, longitude in degrees

_LONG_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257_223_563
_ECCENTRICITY = _FLATTENING * (2 - _FLATTENING)


def metres_per_degree(lat: float) -> tuple[float, float]:
    """To the north and to the east, at that latitude in degrees."""
    at = math.radians(lat)
    bent = 1 - _ECCENTRICITY * math.sin(at) ** 2
    across = _LONG_AXIS / math.sqrt(bent)
    along = across * (1 - _ECCENTRICITY) / bent
    return math.radians(along), math.radians(across * math.cos(at))


def length_m(path: Sequence[Corner]) -> float:
    """Along the path. True to a thousandth up to some 50 km a leg."""
    return sum(math.hypot(*_step(one, other)) for one, other in pairwise(path))


def area_m2(ring: Sequence[Corner]) -> float:
    """Inside the ring, which closes by itself; 0 with fewer than three corners."""
    if len(ring) < 3:
        return 0.0
    middle = (sum(lat for lat, _ in ring) / len(ring), ring[0][1])
    flat = [_offset(middle, corner, middle[0]) for corner in ring]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(flat, [*flat[1:], flat[0]], strict=True))
    return abs(twice) / 2


def crosses_itself(ring: Sequence[Corner]) -> bool:
    """Whether two sides of the ring, which closes by itself, cross: then it has no one area."""
    sides = list(pairwise([*ring, ring[0]])) if len(ring) > 3 else []
    return any(_cross(one, other) for place, one in enumerate(sides) for other in sides[place + 2 :])


def bearing(start: Corner, end: Corner) -> float:
    """Degrees clockwise from north."""
    east, north = _step(start, end)
    return math.degrees(math.atan2(east, north)) % 360


def _cross(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    return _parts(one, other) and _parts(other, one)


def _parts(line: tuple[Corner, Corner], side: tuple[Corner, Corner]) -> bool:
    """Whether the ends of `side` lie on two sides of the line."""
    (lat, lon), (end_lat, end_lon) = line
    turns = [(end_lat - lat) * (at[1] - lon) - (end_lon - lon) * (at[0] - lat) for at in side]
    return turns[0] * turns[1] < 0


def _step(start: Corner, end: Corner) -> tuple[float, float]:
    """East and north in metres, on the plane that touches the ellipsoid between the two."""
    return _offset(start, end, (start[0] + end[0]) / 2)


def _offset(start: Corner, end: Corner, at: float) -> tuple[float, float]:
    """East and north in metres, by the measures of the latitude `at`."""
    to_north, to_east = metres_per_degree(at)
    turn = (end[1] - start[1] + 180) % 360 - 180
    return turn * to_east, (end[0] - start[0]) * to_north
