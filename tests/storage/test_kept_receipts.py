"""Receipts that were kept outlive the database: from around the damage and from backups, and none that proves nothing."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from inspector_app.domain.events import ShiftClosed
from inspector_app.domain.ids import iso
from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.services.ports import FindingFilter
from inspector_app.services.receipts import file_of
from inspector_app.services.upkeep_ports import Purged
from inspector_app.storage import damage, journal
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.restoring import Restoring
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client.status import Outcome
from sync.protocol import receipt_file, receipts
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import (
    CLOCK,
    MASTER,
    a_finding,
    a_photo,
    a_shift,
    backed_up,
    laptop,
    next_id,
    record,
    record_finding,
)
from tests.storage.test_purging import At, purged
from tests.storage.test_salvage import flip
from tests.storage.test_sync_store import sync
from tests.sync.centre import NOW, World

DAYS = 40


@pytest.fixture
def world() -> World:
    return World()


def kept(store: Store) -> list[tuple[int, str]]:
    return store.read(lambda c: c.execute("SELECT number, body FROM receipts ORDER BY number").fetchall())


def last(store: Store) -> Statement:
    return msgspec.json.decode(store.reads.sync_overview().receipt_body, type=Statement)


def keep(store: Store, world: World, *said: Statement) -> None:
    for one in said:
        LaptopSyncStore(store).keep_receipt(receipts.make(one, world.keys[-1]), one, agrees=True)


def on_days(said: Statement, count: int) -> Sequence[Statement]:
    """The same, as the centre says it on each of the next days."""
    begun = datetime.fromisoformat(said.server_time)
    days = (iso(begun + timedelta(days=n)) for n in range(1, count + 1))
    return [msgspec.structs.replace(said, server_time=day) for day in days]


def a_shift_with_receipts(folder: Path, world: World, *, backup: int = 0) -> list[tuple[int, str]]:
    """A finding that arrived, and a receipt on each of DAYS days; the first `backup` of them stand in a backup too."""
    with laptop(folder) as store:
        record(store, a_shift(), a_finding("f1"), ShiftClosed("shift-1", 1, 0))
        assert sync(store, world).outcome is Outcome.COMPLETE
        days = on_days(last(store), DAYS)
        keep(store, world, *days[:backup])
        if backup:
            backed_up(store)
        keep(store, world, *days[backup:])
        return kept(store)


def told(store: Store) -> Rescue:
    assert store.salvage is not None
    return store.salvage


def spoil_receipts(folder: Path, *, amid: bool) -> None:
    """Turns a bit where only receipts lie: amid them, so that there are some on either side, or above them all."""
    path, probe = folder / FILE_NAME, folder.with_name("probe.db")
    _, whole = damage.table(path, MASTER, "receipts")
    assert whole
    for page in range(1, path.stat().st_size // 4096):
        shutil.copy(path, probe)
        flip(probe, page * 4096 + 700)
        found, whole = damage.table(probe, MASTER, "receipts")
        if not whole and bool(found) == amid and damage.table(probe, MASTER, "settings")[1]:
            shutil.copy(probe, path)
            return
    pytest.fail("no such page")


@pytest.mark.parametrize(("backup", "at_least", "all_back"), [(0, DAYS // 2, False), (DAYS - 2, DAYS + 1, True)])
def test_receipts_on_both_sides_of_the_damage_come_back(
    folder: Path, world: World, backup: int, at_least: int, all_back: bool
) -> None:
    before = a_shift_with_receipts(folder, world, backup=backup)
    spoil_receipts(folder, amid=True)
    with laptop(folder) as store:
        found = kept(store)
        assert set(found) <= set(before)
        assert {before[0], before[-1]} <= set(found)
        assert (len(found) == len(before)) is all_back
        assert (told(store).receipts, told(store).receipts_dropped) == (len(found), 0)
        assert told(store).receipts >= at_least
        assert told(store).receipts_unsure, "the table itself could not tell"


def test_where_no_receipt_can_be_read_those_of_the_backup_count(folder: Path, world: World) -> None:
    before = a_shift_with_receipts(folder, world, backup=DAYS - 2)
    (folder / FILE_NAME).write_bytes(b"")
    with laptop(folder) as store:
        assert kept(store) == before[:-2]
        assert (told(store).receipts, told(store).receipts_unsure) == (DAYS - 1, True)
        assert store.reads.sync_overview().acknowledged_seq == last(store).through_seq


def test_damage_elsewhere_costs_no_receipt_and_says_so(folder: Path, world: World) -> None:
    before = a_shift_with_receipts(folder, world)
    flip(folder / FILE_NAME, 5000)
    with laptop(folder) as store:
        assert kept(store) == before
        assert (told(store).receipts, told(store).receipts_dropped) == (len(before), 0)


def test_a_salvaged_receipt_still_proves_its_shift_to_others(folder: Path, world: World) -> None:
    a_shift_with_receipts(folder, world)
    flip(folder / FILE_NAME, 5000)
    with laptop(folder) as store:
        proof, joined = store.reads.shift_receipt("shift-1"), store.identity().enrolment
        assert proof is not None
        assert joined is not None
        file = file_of(proof, joined, store.signer)
        assert receipt_file.check(receipt_file.read(receipt_file.content(file)), joined.pinned).is_complete


@pytest.mark.parametrize(
    "changed", [{"centre": "another"}, {"device": "another"}, {"digest": "0" * 64}, {"key_id": "ANOTHERKEYOFCITY"}]
)
def test_what_the_centre_did_not_say_of_this_laptop_is_dropped_and_told(
    folder: Path, world: World, changed: dict[str, str]
) -> None:
    a_shift_with_receipts(folder, world)
    with laptop(folder) as store:
        strange = msgspec.structs.replace(last(store), server_time="2027-03-01T00:00:00.000Z", **changed)
        keep(store, world, strange)
        before = kept(store)
    flip(folder / FILE_NAME, 5000)
    with laptop(folder) as store:
        assert kept(store) == before[:-1]
        assert (told(store).receipts, told(store).receipts_dropped) == (len(before) - 1, 1)


def test_a_receipt_whose_signature_fits_no_more_is_dropped_and_the_centre_signs_anew(
    folder: Path, world: World
) -> None:
    with laptop(folder) as store:
        record(store, a_shift(), a_finding("f1"))
        sync(store, world)
        with store.writing() as connection:
            connection.execute("UPDATE receipts SET body = replace(body, '\"findings\":1', '\"findings\":2')")
    flip(folder / FILE_NAME, 5000)
    with laptop(folder) as store:
        assert (told(store).receipts, told(store).receipts_dropped, kept(store)) == (0, 1, [])
        assert sync(store, world).outcome is Outcome.COMPLETE
        assert store.reads.sync_overview().unsent_lines == 0
        proof = store.reads.shift_receipt("shift-1")
        assert proof is not None
        assert (proof.account.gaps, proof.account.missing) == ((), ())


def test_a_laptop_that_never_met_a_centre_is_told_nothing_of_receipts(folder: Path) -> None:
    with laptop(folder) as store:
        record(store, a_shift())
    (folder / FILE_NAME).unlink()
    with laptop(folder) as store:
        assert (told(store).receipts, told(store).receipts_dropped, told(store).receipts_unsure) == (0, 0, False)


def test_a_laptop_made_again_from_its_folder_has_its_receipts(folder: Path, world: World, tmp_path: Path) -> None:
    before = a_shift_with_receipts(folder, world)
    with laptop(folder) as store:
        identity = store.identity()
    making = Restoring(tmp_path / "new", MASTER, clock=CLOCK, ids=next_id)
    rescue = making.of_folder(folder, MASTER, identity)
    assert (rescue.kind, rescue.receipts, rescue.receipts_dropped) == (RescueKind.RESTORED, len(before), 0)
    with laptop(tmp_path / "new") as store:
        assert kept(store) == before
        assert store.reads.finding_count(FindingFilter()) == 1


def test_what_the_centre_missed_in_a_receipt_that_is_lost_is_not_purged(folder: Path, world: World) -> None:
    """Its word of today, that it wants a photo again, went with the database; those of the backup say that all is there."""
    with laptop(folder) as store:
        record(store, a_shift())
        record_finding(store, "f1", b"1")
        sync(store, world)
        keep(store, world, *on_days(last(store), 20))
        backed_up(store)
        photo = a_photo(b"1").sha256
        world.laptops[store.device].photos.pop(photo)  # the centre was restored from an older backup
        lacks = msgspec.structs.replace(on_days(last(store), 1)[0], missing=(photo,), missing_count=1)
        keep(store, world, lacks)
    (folder / FILE_NAME).write_bytes(b"")
    with laptop(folder) as store:
        assert purged(store, 21) == Purged()
        assert store.photos.has(photo)
        world.now = iso(At(22).now())
        assert sync(store, world).outcome is Outcome.COMPLETE
        assert world.laptops[store.device].photos == {photo: b"1"}, "it went once more"


def test_of_a_day_the_last_receipt_stays(store: Store, world: World) -> None:
    record(store, a_shift())
    sync(store, world)
    said = last(store)
    hours = [msgspec.structs.replace(said, server_time=f"{NOW[:11]}{hour}:00:00.000Z") for hour in range(10, 24)]
    keep(store, world, *hours, *on_days(said, 1))
    times = [msgspec.json.decode(body, type=Statement).server_time for _, body in kept(store)]
    assert times == [hours[-1].server_time, on_days(said, 1)[0].server_time]


def test_an_earlier_receipt_stays_where_the_later_one_does_not_say_all_that_it_did(store: Store, world: World) -> None:
    record(store, a_shift(), a_finding("f1"))
    sync(store, world)
    said = last(store)
    fewer = msgspec.structs.replace(said, through_seq=said.through_seq - 1, server_time=f"{NOW[:11]}20:00:00.000Z")
    other = msgspec.structs.replace(said, epoch="another", server_time=f"{NOW[:11]}21:00:00.000Z")
    keep(store, world, fewer, other)
    apart = msgspec.structs.replace(said, server_time=f"{NOW[:11]}22:00:00.000Z")
    LaptopSyncStore(store).keep_receipt(Receipt(receipts.make(apart, world.keys[0]).body, ""), apart, agrees=False)
    assert len(kept(store)) == 4


def test_a_month_of_rounds_keeps_a_receipt_a_day(store: Store, world: World) -> None:
    for day in range(1, 31):
        for hour in (8, 12, 17):
            world.now = f"2027-01-{day:02}T{hour:02}:00:00.000Z"
            record(store, a_finding(f"f{day}-{hour}"))
            assert sync(store, world).outcome is Outcome.COMPLETE
    assert len(kept(store)) == 30
    assert store.read(journal.head).seq == last(store).through_seq
