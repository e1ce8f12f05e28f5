"""The sync engine over the real store, against the centre in memory: what goes out, what comes back, what screens then show."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from inspector_app.domain.events import FindingAmended, PhotoTaken, TaskAnswered
from inspector_app.domain.rescue import RescueKind
from inspector_app.domain.task import Outcome, TaskState
from inspector_app.services.changes import Changes
from inspector_app.services.ports import FindingFilter, Send
from inspector_app.storage import journal
from inspector_app.storage.identity import LaptopKey
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.ports import Signer, SyncStore
from sync.client.status import Outcome as Ended
from sync.client.status import SyncReport
from sync.protocol.canonical import canonical, parse
from sync.protocol.laptop import Head, RoundEnded
from sync.protocol.lines import LINE_CARRIED, ORIGIN, Entry, Line, seal, verify
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import LI, WANG, a_finding, a_photo, a_shift, backed_up, laptop, record, record_finding
from tests.storage.feed_items import assigned, page
from tests.sync.centre import World

NOW = "2026-11-22T09:00:00.000Z"


def satisfies_the_ports(store: LaptopSyncStore, key: LaptopKey) -> tuple[SyncStore, Signer]:
    """mypy proves it."""
    return store, key


@pytest.fixture
def world() -> World:
    return World()


def sync(store: Store, world: World) -> SyncReport:
    inner = LaptopSyncStore(store)
    api = world.api(store.device)
    if inner.enrolment() is None:
        enrolling.enrol(
            world.code(),
            "https://centre.example",
            "巡查一号",
            device=store.device,
            signer=store.signer,
            api=api,
            store=inner,
        )
    engine = Engine(api, inner, store.signer, now=lambda: NOW, steady=lambda: 0.0, app="1.0.0")
    return engine.run_round(lambda _: None, lambda: False, shift="shift-1")


def sends(store: Store) -> list[Send]:
    return [row.send for row in store.reads.first_rows(FindingFilter(), 100)]


def take_receipt(store: Store, through: Head, *, agrees: bool = True, missing: tuple[str, ...] = ()) -> None:
    """The centre's last receipt once more, but for the journal up to `through`."""
    body = store.reads.sync_overview().receipt_body
    said = msgspec.structs.replace(
        msgspec.json.decode(body, type=Statement),
        epoch=through.epoch, through_seq=through.seq, digest=through.digest, missing=missing,
    )  # fmt: skip
    LaptopSyncStore(store).keep_receipt(Receipt(body, ""), said, agrees=agrees)


@pytest.fixture
def full(store: Store) -> Store:
    """A laptop with a shift, three findings and two photos."""
    record(store, a_shift())
    record_finding(store, "f1", b"1", b"2")
    record_finding(store, "f2", b"2")
    record_finding(store, "f3")
    return store


def test_a_round_brings_everything_and_the_receipt_says_so(full: Store, world: World) -> None:
    assert sync(full, world).outcome is Ended.COMPLETE
    held = world.laptops[full.device]
    assert [line.digest for line in world.all_lines(full.device)] == [
        line.digest for line in full.read(lambda c: list(journal.every(c)))
    ]
    assert sorted(held.photos.values()) == [b"1", b"2"]
    assert sends(full) == [Send.ARRIVED] * 3
    overview = full.reads.sync_overview()
    assert (overview.enrolled, overview.centre) == (True, "centre-1")
    assert (overview.unsent_lines, overview.unsent_findings) == (0, 0)
    assert (overview.photos, overview.photos_arrived, overview.photo_bytes_waiting) == (2, 2, 0)
    assert (overview.acknowledged_seq, overview.receipt_agrees) == (overview.last_seq, True)
    assert [ended.outcome for ended in overview.rounds] == ["complete"]


def test_what_is_said_later_waits_again(full: Store, world: World) -> None:
    sync(full, world)
    record(full, FindingAmended("f1", note="补充"))
    full.photos.keep(b"3")
    record(full, PhotoTaken("f2", a_photo(b"3")))
    assert sends(full) == [Send.ARRIVED, Send.WAITING, Send.WAITING]
    assert full.reads.sync_overview().unsent_findings == 2
    sync(full, world)
    assert sends(full) == [Send.ARRIVED] * 3


