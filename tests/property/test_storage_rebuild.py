"""Whatever happens on a laptop, its rows are what its lines, receipts and inbox say: dropped and drawn again, they are the same."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inspector_app.domain.events import (
    DecisionOverridden,
    FindingAmended,
    FindingWithdrawn,
    MeasureTaken,
    PhotoTaken,
    ShiftClosed,
    TaskAnswered,
    VisitPlanned,
)
from inspector_app.domain.finding import Tier
from inspector_app.domain.reference.hold import GUIDE
from inspector_app.domain.task import Outcome
from inspector_app.domain.visits import Why
from inspector_app.services.ports import FindingFilter, Send
from inspector_app.storage import journal, tables
from inspector_app.storage.place import Place
from inspector_app.storage.sync_store import LaptopSyncStore
from sync.protocol.canonical import canonical
from sync.protocol.laptop import Head
from sync.protocol.lines import verify
from sync.protocol.messages import BucketPage, FeedItem
from sync.protocol.receipts import Receipt, Statement
from tests.storage.builders import (
    CLOCK,
    LI,
    MASTER,
    WANG,
    a_draft,
    a_judgement,
    a_photo,
    a_shift,
    an_override,
    next_id,
    opened,
    record,
    record_finding,
    tables_of,
)

ROWS = [name for name in tables.PROJECTIONS if name != "findings_text"]
WORDS = st.sampled_from(["井盖破损", "占道经营", "雨水渗漏", "围挡", "喆", ""])
PHOTOS = st.lists(st.binary(min_size=1, max_size=2), max_size=3, unique=True)
NAMES = st.integers(0, 7).map(lambda n: f"f{n}")
CODES = st.sampled_from(["written_order", "tidy", "handover"])
TASKS = st.integers(0, 3).map(lambda n: f"t{n}")
MEASURES = st.integers(0, 3).map(lambda n: f"m{n}")


class Laptop(RuleBasedStateMachine):
    """A laptop that records, syncs, forks, is closed and opened again, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "data"
        self.store = opened(self.folder)
        self.items = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder.parent)

    @property
    def sync_store(self) -> LaptopSyncStore:
        return LaptopSyncStore(self.store)

    @initialize()
    def a_shift_is_opened(self) -> None:
        record(self.store, a_shift())

    @rule(name=NAMES, note=WORDS, photos=PHOTOS, tier=st.sampled_from(Tier))
    def a_finding_is_recorded(self, name: str, note: str, photos: list[bytes], tier: Tier) -> None:
        record_finding(self.store, name, *photos, note=note, tier=tier)

    @rule(name=NAMES)
    def a_finding_to_be_handed_over_is_recorded(self, name: str) -> None:
        record_finding(self.store, name, judgement=a_judgement(measures=("handover",), reasons=("PM_TICKET_HANDOVER",)))

    @rule(name=NAMES, note=WORDS, party=WORDS)
    def a_finding_is_amended(self, name: str, note: str, party: str) -> None:
        record(self.store, FindingAmended(name, note=note, party=party))

    @rule(name=NAMES)
    def a_finding_is_withdrawn(self, name: str) -> None:
        record(self.store, FindingWithdrawn(name, "重复"))

    @rule(name=NAMES)
    def a_decision_is_overridden(self, name: str) -> None:
        record(self.store, DecisionOverridden(name, Tier.SERVICE, an_override()))

    @rule(name=NAMES, visit=TASKS, why=st.sampled_from(Why))
    def a_visit_is_planned(self, name: str, visit: str, why: Why) -> None:
        record(self.store, VisitPlanned(name, f"v{visit}", "2026-11-23T09:30:00.000Z", why))

    @rule(name=NAMES, photos=PHOTOS)
    def photos_are_added(self, name: str, photos: list[bytes]) -> None:
        record(self.store, *(PhotoTaken(name, a_photo(self.kept(one))) for one in photos))

    def kept(self, original: bytes) -> bytes:
        self.store.photos.keep(original)
        return original

    @rule(name=NAMES, measure=st.integers(0, 3), code=CODES, of=st.sampled_from(["", "police", "rp-1"]))
    def a_measure_is_taken(self, name: str, measure: int, code: str, of: str) -> None:
        record(self.store, MeasureTaken(name, f"m{measure}", code, of))

    @rule(second=st.booleans())
    def a_shift_ends_and_another_begins(self, second: bool) -> None:
        shift = self.store.reads.open_shift()
        if shift is not None:
            record(self.store, ShiftClosed(shift.id, 1, 1))
        record(self.store, a_shift(next_id(), WANG if second else LI))

    @rule(task=TASKS | TASKS.map(lambda task: f"v{task}"), outcome=st.sampled_from(Outcome))
    def a_task_is_answered(self, task: str, outcome: Outcome) -> None:
        record(self.store, TaskAnswered(task, outcome, "看过"))

    @rule(task=TASKS, kind=st.sampled_from(["task.assigned", "task.withdrawn", "task.closed", "task.unheard"]))
    def the_centre_tells_something(self, task: str, kind: str) -> None:
        self.items += 1
        self.told(kind, task, {"task": task, "kind": "verify", "title": f"核实{self.items}", "state": "answered"})

    @rule(name=TASKS, kind=st.sampled_from(["reference.stated", "reference.gone"]), version=st.integers(1, 2))
    def the_centre_states_something(self, name: str, kind: str, version: int) -> None:
        self.items += 1
        self.told(kind, name, {"kind": "relief_point", "id": name, "version": version, "body": {"n": version}})

    @rule(measure=MEASURES, confirmed=st.booleans())
    def the_centre_answers_a_hold(self, measure: str, confirmed: bool) -> None:
        self.items += 1
        reason = "" if confirmed else "full"
        self.told("hold.answered", measure, {"measure": measure, "confirmed": confirmed, "reason": reason})

    def told(self, kind: str, about: str, body: dict[str, Any]) -> None:
        item = FeedItem(n=self.items, kind=kind, about=about, body=msgspec.Raw(canonical(body)))
        self.sync_store.apply([BucketPage(bucket="area/all", items=(item,), head=self.items)])

    @rule()
    def the_centre_is_restored_from_its_beginning(self) -> None:
        self.sync_store.apply([BucketPage(bucket="area/all", items=(), head=0)])
        self.items = 0

    @rule(name=NAMES, measure=MEASURES, point=TASKS)
    def a_slot_is_asked_for(self, name: str, measure: str, point: str) -> None:
        record(self.store, MeasureTaken(name, measure, GUIDE, target=point))

    @rule(share=st.floats(0, 1), agrees=st.booleans(), missing=st.lists(st.binary(min_size=1, max_size=2), max_size=2))
    def a_receipt_comes(self, share: float, agrees: bool, missing: list[bytes]) -> None:
        sync_store = self.sync_store
        for epoch in sync_store.unsent_epochs():
            lines = sync_store.lines_after(epoch, 0, 10_000)
            last = lines[int(share * (len(lines) - 1))]
            said = Statement(
                centre="c", device=self.store.device, epoch=epoch, through_seq=last.seq, digest=last.digest, findings=0,
                photos=0, missing_count=0, missing=tuple(a_photo(one).sha256 for one in missing), quarantined=(),
                server_time="", key_id="",
            )  # fmt: skip
            sync_store.keep_receipt(Receipt("{}", ""), said, agrees=agrees)

    @rule(photos=PHOTOS)
    def photos_arrive(self, photos: list[bytes]) -> None:
        self.sync_store.mark_stored([a_photo(one).sha256 for one in photos])

    @rule(share=st.floats(0, 1))
    def the_chain_is_forked(self, share: float) -> None:
        lines = self.store.read(lambda c: list(journal.every(c)))
        after = lines[int(share * (len(lines) - 1))]
        head = Head(after.epoch, after.seq, after.digest)
        self.sync_store.open_epoch(after=head, reason="fork", now="2026-11-22T09:00:00.000Z")

    @rule(name=NAMES, note=WORDS)
    def a_draft_is_saved(self, name: str, note: str) -> None:
        with self.store.unit_of_work() as uow:
            uow.save_draft(a_draft(name, note=note))

    @rule()
    def the_program_is_started_again(self) -> None:
        self.store.close()
        self.store = opened(self.folder)
        assert self.store.salvage is None

    @rule()
    def the_database_is_lost(self) -> None:
        before = self.shown()
        self.store.close()
        (self.folder / "patrol.db").unlink()
        self.store = opened(self.folder)
        assert self.store.salvage is not None
        assert self.shown()["findings"] == before["findings"]
        self.items = 0  # what the centre told comes again

    @rule()
    def the_projections_are_drawn_again(self) -> None:
        before, rows = self.shown(), tables_of(self.store, *ROWS)
        self.store.rebuild()
        assert tables_of(self.store, *ROWS) == rows
        assert self.shown() == before

    @invariant()
    def every_epoch_is_one_chain(self) -> None:
        lines = self.store.read(lambda c: list(journal.every(c)))
        assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
        for epoch in {line.epoch for line in lines}:
            verify(self.store.device, [line for line in lines if line.epoch == epoch], after=None)

    @invariant()
    def every_line_is_in_the_second_copy(self) -> None:
        copy = Place.of(self.folder, MASTER, clock=CLOCK, ids=next_id).copy
        lines = self.store.read(lambda c: list(journal.every(c)))
        assert {copied.line.id for copied in copy.every()} >= {line.id for line in lines}

    @precondition(lambda self: self.store.reads.finding_count(FindingFilter()))
    @invariant()
    def a_finding_that_arrived_has_no_unsent_line(self) -> None:
        unsent = {line.about for line in self.unsent()}
        for row in self.store.reads.first_rows(FindingFilter(), 100):
            assert (row.send is Send.WAITING) is (row.id in unsent)
            assert row.send is not Send.ARRIVED or row.photos == row.photos_arrived

    def unsent(self) -> list[Any]:
        """Lines that no receipt covers, without those that a fork left behind: they are carried."""
        sync_store = self.sync_store
        after = {
            epoch: sync_store.lines_after(epoch, sync_store.acknowledged(epoch), 10_000)
            for epoch in sync_store.unsent_epochs()
        }
        ends = dict(self.store.read(lambda c: c.execute("SELECT epoch, end_seq FROM epochs").fetchall()))
        return [line for epoch, lines in after.items() for line in lines if line.seq <= ends[epoch]]

    def shown(self) -> dict[str, Any]:
        """All that screens show, but how far it has been sent."""
        reads = self.store.reads
        rows = reads.first_rows(FindingFilter(), 100)
        details = [reads.finding(row.id) for row in rows]
        said = [
            (one.note, one.party, one.override, [shown.photo.sha256 for shown in one.photos], one.officer, one.measures)
            for one in details if one is not None
        ]  # fmt: skip
        plain = [replace(row, send=Send.WAITING, photos_arrived=0) for row in rows]
        found = {word: sorted(reads.finding_ids(FindingFilter(text=word))) for word in ("井盖", "占道", "喆")}
        looked_up = (reads.references("relief_point"), reads.holds())
        return {
            "findings": (plain, said), "found": found, "tasks": reads.tasks(), "shift": reads.open_shift(),
            "looked_up": looked_up, "visits": reads.timed("").visits,
        }  # fmt: skip


TestLaptop = Laptop.TestCase
TestLaptop.settings = settings(max_examples=20, stateful_step_count=20, suppress_health_check=list(HealthCheck))
