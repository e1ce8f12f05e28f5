"""Opening: one program at a time, the right key, a file of the right age, and a backup before it is changed."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.services.ports import FindingFilter, Send
from inspector_app.storage import journal, schema, tables
from inspector_app.storage.database import FILE_NAME, open_reader, open_writer
from inspector_app.storage.schema import Database, Migrations
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.storage.builders import (
    CLOCK,
    LI,
    MASTER,
    a_draft,
    a_finding,
    backed_up,
    laptop,
    opened,
    record_finding,
    tables_of,
)

VECTORS = Path(__file__).parent / "vectors"
OTHER_KEY = b"\x01" * 32


def refusal(folder: Path, *, master: bytes = MASTER) -> StorageCode:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "closed"}
    with pytest.raises(StorageTrouble) as trouble:
        opened(folder, master=master).close()
    assert {path: path.read_bytes() for path in before} == before, "a refused folder is left as it was"
    return trouble.value.code


def test_a_fresh_folder_is_made(folder: Path) -> None:
    with laptop(folder) as store:
        assert store.salvage is None
        assert store.read(journal.head).seq == 1


def test_a_second_opening_is_refused_while_the_first_lasts(folder: Path) -> None:
    with laptop(folder):
        with pytest.raises(StorageTrouble) as trouble:
            opened(folder)
        assert trouble.value.code is StorageCode.LOCKED_BY_ANOTHER
    with laptop(folder):
        pass


def test_a_second_program_is_refused(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.storage.builders import opened\n"
        "from inspector_app.storage.trouble import StorageTrouble\n"
        "try: opened(Path(sys.argv[1]))\n"
        "except StorageTrouble as trouble: print(trouble.code.value)\n"
    )
    with laptop(folder):
        said = subprocess.run(
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    assert said.stdout.strip() == "locked_by_another"


def test_another_key_is_refused(folder: Path) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1", b"1")
    assert refusal(folder, master=OTHER_KEY) is StorageCode.WRONG_KEY
    with laptop(folder) as store:
        assert store.salvage is None
        assert store.reads.finding("f1") is not None


@pytest.mark.parametrize("gone", [FILE_NAME, "identity", "lines", "identity lines"])
def test_another_key_is_refused_whatever_is_missing(folder: Path, gone: str) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1", b"1")
    for name in gone.split():
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert refusal(folder, master=OTHER_KEY) is StorageCode.WRONG_KEY


def test_nothing_on_the_disk_can_be_read_without_the_key(folder: Path) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1", b"a photo of the street", note="plaintext-marker")
        with store.unit_of_work() as uow:
            uow.save_draft(a_draft("d1", note="plaintext-marker"))
        store.upkeep.backup()
        files = [path for path in folder.rglob("*") if path.is_file()]
        everything = b"".join(path.read_bytes() for path in files)
    assert len(files) >= 6
    for secret in (b"plaintext-marker", b"a photo of the street", b"SQLite format 3", store.device.encode()):
        assert secret not in everything


def test_a_file_of_a_newer_program_is_refused_and_left_alone(folder: Path) -> None:
    with laptop(folder):
        pass
    newer = Migrations("patrol")
    for step in schema.steps.pending(Database(memory=True)):
        newer(name=step.name)(step.fn)
    newer(name="m9999_from_the_future")(lambda db: db.execute("CREATE TABLE future (a INTEGER) STRICT"))
    connection = open_writer(folder / FILE_NAME, MASTER, guarded=False)
    newer.apply(Database(connection, execute_plugins=False))
    connection.close()
    assert refusal(folder) is StorageCode.NEWER_FILE


def test_the_steps_are_named_where_opening_looks() -> None:
    assert tuple(step.name for step in schema.steps.pending(Database(memory=True))) == tables.STEPS


def test_a_database_is_backed_up_before_it_is_migrated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1", b"1")
    later = Migrations("patrol")
    for step in schema.steps.pending(Database(memory=True)):
        later(name=step.name)(step.fn)
    later(name="m9999_later")(lambda db: db.execute("CREATE TABLE later (a INTEGER) STRICT"))
    monkeypatch.setattr(schema, "steps", later)
    monkeypatch.setattr(tables, "STEPS", (*tables.STEPS, "m9999_later"))
    with laptop(folder) as store:
        assert store.reads.finding("f1") is not None
        assert store.read(lambda c: c.execute("SELECT count(*) FROM later").fetchone()) == (0,)
    (kept,) = (folder / "backup").glob("*.db")
    copy = open_reader(kept, MASTER)
    assert copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (0,)
    assert copy.execute("SELECT count(*) FROM journal").fetchone() == (3,)
    copy.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1", b"1")
        before = tables_of(store, "journal", "findings")
    later = Migrations("patrol")
    for step in schema.steps.pending(Database(memory=True)):
        later(name=step.name)(step.fn)

    @later(name="m9999_broken")
    def broken(db: Database) -> None:
        db.execute("DROP TABLE findings")
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(schema, "steps", later)
        patched.setattr(tables, "STEPS", (*tables.STEPS, "m9999_broken"))
        with pytest.raises(ZeroDivisionError):
            opened(folder)
    with laptop(folder) as store:
        assert tables_of(store, "journal", "findings") == before


def test_a_store_that_is_closed_while_others_read_and_write_says_so_and_harms_nothing(folder: Path) -> None:
    store = opened(folder)
    record_finding(store, "f1", b"1")
    codes: set[str] = set()

    def busy(deed: Callable[[], object]) -> None:
        try:
            while True:
                deed()
        except StorageTrouble as trouble:
            codes.add(str(trouble))

    def write() -> None:
        with store.unit_of_work() as uow:
            uow.save_draft(a_draft("d1"))

    threads = [threading.Thread(target=busy, args=(deed,)) for deed in (store.reads.drafts, store.reads.tasks, write)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)

    store.close()

    for thread in threads:
        thread.join(10)
    assert codes == {"unreadable: closed"}
    with laptop(folder) as again:
        assert (again.salvage, len(again.reads.drafts())) == (None, 1)


def test_a_first_start_that_left_not_even_a_page_is_begun_anew(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(os.urandom(1951))

    with laptop(folder) as store:
        record_finding(store, "f1")
        assert store.reads.finding("f1") is not None


def test_another_key_is_refused_also_where_the_database_was_cut_to_nothing(folder: Path) -> None:
    with laptop(folder) as store:
        record_finding(store, "f1", b"1")
    os.truncate(folder / FILE_NAME, 1951)

    assert refusal(folder, master=OTHER_KEY) is StorageCode.WRONG_KEY


@pytest.mark.parametrize("vector", sorted(VECTORS.glob("schema-*")), ids=lambda vector: vector.name)
def test_a_database_of_every_schema_opens_and_goes_on(folder: Path, vector: Path) -> None:
    shutil.copytree(vector, folder)
    with laptop(folder) as store:
        assert store.salvage is None
        found = store.reads.finding("vector-finding")
        assert found is not None
        assert (found.note, found.row.photos) == ("向量：井盖破损", 1)
        assert store.reads.finding_count(FindingFilter(text="井盖")) == 1
        assert [one.measure.target for one in found.measures] == (["police"] if vector.name >= "schema-4" else [])
        assert store.photos.original(found.photos[0].photo.sha256) == b"a photo"
        assert [draft.id for draft in store.reads.drafts()] == ["vector-draft"]
        assert store.device == "laptop-vector"
        record_finding(store, "f2", b"2")
        assert [row.send for row in store.reads.first_rows(FindingFilter(), 9)] == [Send.WAITING, Send.WAITING]


def test_what_the_first_schema_took_for_arrived_waits_until_receipts_cover_it(folder: Path) -> None:
    shutil.copytree(VECTORS / "schema-1", folder)
    connection = open_writer(folder / FILE_NAME, MASTER, guarded=False)
    connection.execute("UPDATE findings SET send = 2")  # it did not look into other epochs
    connection.close()
    with laptop(folder) as store:
        assert [row.send for row in store.reads.first_rows(FindingFilter(), 9)] == [Send.WAITING]
        assert store.reads.sync_overview().unsent_findings == 1


def test_the_newest_backups_are_kept(store: Store) -> None:
    made = [backed_up(store) for _ in range(8)]
    assert sorted((store.folder / "backup").glob("*")) == made[2:]


def test_a_backup_keeps_nobody_from_saving(store: Store) -> None:
    record_finding(store, "f1")
    with store.unit_of_work() as uow:
        uow.record(a_finding("f2"), officer=LI.number, at=CLOCK.now())
        made = backed_up(store)
    copy = open_reader(made, MASTER)
    assert copy.execute("SELECT count(*) FROM journal").fetchone() == (2,)
    copy.close()


def test_a_backup_opens_as_a_store(store: Store, tmp_path: Path) -> None:
    record_finding(store, "f1", b"1")
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(backed_up(store), restored / FILE_NAME)
    with laptop(restored) as other:
        assert (other.device, other.reads.finding("f1") is not None) == (store.device, True)
        assert other.signer.public() == store.signer.public()


def test_the_laptop_keeps_its_id_and_key(folder: Path) -> None:
    with laptop(folder) as store:
        before = store.device, store.signer.public()
    with laptop(folder) as store:
        assert (store.device, store.signer.public()) == before


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x" * 200)])
def test_a_lost_identity_comes_back_from_the_database(folder: Path, damage: object) -> None:
    with laptop(folder) as store:
        before = store.device, store.signer.public()
    damage(folder / "identity")  # type: ignore[operator]
    with laptop(folder) as store:
        assert (store.device, store.signer.public()) == before


def test_parts_of_photos_are_cleared_away(folder: Path) -> None:
    with laptop(folder) as store:
        sha256 = store.photos.keep(b"1")
    part = folder / "photos" / "parts" / "7.part"
    part.write_bytes(b"half")
    with laptop(folder) as store:
        assert not part.exists()
        assert store.photos.original(sha256) == b"1"
