"""What a code stands for (一码智管)."""

from collections.abc import Sequence

from inspector_app.domain.location import Point
from inspector_app.storage.database import Connection
from inspector_app.storage.reference_pack.locating import point

MOST = 8  # points with one code: a city that gave it twice is told, not listed


def points_of(connection: Connection, code: str, day: str) -> Sequence[Point]:
    """The valid points with this code; an empty code stands for nothing."""
    rows = connection.execute(
        "SELECT kind, code, name, address, lat, lon, unit, body FROM points WHERE code = ? AND code <> ''"
        " AND first <= ? AND (last = '' OR last >= ?) ORDER BY id LIMIT ?",
        (code, day, day, MOST),
    )
    return [point(*row) for row in rows]


def points_of_kind(connection: Connection, kind: str, day: str, most: int) -> Sequence[Point]:
    """The valid points of a kind, at most so many."""
    rows = connection.execute(
        "SELECT kind, code, name, address, lat, lon, unit, body FROM points WHERE kind = ?"
        " AND first <= ? AND (last = '' OR last >= ?) ORDER BY id LIMIT ?",
        (kind, day, day, most),
    )
    return [point(*row) for row in rows]
