"""Reference packs for tests and benches, made from the contract's tables: a city of square grids, its roads, shops and ways."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from sync.protocol.reference_pack import APPLICATION_ID, SCHEMA, TABLES, shape_of
from sync.server.packs import naming

LAT, LON = 347_600_000, 1_136_600_000  # the south-western corner, in Jinshui
SIDE = 9_000  # of a grid: 100 m from south to north, 82 from west to east
DISTRICT, STREET = "410105", "410105002"
Corner = tuple[int, int]


def square(lon: int, lat: int, side: int = SIDE) -> list[Corner]:
    return [(lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side)]


@dataclass
class CityPack:
    """Rows of the contract's tables, put into one file by `made`. What a test does not say is empty."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    numbers: dict[str, itertools.count[int]] = field(default_factory=dict)

    def _add(self, table: str, *values: Any) -> int:
        number = next(self.numbers.setdefault(table, itertools.count(1)))
        self.rows.setdefault(table, []).append((number, *values))
        return number

    def _box(self, table: str, number: int, corners: list[Corner], *more: Any) -> None:
        lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
        self.rows.setdefault(f"{table}_box", []).append((number, min(lons), max(lons), min(lats), max(lats), *more))

    def area(
        self, kind: str, code: str, name: str, *, parent: str = "", shape: list[Corner] | None = None, first: str = "",
        last: str = "",
    ) -> CityPack:  # fmt: skip
        lon, lat = shape[0] if shape else (LON, LAT)
        number = self._add(
            "areas", kind, code, name, parent, first, last, lat, lon, shape_of([shape]) if shape else None
        )
        if shape:
            self._box("areas", number, shape)
        self._name("areas", number, name, "", 50)
        return self

    def grid(
        self, code: str, corners: list[Corner], *, unit: str = "", zone: str = "", first: str = "", last: str = ""
    ) -> CityPack:
        number = self._add("grids", code, code[:12], unit, zone, "", "", 100_000, first, last, shape_of([corners]))
        self._box("grids", number, corners)
        return self

    def unit(self, code: str, name: str, phone: str = "") -> CityPack:
        self.rows.setdefault("units", []).append((code, name, phone))
        return self

    def road(self, name: str, line: list[Corner], **said: Any) -> CityPack:
        told = {
            "code": "", "class": "secondary", "mode": "", "zone": "", "police_strict": 0, "width_cm": 1200, "unit": "",
            "first": "", "last": "",
        } | said  # fmt: skip
        number = self._add(
            "roads", told["code"], name, told["class"], told["mode"], told["zone"], told["police_strict"], told["width_cm"],
            told["unit"], told["first"], told["last"], shape_of([line]),
        )  # fmt: skip
        self._box("roads", number, line)
        self._name("roads", number, name, "", 20)
        return self

    def crossing(self, lon: int, lat: int) -> int:
        number = self._add("crossings", lat, lon)
        self._box("crossings", number, [(lon, lat)])
        return number

    def way(self, a: int, b: int, line: list[Corner], metres: float) -> CityPack:
        number = self._add("ways", a, b, round(metres * 100), 0, shape_of([line]))
        self._box("ways", number, line)
        return self

    def point(
        self, kind: str, name: str, lon: int, lat: int, *, code: str = "", address: str = "", unit: str = "",
        first: str = "", last: str = "", body: dict[str, Any] | str = "{}", weight: int = 1,
    ) -> CityPack:  # fmt: skip
        said = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        number = self._add("points", kind, code, name, address, lat, lon, unit, first, last, said)
        self._box("points", number, [(lon, lat)], kind)
        self._name("points", number, name, address, weight)
        return self

    def counted(self, subject: str, category: str, violations: int, as_of: str) -> CityPack:
        self.rows.setdefault("histories", []).append((subject, category, violations, as_of))
        return self

    def happened(
        self, subject: str, category: str, what: str, at: str, *, finding: str = "", lat: int | None = None, lon: int | None = None
    ) -> CityPack:  # fmt: skip
        self._add("history_rows", subject, category, what, at, "", lat, lon, finding)
        return self

    def _name(self, of: str, ref: int, name: str, address: str, weight: int) -> None:
        number = self._add("names", of, ref, weight)
        words = (naming.apart(name), naming.apart(address), *naming.spelled(name, address))
        self.rows.setdefault("names_words", []).append((number, *words))

    def made(self, path: Path, key: bytes | None = None) -> Path:
        """The file, encrypted with a key of 32 bytes."""
        connection = sqlite.connect(str(path), isolation_level=None)
        try:
            if key is not None:
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for statement in TABLES:
                connection.execute(statement)
            for table, rows in self.rows.items():
                columns = " (rowid, name, address, initials, sounds)" if table == "names_words" else ""
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table}{columns} VALUES ({marks})", rows)
            connection.execute("COMMIT")
        finally:
            connection.close()
        return path


SIGNS = "金水路花园经三纬四东风文化农业国基丰庆黄河红专南阳健康建设中原饭店烩面馆超市便民面包坊药房书水果小吃"


def city(grids: int = 100, names: int = 0, ways: bool = True) -> CityPack:
    """A square city: `grids` grids, a road along every tenth row and column with ways on foot, and shops with `names`."""
    pack, side = CityPack(), max(1, round(grids**0.5))
    pack.area("district", DISTRICT, "金水区").area("street", STREET, "花园路街道", parent=DISTRICT)
    for number in range(grids):
        row, column = divmod(number, side)
        community = f"{STREET}{number // 999 + 1:03d}"
        if number % 999 == 0:
            pack.area("community", community, f"第{number // 999 + 1}社区", parent=STREET)
        pack.grid(
            f"{community}{number % 999 + 1:03d}", square(LON + column * SIDE, LAT + row * SIDE), unit="u1",
            zone=("controlled", "regulated", "")[number % 3],
        )  # fmt: skip
    pack.unit("u1", "花园路街道办事处", "0371-65900000")
    _roads(pack, side, ways=ways)
    _shops(pack, side, names)
    return pack


def _roads(pack: CityPack, side: int, *, ways: bool) -> None:
    lines = range(0, side + 1, 10)
    last = lines[-1] * SIDE
    for at in lines if last else ():
        pack.road(f"经{at // 10 + 1}路", [(LON + at * SIDE, LAT), (LON + at * SIDE, LAT + last)], mode="guide")
        pack.road(f"纬{at // 10 + 1}路", [(LON, LAT + at * SIDE), (LON + last, LAT + at * SIDE)], **{"class": "branch"})
    if not ways:
        return
    corners = {(x, y): pack.crossing(LON + x * SIDE, LAT + y * SIDE) for x in lines for y in lines}
    for (x, y), number in corners.items():
        for other, metres in (((x + 10, y), 822.0), ((x, y + 10), 1001.0)):
            if other in corners:
                line = [(LON + x * SIDE, LAT + y * SIDE), (LON + other[0] * SIDE, LAT + other[1] * SIDE)]
                pack.way(number, corners[other], line, metres)


def _shops(pack: CityPack, side: int, names: int) -> None:
    chance = random.Random(721)
    for number in range(names):
        name = "".join(chance.choices(SIGNS, k=chance.randint(3, 8)))
        lon, lat = LON + chance.randrange(side * SIDE), LAT + chance.randrange(side * SIDE)
        pack.point("premises", name, lon, lat, address=f"经{chance.randint(1, 30)}路{number % 300}号")
