"""What proves a shift, read from the journal and the receipts that were kept."""

from dataclasses import replace

import msgspec
import pytest

from inspector_app.domain.events import PhotoTaken, ShiftClosed
from inspector_app.services.overview import ShiftReceipt
from inspector_app.services.receipts import file_of
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol import receipt_file
from sync.protocol.laptop import Head
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import a_finding, a_photo, a_shift, record
from tests.storage.test_sync_store import sync
from tests.sync.centre import World


@pytest.fixture
def world() -> World:
    return World()


def proof(store: Store, shift: str = "") -> ShiftReceipt:
    found = store.reads.shift_receipt(shift)
    assert found is not None
    return found


def test_before_the_first_sync_nothing_proves_a_shift(store: Store) -> None:
    record(store, a_shift())
    assert store.reads.shift_receipt() is None
    assert store.reads.receipts() == []


def test_everything_here_is_proved_before_the_first_shift(store: Store, world: World) -> None:
    sync(store, world)
    assert (proof(store).account.shift, proof(store).account.gaps) == ("", ())


def test_a_shift_that_arrived_lacks_nothing(store: Store, world: World) -> None:
    record(store, a_shift("s-1"), a_finding("f-1", shift="s-1"))
    sync(store, world)
    told = proof(store).account
    assert (told.shift, told.findings, told.gaps, told.missing, told.later) == ("s-1", 1, (), (), 0)


def test_lines_after_the_receipt_are_a_gap_while_the_shift_is_open(store: Store, world: World) -> None:
    record(store, a_shift("s-1"))
    sync(store, world)
    last = store.reads.sync_overview().last_seq
    record(store, a_finding("f-1", shift="s-1"), a_finding("f-2", shift="s-1"))
    (gap,) = proof(store).account.gaps
    assert (gap.first, gap.last) == (last + 1, last + 2)


def test_lines_after_a_closed_shift_make_its_receipt_an_older_one(store: Store, world: World) -> None:
    record(store, a_shift("s-1"), ShiftClosed("s-1", 0, 0))
    sync(store, world)
    record(store, a_shift("s-2"), a_finding("f-1", shift="s-2"))
    told = proof(store).account
    assert (told.shift, told.gaps, told.later) == ("s-1", (), 2)
    assert [one.account.shift for one in store.reads.receipts()] == ["s-1"]
    assert store.reads.shift_receipt("s-2") is None
    assert store.reads.shift_receipt("nobody's") is None


def test_a_photo_that_the_laptop_lost_is_named_with_its_finding(store: Store, world: World) -> None:
    taken = PhotoTaken("f-1", replace(a_photo(b"never kept"), file_name="现场1.jpg"))
    record(store, a_shift("s-1"), a_finding("f-1", shift="s-1"), taken)
    sync(store, world)
    (missing,) = proof(store).account.missing
    assert (missing.sha256, missing.about, missing.here) == (taken.photo.sha256, "f-1", False)
    assert (missing.kind, missing.file_name) == ("stall", "现场1.jpg")

    store.photos.keep(b"never kept")
    sync(store, world)
    assert proof(store).account.missing == ()


def test_what_a_fork_carried_counts_where_it_was_carried_to(store: Store, world: World) -> None:
    record(store, a_shift("s-1"))
    sync(store, world)
    anchor = store.reads.sync_overview()
    record(store, a_finding("f-1", shift="s-1"), ShiftClosed("s-1", 1, 0))
    digest = LaptopSyncStore(store).digest_at(anchor.epoch, anchor.last_seq) or ""
    store.fork(after=Head(anchor.epoch, anchor.last_seq, digest), reason="fork", now="2026-11-22T02:00:00.000Z")
    told = proof(store).account
    assert [(gap.epoch == anchor.epoch, gap.last - gap.first + 1) for gap in told.gaps] == [(False, 3)]


def test_a_receipt_that_does_not_agree_proves_nothing(store: Store, world: World) -> None:
    record(store, a_shift("s-1"))
    sync(store, world)
    before = proof(store)
    said = msgspec.structs.replace(msgspec.json.decode(before.receipts[-1].body, type=Statement), findings=99)
    LaptopSyncStore(store).keep_receipt(Receipt(msgspec.json.encode(said).decode(), ""), said, agrees=False)
    assert proof(store) == before


def test_it_becomes_a_file_that_others_verify(store: Store, world: World) -> None:
    record(store, a_shift("s-1"), a_finding("f-1", shift="s-1"))
    sync(store, world)
    joined = store.identity().enrolment
    assert joined is not None
    file = file_of(proof(store), joined, store.signer)
    assert receipt_file.check(receipt_file.read(receipt_file.content(file)), joined.pinned).is_complete


def test_a_laptop_that_joined_before_chains_were_kept_shows_the_key_that_it_pinned(store: Store, world: World) -> None:
    record(store, a_shift("s-1"))
    sync(store, world)
    joined = store.identity().enrolment
    assert joined is not None
    old = msgspec.structs.replace(joined, chain=())
    assert file_of(proof(store), old, store.signer) == file_of(proof(store), joined, store.signer)
