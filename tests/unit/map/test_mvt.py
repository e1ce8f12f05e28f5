"""Vector tiles: as the usual library writes them, and as nobody should."""

from contextlib import suppress
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.ui.map import mvt
from inspector_app.ui.map.mvt import BadTile, Layer
from tests import tilesets

LAYERS, WORDS = ("road", "water", "building", "place"), ("name", "class", "kind")
CORNERS = st.tuples(st.integers(-64, 4160), st.integers(-64, 4160))


def read(data: bytes) -> dict[str, Layer]:
    return mvt.decode(data, LAYERS, WORDS, lambda x, y: (x, y))


def written(*features: dict[str, Any], name: str = "road") -> bytes:
    made: bytes = mapbox_vector_tile.encode(
        [{"name": name, "features": list(features)}], default_options={"y_coord_down": True}
    )
    return made


@given(st.lists(st.lists(CORNERS, min_size=2, max_size=30, unique=True), min_size=1, max_size=8))
def test_lines_are_read_as_they_were_written(lines: list[list[tuple[int, int]]]) -> None:
    features = [
        {"geometry": {"type": "LineString", "coordinates": line}, "properties": {"name": f"路{place}", "n": place}}
        for place, line in enumerate(lines)
    ]
    found = read(written(*features))["road"]
    assert [feature.parts for feature in found.features] == [[line] for line in lines]
    assert [feature.words for feature in found.features] == [{"name": f"路{place}"} for place in range(len(lines))]


def test_a_whole_city_is_read_as_the_usual_library_reads_it() -> None:
    for *_, data in tilesets.tiles(tilesets.city(), 14, 14):
        ours, theirs = read(data), mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
        for name, layer in ours.items():
            assert len(layer.features) == len(theirs[name]["features"])
            names = [feature["properties"].get("name", "") for feature in theirs[name]["features"]]
            assert [feature.words.get("name", "") for feature in layer.features] == names


def test_other_layers_and_other_words_are_passed_over() -> None:
    point = {"geometry": {"type": "Point", "coordinates": (5, 6)}, "properties": {"name": "a", "secret": "b"}}
    assert read(written(point, name="somewhere_else")) == {}
    assert read(written(point))["road"].features[0].words == {"name": "a"}


def test_a_ring_is_closed() -> None:
    ring = [(0, 0), (0, 100), (100, 100), (100, 0), (0, 0)]
    (feature,) = read(written({"geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}}))[
        "road"
    ].features
    assert feature.parts[0][0] == feature.parts[0][-1]
    assert feature.kind == mvt.AREAS


def test_a_tile_that_ends_too_early_is_bad() -> None:
    data = written({"geometry": {"type": "LineString", "coordinates": [(0, 0), (9, 9)]}, "properties": {"name": "路"}})
    for end in range(1, len(data)):
        with pytest.raises(BadTile):
            read(data[:end])


@given(st.binary(max_size=300))
def test_nonsense_is_a_bad_tile_and_never_another_error(data: bytes) -> None:
    with suppress(BadTile):
        read(data)


def test_more_points_than_any_screen_can_show_are_refused_before_they_are_made() -> None:
    count = mvt.MOST_POINTS + 1
    geometry = bytes([9, 0, 0]) + number(2 | count - 1 << 3) + bytes(2 * (count - 1))
    feature = b"\x18\x02" + b"\x22" + number(len(geometry)) + geometry
    layer = b"\x0a\x04road" + b"\x12" + number(len(feature)) + feature
    with pytest.raises(BadTile):
        read(b"\x1a" + number(len(layer)) + layer)


def test_a_command_that_promises_more_than_there_is_is_bad() -> None:
    with pytest.raises(BadTile):
        read(b"\x1a\x0f\x0a\x04road\x12\x07\x18\x02\x22\x03\xf9\xff\x07")


def number(value: int) -> bytes:
    """As protocol buffers write it."""
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])