@pytest.mark.parametrize("missing", [(a_photo(b"3").sha256,), ()], ids=["named", "not named"])
def test_a_finding_whose_photos_are_still_here_says_so(full: Store, world: World, missing: tuple[str, ...]) -> None:
    sync(full, world)
    inner = LaptopSyncStore(full)
    full.photos.keep(b"3")
    record(full, PhotoTaken("f2", a_photo(b"3")))
    take_receipt(full, inner.head(), missing=missing)
    assert sends(full) == [Send.ARRIVED, Send.PHOTOS_MISSING, Send.ARRIVED]
    inner.mark_stored([a_photo(b"3").sha256])
    assert sends(full) == [Send.ARRIVED] * 3


def test_a_receipt_that_does_not_agree_covers_nothing(full: Store, world: World) -> None:
    sync(full, world)
    record(full, a_finding("f4"))
    inner, head = LaptopSyncStore(full), LaptopSyncStore(full).head()
    take_receipt(full, head, agrees=False)
    assert (inner.acknowledged(head.epoch), full.reads.sync_overview().unsent_lines) == (head.seq - 1, 1)
    assert sends(full)[0] is Send.WAITING


def test_an_older_receipt_takes_nothing_back(full: Store, world: World) -> None:
    inner, early = LaptopSyncStore(full), LaptopSyncStore(full).head()
    record(full, FindingAmended("f1", note="补充"))
    sync(full, world)
    take_receipt(full, early)
    assert inner.acknowledged(early.epoch) == inner.head().seq
    assert full.reads.sync_overview().unsent_lines == 0


@pytest.mark.parametrize("first", ["older", "newer"])
def test_a_finding_waits_for_its_line_in_another_epoch_too(full: Store, world: World, first: str) -> None:
    sync(full, world)
    inner = LaptopSyncStore(full)
    record(full, FindingAmended("f1", note="补充"))
    older = inner.head()
    inner.open_epoch(after=older, reason="restored", now=NOW)
    record(full, FindingAmended("f1", note="再补充"))
    heads = [older, inner.head()] if first == "older" else [inner.head(), older]
    for head, sent in zip(heads, (Send.WAITING, Send.ARRIVED), strict=True):
        take_receipt(full, head)
        assert sends(full) == [Send.ARRIVED, Send.ARRIVED, sent]


def test_a_photo_that_the_centre_lost_is_sent_again(full: Store, world: World) -> None:
    sync(full, world)
    held = world.laptops[full.device].photos
    held.pop(a_photo(b"2").sha256)
    record(full, FindingAmended("f3", note="x"))
    assert sync(full, world).outcome is Ended.COMPLETE
    assert sorted(held.values()) == [b"1", b"2"]
    assert sends(full) == [Send.ARRIVED] * 3


def test_a_photo_that_is_damaged_here_is_reported(full: Store, world: World) -> None:
    sha256 = a_photo(b"1").sha256
    (full.folder / "photos" / sha256[:2] / f"{sha256}.gcm").write_bytes(b"x" * 50)
    with pytest.raises(ProtocolProblem) as trouble:
        LaptopSyncStore(full).photo(sha256)
    assert trouble.value.code is Problem.WRONG_DIGEST
    assert sync(full, world).lost_photos == (sha256,)
    assert sends(full) == [Send.ARRIVED, Send.ARRIVED, Send.PHOTOS_MISSING]


def test_a_laptop_that_was_set_back_goes_on_in_a_new_epoch(full: Store, world: World, tmp_path: Path) -> None:
    sync(full, world)
    copy = backed_up(full)
    shutil.copytree(
        full.folder, tmp_path / "older", ignore=shutil.ignore_patterns("lock", "closed", "*-wal", "*-shm", "backup")
    )
    shutil.copy(copy, tmp_path / "older" / "patrol.db")
    full.close()
    with laptop(full.folder) as store:
        record_finding(store, "lost-here", b"3")
        sync(store, world)
    with laptop(tmp_path / "older") as older:
        record_finding(older, "f4")
        assert sync(older, world).outcome is Ended.COMPLETE
        assert sends(older) == [Send.ARRIVED] * 4
        assert older.reads.sync_overview().unsent_lines == 0
        kinds = [line.kind for line in older.read(lambda c: list(journal.every(c)))]
        assert kinds.count("epoch.opened") == 2
        assert "line.carried" in kinds
        (told,) = older.reads.rescues()
        assert (told.kind, told.lines) == (RescueKind.PARTED, kinds.count("line.carried"))
        assert sync(older, world).outcome is Ended.COMPLETE
        before = _shown(older)
        older.rebuild()
        assert _shown(older) == before


