"""Looking after the database: every page read, backups that age and are verified, and an end at any moment."""

from pathlib import Path

import pytest

from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.storage.builders import CLOCK, backed_up, laptop, record_finding
from tests.storage.many import fill


def test_a_whole_database_passes(store: Store) -> None:
    record_finding(store, "f1", b"1")
    assert store.upkeep.check()


def test_the_age_of_the_newest_backup_is_known(store: Store) -> None:
    assert store.upkeep.last_backup() is None
    before = CLOCK.now()
    for _ in range(2):
        backed_up(store)
    made = store.upkeep.last_backup()
    assert made is not None
    assert before < made < CLOCK.now()
    (store.folder / "backup" / "from-a-stick.db").write_bytes(b"")
    assert store.upkeep.last_backup() == made


def test_it_ends_at_once_and_leaves_nothing_half_done(store: Store) -> None:
    fill(store, 2_000)
    good = backed_up(store)
    store.upkeep.stop()
    assert not store.upkeep.check()
    assert not store.upkeep.backup()
    assert list((store.folder / "backup").iterdir()) == [good]
    record_finding(store, "after", b"1")
    assert store.reads.finding("after") is not None


def test_what_a_killed_program_left_of_a_backup_is_cleared_away(store: Store) -> None:
    part = backed_up(store).with_name("20261122T010000000000Z.db.part")
    part.write_bytes(b"half")
    backed_up(store)
    assert not part.exists()


def test_damage_is_found_beside_the_work_and_mended_at_the_next_start(folder: Path) -> None:
    with laptop(folder) as store:
        fill(store, 300)
    with laptop(folder) as store:
        with (folder / "patrol.db").open("r+b") as file:
            file.seek(9 * 4096)
            file.write(bytes(4096))
        with pytest.raises(StorageTrouble) as trouble:
            store.upkeep.check()
        assert trouble.value.code is StorageCode.DAMAGED
    with laptop(folder) as store:
        assert store.salvage is not None
