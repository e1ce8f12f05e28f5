"""What a view shows, and how it moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.ui.map.viewport import HIGHEST, LOWEST, Viewport, around

VIEWS = st.builds(
    Viewport, st.floats(0.3, 0.7), st.floats(0.3, 0.7), st.floats(LOWEST, HIGHEST), st.integers(320, 3840), st.integers(240, 2160)
)  # fmt: skip
PX = st.floats(-500, 3000)


@given(VIEWS, PX, PX)
def test_a_point_of_the_widget_is_found_again(view: Viewport, left: float, top: float) -> None:
    assert view.to_screen(*view.to_world(left, top)) == pytest.approx((left, top), abs=1e-4)


@given(VIEWS, st.floats(5, 25), PX, PX)
def test_what_lies_under_the_finger_stays_there_while_zooming(
    view: Viewport, zoom: float, left: float, top: float
) -> None:
    there = view.to_world(left, top)
    assert view.zoomed(zoom, left, top).to_screen(*there) == pytest.approx((left, top), abs=1e-4)


@given(VIEWS, st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_what_lies_under_the_finger_goes_with_it(view: Viewport, right: float, down: float) -> None:
    there = view.to_world(100, 100)
    assert view.moved(right, down).to_screen(*there) == pytest.approx((100 + right, 100 + down), abs=1e-4)


@given(VIEWS, st.floats(-1e9, 1e9), st.floats(-100, 100))
def test_nobody_leaves_the_world(view: Viewport, far: float, zoom: float) -> None:
    moved = view.moved(far, far).zoomed(zoom, far, -far)
    assert 0 <= moved.x <= 1
    assert 0 <= moved.y <= 1
    assert LOWEST <= moved.zoom <= HIGHEST


def test_a_district_fits_into_the_widget() -> None:
    bounds = (113.66, 34.755, 113.712, 34.792)
    view = around(bounds, 1278, 712)
    west, south, east, north = view.bounds()
    assert west <= bounds[0] < bounds[2] <= east
    assert south <= bounds[1] < bounds[3] <= north
    assert view.zoom * 2 == round(view.zoom * 2)


def test_one_place_is_shown_no_closer_than_wanted() -> None:
    assert around((113.68, 34.77, 113.68, 34.77), 1278, 712, highest=15).zoom == 15
