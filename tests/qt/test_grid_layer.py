"""Grids as lines over the map: each border once, however many grids share it."""

from itertools import pairwise

from inspector_app.services.map_ports import Outline
from inspector_app.ui.map.grid_layer import Corner, runs

WEST, MIDDLE, EAST, SOUTH, NORTH = 113.68, 113.69, 113.70, 34.77, 34.78


def a_grid(west: float, east: float) -> Outline:
    return Outline(f"{west}", [[(SOUTH, west), (SOUTH, east), (NORTH, east), (NORTH, west)]])


def borders(*grids: Outline) -> list[frozenset[Corner]]:
    return [frozenset(pair) for run in runs(grids) for pair in pairwise(run)]


def test_a_border_that_two_grids_share_is_drawn_once() -> None:
    found = borders(a_grid(WEST, MIDDLE), a_grid(MIDDLE, EAST))
    assert len(found) == len(set(found)) == 7
    assert frozenset({(SOUTH, MIDDLE), (NORTH, MIDDLE)}) in found


def test_a_grid_alone_is_closed_in_one_line() -> None:
    (run,) = runs([a_grid(WEST, EAST)])
    assert (run[0], len(run)) == (run[-1], 5)


def test_a_ring_that_says_its_first_corner_again_and_one_of_a_point_are_lines_all_the_same() -> None:
    closed = a_grid(WEST, EAST)
    again = Outline("again", [[*closed.rings[0], closed.rings[0][0]], [(SOUTH, WEST)], []])
    assert borders(again) == borders(closed)
