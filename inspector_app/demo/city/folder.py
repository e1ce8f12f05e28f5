"""The city as a folder of layers, as a bureau would have it: the columns are those of the reference pack's contract."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]

from inspector_app.demo.city import plane
from inspector_app.demo.city.plane import Shape
from inspector_app.demo.city.points import Row
from inspector_app.domain import datum

Feature = tuple[Mapping[str, Any], Shape]  # the shape in degrees × 10⁷


def shapes(file: Path, features: Iterable[Feature]) -> None:
    """A GeoJSON layer, a feature each line; in WGS-84 to seven places."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write('{"type":"FeatureCollection","features":[\n')
        for number, (properties, shape) in enumerate(features):
            told = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
            before = ",\n" if number else ""
            out.write(f'{before}{{"type":"Feature","properties":{told},"geometry":{_geometry(shape)}}}')
        out.write("\n]}\n")


def _geometry(shape: Shape) -> str:
    kind = shape.geom_type
    match kind:
        case "Point":
            said = _spots(shape)[1:-1]
        case "LineString":
            said = _spots(shape)
        case "Polygon":
            said = _rings(shape)
        case "MultiLineString":
            said = f"[{','.join(_spots(part) for part in shape.geoms)}]"
        case "MultiPolygon":
            said = f"[{','.join(_rings(part) for part in shape.geoms)}]"
        case _:
            raise AssertionError(kind)
    return f'{{"type":"{kind}","coordinates":{said}}}'


def _rings(polygon: Shape) -> str:
    return f"[{','.join(_spots(ring) for ring in (polygon.exterior, *polygon.interiors))}]"


def _spots(line: Shape) -> str:
    told = (f"[{_place(int(x))},{_place(int(y))}]" for x, y in shapely.get_coordinates(line).tolist())
    return f"[{','.join(told)}]"


def _place(number: int) -> str:
    """Degrees × 10⁷ as degrees; all of this city lie north and east."""
    return f"{number // 10_000_000}.{number % 10_000_000:07d}"


def drawn(rows: Iterable[tuple[Mapping[str, Any], Shape]]) -> Iterator[Feature]:
    """Features of shapes in metres."""
    told = list(rows)
    for (properties, _), shape in zip(told, plane.lattice([shape for _, shape in told]), strict=True):
        yield properties, shape


def points(file: Path, rows: Iterable[Row], *, gcj02: bool = False) -> None:
    """A table of points: lon and lat of their `spot`, and their columns."""
    table(file, (_placed(row, gcj02) for row in rows))


def table(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """A table, its columns named in the first row."""
    told: Sequence[Mapping[str, Any]] = list(rows)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(told[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(told)


def _placed(row: Row, gcj02: bool) -> dict[str, Any]:
    lon, lat = plane.degrees(row["spot"])
    if gcj02:
        lon, lat = datum.to_gcj02(lon, lat)
    rest = {name: value for name, value in row.items() if name != "spot"}
    return {**rest, "lon": f"{lon:.7f}", "lat": f"{lat:.7f}"}
