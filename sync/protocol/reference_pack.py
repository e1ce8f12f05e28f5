"""The reference pack: what laptops look up about a city, made by the centre and read by laptops (PROTOCOL.md §12).

A pack is a signed manifest and the files that it names: `reference.db`, an SQLite database of the tables below, and, where there is
one, a base map (`map.pmtiles` or `map.mbtiles`), the policy pack (`policy/…`) and the calendar (`calendar.json`). Files are known by
their digests: what a laptop has, it does not fetch again. Positions are degrees × 10⁷ in WGS-84 (CGCS2000 equals it within
centimetres), lengths mm or cm, areas dm², days ISO dates, both ends included; an empty day is no limit.
"""

import sys
from array import array
from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

SCHEMA = 1
APPLICATION_ID = 0x37323150  # "721P": what SQLite keeps in the header of reference.db
DATABASE = "reference.db"
MAPS = ("map.pmtiles", "map.mbtiles")
LONGEST_INITIALS, LONGEST_SOUNDS = 10, 20  # letters of a word in `names_words`: who types more has been understood
CALENDAR, POLICY = "calendar.json", "policy/"  # a file, and what the names of the others begin with

Ring = Sequence[
    tuple[int, int]
]  # (lon, lat) in degrees × 10⁷, closed by itself: the last corner is not the first again

# Boxes are R-trees of whole numbers: floats of 32 bits would be wrong by a metre.
TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # kind: city, district, street (街道), community (社区); codes of 6, 9 and 12 digits (GB/T 2260 and on). parent is a code.
    """CREATE TABLE areas (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, parent TEXT NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL, shape BLOB) STRICT""",
    "CREATE VIRTUAL TABLE areas_box USING rtree_i32(id, west, east, south, north)",
    # 单元网格: 15 digits, about 10 000 m². unit is the code of who looks after it; zone: prohibited, controlled, regulated or empty.
    """CREATE TABLE grids (id INTEGER PRIMARY KEY, code TEXT NOT NULL, community TEXT NOT NULL, unit TEXT NOT NULL, zone TEXT NOT NULL,
    land_use TEXT NOT NULL, level TEXT NOT NULL, area_dm2 INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, shape BLOB NOT NULL)
    STRICT""",
    "CREATE VIRTUAL TABLE grids_box USING rtree_i32(id, west, east, south, north)",
    "CREATE INDEX grids_code ON grids (code)",
    "CREATE TABLE units (code TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # class: expressway, main, secondary, branch, non_road (facts_721). mode and zone as in street policies, or empty.
    """CREATE TABLE roads (id INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, class TEXT NOT NULL, mode TEXT NOT NULL,
    zone TEXT NOT NULL, police_strict INTEGER NOT NULL, width_cm INTEGER NOT NULL, unit TEXT NOT NULL, first TEXT NOT NULL,
    last TEXT NOT NULL, line BLOB NOT NULL) STRICT""",
    "CREATE VIRTUAL TABLE roads_box USING rtree_i32(id, west, east, south, north)",
    # The ways on foot: crossings, and what joins two of them. steps is the line from a to b.
    "CREATE TABLE crossings (id INTEGER PRIMARY KEY, lat INTEGER NOT NULL, lon INTEGER NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE crossings_box USING rtree_i32(id, west, east, south, north)",
    """CREATE TABLE ways (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, length_cm INTEGER NOT NULL,
    road INTEGER NOT NULL, line BLOB NOT NULL) STRICT""",
    "CREATE INDEX ways_a ON ways (a)",
    "CREATE INDEX ways_b ON ways (b)",
    "CREATE VIRTUAL TABLE ways_box USING rtree_i32(id, west, east, south, north)",
    # Points. kind: premises, car_park, relief, asset, permit. code is what a sign or a QR code says (一码智管). body is JSON of the
    # rest, by kind: premises {type, hours, owner, phone}, car_park {spaces, bicycles, hours, phone}, relief as the feed states it,
    # asset {class, owner, phone}, permit {permit, holder, use, area_dm2, length_cm}.
    """CREATE TABLE points (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
    lat INTEGER NOT NULL, lon INTEGER NOT NULL, unit TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, body TEXT NOT NULL)
    STRICT""",
    "CREATE VIRTUAL TABLE points_box USING rtree_i32(id, west, east, south, north, +kind TEXT)",
    "CREATE INDEX points_code ON points (code) WHERE code <> ''",
    # What is found by typing: areas, roads and points. `of` is their table, `ref` the id there.
    """CREATE TABLE names (id INTEGER PRIMARY KEY, of TEXT NOT NULL, ref INTEGER NOT NULL, weight INTEGER NOT NULL) STRICT""",
    # name and address: a blank between any two signs (phrases find them); initials: those of the name and of each rest of it
    # ("gjmb jmb mb b"), then of the address; sounds: their pinyin in one word, likewise. Found by prefix, of which no more than
    # LONGEST_INITIALS and LONGEST_SOUNDS letters are there.
    "CREATE VIRTUAL TABLE names_words USING fts5(name, address, initials, sounds, content='', detail=full, prefix='1 2 3')",
    # 365 days of counters and 90 days of rows of what happened before; subject as history.subject_key makes it.
    """CREATE TABLE histories (subject TEXT NOT NULL, category TEXT NOT NULL, violations_365d INTEGER NOT NULL, as_of TEXT NOT NULL,
    PRIMARY KEY (subject, category)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE history_rows (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, category TEXT NOT NULL, what TEXT NOT NULL,
    at TEXT NOT NULL, until TEXT NOT NULL, lat INTEGER, lon INTEGER, finding TEXT NOT NULL) STRICT""",
    "CREATE INDEX history_rows_subject ON history_rows (subject)",
    "CREATE INDEX history_rows_at ON history_rows (at)",
)

