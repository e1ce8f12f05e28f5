"""Names on the map: where they may stand, and which of them do."""

import math

import pytest

from inspector_app.paths import resources
from inspector_app.ui import theme
from inspector_app.ui.map import label_placing, names, style
from inspector_app.ui.map.label_placing import APART, Obstacle, Placing, place
from inspector_app.ui.map.names import Label, longest_run
from inspector_app.ui.map.tile_picture import Drawing, Named, TileKey
from inspector_app.ui.map.viewport import TILE, Viewport

SCALE = TILE * 2.0**15


def a_label(text: str = "经三路", left: float = 0.0, top: float = 0.0, *, rank: int = 3, kind: str = "main") -> Label:
    """At so many px from the square's middle."""
    return Label(text, kind, rank, 15, 0.5 + left / SCALE, 0.5 + top / SCALE, 0, stacked=False, width=45, height=20)


def test_the_straight_part_of_a_road_bears_its_name() -> None:
    middle, angle, length = longest_run([(0, 0), (0.1, 0.4), (0.2, 0.4), (0.9, 0.4), (1, 0.9)])
    assert middle == (0.5, 0.4)
    assert (round(angle), round(length, 2)) == (0, 0.8)


def test_a_road_that_runs_north_is_steep_whichever_way_it_was_drawn() -> None:
    for path in ([(0.5, 0), (0.5, 1)], [(0.5, 1), (0.5, 0)]):
        _, angle, length = longest_run([(float(x), float(y)) for x, y in path])
        assert abs(angle) == 90
        assert length == 1


def test_names_that_would_cover_each_other_do_not_both_stand() -> None:
    chosen = place(SCALE, [a_label("经三路", rank=4), a_label("纬五路", 20, 5, rank=2), a_label("农业路", 300, 0)])
    assert [label.text for label in chosen] == ["纬五路", "农业路"]


def test_the_same_name_comes_again_only_far_away() -> None:
    chosen = place(SCALE, [a_label(), a_label(left=APART - 1), a_label(left=2 * APART)])
    assert [round((label.x - 0.5) * SCALE) for label in chosen] in ([0, 2 * APART], [APART - 1, 2 * APART + 1])


def test_a_name_over_the_edge_of_two_tiles_is_found_once() -> None:
    """Both tiles offer the road: it is written once, and whole."""
    one, other = TileKey(15, 16384, 16384), TileKey(15, 16385, 16384)
    offered = {one: [a_label(left=500)], other: [a_label(left=530)]}
    placed = Placing().placed(offered)
    assert [label.text for label in placed] == ["经三路"]


def test_what_stood_stays_when_a_more_important_name_comes_into_sight() -> None:
    one, other = TileKey(15, 16384, 16384), TileKey(15, 16385, 16384)
    placing = Placing()
    assert [label.text for label in placing.placed({one: [a_label(left=500, rank=6)]})] == ["经三路"]
    both = {one: [a_label(left=500, rank=6)], other: [a_label("金水区", 520, rank=0)]}
    assert [label.text for label in placing.placed(both)] == ["经三路"]


def test_placing_does_not_depend_on_the_order_of_tiles() -> None:
    offered = [a_label(f"路{n}", 37 * n % 200, 23 * n % 90, rank=n % 5) for n in range(40)]
    assert set(place(SCALE, offered)) == set(place(SCALE, offered[::-1]))


def test_chinese_signs_are_as_wide_as_high() -> None:
    assert names.size_of("花园路", 15)[0] == 45
    assert names.size_of("abc", 15)[0] < 45
    assert label_placing.AIR > 0


def a_mark(left: float = 0.0, top: float = 0.0) -> Obstacle:
    """40 px wide and high, at so many px from the square's middle."""
    return Obstacle(0.5 + left / SCALE, 0.5 + top / SCALE, -20, -20, 20, 20)


def test_a_road_bears_its_name_where_no_mark_would_cover_it() -> None:
    offered = [a_label(), a_label(left=500), a_label("纬五路", top=100)]
    chosen = place(SCALE, offered, obstacles=[a_mark(), a_mark(left=20, top=100)])
    assert [(label.text, round((label.x - 0.5) * SCALE)) for label in chosen] == [("经三路", 500)]


