"""The journal only grows: every other way to write to it is refused, on every connection, by whatever library."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite
from sqlite_utils.db import TransformError

from inspector_app.storage import journal
from inspector_app.storage.database import FILE_NAME, open_reader, open_writer
from inspector_app.storage.schema import Database
from inspector_app.storage.sealing import derived
from inspector_app.storage.store import Store
from sync.protocol.lines import ORIGIN, verify
from sync.protocol.problems import Problem, ProtocolProblem
from tests.storage.builders import MASTER, a_finding, a_shift, next_id, opened, record
from tests.storage.builders import laptop as a_laptop

_VALUES = "device, epoch, id, kind, about, recorded_at, officer, body, prev, digest, alg"

ATTACKS = {
    "update": "UPDATE journal SET officer = 'x' WHERE seq = 2",
    "update of seq": "UPDATE journal SET seq = seq + 100",
    "update or replace": "UPDATE OR REPLACE journal SET seq = 2 WHERE seq = 3",
    "update of the rowid": "UPDATE journal SET rowid = 99 WHERE seq = 3",
    "update from": "UPDATE journal SET body = s.body FROM journal s WHERE journal.seq = 2 AND s.seq = 3",
    "delete": "DELETE FROM journal WHERE seq = 3",
    "delete of all": "DELETE FROM journal",
    "replace": f"REPLACE INTO journal (seq, {_VALUES}) SELECT 2, {_VALUES} FROM journal WHERE seq = 3",
    "replace by id": f"INSERT OR REPLACE INTO journal (seq, {_VALUES}) SELECT 4, {_VALUES} FROM journal WHERE seq = 2",
    "upsert": f"INSERT INTO journal (seq, {_VALUES}) SELECT 2, {_VALUES} FROM journal WHERE seq = 3"
    " ON CONFLICT (seq) DO UPDATE SET officer = 'x'",
    "upsert by id": f"INSERT INTO journal (seq, {_VALUES}) SELECT 4, {_VALUES} FROM journal WHERE seq = 3"
    " ON CONFLICT (id) DO UPDATE SET officer = 'x'",
    "insert before": f"INSERT INTO journal (seq, {_VALUES}) SELECT 0, {_VALUES} FROM journal WHERE seq = 3",
    "insert with a gap": f"INSERT INTO journal (seq, {_VALUES}) SELECT 9, {_VALUES} FROM journal WHERE seq = 3",
    "insert without a number": f"INSERT INTO journal ({_VALUES}) SELECT {_VALUES} FROM journal WHERE seq = 3",
    "insert by rowid": f"INSERT INTO journal (rowid, {_VALUES}) SELECT 2, {_VALUES} FROM journal WHERE seq = 3",
}  # fmt: skip

DISMANTLING = {
    "drop table": "DROP TABLE journal",
    "drop trigger": "DROP TRIGGER journal_never_changes",
    "drop the index that keeps blob writes out": "DROP INDEX journal_sealed",
    "rename": "ALTER TABLE journal RENAME TO old",
    "drop column": "ALTER TABLE journal DROP COLUMN officer",
    "add column": "ALTER TABLE journal ADD COLUMN note TEXT",
    "writable schema": "PRAGMA writable_schema = ON",
    "writable schema in capitals": "PRAGMA Writable_Schema = ON",
    "quiet triggers": "PRAGMA recursive_triggers = OFF",
    "quiet triggers in capitals": "PRAGMA RECURSIVE_TRIGGERS = OFF",
    "quiet checks in capitals": "PRAGMA Ignore_Check_Constraints = ON",
    "a trigger that swallows": "CREATE TRIGGER mute BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END",
    "a passing trigger that swallows": "CREATE TEMP TRIGGER mute BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END",
}


@pytest.fixture
def folder_with_lines(folder: Path) -> Path:
    with a_laptop(folder) as store:
        record(store, a_shift(), a_finding("f1"))
    return folder


def foreign(folder: Path) -> Any:
    """A connection of another program that knows the key, and none of our pragmas."""
    connection = sqlite.connect(str(folder / FILE_NAME), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{derived(MASTER, 'database').hex()}'\"")
    connection.execute("PRAGMA recursive_triggers = OFF")
    return connection


CONNECTIONS: dict[str, Callable[[Path], Any]] = {
    "writer": lambda folder: open_writer(folder / FILE_NAME, MASTER),
    "reader": lambda folder: open_reader(folder / FILE_NAME, MASTER),
    "another program": foreign,
}


@pytest.fixture(params=CONNECTIONS)
def connection(request: pytest.FixtureRequest, folder_with_lines: Path) -> Iterator[Any]:
    opened = CONNECTIONS[request.param](folder_with_lines)
    before = opened.execute("SELECT * FROM journal").fetchall()
    yield opened
    if opened.in_transaction:
        opened.execute("ROLLBACK")
    assert opened.execute("SELECT * FROM journal").fetchall() == before
    opened.close()


@pytest.mark.parametrize("statement", ATTACKS.values(), ids=ATTACKS)
def test_a_line_is_never_rewritten_removed_or_inserted_elsewhere(connection: Any, statement: str) -> None:
    with pytest.raises(sqlite.Error):
        connection.execute(statement)


@pytest.mark.parametrize("column", ["body", "prev", "digest", "officer", "id"])
def test_incremental_blob_writes_reach_no_column(connection: Any, column: str) -> None:
    before = connection.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    with pytest.raises(sqlite.Error):
        connection.open_blob("journal", column, 3).write(b"X")
    assert connection.execute("SELECT * FROM journal ORDER BY seq").fetchall() == before


@pytest.mark.parametrize("conflict", ["ABORT", "FAIL", "IGNORE", "REPLACE", "ROLLBACK"])
def test_no_way_to_resolve_conflicts_rewrites_a_line(connection: Any, conflict: str) -> None:
    copy = f"INSERT OR {conflict} INTO journal (seq, {_VALUES}) SELECT 2, {_VALUES} FROM journal WHERE seq = 3"
    with pytest.raises(sqlite.Error):
        connection.execute(copy)


@pytest.mark.parametrize("statement", DISMANTLING.values(), ids=DISMANTLING)
def test_our_connections_do_not_take_the_journal_apart(folder_with_lines: Path, statement: str) -> None:
    writer = open_writer(folder_with_lines / FILE_NAME, MASTER)
    with pytest.raises(sqlite.Error):
        writer.execute(statement)
    writer.close()


UTILS_ATTACKS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "upsert": lambda table, row: table.upsert(row | {"officer": "x"}, pk="seq"),
    "upsert_all": lambda table, row: table.upsert_all([row | {"officer": "x"}], pk="seq"),
    "upsert by id": lambda table, row: table.upsert(row | {"seq": 4, "officer": "x"}, pk="id"),
    "insert replace": lambda table, row: table.insert(row | {"officer": "x"}, pk="seq", replace=True),
    "insert_all replace": lambda table, row: table.insert_all([row | {"officer": "x"}], pk="seq", replace=True),
    "replace of an id": lambda table, row: table.insert(row | {"seq": 4}, replace=True),
    "insert ignore": lambda table, row: table.insert(row | {"seq": 9}, ignore=True),
    "update": lambda table, row: table.update(row["seq"], {"officer": "x"}),
    "delete": lambda table, row: table.delete(row["seq"]),
    "delete_where": lambda table, row: table.delete_where("seq > 1"),
    "truncate": lambda table, row: table.insert_all([row], pk="seq", truncate=True),
    "transform": lambda table, row: table.transform(drop={"alg"}),
    "add_column": lambda table, row: table.add_column("note", str),
    "convert": lambda table, row: table.convert("officer", lambda value: "x"),
    "drop": lambda table, row: table.drop(),
    "rename": lambda table, row: table.db.rename_table("journal", "old"),
    "recreate": lambda table, row: table.create({"seq": int}, pk="seq", replace=True),
}


@pytest.mark.parametrize("attack", UTILS_ATTACKS.values(), ids=UTILS_ATTACKS)
@pytest.mark.parametrize("name", ["writer", "reader"])
def test_sqlite_utils_cannot_rewrite_a_line(
    folder_with_lines: Path, name: str, attack: Callable[[Any, dict[str, Any]], Any]
) -> None:
    connection = CONNECTIONS[name](folder_with_lines)
    table: Any = Database(connection, execute_plugins=False)["journal"]
    before = list(table.rows)
    with pytest.raises((sqlite.Error, TransformError)):  # transform gives up before it asks SQLite
        attack(table, before[1])
    assert list(Database(connection, execute_plugins=False)["journal"].rows) == before
    connection.close()


@pytest.mark.parametrize(
    "attack", [a for n, a in UTILS_ATTACKS.items() if n in ("upsert", "insert replace", "update", "delete")]
)
def test_sqlite_utils_of_another_program_cannot_rewrite_a_line(folder_with_lines: Path, attack: Any) -> None:
    connection = foreign(folder_with_lines)
    table: Any = Database(connection, recursive_triggers=False, execute_plugins=False)["journal"]
    before = list(table.rows)
    with pytest.raises(sqlite.Error):
        attack(table, before[1])
    assert list(table.rows) == before
    connection.close()


def test_lines_are_numbered_without_gaps_and_chained(store: Store) -> None:
    for n in range(5):
        record(store, a_finding(f"f{n}"))
    lines = store.read(lambda c: list(journal.every(c)))
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5, 6]
    verify(store.device, lines, after=ORIGIN)


def test_a_fresh_journal_begins_with_its_epoch(store: Store) -> None:
    first = store.read(lambda c: journal.between(c, 1, 1))[0]
    assert (first.kind, first.about, first.prev) == ("epoch.opened", first.epoch, ORIGIN)


def test_a_device_that_is_given_seals_the_lines(folder: Path) -> None:
    given = opened(folder, device="laptop-7")
    lines = given.read(lambda c: list(journal.every(c)))
    given.close()
    verify("laptop-7", lines, after=ORIGIN)


def test_a_body_beyond_its_bound_is_refused_before_it_is_written(store: Store) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        record(store, a_finding("f1", facts={"text": "字" * 30_000}))
    assert trouble.value.code is Problem.BODY_TOO_LARGE
    assert store.read(journal.head).seq == 1


def test_a_fraction_is_refused_before_it_is_written(store: Store) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        record(store, a_finding("f1", facts={"width": 1.5}))
    assert trouble.value.code is Problem.NOT_CANONICAL
    assert store.read(journal.head).seq == 1


def test_text_is_sealed_clean(store: Store) -> None:
    record(store, a_finding("f1", note="店外\x07经营\r\ncafe\u0301"))
    found = store.reads.finding("f1")
    assert found is not None
    assert found.note == "店外经营\ncaf\u00e9"


def test_a_line_id_is_never_used_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    same = next_id()
    monkeypatch.setattr(store, "_ids", lambda: same)
    record(store, a_finding("f1"))
    with pytest.raises(sqlite.IntegrityError):
        record(store, a_finding("f2"))
    assert store.reads.finding("f2") is None
