"""A small city as a bureau has it in files, packs made of it, and a centre in memory that signs them."""

import csv
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain import datum
from inspector_app.storage.packs import LaptopPacks
from sync.protocol import pack_file, receipts
from sync.protocol.laptop import Enrolment
from sync.protocol.pack_file import Signed
from sync.protocol.receipts import CentreKey
from sync.server.packs import making
from sync.server.packs.making import Made

NOW = datetime(2026, 11, 27, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
KEY_ID = receipts.fingerprint(receipts.public_bytes(KEY))
KEYS = (CentreKey(KEY_ID, receipts.texts({"": KEY.public_key()})[""]),)
ENROLMENT = Enrolment(
    url="https://centre.example", device="laptop-1", centre="centre-1", pinned=KEY_ID, keys={KEY_ID: KEYS[0].public},
    buckets=(),
)  # fmt: skip
LON, LAT = 113.68, 34.76  # of the south-west corner of the first grid
Shape = dict[str, Any]
Row = tuple[dict[str, Any], Shape | None]


def square(west: float, south: float, east: float, north: float) -> Shape:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def line(*corners: tuple[float, float]) -> Shape:
    return {"type": "LineString", "coordinates": [list(corner) for corner in corners]}


def point(lon: float = LON + 0.0005, lat: float = LAT + 0.0005) -> Shape:
    return {"type": "Point", "coordinates": [lon, lat]}


def a_grid(number: int, east: float = 0, **said: Any) -> Row:
    """A grid of 0.001 degrees, `east` such widths from the first."""
    west = LON + east * 0.001
    return {"code": f"410105001001{number:03}"} | said, square(west, LAT, west + 0.001, LAT + 0.001)


DISTRICTS: Sequence[Row] = [
    ({"code": "410105", "name": "金水区"}, square(113.65, 34.70, 113.80, 34.85)),
    ({"code": "410102", "name": "中原区"}, square(113.50, 34.70, 113.65, 34.85)),
]
CITY: Mapping[str, Sequence[Row]] = {
    "districts": DISTRICTS,
    "streets": [({"code": "410105001", "name": "经八路街道"}, square(113.67, 34.75, 113.70, 34.78))],
    "communities": [({"code": "410105001001", "name": "纬四路社区"}, square(113.675, 34.755, 113.69, 34.77))],
    "grids": [a_grid(1, 0, zone="controlled"), a_grid(2, 1), a_grid(3, 2, first="2026-01-01")],
    "roads": [
        ({"name": "经三路", "class": "main", "police_strict": 1}, line((113.681, 34.755), (113.681, 34.765))),
        ({"name": "纬四路", "class": "branch", "mode": "guide"}, line((113.675, 34.76), (113.69, 34.76))),
        ({"name": "中州大道高架", "class": "expressway"}, line((113.675, 34.762), (113.69, 34.762))),
    ],
    "relief_points": [
        ({"code": "rp-1", "name": "纬四路疏导点", "slots": 20, "charity_slots": 2, "goods": ["food", "daily_goods"]}
         | {"hours": [["05:00", "07:30"], ["19:00", "01:00"]]}, point()),
    ],
    "car_parks": [({"name": "经三路停车场", "spaces": 120, "bicycles": 30}, point())],
    "permits": [
        ({"permit": "占道许 2026-17", "holder": "某工程公司", "use": "hoarding", "length_cm": 4500}
         | {"first": "2026-11-01", "last": "2026-12-31"}, point()),
    ],
    "assets": [({"code": "4101050101000001", "class": "bench", "owner": "区市政"}, point())],
    "premises": [({"name": "葛记焖饼（经一路店）", "address": "农业路与经一路", "type": "中餐厅", "district": "金水区"}, point())],
}  # fmt: skip
HISTORY = """subject,category,what,at,until
豫A·12345,parking,violated,2026-11-20T09:00,
豫A12345,parking,violated,2026-03-01T09:00,
豫A12345,parking,violated,2025-10-01T09:00,
煎饼车,stall,ordered,2026-11-25T10:00,2026-11-28T18:00
"""


def write(file: Path, rows: Sequence[Row], **more: Any) -> None:
    features = [{"type": "Feature", "properties": said, "geometry": shape} for said, shape in rows]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features} | more, ensure_ascii=False), "utf-8")


