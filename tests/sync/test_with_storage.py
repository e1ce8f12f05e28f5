"""The engine on the laptop's real, encrypted store: what the fake store promises, the true one keeps."""

import shutil
from contextlib import suppress
from pathlib import Path

from inspector_app.domain.ids import iso
from inspector_app.services.ports import Send
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client import enrolling
from sync.client.engine import Engine
from sync.client.ports import SyncApi
from sync.client.status import Outcome, SyncReport
from sync.protocol.lines import verify
from sync.protocol.problems import ProtocolProblem
from tests.storage.builders import CLOCK, a_shift, laptop, record, record_finding
from tests.sync.centre import World, findings_of
from tests.sync.laptop import quietly
from tests.sync.test_engine import Flaky

PHOTO = bytes(range(256)) * 3000


def joined(store: Store, world: World) -> SyncApi:
    api = world.api(store.device)
    enrolling.enrol(
        world.code(), "https://centre.example", "巡查一号", device=store.device, signer=store.signer, api=api,
        store=LaptopSyncStore(store),
    )  # fmt: skip
    return api


def sync(store: Store, api: SyncApi, *, only: frozenset[str] | None = None) -> SyncReport:
    engine = Engine(
        api, LaptopSyncStore(store), store.signer, now=lambda: iso(CLOCK.now()), steady=lambda: 0.0, app="1.0.0"
    )
    return engine.run_round(quietly, lambda: False, only=only)


def a_shift_of(store: Store, findings: int) -> None:
    record(store, a_shift())
    for n in range(findings):
        record_finding(store, f"finding-{n}", PHOTO + bytes([n % 3]))


def test_a_shift_arrives_and_the_screens_know_it(store: Store) -> None:
    world = World()
    api = joined(store, world)
    a_shift_of(store, 40)
    world.add_task("task-1")

    report = sync(store, api)

    overview = store.reads.sync_overview()
    finding = store.reads.finding("finding-7")
    assert (report.outcome, report.photos) == (Outcome.COMPLETE, 3)
    assert (overview.unsent_lines, overview.unsent_findings, overview.photos_arrived) == (0, 0, 3)
    assert overview.receipt_agrees
    assert finding is not None
    assert finding.row.send is Send.ARRIVED
    assert [row.task.id for row in store.reads.tasks()] == ["task-1"]
    assert sync(store, api).sent_bytes == 0


def test_after_a_cut_at_any_call_the_next_round_completes(tmp_path: Path) -> None:
    at, broke = 0, True
    while broke:
        at += 1
        world = World()
        with laptop(tmp_path / str(at)) as store:
            api = joined(store, world)
            a_shift_of(store, 2)
            line = Flaky(api, at, answer_lost=at % 2 == 0)
            with suppress(ProtocolProblem):
                sync(store, line)
            broke = line.broke

            assert sync(store, api).outcome is Outcome.COMPLETE
            assert findings_of(world.all_lines(store.device)) == 2


def test_a_copy_of_the_disk_goes_on_in_a_new_epoch(folder: Path, tmp_path: Path) -> None:
    world = World()
    with laptop(folder) as store:
        api = joined(store, world)
        a_shift_of(store, 3)
        sync(store, api)
    shutil.copytree(folder, tmp_path / "copy")
    with laptop(folder) as store:
        record_finding(store, "only on the old disk", PHOTO + b"old")
        sync(store, api)

    with laptop(tmp_path / "copy") as restored:
        first = sync(restored, api)
        record_finding(restored, "only on the new disk", PHOTO + b"new")
        second = sync(restored, api)

    assert (first.outcome, first.new_epoch) == (Outcome.COMPLETE, "restored")
    assert (second.outcome, second.new_epoch) == (Outcome.COMPLETE, "")
    assert findings_of(world.all_lines(restored.device)) == 5


def test_two_copies_that_both_go_on_both_arrive(folder: Path, tmp_path: Path) -> None:
    world = World()
    with laptop(folder) as store:
        api = joined(store, world)
        a_shift_of(store, 3)
    shutil.copytree(folder, tmp_path / "copy")
    for place, name in ((folder, "original"), (tmp_path / "copy", "copy"), (folder, "original again")):
        with laptop(place) as store:
            record_finding(store, name, PHOTO + name.encode())
            assert sync(store, api).outcome is Outcome.COMPLETE
            assert store.reads.sync_overview().unsent_lines == 0

    assert findings_of(world.all_lines(store.device)) == 6
    for lines in world.laptops[store.device].epochs.values():
        verify(store.device, lines, after=None)


def test_a_centre_restored_from_a_backup_gets_lines_photos_and_tasks_again(store: Store) -> None:
    world = World()
    api = joined(store, world)
    a_shift_of(store, 30)
    for n in range(4):
        world.add_task(f"task-{n}")
    sync(store, api)
    held = world.laptops[store.device]
    del next(iter(held.epochs.values()))[20:]
    held.photos.clear()
    del world.feeds["area/all"][1:]
    world.add_task("task-new")

    assert sync(store, api).outcome is Outcome.COMPLETE
    assert findings_of(world.all_lines(store.device)) == 30
    assert len(held.photos) == 3
    assert "task-new" in {row.task.id for row in store.reads.tasks()}
