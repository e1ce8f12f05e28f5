"""How far findings have got on their way: when their lines are carried, and when all is drawn again."""

from inspector_app.services.ports import FindingFilter, Send
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.laptop import Head
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import a_shift, record, record_finding


def recorded(store: Store, finding_id: str) -> Head:
    record_finding(store, finding_id)
    return LaptopSyncStore(store).head()


def take_receipt(store: Store, through: Head, *, agrees: bool) -> None:
    said = Statement(
        centre="c", device=store.device, epoch=through.epoch, through_seq=through.seq, digest=through.digest, findings=0,
        photos=0, missing_count=0, missing=(), quarantined=(), server_time="", key_id="",
    )  # fmt: skip
    LaptopSyncStore(store).keep_receipt(Receipt("{}", ""), said, agrees=agrees)


def sends(store: Store) -> list[Send]:
    """Of every finding, the newest first."""
    return [row.send for row in store.reads.first_rows(FindingFilter(), 9)]


def test_a_finding_whose_lines_are_carried_waits_again(store: Store) -> None:
    record(store, a_shift())
    first, second = (recorded(store, name) for name in ("f1", "f2"))
    take_receipt(store, second, agrees=True)
    assert sends(store) == [Send.ARRIVED, Send.ARRIVED]

    LaptopSyncStore(store).open_epoch(after=first, reason="fork", now="2026-11-22T09:00:00.000Z")

    assert sends(store) == [Send.WAITING, Send.ARRIVED]


def test_what_receipts_covered_is_covered_after_a_rebuild_and_no_more(store: Store) -> None:
    record(store, a_shift())
    first, second, third = (recorded(store, name) for name in ("f1", "f2", "f3"))
    for through, agrees in ((first, True), (second, True), (third, False)):
        take_receipt(store, through, agrees=agrees)
    before = sends(store), store.reads.sync_overview()
    assert before[0] == [Send.WAITING, Send.ARRIVED, Send.ARRIVED]

    store.rebuild()

    assert (sends(store), store.reads.sync_overview()) == before
