"""A damaged database is set aside, never deleted, and everything that can be read comes back."""

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from inspector_app.domain.events import FindingAmended
from inspector_app.domain.rescue import Rescue, RescueKind
from inspector_app.services.ports import FindingFilter, Send
from inspector_app.storage import durable, journal, rescues, salvage
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.identity import Identity
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.protocol.laptop import Enrolment, RoundEnded
from sync.protocol.lines import verify
from tests.receipts import a_statement, chain, signed
from tests.storage.builders import LI, a_draft, a_finding, a_shift, backed_up, laptop, opened, record, record_finding

COUNT = 60


@pytest.fixture(scope="session")
def a_used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with COUNT findings, one more with a photo, a draft and an enrolment."""
    folder = tmp_path_factory.mktemp("used") / "data"
    with laptop(folder) as store:
        record(store, a_shift(), *(a_finding(f"f{n}", note=f"第{n}处 " + "占道经营" * 40) for n in range(COUNT)))
        record_finding(store, "photographed", b"original")
        with store.unit_of_work() as uow:
            uow.save_draft(a_draft("d1", note="还没保存"))
        store.keep_identity(enrolled(store))
    return folder


@pytest.fixture
def used(a_used_folder: Path, folder: Path) -> Path:
    shutil.copytree(a_used_folder, folder)
    return folder


def enrolled(store: Store) -> Identity:
    (key,) = chain()
    centre = Enrolment(
        url="https://c", device=store.device, centre="centre-1", pinned=key.key_id, keys={key.key_id: key.public}, buckets=("area/all",)
    )  # fmt: skip
    return msgspec.structs.replace(store.identity(), enrolment=centre)


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= 0x10
    path.write_bytes(content)


def truncate(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "first byte": lambda path: flip(path, 0),
    "first page": lambda path: flip(path, 700),
    "second page": lambda path: flip(path, 5000),
    "middle": lambda path: flip(path, path.stat().st_size // 2),
    "end": lambda path: flip(path, path.stat().st_size - 100),
    "half": lambda path: truncate(path, 0.5),
    "odd length": lambda path: truncate(path, 0.7321),
    "one page": lambda path: path.write_bytes(path.read_bytes()[:4096]),
    "empty": lambda path: path.write_bytes(b""),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "noise": lambda path: path.write_bytes(random.Random(1).randbytes(path.stat().st_size)),
    "another file": lambda path: path.write_bytes(b"%PDF-1.7 " * 1000),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_every_line_comes_back(used: Path, damage: Callable[[Path], object]) -> None:
    with laptop(used) as store:
        before = store.read(lambda c: list(journal.every(c)))
    damage(used / FILE_NAME)
    left = (used / FILE_NAME).read_bytes() if (used / FILE_NAME).exists() else None
    with laptop(used) as store:
        told = store.salvage
        after = store.read(lambda c: list(journal.every(c)))
        assert after[: len(before)] == before
        assert store.reads.finding_count(FindingFilter()) == COUNT + 1
        assert len(store.reads.finding_ids(FindingFilter(text="占道经营"))) == COUNT
        assert store.identity().enrolment is not None
    assert told is not None
    assert (told.kind, told.lines, told.lost) == (RescueKind.SALVAGED, len(before), 0)
    assert bool(told.moved_to) == (left is not None)
    if left is not None:
        assert (used / told.moved_to / FILE_NAME).read_bytes() == left, "what was damaged is kept as it was"


def test_a_salvaged_journal_goes_on_in_a_new_epoch(used: Path) -> None:
    with laptop(used) as store:
        before = store.read(journal.head)
    flip(used / FILE_NAME, 5000)
    with laptop(used) as store:
        lines = store.read(lambda c: list(journal.every(c)))
        opening = lines[before.seq]
        assert (opening.kind, opening.prev, opening.seq) == ("epoch.opened", before.digest, before.seq + 1)
        assert b'"reason":"salvaged"' in bytes(opening.body)
        record_finding(store, "after", b"2")
        assert store.reads.finding_count(FindingFilter()) == COUNT + 2


def test_what_is_kept_beside_the_journal_comes_back_where_it_can_be_read(used: Path) -> None:
    with laptop(used) as store:
        with store.writing() as connection:
            connection.execute("INSERT INTO cursors VALUES ('area/all', 7)")
        fifth = store.read(lambda c: journal.between(c, 5, 5))[0]
        said = a_statement(
            centre="centre-1", device=store.device, epoch=fifth.epoch, through_seq=5, digest=fifth.digest
        )
        LaptopSyncStore(store).keep_receipt(signed(said), said, agrees=True)
    flip(used / FILE_NAME, (used / FILE_NAME).stat().st_size - 100)
    with laptop(used) as store:
        assert store.salvage is not None
        assert store.salvage.drafts == 1
        assert [draft.note for draft in store.reads.drafts()] == ["还没保存"]
        assert store.reads.sync_overview().acknowledged_seq == 5
        rows = store.reads.first_rows(FindingFilter(), COUNT + 1)
        assert [row.send for row in rows[-4:]] == [Send.WAITING, Send.ARRIVED, Send.ARRIVED, Send.ARRIVED]


def test_drafts_that_the_damaged_file_cannot_tell_come_from_the_newest_backup(used: Path) -> None:
    with laptop(used) as store:
        backed_up(store)
        with store.unit_of_work() as uow:
            uow.save_draft(a_draft("d2", note="备份之后"))
        record_finding(store, "f-new", b"3")
        backed_up(store)
    DAMAGES["noise"](used / FILE_NAME)
    with laptop(used) as store:
        assert {draft.note for draft in store.reads.drafts()} == {"还没保存", "备份之后"}
        assert store.salvage is not None
        assert (store.salvage.drafts, store.salvage.drafts_unsure) == (2, True), "later ones may have been there"


def test_a_draft_of_the_backup_that_was_saved_since_is_no_draft_again(used: Path) -> None:
    with laptop(used) as store:
        backed_up(store)
        record_finding(store, "d1", b"3")
    DAMAGES["zeros"](used / FILE_NAME)
    with laptop(used) as store:
        assert store.reads.drafts() == []
        assert store.reads.finding("d1") is not None


def test_drafts_that_could_all_be_read_are_all_there_were(used: Path) -> None:
    flip(used / FILE_NAME, (used / FILE_NAME).stat().st_size - 100)
    with laptop(used) as store:
        assert store.salvage is not None
        assert (store.salvage.drafts, store.salvage.drafts_unsure) == (1, False)


def test_what_happened_is_told_at_later_starts_too(used: Path) -> None:
    flip(used / FILE_NAME, 5000)
    with laptop(used) as store:
        first = store.salvage
    with laptop(used) as store:
        assert store.salvage is None
        assert store.reads.rescues() == [first]
    (used / FILE_NAME).unlink()
    with laptop(used) as store:
        assert store.reads.rescues() == [store.salvage], "the list went with the database"
        assert store.salvage is not None
        assert store.salvage.moved_to == "", "there was nothing left to set aside"


def test_only_the_last_rescues_are_kept(store: Store) -> None:
    happened = [Rescue(f"2026-11-22T01:00:{n:02}.000Z", RescueKind.PARTED, lines=n) for n in range(30)]
    for one in happened:
        with store.writing() as connection:
            rescues.note(connection, one)
    assert store.reads.rescues() == happened[-rescues.MOST_KEPT :]


def test_lines_that_only_the_database_holds_come_back_from_it(used: Path) -> None:
    with laptop(used) as store:
        last = store.read(journal.head).seq
    shutil.rmtree(used / "lines")
    flip(used / FILE_NAME, (used / FILE_NAME).stat().st_size * 2 // 3)
    with laptop(used) as store:
        told = store.salvage
        assert told is not None
        assert told.from_copy == 0
        assert last // 2 < told.lines <= last
        findings = store.reads.finding_count(FindingFilter())
        assert findings >= told.lines - 4
    assert told.lost == 0 or told.lines < last


def test_lines_behind_a_gap_are_carried_and_shown(used: Path) -> None:
    """Second copy and database both damaged at the same line: what stands behind it is not lost."""
    with laptop(used) as store:
        lines = store.read(lambda c: list(journal.every(c)))
    (segment,) = (used / "lines").iterdir()
    places = [found.start() for found in re.finditer(b"721L", segment.read_bytes())]
    flip(segment, places[20] + 60)
    (used / FILE_NAME).unlink()
    with laptop(used) as store:
        told = store.salvage
        assert told is not None
        assert (told.lines, told.lost) == (len(lines) - 1, 1)
        after = store.read(lambda c: list(journal.every(c)))
        assert after[:20] == lines[:20]
        assert after[20].kind == "epoch.opened"
        assert {line.kind for line in after[21:]} == {"line.carried"}
        assert [line.about for line in after[21:]] == [line.about for line in lines[21:]]
        verify(store.device, after[20:], after=after[19].digest)
        assert store.reads.finding_count(FindingFilter()) == COUNT
        found = store.reads.finding("photographed")
        assert found is not None
        assert found.row.photos == 1
        store.rebuild()
        assert store.reads.finding_count(FindingFilter()) == COUNT
    with laptop(used) as store:
        assert store.salvage is None
        assert store.read(lambda c: list(journal.every(c))) == after


def test_a_second_salvage_loses_nothing_of_the_first(used: Path) -> None:
    test_lines_behind_a_gap_are_carried_and_shown(used)
    with laptop(used) as store:
        record_finding(store, "between", b"3")
        before = store.read(lambda c: list(journal.every(c)))
    (used / FILE_NAME).write_bytes(b"")
    with laptop(used) as store:
        after = store.read(lambda c: list(journal.every(c)))
        assert after[: len(before)] == before
        assert store.reads.finding_count(FindingFilter()) == COUNT + 1
        assert [line.kind for line in after[len(before) :]] == ["epoch.opened"]


class Died(BaseException):
    pass


@pytest.mark.parametrize("step", ["copy_kept", "rebuild", "_finish", "after rename"])
def test_a_salvage_that_is_cut_short_is_done_again(used: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    with laptop(used) as store:
        before = store.read(lambda c: list(journal.every(c)))
    flip(used / FILE_NAME, 5000)
    damaged = (used / FILE_NAME).read_bytes()

    def dies(*args: object, **kwargs: object) -> None:
        raise Died

    with monkeypatch.context() as patched:
        if step == "after rename":
            patched.setattr(durable, "sync_folder", _dies_when((used / FILE_NAME).exists))
        else:
            patched.setattr(salvage, step, dies)
        with pytest.raises(Died):
            opened(used)
    with laptop(used) as store:
        assert store.read(lambda c: list(journal.every(c)))[: len(before)] == before
        assert store.reads.finding_count(FindingFilter()) == COUNT + 1
    kept = [path.read_bytes() for path in (used / "damaged").glob(f"*/{FILE_NAME}")]
    assert damaged in kept
    assert not salvage.is_unfinished(used)


def _dies_when(holds: Callable[[], bool]) -> Callable[[Path], None]:
    moved = []

    def sync_folder(folder: Path) -> None:
        moved.append(holds())
        if moved[-1] and False in moved:
            raise Died

    return sync_folder


def test_damage_that_is_met_at_work_is_coded_and_salvaged_at_the_next_start(used: Path) -> None:
    store = opened(used)
    with (used / FILE_NAME).open("r+b") as file:
        file.seek(4096)
        file.write(bytes((used / FILE_NAME).stat().st_size - 4096))
    with pytest.raises(StorageTrouble) as trouble:
        store.upkeep.check()
    assert trouble.value.code is StorageCode.DAMAGED
    store.close()
    with laptop(used) as store:
        assert store.salvage is not None
        assert store.reads.finding_count(FindingFilter()) == COUNT + 1


def test_an_older_database_that_is_put_back_catches_up(used: Path, tmp_path: Path) -> None:
    shutil.copy(used / FILE_NAME, tmp_path / "older.db")
    with laptop(used) as store:
        record_finding(store, "newer", b"4", note="新的")
        record(store, FindingAmended("f3", note="改过"))
        before = store.read(lambda c: list(journal.every(c)))
    shutil.copy(tmp_path / "older.db", used / FILE_NAME)
    with laptop(used) as store:
        assert store.salvage is None
        assert store.read(lambda c: list(journal.every(c))) == before
        assert store.reads.finding_count(FindingFilter(text="新的")) == 1
        amended = store.reads.finding("f3")
        assert amended is not None
        assert (amended.note, amended.officer) == ("改过", LI.number)
        (told,) = store.reads.rescues()
        assert (told.kind, told.lines, told.lost) == (RescueKind.CAUGHT_UP, 3, 0)


@pytest.mark.parametrize("seed", range(12))
def test_any_flipped_bit_costs_nothing(used: Path, seed: int) -> None:
    chance = random.Random(seed)
    flip(used / FILE_NAME, chance.randrange((used / FILE_NAME).stat().st_size))
    with laptop(used) as store:
        assert store.reads.finding_count(FindingFilter()) == COUNT + 1
        assert len(store.reads.drafts()) <= 1


def test_whatever_is_saved_after_damage_at_work_is_coded_too(used: Path) -> None:
    ended = RoundEnded(started_at="", lines=0, photos=0, sent_bytes=0, took_ms=0, outcome="laptop_damaged")
    receipts = "SELECT rootpage FROM sqlite_master WHERE name = 'receipts'"
    with laptop(used) as store:
        page = store.read(lambda c: c.execute(receipts).fetchone()[0])
    looked = (used / FILE_NAME).stat()
    flip(used / FILE_NAME, (page - 1) * 4096 + 1000)
    os.utime(used / FILE_NAME, ns=(looked.st_atime_ns, looked.st_mtime_ns))  # nobody has touched it: a disk did it
    with laptop(used) as store:
        LaptopSyncStore(store).keep_round(ended)
        with pytest.raises(StorageTrouble), store.writing() as connection:
            connection.execute("INSERT INTO receipts (epoch, through_seq, agrees, body, sig) VALUES ('', 1, 0, '', '')")
        with pytest.raises(StorageTrouble) as trouble:
            LaptopSyncStore(store).keep_round(ended)
        assert trouble.value.code is StorageCode.DAMAGED
    with laptop(used) as store:
        assert store.salvage is not None
        assert store.reads.finding_count(FindingFilter()) == COUNT + 1
