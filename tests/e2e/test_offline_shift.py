"""A whole shift without a line to the centre, then the line comes back: all of it arrives, and the receipt proves it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.devices.pictures import PictureReader
from inspector_app.domain.finding import Draft, Tier
from inspector_app.domain.ids import iso
from inspector_app.domain.measure import Measure
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Origin
from inspector_app.services import findings, photos, shifts
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.client.engine import Engine
from sync.client.enrolling import enrol
from sync.client.http import HttpSyncApi
from sync.client.status import Outcome, SyncReport
from sync.protocol import receipts
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import Receipt
from tests.faults.officer import demo_shift, draft_of, load_policy
from tests.faults.pictures import photo
from tests.forked import ForkedCentre

CLOCK, IDS, POLICY = SystemClock(), OrderedIds(), load_policy()
DAY = demo_shift()


@dataclass(frozen=True)
class Laptop:
    folder: Path
    master: bytes
    url: str

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The laptop from switching it on to shutting it down."""
        store = open_store(self.folder, self.master, clock=CLOCK, ids=IDS)
        try:
            yield store
        finally:
            store.close()

    def join(self, store: Store, code: str) -> None:
        api = HttpSyncApi(self.url, store.device, store.signer, app="test")
        known = LaptopSyncStore(store)
        enrol(code, self.url, "巡查一号", device=store.device, signer=store.signer, api=api, store=known)
        api.close()

    def sync(self, store: Store, shift: str = "") -> SyncReport:
        api = HttpSyncApi(self.url, store.device, store.signer, app="test")
        now, known = (lambda: iso(CLOCK.now())), LaptopSyncStore(store)
        engine = Engine(api, known, store.signer, now=now, steady=time.monotonic, app="test")
        try:
            return engine.run_round(lambda _: None, lambda: False, shift=shift)
        finally:
            api.close()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[ForkedCentre]:
    house = ForkedCentre(tmp_path / "centre").start()
    yield house
    house.stop()


def open_shift(store: Store) -> str:
    with store.unit_of_work() as work:
        officer, second = Officer(**DAY["officer"]), Officer(**DAY["second"])
        changes = shifts.open_shift(work, officer, second, unit=DAY["unit"], clock=CLOCK, ids=IDS)
    return next(iter(changes.shifts))


def record(store: Store, seen: dict[str, Any], *, task: str = "", override: Tier | None = None) -> Draft:
    finding, reader = IDS(), PictureReader()
    taken = tuple(
        photos.take(store.photos, reader, photo(f"{finding}/{n}"), file_name=f"{n}.jpg", origin=Origin.CAMERA)
        for n in range(seen["photos"])
    )
    draft = replace(draft_of(seen, finding, taken, at=iso(CLOCK.now())), task=task)
    if override is not None:
        draft = draft.overridden(override, reason="当事人确有困难，先予劝导", by=DAY["officer"]["number"])
    draft = replace(draft, measures=(Measure(IDS(), "explain_and_educate"),))
    with store.unit_of_work() as work:
        findings.record(work, draft, policy=POLICY, clock=CLOCK)
    return draft


def close_shift(store: Store) -> None:
    with store.unit_of_work() as work:
        shifts.close_shift(work, clock=CLOCK)


def test_a_shift_recorded_offline_arrives_whole(centre: ForkedCentre, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop", os.urandom(32), centre.url)
    centre.add_task(title=DAY["task"]["title"], kind=DAY["task"]["kind"], address=DAY["task"]["address"])
    with laptop.opened() as store:
        laptop.join(store, centre.enrol_code())
        laptop.sync(store)
        task = store.reads.tasks()[0].task.id
    centre.stop()

    with laptop.opened() as store:
        shift = open_shift(store)
        drafts = [record(store, seen, task=task if n == 1 else "") for n, seen in enumerate(DAY["findings"])]
        own = record(store, DAY["findings"][0], override=Tier.MANAGEMENT)
        with pytest.raises(ProtocolProblem) as trouble:
            laptop.sync(store)
        close_shift(store)
    assert trouble.value.code is Problem.UNREACHABLE

    centre.start()
    with laptop.opened() as store:
        report = laptop.sync(store, shift)
        told = store.reads.sync_overview()
        identity = store.identity().enrolment

    assert report.outcome is Outcome.COMPLETE
    assert identity is not None
    keys = tuple(receipts.CentreKey(key_id, public) for key_id, public in identity.keys.items())
    said = receipts.verify(Receipt(told.receipt_body, told.receipt_sig), receipts.trusted(identity.pinned, keys))
    shown = {one["finding"]: one for one in centre.findings()}
    taken = [one.sha256 for draft in [*drafts, own] for one in draft.photos]
    assert (said.findings, said.photos, said.missing_count) == (13, len(taken), 0)
    assert (said.through_seq, told.unsent_lines, told.unsent_findings) == (told.last_seq, 0, 0)
    assert {draft.id: shown[draft.id]["tier"] for draft in drafts} == {
        draft.id: seen["tier"] for draft, seen in zip(drafts, DAY["findings"], strict=True)
    }
    assert (shown[own.id]["suggested_tier"], shown[own.id]["tier"]) == ("service", "management")
    assert all(one["proven"] and one["server_tier"] == one["suggested_tier"] for one in shown.values())
    assert all([one["measure"] for one in finding["measures"]] == ["explain_and_educate"] for finding in shown.values())
    assert sorted(taken) == sorted(p["sha256"] for one in shown.values() for p in one["photos"] if p["stored"])


def test_a_shift_cut_off_by_the_centre_again_and_again_still_arrives(centre: ForkedCentre, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop", os.urandom(32), centre.url)
    with laptop.opened() as store:
        laptop.join(store, centre.enrol_code())
        open_shift(store)
        recorded = set()
        for seen in DAY["findings"][:3]:
            recorded.add(record(store, seen).id)
            centre.kill()
            with pytest.raises(ProtocolProblem):
                laptop.sync(store)
            centre.start()
            assert laptop.sync(store).outcome is Outcome.COMPLETE

    assert {one["finding"] for one in centre.findings()} == recorded
