"""Measuring on the map."""

import pytest

from inspector_app.ui.map import map_words
from inspector_app.ui.map.measuring import MOST_CORNERS, Measured, Tool
from inspector_app.ui.map.state import AT_FIRST, Chip, MapState

A, B, C = (34.7731, 113.6857), (34.7731, 113.6868), (34.7740, 113.6868)


def measured(tool: Tool, *corners: tuple[float, float]) -> Measured:
    made = Measured(tool)
    for corner in corners:
        made = made.with_corner(corner)
    return made


def test_a_distance_grows_corner_by_corner_and_a_step_can_be_taken_back() -> None:
    way = measured(Tool.DISTANCE, A, B, C)
    assert way.length_m == pytest.approx(100.7 + 99.9, abs=1)
    assert way.without_last() == measured(Tool.DISTANCE, A, B)
    assert measured(Tool.DISTANCE).without_last().corners == ()


def test_an_area_closes_itself() -> None:
    plot = measured(Tool.AREA, A, B, C)
    assert plot.area_m2 == pytest.approx(100.7 * 99.9 / 2, rel=0.01)
    assert plot.length_m > measured(Tool.DISTANCE, A, B, C).length_m
    assert measured(Tool.AREA, A, B).area_m2 == 0


def test_after_the_end_the_next_corner_begins_anew() -> None:
    done = measured(Tool.DISTANCE, A, B).ended()
    assert done.finished
    assert done.with_corner(C) == Measured(Tool.DISTANCE, (C,))


def test_too_little_cannot_be_ended() -> None:
    assert not measured(Tool.DISTANCE, A).ended().finished
    assert not measured(Tool.AREA, A, B).ended().finished


def test_a_pin_is_where_it_was_set_last() -> None:
    assert measured(Tool.PIN, A, B).corners == (B,)


def test_corners_are_bounded() -> None:
    assert len(measured(Tool.DISTANCE, *[A, B] * MOST_CORNERS).corners) == MOST_CORNERS


@pytest.mark.parametrize(("metres", "said"), [(3.26, "3.3 m"), (240.4, "240 m"), (9999, "9999 m"), (12_340, "12.3 km")])
def test_lengths_are_as_exact_as_a_finger(metres: float, said: str) -> None:
    assert map_words.length(metres) == said


@pytest.mark.parametrize(("area", "said"), [(86.25, "86.2 m²"), (4861, "4 861 m²"), (2_340_000, "2.34 km²")])
def test_areas_are_in_square_metres(area: float, said: str) -> None:
    assert map_words.area(area) == said


def test_shift_and_month_take_turns_and_all_else_is_a_switch() -> None:
    state = MapState()
    assert state.tapped(Chip.MONTH) == AT_FIRST - {Chip.SHIFT} | {Chip.MONTH}
    assert state.tapped(Chip.HEAT) == AT_FIRST | {Chip.HEAT}
    assert state.tapped(Chip.SHIFT) == AT_FIRST - {Chip.SHIFT}
    assert state._replace(on=frozenset()).scope is None


def test_an_outline_that_crosses_itself_has_no_area() -> None:
    around = ((0.0, 0.0), (0.0, 0.001), (0.001, 0.001), (0.001, 0.0))
    bow = (around[0], around[2], around[1], around[3])

    assert (Measured(Tool.AREA, around).crosses, Measured(Tool.AREA, bow).crosses) == (False, True)
    assert Measured(Tool.AREA, around).area_m2 == pytest.approx(12_308, rel=0.01)
    assert Measured(Tool.AREA, bow).area_m2 == 0
    assert not Measured(Tool.DISTANCE, bow).crosses
