"""The plane of web maps, and lengths on the ground."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import ground, mercator

LATS = st.floats(-85, 85)
LONS = st.floats(-180, 180)
HERE = (34.7731, 113.6857)


@given(LATS, LONS)
def test_there_and_back_is_the_same_place(lat: float, lon: float) -> None:
    assert mercator.lat_of(mercator.y_of(lat)) == pytest.approx(lat, abs=1e-9)
    assert mercator.lon_of(mercator.x_of(lon)) == pytest.approx(lon, abs=1e-9)


def test_the_square_ends_where_web_maps_end() -> None:
    assert mercator.y_of(90) == pytest.approx(0, abs=1e-12)
    assert mercator.y_of(-90) == pytest.approx(1, abs=1e-12)
    assert mercator.y_of(0) == 0.5


def test_a_kilometre_is_a_kilometre() -> None:
    """Against pyproj's geodesic on the WGS-84 ellipsoid."""
    geod = pytest.importorskip("pyproj").Geod(ellps="WGS84")
    for lat, lon in ((34.7821, 113.6857), (34.7731, 113.6966), (34.7661, 113.6801)):
        _, _, true = geod.inv(HERE[1], HERE[0], lon, lat)
        assert ground.length_m((HERE, (lat, lon))) == pytest.approx(true, rel=1e-6)


def test_an_area_is_that_of_the_ellipsoid_whichever_way_round() -> None:
    geod = pytest.importorskip("pyproj").Geod(ellps="WGS84")
    ring = [HERE, (34.7731, 113.6869), (34.7738, 113.6871), (34.7740, 113.6858)]
    true, _ = geod.polygon_area_perimeter([lon for _, lon in ring], [lat for lat, _ in ring])
    assert ground.area_m2(ring) == pytest.approx(abs(true), rel=1e-4)
    assert ground.area_m2(ring[::-1]) == pytest.approx(ground.area_m2(ring))


def test_two_corners_have_no_area() -> None:
    assert ground.area_m2([HERE, (34.78, 113.69)]) == 0


@pytest.mark.parametrize(("to", "degrees"), [((34.78, 113.6857), 0), ((34.7731, 113.70), 90), ((34.76, 113.6857), 180)])
def test_a_bearing_counts_from_north_by_east(to: ground.Corner, degrees: float) -> None:
    assert ground.bearing(HERE, to) == pytest.approx(degrees, abs=0.01)


def test_a_metre_of_the_plane_shrinks_towards_the_pole() -> None:
    assert mercator.metres_across(60) == pytest.approx(mercator.EQUATOR_M * math.cos(math.pi / 3))