def test_the_name_of_a_spot_stands_below_a_mark_and_above_it_where_that_is_taken() -> None:
    offered = [a_label("经八路街道", top=5, kind="street", rank=1), a_label("纬四路社区", kind="community", rank=5)]
    chosen = place(SCALE, offered, obstacles=[a_mark()])
    assert [label.text for label in chosen] == ["经八路街道", "纬四路社区"]
    below, above = ((label.y - 0.5) * SCALE for label in chosen)
    assert 30 < below < 45
    assert -45 < above < -30


def a_road(*, course: float = 0.0, slack: float = 100) -> Label:
    return a_label()._replace(course=course, slack=slack)


def slid(*marks: Obstacle, course: float = 0.0, slack: float = 100) -> list[tuple[int, int]]:
    chosen = place(SCALE, [a_road(course=course, slack=slack)], obstacles=marks)
    return [(round((one.x - 0.5) * SCALE), round((one.y - 0.5) * SCALE)) for one in chosen]


def test_the_name_of_a_road_slides_along_it_out_from_under_a_mark() -> None:
    assert slid(a_mark(left=10)) == [(-40, 0)]  # half of both widths, air, and a px between
    assert slid(a_mark(left=-10)) == [(40, 0)]
    assert slid(a_mark(left=10), a_mark(left=-60)) == [(60, 0)]
    assert slid(a_mark(top=5), course=90) == [(0, -32)]


def test_a_name_does_not_leave_its_road() -> None:
    assert slid(a_mark(left=10), slack=39) == []


def test_a_road_has_as_much_slack_as_it_is_longer_than_its_name() -> None:
    name = Named("经三路", "main", [(0.2, 0.5), (0.6, 0.5)])
    (found,) = names.labels(
        Drawing(4096, {}, {}, [name]), TileKey(15, 16384, 16384), 15, style.load(resources(), "day")
    )
    assert round(found.slack, 6) == round((0.4 * TILE - found.width) / 2, 6)


def test_a_name_that_slid_stays_while_the_map_is_moved() -> None:
    one, other = TileKey(15, 16384, 16384), TileKey(15, 16385, 16384)
    road, placing = a_road(), Placing()
    (moved,) = placing.placed({one: [road]}, [a_mark(left=10)])
    both = {one: [road], other: [a_label("金水区", -40, 0, rank=0)]}
    assert placing.placed(both, [a_mark(left=10)]) == [moved]


def test_a_name_that_gave_way_stays_while_the_map_is_moved() -> None:
    one, other = TileKey(15, 16384, 16384), TileKey(15, 16385, 16384)
    street, placing = a_label("经八路街道", kind="street", rank=5), Placing()
    (moved,) = placing.placed({one: [street]}, [a_mark()])
    both = {one: [street], other: [a_label("金水区", 0, 36, rank=0)]}
    assert placing.placed(both, [a_mark()]) == [moved]


def test_a_mark_lies_elsewhere_on_a_map_in_another_datum() -> None:
    tiles = {TileKey(15, 16384, 16384): [a_label()]}
    assert Placing().placed(tiles, [a_mark()], (300 / SCALE, 0.0)) == [a_label()]
    assert Placing().placed(tiles, [a_mark(left=-300)], (300 / SCALE, 0.0)) == []


def test_names_in_large_text_take_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    look, road = style.load(resources(), "day"), Named("经三路", "main", [(0.4, 0.5), (0.6, 0.5)])
    drawing, key = Drawing(4096, {}, {}, [road]), TileKey(15, 16384, 16384)
    (usual,) = names.labels(drawing, key, 15, look)
    monkeypatch.setattr(theme, "_scale", 1.5)
    (large,) = names.labels(drawing, key, 15, look)
    assert (usual.width, large.width) == (3 * 15, 3 * theme.px(15))
    assert large.slack < usual.slack


def test_a_map_that_stands_still_is_offered_the_name_all_along_the_road() -> None:
    road = Named("纬四路", "main", [(0.0, 0.4), (1.0, 0.4)])
    drawing, key, look = Drawing(4096, {}, {}, [road]), TileKey(15, 16384, 16384), style.load(resources(), "day")
    once, often = (names.labels(drawing, key, 15, look, every=every) for every in (math.inf, 100))
    assert [round((label.x * 2**15) % 1, 2) for label in once] == [0.5]
    assert [round((label.x * 2**15) % 1, 2) for label in often] == [0.1, 0.3, 0.5, 0.7, 0.9]


def test_a_name_at_the_edge_is_not_whole() -> None:
    view = Viewport(zoom=15, width=200, height=100)
    assert label_placing.is_whole(a_label(), view)
    assert not label_placing.is_whole(a_label(left=80), view)
