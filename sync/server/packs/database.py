"""`reference.db`: the same content gives the same bytes, whoever writes it."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sync.protocol.reference_pack import APPLICATION_ID, SCHEMA, TABLES
from sync.server.packs import naming, points, shapes
from sync.server.packs.areas import Area
from sync.server.packs.grids import Grid
from sync.server.packs.past import Past
from sync.server.packs.points import Point
from sync.server.packs.roads import Network, Road

# Who is named first when several are found: the larger first.
WEIGHTS = {
    "city": 90, "district": 80, "street": 70, "community": 60, "road": 50, "relief": 45, "car_park": 40, "premises": 30,
    "asset": 20, "permit": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """All that a pack's database says; lists are in the order in which they get their numbers."""

    areas: list[Area]
    units: list[tuple[str, str, str]]
    grids: list[Grid]
    roads: list[Road]
    network: Network
    points: list[Point]
    past: Past


def write(path: Path, content: Content, meta: Mapping[str, str]) -> None:
    """Writes a new file at `path`; one that is there goes."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in (
            "page_size = 4096",
            "journal_mode = OFF",
            "synchronous = OFF",
            f"application_id = {APPLICATION_ID}",
        ):
            database.execute(f"PRAGMA {pragma}")
        database.execute(f"PRAGMA user_version = {SCHEMA}")
        for table in TABLES:
            database.execute(table)
        database.execute("BEGIN")
        _Writer(database).write(content)
        database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        database.execute("COMMIT")
        database.execute("INSERT INTO names_words (names_words) VALUES ('optimize')")
        database.execute("VACUUM")


class _Writer:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._put = database.executemany
        self._names = count(1)

    def write(self, content: Content) -> None:
        self._areas(content.areas)
        self._put("INSERT INTO units VALUES (?, ?, ?)", content.units)
        self._grids(content.grids)
        self._roads(content.roads)
        self._network(content.network)
        self._points(content.points)
        counters, rows = content.past.counters, content.past.rows
        self._put("INSERT INTO histories VALUES (?, ?, ?, ?)", ((*one, content.past.as_of) for one in counters))
        self._put(
            "INSERT INTO history_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((n, o.subject, o.category, o.what, o.at, o.until, o.lat, o.lon, o.finding) for n, o in enumerate(rows, 1)),
        )

    def _areas(self, areas: list[Area]) -> None:
        numbered = list(enumerate(areas, 1))
        self._put(
            "INSERT INTO areas VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (n, o.kind, o.code, o.name, o.parent, o.first, o.last, o.at[1], o.at[0], shapes.blob(o.shape) if o.shape else None)
                for n, o in numbered
            ),
        )  # fmt: skip
        self._boxes("areas", ((n, shapes.box(o.shape)) for n, o in numbered if o.shape))
        self._named("areas", ((n, WEIGHTS[o.kind], o.name, "") for n, o in numbered))

    def _grids(self, grids: list[Grid]) -> None:
        numbered = list(enumerate(grids, 1))
        self._put(
            "INSERT INTO grids VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (n, o.code, o.community, o.unit, o.zone, o.land_use, o.level, o.area_dm2, o.first, o.last, shapes.blob(o.shape))
                for n, o in numbered
            ),
        )  # fmt: skip
        self._boxes("grids", ((n, shapes.box(o.shape)) for n, o in numbered))

    def _roads(self, roads: list[Road]) -> None:
        numbered = list(enumerate(roads, 1))
        self._put(
            "INSERT INTO roads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (n, o.code, o.name, o.kind, o.mode, o.zone, o.police_strict, o.width_cm, o.unit, o.first, o.last, shapes.blob(o.shape))
                for n, o in numbered
            ),
        )  # fmt: skip
        self._boxes("roads", ((n, shapes.box(o.shape)) for n, o in numbered))
        self._named("roads", ((n, WEIGHTS["road"], o.name, "") for n, o in numbered if o.name))

    def _network(self, network: Network) -> None:
        corners = [(n, lat, lon) for n, (lon, lat) in enumerate(network.crossings, 1)]
        self._put("INSERT INTO crossings VALUES (?, ?, ?)", corners)
        self._boxes("crossings", ((n, (lon, lat, lon, lat)) for n, lat, lon in corners))
        self._put(
            "INSERT INTO ways VALUES (?, ?, ?, ?, ?, ?)",
            (
                (n, a + 1, b + 1, length, road + 1, shapes.line_blob(line))
                for n, (a, b, length, road, line) in enumerate(network.ways, 1)
            ),
        )
        self._boxes("ways", ((n, shapes.line_box(way[4])) for n, way in enumerate(network.ways, 1)))

    def _points(self, found: list[Point]) -> None:
        numbered = list(enumerate(found, 1))
        self._put(
            "INSERT INTO points VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (n, o.kind, o.code, o.name, o.address, o.at[1], o.at[0], o.unit, o.first, o.last, points.text_of(o.body))
                for n, o in numbered
            ),
        )  # fmt: skip
        self._put(
            "INSERT INTO points_box VALUES (?, ?, ?, ?, ?, ?)",
            ((n, o.at[0], o.at[0], o.at[1], o.at[1], o.kind) for n, o in numbered),
        )
        self._named("points", ((n, WEIGHTS[o.kind], o.name, o.address) for n, o in numbered if o.name or o.address))

    def _boxes(self, table: str, boxes: Iterable[tuple[int, shapes.Box]]) -> None:
        rows = ((n, west, east, south, north) for n, (west, south, east, north) in boxes)
        self._put(f"INSERT INTO {table}_box VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608 - the names of our own tables

    def _named(self, of: str, named: Iterable[tuple[int, int, str, str]]) -> None:
        known = [(next(self._names), *one) for one in named]
        self._put("INSERT INTO names VALUES (?, ?, ?, ?)", ((n, of, ref, weight) for n, ref, weight, _, _ in known))
        self._put(
            "INSERT INTO names_words (rowid, name, address, initials, sounds) VALUES (?, ?, ?, ?, ?)",
            (
                (n, naming.apart(name), naming.apart(address), *naming.spelled(name, address))
                for n, _, _, name, address in known
            ),
        )
