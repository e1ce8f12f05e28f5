"""Every layer kind as GeoPackage and Shapefile is the same pack, byte for byte, as the same rows in GeoJSON."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio  # type: ignore[import-untyped]
import pytest
import shapely  # type: ignore[import-untyped]

from sync.protocol.reference_pack import DATABASE
from sync.server.packs.folder import LAYERS
from tests.packs import CITY, HISTORY, Row, Shape, a_city, a_grid, line, made, point, square, told

# Multi-parts, holes, days, wide numbers and long texts: what formats have ways of their own for.
HOLED: Shape = {
    "type": "MultiPolygon",
    "coordinates": [
        square(113.70, 34.76, 113.71, 34.77)["coordinates"] + square(113.703, 34.763, 113.705, 34.765)["coordinates"],
        square(113.72, 34.76, 113.73, 34.77)["coordinates"],
    ],
}
LINES: Shape = {
    "type": "MultiLineString",
    "coordinates": [
        line((113.7, 34.76), (113.71, 34.76))["coordinates"],
        line((113.72, 34.76), (113.73, 34.77))["coordinates"],
    ],
}
MORE: dict[str, list[Row]] = {
    "communities": [({"code": "410105001002", "name": "两片社区"}, HOLED)],
    "grids": [a_grid(4, 3, first="2026-01-01", last="2026-12-31", area_dm2=1_000_000, land_use="住宅")],
    "roads": [
        ({"name": "断头路", "class": "branch", "width_cm": 650, "police_strict": 1, "first": "2025-05-01"}, LINES)
    ],
    "premises": [
        (
            {"name": "长" * 80, "address": "经三路１号", "type": "小吃", "hours": "8:00-22:00", "first": "2024-02-29"},
            point(113.6825),
        )
    ],
}
ROWS: dict[str, Any] = {layer: [*CITY[layer], *MORE.get(layer, ())] for layer in CITY}


def drawn(file: Path, rows: Sequence[Row], kind: str) -> None:
    """As QGIS exports them: typed columns, multi-shapes beside single ones, empty cells as nulls, short names in Shapefiles."""
    longest = 10 if file.suffix == ".shp" else 60
    names = list(dict.fromkeys(name for said, _ in rows for name in said))
    values = [[told_as(said.get(name)) for said, _ in rows] for name in names]
    shapes = [shapely.from_geojson(json.dumps(shape)) for _, shape in rows]
    pyogrio.raw.write(
        file, np.array([shapely.to_wkb(one) for one in shapes], dtype=object), [typed(one, name) for one, name in zip(values, names, strict=True)],
        [name[:longest] for name in names], geometry_type=kind, crs="EPSG:4490", encoding="UTF-8",
    )  # fmt: skip


def told_as(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join("-".join(one) if isinstance(one, list) else one for one in value)
    return value


def typed(values: list[Any], name: str) -> Any:
    if name in ("first", "last"):
        return np.array([value or "NaT" for value in values], dtype="datetime64[D]")
    if all(isinstance(value, int) for value in values):
        return np.array(values, dtype="int32")
    return np.array([value if value is None else str(value) for value in values], dtype=object)


def kind_of(rows: Sequence[Row]) -> str:
    """The kind of a table that holds them all."""
    kinds = {str(shape["type"]).removeprefix("Multi") for _, shape in rows if shape is not None}
    (kind,) = kinds
    return "Point" if kind == "Point" else f"Multi{kind}"


def as_packages(folder: Path) -> None:
    for layer, rows in ROWS.items():
        drawn(folder / f"{layer}.gpkg", rows, kind_of(rows))


def as_shapefiles(folder: Path) -> None:
    for layer, rows in ROWS.items():
        drawn(folder / f"{layer}.shp", rows, kind_of(rows))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database of the same rows in GeoJSON."""
    return database(a_city(tmp_path_factory.mktemp("plain") / "city", only=(), **ROWS))


def database(folder: Path) -> bytes:
    """That of the pack, of which nothing was told but what GeoJSON is told of too."""
    (folder / "history.csv").write_text(HISTORY, "utf-8")
    (folder / "units.csv").write_text("code,name,phone\nu1,经八路中队,0371-0000\n", "utf-8")
    pack = made(folder)
    assert [one for one in told(pack) if one[1] != "full_width"] == []
    return pack.files[DATABASE].read_bytes()


@pytest.mark.parametrize("write_as", [as_packages, as_shapefiles])
def test_every_layer_is_the_same_in_every_format(
    tmp_path: Path, plain: bytes, write_as: Callable[[Path], None]
) -> None:
    folder = a_city(tmp_path / "city", only=())
    write_as(folder)

    assert database(folder) == plain


def test_every_layer_with_a_shape_is_compared() -> None:
    assert set(ROWS) | {"history", "units", "codes"} == set(LAYERS)
