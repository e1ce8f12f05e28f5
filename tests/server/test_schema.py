"""The tables, their history, and the promise that a line once stored stays as it is."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, MetaData, String, Table, insert, text
from sqlalchemy.engine import Connection as Plain
from sqlalchemy.exc import DBAPIError

from sync.protocol.lines import Line
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import centre as wiring
from sync.server.desk import troubles
from sync.server.identity import KeysMissing
from sync.server.store import postgresql, schema
from sync.server.store.connection import Connection
from sync.server.store.database import open_database
from sync.server.store.tables import lines, metadata
from tests.server.conftest import DATABASES, House
from tests.server.laptop import Laptop, a_shift

ATTACKS = [
    "UPDATE lines SET officer = 'somebody else' WHERE device = :device",
    "UPDATE lines SET seq = seq + 100 WHERE device = :device",
    "DELETE FROM lines WHERE device = :device",
    "INSERT INTO lines SELECT * FROM lines WHERE device = :device",
]
ONLY_SQLITE = [
    "REPLACE INTO lines SELECT * FROM lines WHERE device = :device",
    "INSERT OR REPLACE INTO lines SELECT * FROM lines WHERE device = :device",
    "INSERT OR IGNORE INTO lines SELECT * FROM lines WHERE device = :device",
    "UPDATE OR REPLACE lines SET seq = 1 WHERE device = :device",
]
ONLY_POSTGRESQL = [
    "TRUNCATE lines",
    "INSERT INTO lines SELECT * FROM lines WHERE device = :device ON CONFLICT (device, epoch, seq) DO UPDATE SET alg = 'x'",
]


def test_a_stored_line_cannot_be_changed_removed_or_replaced(centre: House, laptop: Laptop) -> None:
    laptop.record(a_shift())
    laptop.push()

    async def attacks(inside: wiring.Centre) -> None:
        for statement in ATTACKS + (ONLY_SQLITE if inside.database.is_embedded else ONLY_POSTGRESQL):
            await attack(inside, statement, laptop)

    centre.inside(attacks)
    assert laptop.account(findings=0, photos=0).complete


async def attack(inside: wiring.Centre, statement: str, laptop: Laptop) -> None:
    """Fails unless the database refuses the statement."""

    async def deed(connection: Connection) -> None:
        await connection.execute(text(statement), {"device": laptop.device} if ":device" in statement else None)

    with pytest.raises((DBAPIError, ProtocolProblem)):  # one that is there already is tried again, then BUSY
        await inside.database.write(deed)


def test_the_parts_of_a_split_table_refuse_what_the_whole_refuses(centre: House, laptop: Laptop) -> None:
    laptop.record(a_shift())
    laptop.push()

    async def attacks(inside: wiring.Centre) -> None:
        if inside.database.is_embedded:
            return  # it has no parts
        where = text("SELECT DISTINCT tableoid::regclass::text FROM lines WHERE device = :device").bindparams(
            device=laptop.device
        )
        part = await inside.database.read(lambda connection: connection.scalar(where))
        assert part.startswith("lines_")
        for statement in ATTACKS + ONLY_POSTGRESQL:
            await attack(inside, statement.replace("lines", part), laptop)

    centre.inside(attacks)
    assert laptop.account(findings=0, photos=0).complete


def test_incremental_blob_writes_reach_no_stored_line(embedded: House, laptops: Callable[[House], Laptop]) -> None:
    laptop = laptops(embedded)
    laptop.record(a_shift())
    laptop.push()
    connection = sqlite3.connect(embedded.folder / "centre.db")
    (row,) = connection.execute("SELECT max(rowid) FROM lines").fetchone()
    for column in ("body", "digest", "officer"):
        with pytest.raises(sqlite3.OperationalError):
            connection.blobopen("lines", column, row).write(b"X")
    connection.close()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index lines_sealed")
def test_the_migrations_make_the_tables_that_the_code_uses(centre: House) -> None:
    def differences(connection: Plain) -> list[object]:
        is_postgresql = connection.dialect.name == "postgresql"
        named = text("SELECT inhrelid::regclass::text FROM pg_inherits")
        parts = set(connection.scalars(named)) if is_postgresql else set()
        whole = {"include_name": lambda name, kind, _: kind != "table" or name not in parts}
        return list(compare_metadata(MigrationContext.configure(connection, opts=whole), metadata))

    async def compare(inside: wiring.Centre) -> list[object]:
        return await inside.database.read(lambda connection: connection.run_sync(differences))

    assert centre.inside(compare) == []


def test_the_newest_schema_is_the_one_that_the_code_names() -> None:
    assert schema.known_revisions()[0] == schema.NEWEST


def test_every_table_that_grows_leads_with_its_device_or_bucket() -> None:
    for name in ("lines", "media", "findings", "photos", "quarantine", "named", "epochs", "manifests", "projected"):
        assert next(column.name for column in metadata.tables[name].primary_key) == "device"
    assert [column.name for column in metadata.tables["feed"].primary_key] == ["bucket", "n"]


def test_a_newer_database_is_left_alone_with_a_sentence(tmp_path: Path) -> None:
    house = House(tmp_path / "centre")
    house.code()

    async def age(inside: wiring.Centre) -> None:
        await inside.database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))

    house.inside(age)
    before = (house.folder / "centre.db").read_bytes()

    with pytest.raises(schema.NewerDatabase) as trouble:
        house.code()

    assert "9999" in troubles.sentence(trouble.value)
    assert (house.folder / "centre.db").read_bytes() == before


def test_an_older_database_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    house = House(tmp_path / "centre")
    house.folder.mkdir()

    async def first_schema() -> None:
        database = open_database(house.settings.database)
        await database.write(lambda connection: connection.run_sync(schema.upgrade, "0001"))
        await database.close()

    asyncio.run(first_schema())
    house.code()

    copies = list((house.folder / "backups").iterdir())
    assert [copy.name for copy in copies] == [f"before-{schema.NEWEST}.db"]


@pytest.mark.parametrize("database", DATABASES)
def test_flags_of_findings_that_are_here_already_are_read_from_their_lines(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    house = House(tmp_path / "centre", url)
    house.folder.mkdir()
    said = {"judgement": {"flags": ["relief_demand", "urgent"]}}
    bodies = {
        1: ("finding.recorded", said), 2: ("line.carried", {"kind": "finding.recorded", "body": said}),
        3: ("finding.recorded", {"judgement": None}),
    }  # fmt: skip

    async def older() -> None:
        there = open_database(house.settings.database)
        await there.write(lambda connection: connection.run_sync(schema.upgrade, "0005"))
        for seq, (kind, body) in bodies.items():
            await there.write(partial(_kept, seq=seq, kind=kind, body=json.dumps(body).encode()))
        await there.close()

    async def flags(inside: wiring.Centre) -> dict[str, str]:
        rows = await inside.database.read(lambda c: c.execute(text("SELECT finding, flags FROM findings")))
        return {row.finding: row.flags for row in rows}

    asyncio.run(older())
    assert house.inside(flags) == {"f-1": " relief_demand urgent ", "f-2": " relief_demand urgent ", "f-3": ""}


async def _kept(connection: Connection, *, seq: int, kind: str, body: bytes) -> None:
    """A line and the picture of it, as the centre of an older version kept them."""
    line = {
        "device": "d", "epoch": "e", "seq": seq, "id": str(seq), "kind": kind, "about": f"f-{seq}", "recorded_at": "",
        "officer": "", "body": body, "prev": "", "digest": "", "alg": "", "received_at": "",
    }  # fmt: skip
    await connection.execute(insert(metadata.tables["lines"]), line)
    texts = [column.name for column in metadata.tables["findings"].columns if isinstance(column.type, String)]
    row = dict.fromkeys(set(texts) - {"flags"}, "") | {
        "device": "d", "finding": f"f-{seq}", "epoch": "e", "seq": seq, "withdrawn": False,
    }  # fmt: skip
    await connection.execute(insert(metadata.tables["findings"]), row)


@pytest.mark.parametrize("database", DATABASES)
def test_what_is_here_already_moves_into_the_parts(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    house = House(tmp_path / "centre", url)
    house.folder.mkdir()
    tables = [metadata.tables[name] for name in ("lines", "media", "photos", "named", "findings", "feed")]
    rows = {table.name: [_any_row(table, number) for number in range(50)] for table in tables}
    held = {"device": "d-1", "epoch": "e", "first_seq": 1, "through_seq": 7, "digest": "", "findings": 0} | {
        "anchored": True, "reason": "", "opened_at": "",
    }  # fmt: skip

    async def older() -> None:
        there = open_database(house.settings.database)
        await there.write(lambda connection: connection.run_sync(schema.upgrade, "0007"))
        for table in tables:
            await there.write(partial(_put, table=table, rows=[_older(row) for row in rows[table.name]]))
        device = {"device": "d-1", "name": "", "enrolled_at": "", "seen_at": ""}
        await there.write(lambda connection: connection.execute(insert(metadata.tables["devices"]), device))
        epochs = Table("epochs", MetaData(), *map(Column, held))
        await there.write(lambda connection: connection.execute(insert(epochs), held))
        await there.close()

    async def everything(inside: wiring.Centre) -> dict[str, list[tuple[object, ...]]]:
        async def deed(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
            return {table.name: sorted(map(tuple, await connection.execute(table.select()))) for table in tables}

        return await inside.database.read(deed)

    async def totals(inside: wiring.Centre) -> tuple[object, ...]:
        query = text("SELECT photos, decided_seq FROM epochs")
        return tuple((await inside.database.read(lambda connection: connection.execute(query))).one())

    asyncio.run(older())
    for row in rows["named"]:  # a photo still missing has been named since its line came; what is stored asks no more
        row["named_at"] = "" if row["stored"] else row["named_at"]
    wanted = {name: sorted(tuple(row.values()) for row in of) for name, of in rows.items()}
    assert house.inside(everything) == wanted
    assert house.inside(totals) == (1, 7)


def _older(row: dict[str, object]) -> dict[str, object]:
    """The row as migration 0007 knows it: that a photo was named at some time came later."""
    return {name: value for name, value in row.items() if name != "named_at"}


async def _put(connection: Connection, *, table: Table, rows: list[dict[str, object]]) -> None:
    await connection.execute(insert(table), rows)


def _any_row(table: Table, number: int) -> dict[str, object]:
    """A row of its own for each number; device, epoch and bucket repeat."""
    values: dict[type, object] = {Boolean: number % 2 == 0, BigInteger: number, LargeBinary: b"%d" % number}
    row = {column.name: values.get(type(column.type), str(number)) for column in table.columns}
    return (
        row
        | {name: f"d-{number}" for name in ("device", "bucket") if name in row}
        | ({"epoch": "e"} if "epoch" in row else {})
    )


def test_a_centre_whose_keys_were_left_behind_says_so(tmp_path: Path) -> None:
    house = House(tmp_path / "centre")
    house.code()
    shutil.rmtree(house.folder / "keys")

    with pytest.raises(KeysMissing):
        house.code()


@pytest.mark.xdist_group("postgres")
def test_a_row_that_somebody_holds_too_long_is_busy(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "LOCK_WAIT", "100ms")

    async def meet(centre: wiring.Centre) -> None:
        async def held(connection: Connection) -> None:
            await connection.execute(text("LOCK TABLE devices"))
            with pytest.raises(ProtocolProblem) as trouble:
                await centre.database.write(lambda other: other.execute(text("SELECT 1 FROM devices FOR UPDATE")))
            assert trouble.value.code is Problem.BUSY

        await centre.database.write(held)

    House(tmp_path / "centre", postgres_url).inside(meet)


def test_a_stored_line_has_its_fields_in_one_row_and_in_their_order() -> None:
    assert tuple(lines.c.keys())[1:12] == Line.__struct_fields__
