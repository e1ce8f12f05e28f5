"""The plane that web maps are drawn on: the world as a square of side 1, west at 0, north at 0."""

import math

EDGE_LAT = 85.051_128_779_806_59  # where the square ends
EQUATOR_M = 40_075_016.685_578_49


def x_of(lon: float) -> float:
    return (lon + 180) / 360


def y_of(lat: float) -> float:
    """Beyond the square's edge it is the edge."""
    sine = math.sin(math.radians(max(-EDGE_LAT, min(EDGE_LAT, lat))))
    return 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def lon_of(x: float) -> float:
    return x * 360 - 180


def lat_of(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def metres_across(lat: float) -> float:
    """The metres on the ground that the whole square's width would be at this latitude."""
    return EQUATOR_M * math.cos(math.radians(lat))
