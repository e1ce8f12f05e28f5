"""Shapes as the contract stores them: whole numbers of 1e-7 degrees, with their boxes, areas and lengths."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely  # type: ignore[import-untyped]
from shapely.errors import ShapelyError  # type: ignore[import-untyped]

from inspector_app.domain import ground
from sync.protocol.reference_pack import shape_of
from sync.server.packs.ledger import BadRow, Reason

E7 = 10_000_000
Shape: TypeAlias = Any  # of shapely, which carries no types
Corner = tuple[int, int]
Box = tuple[int, int, int, int]  # west, south, east, north


def checked_area(shape: Shape | None) -> Shape:
    """A polygon that does not cross itself. Raises BadRow."""
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadRow(Reason.NO_SHAPE, "a polygon is wanted")
    if not shape.is_valid:
        raise BadRow(Reason.BROKEN_SHAPE, f"broken polygon: {shapely.is_valid_reason(shape)[:100]}")
    return shape


def checked_line(shape: Shape | None) -> Shape:
    """A line of more than one point. Raises BadRow."""
    if shape is None or shape.geom_type not in ("LineString", "MultiLineString"):
        raise BadRow(Reason.NO_SHAPE, "a line is wanted")
    if not shape.length:
        raise BadRow(Reason.BROKEN_SHAPE, "a line of one point")
    return shape


def point(shape: Shape | None) -> Corner:
    """Longitude and latitude of a point, or of a place within another shape. Raises BadRow."""
    if shape is None:
        raise BadRow(Reason.NO_SHAPE, "no position")
    lon, lat = middle(shape)
    return round(lon * E7), round(lat * E7)


def middle(shape: Shape) -> tuple[float, float]:
    """A place within the shape; of one that is too broken for that, the middle of its box."""
    try:
        lon, lat = shape.representative_point().coords[0]
    except (ShapelyError, IndexError):
        west, south, east, north = shape.bounds
        return (west + east) / 2, (south + north) / 2
    return lon, lat


def rings(shape: Shape) -> list[list[Corner]]:
    """Every ring of a polygon, without the corner that closes it; or the parts of a line."""
    if shape.geom_type.endswith("Polygon"):
        parts = [part for one in shapely.get_parts(shape) for part in (one.exterior, *one.interiors)]
        return [ring for part in parts if len(ring := corners(part)[:-1]) > 2]
    return [line for part in shapely.get_parts(shape) if len(line := corners(part)) > 1]


def corners(line: Shape) -> list[Corner]:
    """The corners in 1e-7 degrees, none twice in a row."""
    whole = np.rint(shapely.get_coordinates(line) * E7).astype(np.int64).tolist()
    return [
        (lon, lat) for place, (lon, lat) in enumerate(whole) if place in (0, len(whole) - 1) or whole[place - 1] != [lon, lat]
    ]  # fmt: skip


def blob(shape: Shape) -> bytes:
    """The shape as the contract codes it. Raises BadRow for one that is smaller than its grid."""
    parts = rings(shape)
    if not parts:
        raise BadRow(Reason.BROKEN_SHAPE, "smaller than a centimetre")
    return shape_of(parts)


def line_blob(line: Sequence[Corner]) -> bytes:
    return shape_of([line])


def line_box(line: Sequence[Corner]) -> Box:
    lons, lats = [lon for lon, _ in line], [lat for _, lat in line]
    return min(lons), min(lats), max(lons), max(lats)


def box(shape: Shape) -> Box:
    """In 1e-7 degrees."""
    west, south, east, north = (round(edge * E7) for edge in shape.bounds)
    return west, south, east, north


def square_metres(shape: Shape) -> float:
    """The area, flat around its middle: right to a thousandth within a city."""
    _, south, _, north = shape.bounds
    to_north, to_east = ground.metres_per_degree((south + north) / 2)
    return float(shape.area) * to_north * to_east


def centimetres(line: Sequence[Corner]) -> int:
    """The length of a line."""
    return max(1, round(100 * ground.length_m([(lat / E7, lon / E7) for lon, lat in line])))
