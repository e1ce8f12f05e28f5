"""The folder that a pack is made of: what a bureau has in files, with something wrong in one of them."""

import shutil
from functools import cache
from random import Random
from typing import Any

import msgspec

from sync.protocol import pack_file
from sync.protocol.reference_pack import DATABASE
from sync.server.packs import making
from sync.server.packs.ledger import BadFolder
from tests import packs
from tests.fuzz import places
from tests.fuzz.law import Target
from tests.fuzz.strange import TEXTS, changed, damaged
from tests.packs import LAT, LON

CELLS = (
    "nan", "inf", "-0", "1e400", "113.68", "34.76", "POINT (113.68 34.76)", "POINT EMPTY", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "POINT Z (1 2 nan)",
    "GEOMETRYCOLLECTION (POINT (1 1))", "LINESTRING (113.68 34.76, 113.68 34.76)", "(" * 3000, "MULTIPOLYGON (((" + "0 0, " * 2000, "CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0))",
    "４１０１０５", "410105", "2026-02-30", "0000-00-00", "9999-12-31", "金水区", "\u2028", "=cmd()", "\ud83d",
)  # fmt: skip
COORDINATES: tuple[Any, ...] = (
    [],
    [[]],
    [[[]]],
    [1],
    [1, 2, 3, 4],
    ["a", "b"],
    [None, None],
    [[1, 2]],
    [1e308, -1e308],
    [LAT, LON],
    [[[0, 0], [0, 0], [0, 0], [0, 0]]],
    {"a": 1},
    [[113.68, 34.76]] * 2000,
)
KINDS = ("Point", "LineString", "Polygon", "MultiPolygon", "MultiPoint", "GeometryCollection", "Curve", "", None, 7)
MAYBE = b"\0"  # stands before the name of the file that was changed


@cache
def _whole() -> dict[str, bytes]:
    """A small city, each format in it."""
    folder = packs.a_city(places.folder("bureau") / "whole", said={"datum": {"car_parks.csv": "gcj02"}})
    cells = {
        "name": "经三路停车场",
        "lon": LON + 0.0005,
        "lat": LAT + 0.0005,
        "spaces": 120,
        "wkt": "",
        "first": "2026-01-01",
    }
    packs.table(folder / "car_parks.csv", [cells])
    for name in ("car_parks", "premises", "districts"):
        (folder / f"{name}.geojson").unlink()
    packs.drawn(folder / "districts.shp", packs.DISTRICTS, "Polygon")
    packs.drawn(folder / "premises.gpkg", packs.CITY["premises"], "Point")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _a_folder(chance: Random) -> bytes:
    """The name of a file and what it says now; all others are as they were."""
    name = chance.choice(sorted(_whole()))
    content = _whole()[name]
    way = chance.random()
    if name.endswith((".geojson", ".json")) and way < 0.75:
        content = _drawn(chance, content)
    elif name.endswith(".csv") and way < 0.6:
        content = _table(chance, content)
    else:
        content = damaged(chance, content, chance.choice(list(_whole().values())))
    return name.encode() + MAYBE + content


def _drawn(chance: Random, content: bytes) -> bytes:
    tree = msgspec.json.decode(content)
    if "features" not in tree or chance.random() < 0.2:
        return msgspec.json.encode(changed(chance, tree))
    place = chance.randrange(len(tree["features"]))
    feature = tree["features"][place]
    if chance.random() < 0.5:
        shape = (
            {"type": chance.choice(KINDS), "coordinates": chance.choice(COORDINATES)}
            if chance.random() < 0.5
            else changed(chance, feature["geometry"])
        )
        feature = {**feature, "geometry": shape}
    else:
        feature = {**feature, "properties": changed(chance, feature["properties"])}
    return msgspec.json.encode({**tree, "features": [*tree["features"], feature]})


def _table(chance: Random, content: bytes) -> bytes:
    lines = content.decode("utf-8-sig").splitlines()
    place = chance.randrange(len(lines))
    words = lines[place].split(",")
    words[chance.randrange(len(words))] = chance.choice((*CELLS, *TEXTS)).replace(",", " ")
    lines.insert(place + chance.randrange(2), ",".join(words))
    encoding = chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    return "\n".join(lines).encode(encoding, "replace")


def _take(content: bytes) -> None:
    """Built, with nothing left behind outside; what was made can be read again."""
    name, _, said = content.partition(MAYBE)
    home = places.folder("bureau")
    for one in ("city", "work"):
        shutil.rmtree(home / one, ignore_errors=True)
        (home / one).mkdir()
    for other, whole in _whole().items():
        (home / "city" / other).write_bytes(said if other.encode() == name else whole)
    made = making.make(home / "city", home / "work", version=1, now=packs.NOW)
    text = pack_file.text_of(made.manifest)
    assert pack_file.read_manifest(text) == made.manifest
    assert {path.name for path in (home / "work").iterdir()} == {DATABASE}
    assert all(one.where and str(one.reason) for one in made.ledger.told)


TARGETS = [Target("bureau", _a_folder, _take, (BadFolder,), weight=0.06, is_centre=False, cpu_s=10, memory_mb=256)]
