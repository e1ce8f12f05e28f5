"""The flat ground: what lies within, how far a border is, where a line is nearest."""

import math

import pytest
from pyproj import Geod

from inspector_app.domain.geometry import Ground, is_within

LAT, LON = 347_700_000, 1_136_800_000
SQUARE = [LON, LAT, LON + 1000, LAT, LON + 1000, LAT + 1000, LON, LAT + 1000]
HOLE = [LON + 400, LAT + 400, LON + 600, LAT + 400, LON + 600, LAT + 600, LON + 400, LAT + 600]


def test_a_spot_in_a_hole_lies_outside_and_one_in_an_island_of_it_inside() -> None:
    island = [LON + 450, LAT + 450, LON + 550, LAT + 450, LON + 550, LAT + 550, LON + 450, LAT + 550]

    assert is_within(LAT + 100, LON + 100, [SQUARE, HOLE])
    assert not is_within(LAT + 420, LON + 420, [SQUARE, HOLE])
    assert is_within(LAT + 500, LON + 500, [SQUARE, HOLE, island])


def test_a_spot_on_a_shared_border_lies_in_one_of_the_two() -> None:
    east = [LON + 1000, LAT, LON + 2000, LAT, LON + 2000, LAT + 1000, LON + 1000, LAT + 1000]

    assert [is_within(LAT + 500, LON + 1000, [SQUARE]), is_within(LAT + 500, LON + 1000, [east])].count(True) == 1


@pytest.mark.parametrize("ring", [[], [LON, LAT], [LON, LAT, LON + 1, LAT]], ids=["none", "one corner", "two"])
def test_what_has_no_ground_holds_nothing(ring: list[int]) -> None:
    assert not is_within(LAT, LON, [ring])


@pytest.mark.parametrize(("north", "east"), [(90_000, 0), (0, 110_000), (-70_000, 60_000), (-400, 300)])
def test_the_ground_is_that_of_the_ellipsoid(north: int, east: int) -> None:
    """Within a kilometre, against pyproj's geodesic; a sphere is wrong by two metres there."""
    _, _, true = Geod(ellps="WGS84").inv(LON / 1e7, LAT / 1e7, (LON + east) / 1e7, (LAT + north) / 1e7)

    assert Ground(LAT, LON).distance_m(LAT + north, LON + east) == pytest.approx(true, rel=1e-4)


def test_metres_are_measured_also_across_the_date_line() -> None:
    assert Ground(0, 1_799_999_000).distance_m(0, -1_799_999_000) == pytest.approx(22.264, abs=0.001)


def test_the_border_is_as_far_from_within_as_from_without() -> None:
    inside, outside = Ground(LAT + 100, LON + 500), Ground(LAT - 100, LON + 500)

    assert inside.border_m([SQUARE]) == pytest.approx(outside.border_m([SQUARE]))


def test_the_step_onto_a_line_says_how_far_along_it_is() -> None:
    parts = [[LON, LAT, LON, LAT + 1000], [LON, LAT + 1000, LON, LAT + 3000]]
    step = Ground(LAT + 2000, LON + 100).step_onto(parts)

    assert step.along_m == pytest.approx(Ground(LAT, LON).distance_m(LAT + 2000, LON))
    assert step.off_m == pytest.approx(Ground(LAT + 2000, LON + 100).distance_m(LAT + 2000, LON), rel=1e-6)


def test_nothing_is_nowhere_near() -> None:
    assert Ground(LAT, LON).line_m([]) == math.inf
    assert Ground(LAT, LON).step_onto([[]]).off_m == math.inf


def test_a_box_holds_all_that_is_so_near_and_ends_with_the_map() -> None:
    box = Ground(LAT, LON).box(100)

    assert Ground(LAT, LON).distance_m(box.north, LON) == pytest.approx(100, abs=0.02)
    assert Ground(LAT, LON).distance_m(LAT, box.west) == pytest.approx(100, abs=0.02)
    assert Ground(899_999_999, 1_799_999_999).box(1e9).east == 1_800_000_000
