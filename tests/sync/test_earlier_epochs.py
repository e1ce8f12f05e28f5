"""Epochs before the current one, of a laptop whose database was put back: what the centre loses of them, and their receipts."""

from sync.client.status import Outcome
from tests.sync.centre import World
from tests.sync.laptop import Laptop
from tests.sync.test_engine import SMALL, a_shift


def test_a_photo_of_an_earlier_epoch_that_the_centre_lost_is_sent_again() -> None:
    world = World()
    laptop = a_shift(world)
    backup = laptop.twin("backup")
    laptop.journal.record_finding("after the backup", SMALL)
    laptop.sync(world.api("laptop-1"))
    backup.sync(world.api("laptop-1"))
    backup.journal.record_finding("after the restoring")
    backup.sync(world.api("laptop-1"))
    held = world.laptops["laptop-1"]
    whole = dict(held.photos)
    del held.photos[next(iter(backup.journal.photos))]

    report = backup.sync(world.api("laptop-1"))

    assert (report.outcome, held.photos) == (Outcome.COMPLETE, whole)


def test_the_last_receipt_is_that_of_the_newest_epoch_also_when_an_older_one_is_proved_again() -> None:
    world = World()
    laptop = a_shift(world)
    backup = laptop.twin("backup")
    laptop.journal.record_finding("after the backup")
    laptop.sync(world.api("laptop-1"))
    backup.sync(world.api("laptop-1"))
    backup.journal.record_finding("after the restoring")
    backup.sync(world.api("laptop-1"))
    backup.journal.receipts.clear()  # its database was put back once more, and caught up

    assert backup.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE

    check_covers(backup)


def test_a_receipt_of_an_earlier_epoch_is_renewed_when_its_photo_arrives_at_last() -> None:
    world = World()
    laptop = a_shift(world)
    backup = laptop.twin("backup")
    laptop.journal.record_finding("after the backup")
    laptop.sync(world.api("laptop-1"))
    kept = dict(backup.journal.photos)
    backup.journal.photos.clear()  # its disk cannot read them for a while
    world.laptops["laptop-1"].photos.clear()
    backup.sync(world.api("laptop-1"))
    backup.journal.record_finding("after the restoring")
    backup.sync(world.api("laptop-1"))
    first = next(said for said, _ in reversed(backup.journal.receipts) if said.epoch == "laptop-1-e1")
    backup.journal.photos.update(kept)

    assert backup.sync(world.api("laptop-1")).outcome is Outcome.COMPLETE

    last = next(said for said, _ in reversed(backup.journal.receipts) if said.epoch == "laptop-1-e1")
    assert (first.missing_count, last.missing_count) == (len(kept), 0)
    check_covers(backup)


def check_covers(laptop: Laptop) -> None:
    said, head = laptop.journal.receipts[-1][0], laptop.journal.head()
    assert (said.epoch, said.through_seq, said.digest) == (head.epoch, head.seq, head.digest)
