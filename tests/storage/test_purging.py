"""What a receipt covers goes after two weeks, and the laptop works on: nothing is lost, nothing is sent again."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.ids import iso
from inspector_app.services.ports import Send
from inspector_app.services.upkeep_ports import Purged
from inspector_app.storage import journal, upkeep
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.place import stamp
from inspector_app.storage.second_copy import SEGMENT_BYTES
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.client.status import Outcome
from tests.storage.builders import a_draft, backed_up, laptop, record_finding
from tests.sync.centre import NOW, World
from tests.sync.test_with_storage import a_shift_of, joined, sync

SIGNED = datetime.fromisoformat(NOW)  # when the centre of the tests signs


class At:
    """A clock that stands `days` after the receipt."""

    def __init__(self, days: float) -> None:
        self._now = SIGNED.astimezone(UTC) + timedelta(days=days, seconds=1)

    def now(self) -> datetime:
        return self._now


def purged(store: Store, days: float) -> Purged:
    keeper = upkeep.Upkeep(store.folder, bytes(range(32)), At(days), store.identity, lambda: None, store.repay)
    return keeper.purge()


def heard(store: Store, world: World, days: float) -> None:
    """The laptop syncs that many days later, by the centre's clock."""
    world.now = iso(At(days).now())
    sync(store, world.api(store.device))


def photos_here(store: Store) -> int:
    return len(list((store.folder / "photos").glob("??/*.gcm")))


@pytest.fixture
def sent(store: Store) -> World:
    """The centre, after a shift of three findings went there."""
    world = World()
    api = joined(store, world)
    a_shift_of(store, 3)
    assert sync(store, api).outcome is Outcome.COMPLETE
    return world


@pytest.mark.parametrize(("days", "left"), [(13.9, 3), (14.1, 0)])
def test_photos_go_two_weeks_after_their_receipt(store: Store, sent: World, days: float, left: int) -> None:
    heard(store, sent, days)

    done = purged(store, days)

    assert photos_here(store) == left
    assert (done.photos, done.segments) == (3 - left, 0)


def test_a_photo_that_came_after_its_lines_is_kept_two_weeks_from_then_on(store: Store) -> None:
    world = World()
    sync(store, joined(store, world), only=frozenset())
    a_shift_of(store, 3)
    sync(store, world.api(store.device), only=frozenset())  # a metered line
    heard(store, world, 20)
    assert purged(store, 20) == Purged(), "the centre may yet be restored from yesterday's backup"
    heard(store, world, 34.1)
    assert purged(store, 34.1).photos == 3


def test_a_clock_that_jumped_ahead_purges_nothing_that_the_centre_took_today(store: Store, sent: World) -> None:
    assert purged(store, 3650) == Purged()
    heard(store, sent, 13)
    assert purged(store, 3650) == Purged()
    heard(store, sent, 3650)
    assert purged(store, 13) == Purged(), "and neither does a centre whose clock is ahead"
    assert photos_here(store) == 3


def test_what_was_never_sent_stays_however_old_it_is(store: Store, sent: World) -> None:
    heard(store, sent, 400)
    record_finding(store, "later", b"a later photo")

    purged(store, 400)

    assert store.photos.original(hashlib.sha256(b"a later photo").hexdigest()) == b"a later photo"
    assert photos_here(store) == 1


def test_a_photo_that_a_draft_names_stays(store: Store, sent: World) -> None:
    (first, *_) = sorted(path.stem for path in (store.folder / "photos").glob("??/*.gcm"))
    with store.unit_of_work() as uow:
        uow.save_draft(a_draft("draft-1", photos=(first,)))
    heard(store, sent, 400)

    purged(store, 400)

    assert photos_here(store) == 1


def test_a_laptop_that_has_purged_is_whole_for_its_officer_and_its_centre(store: Store, sent: World) -> None:
    heard(store, sent, 20)
    purged(store, 20)
    record_finding(store, "later", b"a later photo")

    report = sync(store, sent.api(store.device))

    finding = store.reads.finding("finding-1")
    assert (report.outcome, report.lost_photos) == (Outcome.COMPLETE, ())
    assert finding is not None
    assert finding.row.send is Send.ARRIVED
    with pytest.raises(StorageTrouble) as trouble:
        store.photos.original(finding.photos[0].photo.sha256)
    assert trouble.value.code is StorageCode.PHOTO_MISSING


def test_without_a_centre_nothing_goes(store: Store) -> None:
    record_finding(store, "f1", b"1")
    assert purged(store, 1000) == Purged()


def test_the_second_copy_goes_after_a_month_and_a_backup_and_a_salvage_still_finds_every_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop(folder) as store:
        monkeypatch.setattr(store._copy, "reserve", _one_segment_each(store))
        world = World()
        api = joined(store, world)
        a_shift_of(store, 6)
        sync(store, api)
        segments = len(list((folder / "lines").iterdir()))
        heard(store, world, 40)

        assert purged(store, 40).segments == 0, "no backup yet"
        backup = backed_up(store)
        backup.rename(backup.with_name(f"{stamp(At(5).now())}.db"))
        assert purged(store, 29).segments == 0
        assert purged(store, 40).segments == segments - 2
        before = store.read(lambda c: list(journal.every(c)))
    content = bytearray((folder / FILE_NAME).read_bytes())
    content[5000] ^= 1
    content[60_000:90_000] = bytes(30_000)
    (folder / FILE_NAME).write_bytes(content)

    with laptop(folder) as store:
        assert store.salvage is not None
        assert store.read(lambda c: list(journal.every(c)))[: len(before)] == before
        assert (store.salvage.lost, store.salvage.photos_gone) == (0, 0)


def test_a_segment_with_something_unreadable_in_it_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store._copy, "reserve", _one_segment_each(store))
    a_shift_of(store, 3)
    first, *_ = store._copy.closed()
    assert store._copy.whole(first) is not None

    path = store.folder / "lines" / first
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)

    assert store._copy.whole(first) is None


def test_a_salvage_counts_the_photos_anew(folder: Path) -> None:
    with laptop(folder) as store:
        for n in range(4):
            record_finding(store, f"f{n}", bytes([n]) * 9)
        store.photos.keep(b"of a record that nobody has")
        named = hashlib.sha256(bytes([2]) * 9).hexdigest()
        (folder / "photos" / named[:2] / f"{named}.gcm").unlink()
    content = bytearray((folder / FILE_NAME).read_bytes())
    content[5000] ^= 1
    (folder / FILE_NAME).write_bytes(content)

    with laptop(folder) as store:
        assert store.salvage is not None
        assert (store.salvage.photos, store.salvage.photos_gone, store.salvage.unnamed) == (3, 1, 1)
        assert store.reads.rescues()[-1] == store.salvage
        record_finding(store, "after", b"and the work goes on")


def _one_segment_each(store: Store) -> Callable[[int, int], None]:
    reserve = store._copy.reserve

    def full(first_seq: int, size: int) -> None:
        store._copy._end = SEGMENT_BYTES
        reserve(first_seq, size)

    return full