def _shown(store: Store) -> object:
    rows = store.reads.first_rows(FindingFilter(), 100)
    return rows, [store.reads.finding(row.id) for row in rows], store.reads.sync_overview(), store.reads.tasks()


def test_tasks_come_once_and_their_answers_go_out(full: Store, world: World) -> None:
    world.add_task("t1")
    sync(full, world)
    sync(full, world)
    (row,) = full.reads.tasks()
    assert (row.task.id, row.task.title, row.state, row.sent) == ("t1", "核实", TaskState.OPEN, False)
    record(full, TaskAnswered("t1", Outcome.CONFIRMED, "属实"))
    (row,) = full.reads.tasks()
    assert (row.state, row.outcome, row.note, row.sent) == (TaskState.ANSWERED, "confirmed", "属实", False)
    sync(full, world)
    assert full.reads.tasks()[0].sent


def test_every_write_is_told_and_runs_where_it_should(full: Store, world: World) -> None:
    told: list[Changes] = []
    ran: list[object] = []

    def run(deed: object) -> None:
        ran.append(deed)
        deed()  # type: ignore[operator]

    inner = LaptopSyncStore(full, run_on_writer=run, on_changes=told.append)
    inner.apply([page(assigned(1, "t1"))])
    inner.mark_stored([a_photo(b"2").sha256])
    assert told[0] == Changes(tasks=frozenset({"t1"}), sync=True)
    assert told[1] == Changes(findings=frozenset({"f1", "f2"}), photos=frozenset({a_photo(b"2").sha256}), sync=True)
    assert len(ran) == 2


def test_an_epoch_behind_an_unknown_line_is_refused(full: Store) -> None:
    with pytest.raises(ProtocolProblem) as trouble:
        LaptopSyncStore(full).open_epoch(after=Head("nowhere", 3, "0" * 64), reason="fork", now=NOW)
    assert trouble.value.code is Problem.BROKEN_CHAIN


def test_a_fork_in_an_older_epoch_carries_what_later_epochs_said(full: Store, world: World) -> None:
    inner = LaptopSyncStore(full)
    sync(full, world)
    inner.open_epoch(after=inner.head(), reason="restored", now=NOW)
    record_finding(full, "f4", b"4")
    sync(full, world)
    held = world.laptops[full.device].epochs
    first, second = held
    del held[first][3:], held[second][-1]  # the centre was restored, and a clone came first
    said = Entry("foreign", "finding.withdrawn", "f1", NOW, "", canonical({"reason": "x"}))
    held[first].append(seal(full.device, first, 4, held[first][-1].digest, said))

    report = sync(full, world)

    assert (report.outcome, report.new_epoch) == (Ended.COMPLETE, "fork")
    own = full.read(lambda c: {line.id for line in journal.every(c) if line.kind != LINE_CARRIED})
    there = {stated(line)["id"] for line in world.all_lines(full.device)}
    assert own - there == set()
    assert sends(full) == [Send.ARRIVED] * 4


def stated(line: Line) -> dict[str, object]:
    """The line itself, or the one that it carries, by its fields."""
    return parse(bytes(line.body)) if line.kind == LINE_CARRIED else msgspec.structs.asdict(line)


def test_another_officers_unsent_lines_stay_counted(full: Store, world: World) -> None:
    record(full, a_shift("s2", WANG), officer=WANG.number)
    (other,) = full.reads.sync_overview().others
    assert (other.officer, other.lines) == (LI.number, 7)
    sync(full, world)
    assert full.reads.sync_overview().others == ()


def test_a_round_and_a_save_do_not_get_in_each_others_way(full: Store, world: World) -> None:
    sync(full, world)
    ended = RoundEnded(started_at=NOW, lines=0, photos=0, sent_bytes=0, took_ms=1, outcome="complete")

    def rounds() -> None:
        for _ in range(30):
            LaptopSyncStore(full).keep_round(ended)

    def saves(name: str) -> None:
        for n in range(30):
            record_finding(full, f"{name}-{n}", name.encode())

    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(rounds), threads.submit(saves, "a"), threads.submit(saves, "b")]:
            done.result(60)
    assert full.reads.finding_count(FindingFilter()) == 63
    verify(full.device, full.read(lambda c: list(journal.every(c))), after=ORIGIN)
    assert sync(full, world).outcome is Ended.COMPLETE