def table(file: Path, rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8-sig") -> None:
    with file.open("w", encoding=encoding, newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def drawn(file: Path, rows: Sequence[Row], kind: str, encoding: str = "UTF-8") -> None:
    """The rows as a GeoPackage or Shapefile in CGCS2000, by the usual library; their columns are those of the first row."""
    import numpy as np
    import pyogrio  # type: ignore[import-untyped]
    import shapely  # type: ignore[import-untyped]

    shapes = [shapely.to_wkb(shapely.from_geojson(json.dumps(shape))) for _, shape in rows]
    names = list(rows[0][0])
    columns = [np.array([said[name] for said, _ in rows], dtype=object) for name in names]
    pyogrio.raw.write(
        file,
        np.array(shapes, dtype=object),
        columns,
        names,
        geometry_type=kind,
        crs="EPSG:4490",
        encoding=encoding,
    )


# The header of a map of vector tiles: enough for whoever does not look into it.
A_MAP = b"PMTiles\x03" + struct.pack("<8Q", 127, 1, 0, 0, 0, 0, 0, 0) + b"\0" * 27 + b"\1" * 29


def a_city(
    folder: Path, *, only: Sequence[str] = tuple(CITY), said: Mapping[str, Any] | None = None, **changed: Sequence[Row]
) -> Path:
    """The folder of a city with these layers, some of them `changed`; `said` goes into `city.json`."""
    folder.mkdir(exist_ok=True)
    city = {"area": "410100", "name": "郑州市", "attribution": "测试", "datum": "wgs84"} | dict(said or {})
    (folder / "city.json").write_text(json.dumps(city, ensure_ascii=False), "utf-8")
    for layer, rows in {**{name: CITY[name] for name in only}, **changed}.items():
        write(folder / f"{layer}.geojson", rows)
    if tuple(only) == tuple(CITY):
        (folder / "history.csv").write_text(HISTORY, "utf-8")
        table(folder / "units.csv", [{"code": "u1", "name": "经八路中队", "phone": "0371-0000"}])
    return folder


def made(folder: Path, version: int = 1) -> Made:
    work = folder.parent / f"work-{folder.name}-{version}"
    work.mkdir(exist_ok=True)
    return making.make(folder, work, version=version, now=NOW)


def told(pack: Made) -> list[tuple[str, str, bool]]:
    """Where, why, and whether the row is in the pack all the same."""
    return [(one.where, one.reason.value, one.kept) for one in pack.ledger.told]


def signed(pack: Made, key: Ed25519PrivateKey = KEY, keys: tuple[CentreKey, ...] = KEYS) -> Signed:
    text = pack_file.text_of(pack.manifest)
    return Signed(text.decode(), pack_file.signed_by(text, key, keys))


def written(pack: Made, file: Path, answer: Signed | None = None) -> Path:
    """The pack as a file, signed by the centre in memory."""
    said = answer or signed(pack)
    with file.open("wb") as out:
        pack_file.write(out, said.manifest.encode(), said.signature, pack.files)
    return file


def in_gcj02(shape: Shape) -> Shape:
    """The same ground as web maps publish it."""

    def moved(corners: Any) -> Any:
        if isinstance(corners[0], int | float):
            return list(datum.to_gcj02(*corners))
        return [moved(one) for one in corners]

    return shape | {"coordinates": moved(shape["coordinates"])}


def brought(shelf: LaptopPacks, pack: Made, answer: Signed | None = None, *, piece: int = 50_000) -> None:
    """The pack, fetched in pieces and installed."""
    said = answer or signed(pack)
    for file in shelf.begin(said):
        for some in pieces(pack.files[file.name].read_bytes()[shelf.begun(file) :], piece):
            shelf.append(file, shelf.begun(file), some)
    shelf.install(said)


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))
