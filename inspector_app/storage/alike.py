"""Findings of this laptop that may be the same as the one on the screen."""

from collections.abc import Sequence

from inspector_app.domain.reference.alike import NEAR_M, PLATE_WITHIN, WITHIN, Alike, Likeness
from inspector_app.storage import details
from inspector_app.storage.database import Connection

MOST_READ, MOST = 60, 5

_STANDING = "SELECT id, observed_at, address FROM findings WHERE withdrawn = 0 AND category = ? AND id <> ?"
_NEWEST = "ORDER BY observed_at DESC LIMIT ?"


def of(connection: Connection, asked: Likeness) -> Sequence[Alike]:
    """Those with the same plate first, then the nearest."""
    near, plate = asked.window(WITHIN), asked.window(PLATE_WITHIN)
    rows = connection.execute(
        f"{_STANDING} AND observed_at BETWEEN ? AND ? {_NEWEST}", (asked.category, asked.finding, *near, MOST_READ)
    ).fetchall()
    same = connection.execute(
        f"{_STANDING} AND subject = ? AND subject <> '' AND observed_at BETWEEN ? AND ? {_NEWEST}",
        (asked.category, asked.finding, asked.plate, *plate, MOST),
    ).fetchall()
    plated = {row[0] for row in same}
    found = [
        _alike(connection, asked, row, same_plate=row[0] in plated)
        for row in {r[0]: r for r in (*same, *rows)}.values()
    ]
    close = [one for one in found if one.same_plate or (one.off_m is not None and one.off_m <= NEAR_M)]
    return sorted(close, key=lambda one: (not one.same_plate, one.off_m is None, one.off_m))[:MOST]


def _alike(connection: Connection, asked: Likeness, row: tuple[str, str, str], *, same_plate: bool) -> Alike:
    finding, observed_at, address = row
    told = details.fold(connection, finding)
    place = told.recorded.place if told is not None else None
    off = asked.off_m(place.lat_e7, place.lon_e7) if place is not None else None
    return Alike(finding, observed_at, address, round(off) if off is not None else None, same_plate)