_Text = Annotated[str, Meta(max_length=200)]
_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
_Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}(/[a-z0-9][a-z0-9._-]{0,63}){0,2}$")]


class PackFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a pack, known by its SHA-256."""

    name: _Name
    size: _Count
    sha256: _Digest


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack holds. `version` is greater in each pack of a city; `bounds` are west, south, east, north in degrees × 10⁷."""

    schema: _Count
    area: Annotated[str, Meta(min_length=1, max_length=64)]
    name: _Text
    version: _Count
    made_at: Annotated[str, Meta(max_length=24)]
    bounds: tuple[int, int, int, int]
    counts: dict[Annotated[str, Meta(max_length=40)], _Count]
    files: Annotated[tuple[PackFile, ...], Meta(min_length=1, max_length=64)]
    attribution: _Text = ""


def shape_of(rings: Iterable[Ring]) -> bytes:
    """Rings, or the parts of a line, as a blob of little-endian 32-bit numbers: how many, the corners of each, then lon, lat, lon, …

    A point lies within when it lies within an odd number of rings, so that several parts and their holes need no order.
    """
    parts = [list(ring) for ring in rings]
    numbers = array("i", [len(parts), *map(len, parts)])
    for part in parts:
        numbers.extend(value for corner in part for value in corner)
    return _little(numbers).tobytes()


def rings_of(shape: bytes) -> "list[array[int]]":
    """The rings of a blob, each as lon, lat, lon, lat, …; ValueError for what is no shape."""
    numbers = array("i")
    numbers.frombytes(shape)
    numbers = _little(numbers)
    count = numbers[0] if numbers else -1
    sizes = numbers[1 : 1 + count] if 0 <= count < len(numbers) else array("i", [-1])
    if min(sizes, default=0) < 0 or 1 + count + 2 * sum(sizes) != len(numbers):
        raise ValueError("not a shape")
    rings, at = [], 1 + count
    for size in sizes:
        rings.append(numbers[at : at + 2 * size])
        at += 2 * size
    return rings


def _little(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
