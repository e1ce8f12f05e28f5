"""Walks along the ways of the pack: only those around the spot are read, ring by ring."""

from collections.abc import Sequence
from typing import NamedTuple

from inspector_app.domain.geometry import Ground
from inspector_app.domain.location import Nearby, Spot
from inspector_app.domain.reference.nearest import estimated_m
from inspector_app.domain.walking import FARTHEST_M, Door, walks_m, ways_of
from inspector_app.storage.database import Connection
from inspector_app.storage.reference_pack.locating import point
from sync.protocol.reference_pack import rings_of

RINGS_M = (700.0, 2000.0, FARTHEST_M)
DOOR_M = 150.0  # from a way; farther off the network tells nothing
MOST_WAYS, MOST_TARGETS, MOST_DOORS, MOST_POINTS = 60_000, 40, 300, 5_000

_IN = "b.west <= ? AND b.east >= ? AND b.south <= ? AND b.north >= ?"


class Target(NamedTuple):
    number: int
    straight_m: float
    door: Door


def walks(connection: Connection, spot: Spot, targets: Sequence[tuple[int, int]]) -> list[int | None]:
    """The walk to each target (lat, lon) in whole metres; None where the network tells none, or beyond the nearest 40."""
    found: list[int | None] = [None] * len(targets)
    start = _door(connection, spot.lat_e7, spot.lon_e7)
    if start is None:
        return found
    ground = Ground(spot.lat_e7, spot.lon_e7)
    left = _targets(connection, ground, targets)
    for ring in RINGS_M:
        if not left:
            break
        # A walk that is no longer than the ring's radius never leaves it.
        ways = ways_of(_ways(connection, ground, ring))
        for target, walk in zip(left, walks_m(start, [one.door for one in left], ways, ring), strict=True):
            if walk is not None:
                found[target.number] = round(walk)
        left = [target for target in left if found[target.number] is None]
    return found


def _targets(connection: Connection, ground: Ground, targets: Sequence[tuple[int, int]]) -> list[Target]:
    """The nearest of them that stand at a way, by the straight line."""
    near = sorted((ground.distance_m(*at), number) for number, at in enumerate(targets))
    doors = ((far, n, _door(connection, *targets[n])) for far, n in near[:MOST_TARGETS] if far <= FARTHEST_M)
    return [Target(number, far, door) for far, number, door in doors if door is not None]


def _door(connection: Connection, lat_e7: int, lon_e7: int) -> Door | None:
    """Where the spot joins the nearest way; None when none is near."""
    ground = Ground(lat_e7, lon_e7)
    box = ground.box(DOOR_M)
    rows = connection.execute(
        f"SELECT w.id, a, b, length_cm, line FROM ways_box b JOIN ways w ON w.id = b.id WHERE {_IN} LIMIT {MOST_DOORS}",  # noqa: S608
        (box.east, box.west, box.north, box.south),
    )
    best: Door | None = None
    for way, a, b, length_cm, line in rows:
        parts = rings_of(line)
        step = ground.step_onto(parts)
        if step.off_m <= DOOR_M and (best is None or step.off_m < best.off_m):
            drawn = sum(ground.length_m(part) for part in parts)
            length = length_cm / 100
            along = length * min(1.0, step.along_m / drawn) if drawn > 0 else 0.0
            best = Door(way, a, b, step.off_m, along, length - along)
    return best


def _ways(connection: Connection, ground: Ground, metres: float) -> list[tuple[int, int, float]]:
    box = ground.box(metres + DOOR_M)
    rows = connection.execute(
        f"SELECT a, w.b, length_cm / 100.0 FROM ways_box b JOIN ways w ON w.id = b.id WHERE {_IN} LIMIT {MOST_WAYS}",  # noqa: S608
        (box.east, box.west, box.north, box.south),
    )
    return list(rows)


def nearest_points(connection: Connection, spot: Spot, kind: str, day: str, *, most: int) -> list[Nearby]:
    """The nearest points of a kind that are valid on that day, the shortest walk first, estimated where no way leads."""
    ground = Ground(spot.lat_e7, spot.lon_e7)
    rows = _points(connection, ground, kind, day, most * 4)
    ways = walks(connection, spot, [(row[4], row[5]) for row in rows])
    found = [
        Nearby(point(*row), estimated_m(ground.distance_m(row[4], row[5])) if walk is None else walk, walk is not None)
        for row, walk in zip(rows, ways, strict=True)
    ]
    return sorted(found, key=lambda one: (one.walk_m, one.point.name, one.point.code))[:most]


def _points(
    connection: Connection, ground: Ground, kind: str, day: str, most: int
) -> list[tuple[str, str, str, str, int, int, str, str]]:
    """The nearest by the straight line, at most so many."""
    near: list[tuple[float, tuple[str, str, str, str, int, int, str, str]]] = []
    for ring in RINGS_M:
        box = ground.box(ring)
        rows = connection.execute(
            "SELECT p.kind, p.code, name, address, lat, lon, unit, body FROM points_box b JOIN points p ON p.id = b.id"  # noqa: S608
            f" WHERE {_IN} AND b.kind = ? AND first <= ? AND (last = '' OR last >= ?) LIMIT {MOST_POINTS}",
            (box.east, box.west, box.north, box.south, kind, day, day),
        )
        measured = ((ground.distance_m(row[4], row[5]), row) for row in rows)
        near = sorted((one for one in measured if one[0] <= ring), key=lambda one: (one[0], one[1][1]))
        if len(near) >= most:
            break
    return [row for _, row in near[:most]]
