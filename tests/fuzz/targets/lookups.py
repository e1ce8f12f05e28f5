"""The database in a reference pack: strange, trapped or damaged; installed, and every question of a laptop asked of it."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from inspector_app.storage import pack_database
from inspector_app.storage.reference_pack.reading import PackReading
from inspector_app.storage.trouble import StorageTrouble
from sync.protocol.problems import ProtocolProblem
from sync.protocol.reference_pack import DATABASE, SCHEMA, TABLES, Manifest, PackFile
from tests.fuzz import corpus, places
from tests.fuzz.law import Target
from tests.fuzz.strange import NUMBERS, TEXTS, damaged
from tests.fuzz.targets import looking

RAW_KEY = b"k" * 32
REFUSALS = (ProtocolProblem, StorageTrouble)
SHAPES = (
    b"",
    b"\1\0\0\0",
    b"\xff\xff\xff\xff" * 3,
    b"\0\0\0\x80" * 5,
    b"\1\0\0\0\2\0\0\0" + b"\xff\xff\xff\x7f\0\0\0\x80" * 2,
    b"\3\0\0\0" + bytes(12),
    bytes(7),
    bytes(4),
)
GREAT = tuple(number for number in NUMBERS if abs(number) < 2**63)
# What stands in place of a table, or beside the tables.
TRAPS = (
    "CREATE VIEW {0} AS SELECT randomblob(900000000) AS {1}", "CREATE TABLE {0} ({1} AS (zeroblob(900000000)), x)",
    "CREATE VIEW {0} AS WITH RECURSIVE n({1}) AS (SELECT 1 UNION ALL SELECT {1} + 1 FROM n) SELECT {1} FROM n", "CREATE TABLE {0} (x)",
    "CREATE VIRTUAL TABLE {0} USING fts5({1})", "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM grids; END", "CREATE TABLE more (x)", "CREATE VIEW {0} AS SELECT * FROM {0}",
)  # fmt: skip


@cache
def plain() -> bytes:
    """The database of the small city, as compact as SQLite makes it."""
    path = looking.small_city().made(places.folder("pack") / "plain.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
    return path.read_bytes()


@cache
def _columns() -> dict[str, list[tuple[str, str]]]:
    """Name and type of each column of the plain tables."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for table in TABLES:
            connection.execute(table)
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            )
        ]
        return {name: [(row[1], row[2]) for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}


def counted(plain: bytes) -> dict[str, int]:
    """What a manifest counts in a database; nothing where it cannot be read."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(plain)
            found = {
                kind: n
                for table in ("areas", "points")
                for kind, n in connection.execute(f"SELECT kind, count(*) FROM {table} GROUP BY 1")
            }
            found |= {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in pack_database._COUNTED
            }
        except sqlite3.Error:
            return {}
    return {name: number for name, number in found.items() if number}


@cache
def _counts() -> dict[str, int]:
    return counted(plain())


def manifest(files: dict[str, bytes]) -> Manifest:
    return Manifest(
        schema=SCHEMA, area="410100", name="郑州市", version=7, made_at="2026-11-27T00:00:00.000Z", bounds=(1_136_000_000, 347_000_000, 1_138_000_000, 348_000_000),
        counts=_counts(), files=tuple(PackFile(name=name, size=len(content), sha256=corpus.sha256(content)) for name, content in files.items()),
    )  # fmt: skip


def _a_database(chance: Random) -> bytes:
    """The small city with something else in some of its cells, a trap among its tables, or damage to its pages."""
    way = chance.random()
    if way < 0.3:
        return damaged(chance, plain(), plain())
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.deserialize(plain())
        for _ in range(chance.choice((1, 1, 2, 4))):
            _change(chance, made)
        if way < 0.45:
            _set_trap(chance, made)
        return made.serialize()


def _change(chance: Random, made: sqlite3.Connection) -> None:
    table = chance.choice(list(_columns()))
    name, kind = chance.choice(_columns()[table])
    value = chance.choice(GREAT if kind.startswith("INT") else SHAPES if kind == "BLOB" else TEXTS)
    try:
        if chance.random() < 0.15:
            made.execute(f"DELETE FROM {table} WHERE rowid % 3 = ?", (chance.randrange(3),))
        else:
            made.execute(
                f"UPDATE {table} SET {name} = ? WHERE {chance.choice(('1', 'rowid % 3 = 1', 'rowid = 1'))}", (value,)
            )
    except sqlite3.Error:  # a key, or a table without row numbers
        return


def _set_trap(chance: Random, made: sqlite3.Connection) -> None:
    table = chance.choice(list(_columns()))
    try:
        trap = chance.choice(TRAPS)
        if "{0}" in trap:
            made.execute(f"DROP TABLE {table}")
        made.execute(trap.format(table, _columns()[table][0][0]))
    except sqlite3.Error:  # a table that another one needs
        return


def _take_database(content: bytes) -> None:
    """Installed with a manifest that counts what is there, as whoever signs a pack would; then everything is asked."""
    path = places.folder("pack") / "reference.db"
    is_trap = any(word in content for word in (b"blob(", b"RECURSIVE"))  # which the counting itself would fall into
    told = msgspec.structs.replace(manifest({DATABASE: b""}), counts={} if is_trap else counted(content))
    pack_database.write(path, RAW_KEY, content, told)
    assert not (leftover := [one.name for one in path.parent.iterdir() if one.name not in ("plain.db", path.name)]), (
        leftover
    )
    ask_all(path, RAW_KEY)


def ask_all(path: Path, key: bytes) -> None:
    with closing(PackReading(path, key)) as pack:
        looking.ask(pack)


TARGETS = [Target("lookup", _a_database, _take_database, REFUSALS, weight=0.07, is_centre=False)]
