"""Vector tiles as our writer makes them, read by another one's reader."""

from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as some
from shapely.geometry import Polygon, shape  # type: ignore[import-untyped]

from sync.server.basemap import mvt

numbers = some.integers(-80, 4176)
spots = some.tuples(numbers, numbers)
texts = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def read(*layers: mvt.Layer) -> dict[str, Any]:
    """What the library finds in a tile of these layers."""
    return mapbox_vector_tile.decode(  # type: ignore[no-any-return]
        b"".join(layer.encoded() for layer in layers), default_options={"y_coord_down": True}
    )


@given(some.lists(spots, min_size=2, max_size=60, unique=True), some.dictionaries(texts, texts, max_size=4))
def test_a_line_comes_back_with_its_words(line: list[tuple[int, int]], words: dict[str, str]) -> None:
    layer = mvt.Layer("road")
    layer.add(mvt.LINE, mvt.lines([line]), words)

    (feature,) = read(layer)["road"]["features"]
    assert [tuple(spot) for spot in feature["geometry"]["coordinates"]] == line
    assert feature["properties"] == words


@given(some.lists(spots, min_size=1, max_size=20, unique=True))
def test_points_come_back(many: list[tuple[int, int]]) -> None:
    layer = mvt.Layer("poi")
    layer.add(mvt.POINT, mvt.points(many), {})

    told = read(layer)["poi"]["features"][0]["geometry"]
    found = [told["coordinates"]] if told["type"] == "Point" else told["coordinates"]
    assert [tuple(spot) for spot in found] == many


@given(numbers, numbers, some.integers(40, 4000), some.integers(40, 4000), some.booleans())
def test_a_yard_with_a_hole_comes_back_whichever_way_it_was_drawn(
    x: int, y: int, wide: int, high: int, turned: bool
) -> None:
    outer = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
    hole = [(x + 10, y + 10), (x + 20, y + 10), (x + 20, y + 20), (x + 10, y + 20), (x + 10, y + 10)]
    rings = [(outer[::-1] if turned else outer, True), (hole, False)]
    layer = mvt.Layer("building")
    layer.add(mvt.POLYGON, mvt.polygon(rings), {"name": "院"})

    told = read(layer)["building"]["features"][0]
    assert shape(told["geometry"]).equals(Polygon(outer, [hole]))
    assert told["properties"] == {"name": "院"}


def test_what_is_nothing_on_the_lattice_is_left_out() -> None:
    flat = [(0, 0), (5, 0), (9, 0), (0, 0)]
    hole = [(1, 1), (2, 1), (2, 2), (1, 1)]

    assert mvt.lines([[(7, 7), (7, 7)]]) == []
    assert mvt.polygon([(flat, True)]) == []
    assert mvt.polygon([(flat, True), (hole, False)]) == []  # no hole in what is not there
    assert mvt.Layer("road").encoded() == b""


def test_words_are_kept_once_and_empty_ones_not_at_all() -> None:
    layer = mvt.Layer("road")
    for name in ("农业路", "农业路", ""):
        layer.add(mvt.LINE, mvt.lines([[(0, 0), (9, 9)]]), {"class": "main", "name": name})

    assert layer.encoded().count("农业路".encode()) == 1
    words = [feature["properties"] for feature in read(layer)["road"]["features"]]
    assert words == [{"class": "main", "name": "农业路"}] * 2 + [{"class": "main"}]
