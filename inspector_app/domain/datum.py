"""Positions between WGS-84, which receivers and CGCS2000 speak, and GCJ-02, which Chinese web maps draw.

Degrees as floats, longitude first, as files have them. CGCS2000 in degrees equals WGS-84 within a decimetre and is taken as it is.

Accuracy. `to_gcj02` is the published formula: it gives the published vectors to 1e-9 degrees, and what web maps show within about 2 m
(their own is secret). `to_wgs84` inverts it by iteration: the formula brings its answer back within a millimetre, anywhere
inside of its limits. Outside of `LIMITS` nothing is moved; within half a kilometre of them the two ways may differ.
"""

from math import cos, pi, sin, sqrt

LIMITS = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: those of the published formula
_AXIS = 6_378_245.0  # of Krasovsky's ellipsoid, in metres
_FLATNESS = 0.00669342162296594323
_CLOSE = 1e-10  # degrees: a hundredth of a millimetre
_MOST_STEPS = 12  # each makes the error at least a hundred times smaller

Position = tuple[float, float]


def is_moved(lon: float, lat: float) -> bool:
    """Whether GCJ-02 differs from WGS-84 there."""
    west, south, east, north = LIMITS
    return west <= lon <= east and south <= lat <= north


def to_gcj02(lon: float, lat: float) -> Position:
    """The GCJ-02 position of a WGS-84 one."""
    if not is_moved(lon, lat):
        return lon, lat
    east, north = _shift(lon, lat)
    return lon + east, lat + north


def to_wgs84(lon: float, lat: float) -> Position:
    """The WGS-84 position of a GCJ-02 one."""
    if not is_moved(lon, lat):
        return lon, lat
    found_lon, found_lat = lon, lat
    for _ in range(_MOST_STEPS):
        east, north = _shift(found_lon, found_lat)
        wrong_lon, wrong_lat = found_lon + east - lon, found_lat + north - lat
        found_lon, found_lat = found_lon - wrong_lon, found_lat - wrong_lat
        if abs(wrong_lon) < _CLOSE and abs(wrong_lat) < _CLOSE:
            break
    return found_lon, found_lat


def _shift(lon: float, lat: float) -> Position:
    """How far GCJ-02 lies east and north, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)) * 2 / 3
    root = sqrt(abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * sin(pi * y) + 40 * sin(pi * y / 3) + 160 * sin(pi * y / 12) + 320 * sin(pi * y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * sin(pi * x) + 40 * sin(pi * x / 3) + 150 * sin(pi * x / 12) + 300 * sin(pi * x / 30)) * 2 / 3
    phi = lat / 180 * pi
    bent = 1 - _FLATNESS * sin(phi) ** 2
    meridian = _AXIS * (1 - _FLATNESS) / (bent * sqrt(bent))
    return east * 180 / (_AXIS / sqrt(bent) * cos(phi) * pi), north * 180 / (meridian * pi)
