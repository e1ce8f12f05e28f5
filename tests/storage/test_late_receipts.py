"""A receipt that was long on its way, on a stick say, says nothing that a newer one does not know better."""

import msgspec
import pytest

from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import receiving
from sync.client.status import Outcome
from sync.protocol.laptop import Head
from sync.protocol.parcels import ParcelAnswer
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import a_photo, a_shift, record, record_finding
from tests.storage.test_sync_store import sync
from tests.sync.centre import World

EARLY, LATE = "2026-11-22T08:00:00.000Z", "2026-11-23T08:00:00.000Z"
PHOTO = a_photo(b"1").sha256


@pytest.fixture
def world() -> World:
    return World()


def last(store: Store) -> Receipt:
    seen = store.reads.sync_overview()
    return Receipt(seen.receipt_body, seen.receipt_sig)


def said(receipt: Receipt) -> Statement:
    return msgspec.json.decode(receipt.body, type=Statement)


def take(store: Store, world: World, *receipts: Receipt) -> None:
    receiving.take(
        LaptopSyncStore(store),
        ParcelAnswer(parcel="", device=store.device, keys=world.offered_keys(), receipts=receipts),
    )


def forget_photo(store: Store, world: World) -> None:
    """The centre was restored from a backup without it, and the laptop's file is gone as well."""
    world.laptops[store.device].photos.pop(PHOTO)
    (store.folder / "photos" / PHOTO[:2] / f"{PHOTO}.gcm").unlink()


@pytest.fixture
def early(store: Store, world: World) -> Receipt:
    """The receipt for a finding and its photo, which all arrived."""
    world.now = EARLY
    record(store, a_shift())
    record_finding(store, "f1", b"1")
    assert sync(store, world).outcome is Outcome.COMPLETE
    return last(store)


def test_what_a_newer_receipt_misses_stays_missing_when_an_old_one_is_taken(
    store: Store, world: World, early: Receipt
) -> None:
    world.now = LATE
    forget_photo(store, world)
    world.laptops[store.device].proven.clear()
    assert sync(store, world).outcome is Outcome.INCOMPLETE
    assert said(last(store)).missing == (PHOTO,)

    take(store, world, early)

    seen, proof = store.reads.sync_overview(), store.reads.shift_receipt()
    assert (seen.photos, seen.photos_arrived) == (1, 0)
    assert said(last(store)).server_time == LATE
    assert proof is not None
    assert [photo.sha256 for photo in proof.account.missing] == [PHOTO]


def test_a_photo_that_a_newer_receipt_of_fewer_lines_misses_is_not_there(
    store: Store, world: World, early: Receipt
) -> None:
    fewer = msgspec.structs.replace(
        said(early), through_seq=said(early).through_seq - 1, server_time=LATE, missing=(PHOTO,), missing_count=1
    )
    with store.writing() as connection:
        connection.execute("DELETE FROM receipts")
    body = msgspec.json.encode(fewer).decode()
    LaptopSyncStore(store).keep_receipt(Receipt(body, ""), fewer, agrees=True)

    take(store, world, early)

    assert store.reads.sync_overview().photos_arrived == 0


def test_what_arrived_meanwhile_does_not_wait_again_when_an_old_receipt_misses_it(store: Store, world: World) -> None:
    world.now = EARLY
    record(store, a_shift())
    record_finding(store, "f1", b"1")
    path = store.folder / "photos" / PHOTO[:2] / f"{PHOTO}.gcm"
    original = path.read_bytes()
    path.unlink()
    sync(store, world)
    early = last(store)
    path.write_bytes(original)
    world.now = LATE
    assert sync(store, world).outcome is Outcome.COMPLETE

    take(store, world, early)

    assert store.reads.sync_overview().photos_arrived == 1
    assert said(last(store)).server_time == LATE


def test_the_receipt_of_an_older_epoch_that_comes_late_is_not_the_last_word(
    store: Store, world: World, early: Receipt
) -> None:
    through = said(early)
    store.fork(
        after=Head(through.epoch, through.through_seq, through.digest), reason="fork", now="2026-11-22T09:00:00.000Z"
    )
    world.now = LATE
    record_finding(store, "f2", b"2")
    sync(store, world)
    newest = last(store)
    assert said(newest).epoch != through.epoch

    take(store, world, early)

    assert last(store) == newest


def test_an_old_receipt_that_is_the_only_one_for_its_lines_still_counts(store: Store, world: World) -> None:
    world.now = EARLY
    record(store, a_shift())
    record_finding(store, "f1", b"1")
    sync(store, world)
    early = last(store)
    with store.writing() as connection:
        connection.execute("DELETE FROM receipts")
        connection.execute("UPDATE epochs SET acknowledged = 0")
        connection.execute("UPDATE photo_files SET arrived = 0")
        connection.execute("DELETE FROM stored_photos")

    take(store, world, early)

    seen = store.reads.sync_overview()
    assert (seen.unsent_lines, seen.photos_arrived) == (0, 1)
    assert last(store) == early
