"""How far findings have got on their way: when their lines are carried, and when all is drawn again."""

import msgspec

from inspector_app.services.ports import FindingFilter, Send
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.laptop import Head
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import a_photo, a_shift, record, record_finding

PHOTO = b"a photo"
NEWS = frozenset({"f1"})


def recorded(store: Store, finding_id: str) -> Head:
    record_finding(store, finding_id)
    return LaptopSyncStore(store).head()


def take_receipt(sync: LaptopSyncStore, through: Head, *, agrees: bool, missing: tuple[str, ...] = ()) -> None:
    said = Statement(
        centre="c", device="laptop-1", epoch=through.epoch, through_seq=through.seq, digest=through.digest, findings=0,
        photos=0, missing_count=len(missing), missing=missing, quarantined=(), server_time="", key_id="",
    )  # fmt: skip
    sync.keep_receipt(Receipt(msgspec.json.encode(said).decode(), ""), said, agrees=agrees)


def sends(store: Store) -> list[Send]:
    """Of every finding, the newest first."""
    return [row.send for row in store.reads.first_rows(FindingFilter(), 9)]


def test_a_finding_whose_lines_are_carried_waits_again(store: Store) -> None:
    record(store, a_shift())
    first, second = (recorded(store, name) for name in ("f1", "f2"))
    take_receipt(LaptopSyncStore(store), second, agrees=True)
    assert sends(store) == [Send.ARRIVED, Send.ARRIVED]

    LaptopSyncStore(store).open_epoch(after=first, reason="fork", now="2026-11-22T09:00:00.000Z")

    assert sends(store) == [Send.WAITING, Send.ARRIVED]


def test_what_receipts_covered_is_covered_after_a_rebuild_and_no_more(store: Store) -> None:
    record(store, a_shift())
    first, second, third = (recorded(store, name) for name in ("f1", "f2", "f3"))
    for through, agrees in ((first, True), (second, True), (third, False)):
        take_receipt(LaptopSyncStore(store), through, agrees=agrees)
    before = sends(store), store.reads.sync_overview()
    assert before[0] == [Send.WAITING, Send.ARRIVED, Send.ARRIVED]

    store.rebuild()

    assert (sends(store), store.reads.sync_overview()) == before


def test_a_receipt_that_names_what_is_known_to_be_missing_is_no_news(store: Store) -> None:
    record(store, a_shift())
    record_finding(store, "f1", PHOTO)
    told: list[frozenset[str]] = []
    sync = LaptopSyncStore(store, on_changes=lambda changes: told.append(changes.findings))
    digest = a_photo(PHOTO).sha256

    def named_missing() -> frozenset[str]:
        take_receipt(sync, sync.head(), agrees=False, missing=(digest,))
        return told[-1]

    assert named_missing() == frozenset()
    sync.mark_stored([digest])
    assert (told[-1], named_missing(), named_missing()) == (NEWS, NEWS, frozenset())


def test_the_receipt_of_an_earlier_epoch_is_outdated_once_what_it_misses_has_arrived(store: Store) -> None:
    record(store, a_shift())
    record_finding(store, "f1", PHOTO)
    sync, digest = LaptopSyncStore(store), a_photo(PHOTO).sha256
    end = sync.head()
    take_receipt(sync, end, agrees=True, missing=(digest,))
    sync.mark_stored([digest])
    while_it_is_the_last = sync.outdated_receipts()
    sync.open_epoch(after=end, reason="fork", now="2026-11-22T09:00:00.000Z")
    behind_another = sync.outdated_receipts()

    take_receipt(sync, end, agrees=True)

    assert (while_it_is_the_last, behind_another, sync.outdated_receipts()) == ([], [(end.epoch, end.seq)], [])
