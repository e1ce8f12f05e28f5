"""Districts, streets, communities and units: few enough to be kept in memory, and each known by its code."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from inspector_app.domain.geometry import Ground, is_within
from inspector_app.domain.location import Area, Spot, Unit
from inspector_app.storage.database import Connection
from sync.protocol.reference_pack import rings_of

KINDS = ("community", "street", "district")
STEPS = 4  # from a community up to its city


class Stated(NamedTuple):
    """One version of an area."""

    kind: str
    area: Area
    parent: str
    first: str
    last: str

    def is_valid(self, day: str) -> bool:
        return self.first <= day and (not self.last or day <= self.last)


@dataclass(frozen=True, slots=True)
class Areas:
    by_code: dict[str, tuple[Stated, ...]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    @staticmethod
    def read(connection: Connection) -> "Areas":
        found: dict[str, tuple[Stated, ...]] = {}
        for kind, code, name, *rest in connection.execute("SELECT kind, code, name, parent, first, last FROM areas"):
            found[code] = (*found.get(code, ()), Stated(kind, Area(code, name), *rest))
        units = {code: Unit(code, name, phone) for code, name, phone in connection.execute("SELECT * FROM units")}
        return Areas(found, units)

    def unit(self, *codes: str, street: Area) -> Unit:
        """The first of these that is known; else the street itself answers for its ground (属地责任)."""
        known = next((self.units[code] for code in codes if code in self.units), None)
        stated = next((Unit(code) for code in codes if code), None)
        return known or stated or Unit(street.code, street.name)

    def above(self, code: str, day: str) -> dict[str, Area]:
        """The area of a code and those that it belongs to, by kind, as they were on that day.

        A code says its street and district by its first digits, also where nobody states its parent.
        """
        found: dict[str, Area] = {}
        for _ in range(STEPS):
            stated = self._on(code, day)
            if stated is not None:
                found.setdefault(stated.kind, stated.area)
            parent = stated.parent if stated is not None else ""
            code = parent or {12: code[:9], 9: code[:6]}.get(len(code), "")
        return found

    def _on(self, code: str, day: str) -> Stated | None:
        return next((one for one in self.by_code.get(code, ()) if one.is_valid(day)), None)


def around(connection: Connection, areas: Areas, spot: Spot, day: str) -> dict[str, Area]:
    """The areas whose shapes hold the spot, by kind: for ground that no grid covers."""
    found: dict[str, Area] = {}
    for kind, code, shape in _holding(connection, spot, day):
        if kind not in found and shape is not None and is_within(spot.lat_e7, spot.lon_e7, rings_of(shape)):
            found |= {one: area for one, area in areas.above(code, day).items() if one not in found}
    return found


def _holding(connection: Connection, spot: Spot, day: str) -> Iterable[tuple[str, str, bytes | None]]:
    box = Ground(spot.lat_e7, spot.lon_e7).box(0)
    rows = connection.execute(
        "SELECT a.kind, a.code, a.shape FROM areas_box b JOIN areas a ON a.id = b.id"
        " WHERE b.west <= ? AND b.east >= ? AND b.south <= ? AND b.north >= ?"
        " AND a.first <= ? AND (a.last = '' OR a.last >= ?)",
        (box.east, box.west, box.north, box.south, day, day),
    ).fetchall()
    return sorted(rows, key=lambda row: KINDS.index(row[0]) if row[0] in KINDS else len(KINDS))
