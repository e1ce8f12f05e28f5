"""Our arithmetic agrees with shapely's, which the centre makes packs with."""

from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon  # type: ignore[import-untyped]

from inspector_app.domain.geometry import Ground, is_within

LAT, LON = 347_700_000, 1_136_800_000
steps = st.integers(-5_000, 5_000)
corners = st.lists(st.tuples(steps, steps), min_size=3, max_size=12, unique=True)
spots = st.tuples(steps, steps)


def flat(east: int, north: int) -> tuple[float, float]:
    return Ground(LAT, LON).offset_m(LAT + north, LON + east)


def ours(ring: list[tuple[int, int]]) -> list[int]:
    return [number for east, north in ring for number in (LON + east, LAT + north)]


@given(corners, spots)
def test_a_spot_is_within_where_shapely_says_so(ring: list[tuple[int, int]], spot: tuple[int, int]) -> None:
    polygon = Polygon(ring)
    assume(polygon.is_valid and polygon.exterior.distance(Point(spot)) > 0)

    assert is_within(LAT + spot[1], LON + spot[0], [ours(ring)]) == polygon.contains(Point(spot))


@given(corners)
def test_borders_are_as_far_as_shapely_says(ring: list[tuple[int, int]]) -> None:
    border = LineString([flat(*corner) for corner in (*ring, ring[0])])

    assert abs(Ground(LAT, LON).border_m([ours(ring)]) - border.distance(Point(0, 0))) < 1e-6


@given(corners)
def test_the_step_onto_a_line_is_where_shapely_projects_it(line: list[tuple[int, int]]) -> None:
    found, theirs = Ground(LAT, LON).step_onto([ours(line)]), LineString([flat(*corner) for corner in line])

    assert abs(found.off_m - theirs.distance(Point(0, 0))) < 1e-6
    there = theirs.interpolate(found.along_m)
    assert abs(there.distance(Point(0, 0)) - found.off_m) < 1e-6


@given(corners, spots)
def test_of_two_areas_that_share_a_side_one_at_most_holds_a_spot(
    ring: list[tuple[int, int]], spot: tuple[int, int]
) -> None:
    polygon = Polygon(ring)
    assume(polygon.is_valid)
    # The plane less the area: together they hold every spot once, also those on the border.
    frame = [(-9_000, -9_000), (9_000, -9_000), (9_000, 9_000), (-9_000, 9_000)]
    at = LAT + spot[1], LON + spot[0]

    assert is_within(*at, [ours(ring)]) != is_within(*at, [ours(frame), ours(list(reversed(ring)))])
