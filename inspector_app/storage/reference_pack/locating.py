"""From a spot to what is known of it: two boxes of an R-tree, then exact arithmetic over the few that are left."""

import math
from collections.abc import Mapping

import msgspec

from inspector_app.domain.geometry import Box, Ground, is_within
from inspector_app.domain.location import MOST_CANDIDATES, Area, Grid, GridShape, Location, Point, Road, Spot
from inspector_app.storage.database import Connection
from inspector_app.storage.reference_pack import areas
from inspector_app.storage.reference_pack.areas import Areas
from sync.protocol.reference_pack import rings_of

FARTHEST_BORDER_M = 100.0  # a worse position says nothing about grids of 100 m any more
FARTHEST_ROAD_M, WIDEST_ROAD_M = 40.0, 60.0  # from its edge; half of the widest
FARTHEST_DOOR_M = 30.0
MOST_READ = 400  # of each kind, should a pack lay a thousand things on one spot

_IN = "b.west <= ? AND b.east >= ? AND b.south <= ? AND b.north >= ?"
_VALID = "first <= ? AND (last = '' OR last >= ?)"


def located(connection: Connection, spot: Spot, day: str, known: Areas) -> Location:
    """What was known of the spot on that day (`YYYY-MM-DD`, local)."""
    ground = Ground(spot.lat_e7, spot.lon_e7)
    grids = _grids(connection, ground, spot, day)
    grid = next((one for one in grids if one.holds), None)
    above = known.above(grid.community, day) if grid is not None else areas.around(connection, known, spot, day)
    roads, premises = _roads(connection, ground, day), _premises(connection, ground, day)
    road = roads[0] if roads else None
    crossing = next((one.name for one in roads if one.name not in ("", roads[0].name)), "")
    street = above.get("street", Area())
    units = [one for one in (grid, road, premises) if one is not None]
    return Location(
        spot, grid, tuple(dict.fromkeys(one.code for one in grids)), above.get("community", Area()), street,
        above.get("district", Area()), road, premises, known.unit(*(one.unit for one in units), street=street), crossing,
    )  # fmt: skip


def _grids(connection: Connection, ground: Ground, spot: Spot, day: str) -> list[Grid]:
    """The grid that holds the spot, then those whose border is nearer than the position is good."""
    unsure = min(spot.unsure_m, FARTHEST_BORDER_M)
    box = ground.box(unsure)
    rows = connection.execute(
        f"SELECT code, community, unit, zone, shape FROM grids_box b JOIN grids g ON g.id = b.id"  # noqa: S608
        f" WHERE {_IN} AND {_VALID} LIMIT {MOST_READ}",
        (box.east, box.west, box.north, box.south, day, day),
    )
    found = []
    for code, community, unit, zone, shape in rows:
        rings = rings_of(shape)
        holds = is_within(spot.lat_e7, spot.lon_e7, rings)
        border = ground.border_m(rings)
        if holds or border < unsure:
            found.append(Grid(code, community, unit, zone, border, holds))
    found.sort(key=lambda one: (not one.holds, one.border_m, one.code))
    return found[:MOST_CANDIDATES]


def outlines(connection: Connection, box: Box, day: str, *, most: int) -> list[GridShape]:
    """The grids in the box that are valid on that day, at most so many."""
    rows = connection.execute(
        f"SELECT code, shape FROM grids_box b JOIN grids g ON g.id = b.id WHERE {_IN} AND {_VALID} LIMIT ?",  # noqa: S608
        (box.east, box.west, box.north, box.south, day, day, most),
    )
    return [GridShape(code, tuple(rings_of(shape))) for code, shape in rows]


def _roads(connection: Connection, ground: Ground, day: str) -> list[Road]:
    """The roads whose edge is near, the nearest first; of two that cross, the one whose middle is nearer."""
    box = ground.box(FARTHEST_ROAD_M + WIDEST_ROAD_M)
    rows = connection.execute(
        "SELECT code, name, class, mode, zone, police_strict, unit, width_cm, line FROM roads_box b"  # noqa: S608
        f" JOIN roads r ON r.id = b.id WHERE {_IN} AND {_VALID} LIMIT {MOST_READ}",
        (box.east, box.west, box.north, box.south, day, day),
    )
    found = []
    for code, name, road_class, mode, zone, strict, unit, width, line in rows:
        middle = ground.line_m(rings_of(line))
        edge = max(0.0, middle - min(width / 200, WIDEST_ROAD_M))
        if edge <= FARTHEST_ROAD_M:
            found.append((edge, middle, Road(code, name, road_class, mode, zone, bool(strict), unit, edge)))
    return [road for _, _, road in sorted(found, key=lambda one: one[:2])]


def _premises(connection: Connection, ground: Ground, day: str) -> Point | None:
    box = ground.box(FARTHEST_DOOR_M)
    rows = connection.execute(
        "SELECT p.kind, p.code, name, address, lat, lon, unit, body FROM points_box b JOIN points p ON p.id = b.id"  # noqa: S608
        f" WHERE {_IN} AND b.kind = 'premises' AND {_VALID} LIMIT {MOST_READ}",
        (box.east, box.west, box.north, box.south, day, day),
    )
    near = ((ground.distance_m(row[4], row[5]), row) for row in rows)
    distance, row = min(near, key=lambda one: one[0], default=(math.inf, None))
    return point(*row) if row is not None and distance <= FARTHEST_DOOR_M else None


def point(kind: str, code: str, name: str, address: str, lat: int, lon: int, unit: str, body: str) -> Point:
    """A row of `points`; a body that is no object counts as an empty one."""
    try:
        rest = msgspec.json.decode(body)
    except msgspec.DecodeError:
        rest = {}
    return Point(kind, code, name, address, lat, lon, unit, rest if isinstance(rest, Mapping) else {})
