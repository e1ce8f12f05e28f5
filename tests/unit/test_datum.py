"""Positions between WGS-84 and GCJ-02, both ways, to the millimetre that the docstring states."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.datum import LIMITS, is_moved, to_gcj02, to_wgs84

METRES = 6_371_008.8 * math.pi / 180  # a degree
WEST, SOUTH, EAST, NORTH = LIMITS
# A tenth of a degree inside: nearer to the limits the formula may lead across them.
INSIDE = st.tuples(st.floats(WEST + 0.1, EAST - 0.1), st.floats(SOUTH + 0.1, NORTH - 0.1))
ANYWHERE = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, one[1] - other[1]) * METRES


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
    ids=["Shanghai", "Shenzhen", "Beijing"],
)
def test_the_published_vectors(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert to_wgs84(*gcj02) == pytest.approx(wgs84, abs=1e-9)


@given(INSIDE)
def test_there_and_back_is_less_than_a_millimetre(place: tuple[float, float]) -> None:
    assert apart_m(to_wgs84(*to_gcj02(*place)), place) < 0.001
    assert apart_m(to_gcj02(*to_wgs84(*place)), place) < 0.001


@given(st.tuples(st.floats(73, 135), st.floats(18, 54)))
def test_what_web_maps_show_is_some_hundred_metres_off(place: tuple[float, float]) -> None:
    assert 10 < apart_m(to_gcj02(*place), place) < 1500


@given(ANYWHERE)
def test_outside_of_the_limits_nothing_is_moved(place: tuple[float, float]) -> None:
    if not is_moved(*place):
        assert to_gcj02(*place) == to_wgs84(*place) == place


@given(INSIDE, st.floats(-1e-6, 1e-6), st.floats(-1e-6, 1e-6))
def test_neighbours_stay_neighbours(place: tuple[float, float], east: float, north: float) -> None:
    other = (place[0] + east, place[1] + north)

    assert apart_m(to_wgs84(*place), to_wgs84(*other)) == pytest.approx(apart_m(place, other), rel=0.05, abs=1e-3)
