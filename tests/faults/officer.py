"""An officer's laptop as one process, without its screen: the real store, real photos, the real syncing on its own thread.

It says on standard output what a screen would have shown by then (`saying.py`).
"""

import argparse
import faulthandler
import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from inspector_app import paths
from inspector_app.config import PACK
from inspector_app.devices.clock import OrderedIds, SystemClock, wall_ms
from inspector_app.devices.pictures import PictureReader
from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.policy import pack
from inspector_app.domain.policy.tables import PackProblem
from inspector_app.domain.reference import calendar_body
from inspector_app.domain.rescue import RescueKind
from inspector_app.domain.task import OUTCOMES, TaskState
from inspector_app.services import clocks, drafts, findings, photos, shifts, tasks
from inspector_app.services.deciding import Policy
from inspector_app.services.syncing import SyncPhase, SyncState
from inspector_app.storage import journal
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from tests.faults.courier import LONGEST_PAUSE_S, Courier
from tests.faults.pictures import photo
from tests.faults.saying import hush, say

INSTALLED = paths.resources() / "policy" / PACK
REFUSED = 74  # exit code of a process that told why it cannot open: its disk, or damaged rules
DAMAGED = 75  # of one that could not read a page of its database, and closed so that the next start mends it
CALM_TRIES = 60
ASKED_AGAIN = 3  # rounds after which photos that this laptop itself lost are taken for lost


@dataclass
class Desk:
    """An open laptop, and what its officer does there."""

    store: Store
    random: Random
    policy: Policy
    day: dict[str, Any]
    clock: SystemClock
    ids: OrderedIds

    def begin_shift(self) -> None:
        with self.store.unit_of_work() as work:
            if work.open_shift() is not None:
                return
            first, second = Officer(**self.day["officer"]), Officer(**self.day["second"])
            changes = shifts.open_shift(
                work, first, second, unit=self.day["unit"], planned_from=self.day["planned_from"],
                planned_to=self.day["planned_to"], clock=self.clock, ids=self.ids,
            )  # fmt: skip
        say("saved", *changes.shifts, "-", _digests(work.lines))

    def end_shift(self) -> None:
        with self.store.unit_of_work() as work:
            shift = work.open_shift()
            if shift is None:
                return
            shifts.close_shift(work, clock=self.clock)
        say("saved", shift.id, "-", _digests(work.lines))

    def record(self, number: int) -> str:
        """Records finding `number` of the demo shift with new photos; returns its id."""
        seen, finding_id = self.day["findings"][number % len(self.day["findings"])], self.ids()
        taken = tuple(self._photo(f"{finding_id}/{n}") for n in range(self.random.randrange(4)))
        draft = draft_of(seen, finding_id, taken, at=iso(self.clock.now()))
        if self.random.random() < 0.3:
            with self.store.unit_of_work() as work:
                drafts.save(work, draft)
            say("drafted", draft.id)
        with self.store.unit_of_work() as work:
            changes = findings.record(work, draft, policy=self.policy, clock=self.clock)
        say("saved", draft.id, ",".join(changes.photos) or "-", _digests(work.lines))
        return draft.id

    def withdraw(self, finding_id: str) -> None:
        with self.store.unit_of_work() as work:
            findings.withdraw(work, finding_id, reason="重复登记", clock=self.clock)
        say("saved", finding_id, "-", _digests(work.lines))

    def answer_tasks(self) -> None:
        """Answers what the centre asks; the other patrol may have done so, and the centre may have closed it."""
        for row in self.store.reads.tasks():
            if row.task.why:  # a visit that this laptop planned itself
                continue
            if row.state is TaskState.OPEN or (row.state is TaskState.ANSWERED and self.random.random() < 0.02):
                with self.store.unit_of_work() as work:
                    outcome = self.random.choice(OUTCOMES[row.task.kind])
                    tasks.answer(work, row.task.id, outcome, note="到场核实", clock=self.clock)
                say("saved", row.task.id, "-", _digests(work.lines))

    def look_after(self) -> None:
        """What the app does by itself now and then: a backup, and what receipts have made superfluous goes."""
        self.store.upkeep.backup()
        self.store.upkeep.purge()

    def look_at_clock(self) -> None:
        """As the app does now and then: a jump is a fact for the centre."""
        if jumped := self.clock.jumped_ms():
            with self.store.unit_of_work() as work:
                clocks.note_jump(work, jumped, device=self.store.device, clock=self.clock)
            say("saved", self.store.device, "-", _digests(work.lines))

    def _photo(self, name: str) -> Photo:
        original = photo(name, large=self.random.random() < 0.06)
        return photos.take(self.store.photos, PictureReader(), original, file_name="photo.jpg", origin=Origin.CAMERA)


def main(words: Sequence[str] | None = None) -> int:
    # Before any thread: at its first import Qt rewrites sys.modules, and what another thread imports meanwhile is torn.
    import PySide6.QtGui  # noqa: F401

    faulthandler.enable()
    options = arguments(words)
    wall = shifted(options.clock)
    clock, ids = SystemClock(wall=wall), OrderedIds(wall=wall)
    say("opening")
    store = None
    try:
        policy = load_policy(options.pack)
        store = open_store(options.folder, options.key.read_bytes(), clock=clock, ids=ids)
        ids.follow(store.read(journal.greatest_id))
        for rescue in store.reads.rescues():  # also of a start that was killed before it could say so
            if rescue.kind is RescueKind.SALVAGED:
                say("salvaged", rescue.at, rescue.lines, rescue.from_copy, rescue.lost)
        say("opened", store.device)
        return work(Desk(store, Random(options.seed), policy, demo_shift(), clock, ids), options)
    except StorageTrouble as trouble:
        return give_up(store, trouble)
    except PackProblem as trouble:
        say("refused", trouble.code)
        return REFUSED


def work(desk: Desk, options: argparse.Namespace) -> int:
    """A day at this laptop."""
    courier = Courier(
        desk.store, options.url, options.code, clock=desk.clock, random=Random(options.seed + 1),
        on_damage=lambda trouble: os._exit(give_up(desk.store, trouble)),
    )  # fmt: skip
    if options.calm:
        return finish(desk, courier)
    courier.run()
    work_on(desk)
    return 0


def give_up(store: Store | None, trouble: StorageTrouble) -> int:
    """What a person does who reads that the database is damaged, or that it cannot be opened: close the app."""
    if trouble.code is not StorageCode.DAMAGED:
        say("refused", trouble.code.value)
    hush()
    if store is not None:
        store.close()
    return DAMAGED if trouble.code is StorageCode.DAMAGED else REFUSED


def work_on(desk: Desk) -> None:
    """Records until somebody pulls the plug; what the disk refuses is tried again, as the officer is told to."""
    pause, number = threading.Event(), desk.random.randrange(100)
    while not pause.wait(desk.random.random() * LONGEST_PAUSE_S):
        number += 1
        try:
            turn(desk, number)
        except StorageTrouble as trouble:
            if trouble.code is StorageCode.DAMAGED:
                raise
            say("refused", trouble.code.value)


def turn(desk: Desk, number: int) -> None:
    """A finding and what else the moment brings; now and then one is taken back, or another shift begins."""
    desk.look_at_clock()
    desk.begin_shift()
    finding_id = desk.record(number)
    desk.answer_tasks()
    if desk.random.random() < 0.1:
        desk.withdraw(finding_id)
    if desk.random.random() < 0.05:
        desk.end_shift()
        desk.look_after()


def finish(desk: Desk, courier: Courier) -> int:
    """Ends the shift and syncs until a receipt covers everything that this laptop still has."""
    desk.end_shift()
    desk.look_after()
    lost_again = 0
    for state in courier.ends(CALM_TRIES):
        lost = lost_photos(state)
        lost_again = lost_again + 1 if lost else 0
        if state.phase is SyncPhase.DONE or lost_again == ASKED_AGAIN:
            if lost:
                say("lacks", ",".join(lost))
            courier.close()
            desk.store.close()
            say("complete")
            return 0
    return 1


def lost_photos(state: SyncState) -> tuple[str, ...]:
    """What the last round could not send because it is damaged or gone here, and the screen says so."""
    return state.report.lost_photos if state.report is not None and not state.problem else ()


def shifted(file: Path | None) -> Callable[[], int]:
    """The laptop's wall clock, in ms, moved by as much as the file says now."""
    return wall_ms if file is None else lambda: wall_ms() + int(file.read_text())


def draft_of(seen: dict[str, Any], finding_id: str, taken: tuple[Photo, ...], *, at: str) -> Draft:
    """What an officer has on the screen who saw this finding of the demo shift."""
    place = Place(PlaceSource.RECEIVER, seen["lat"], seen["lon"], 4_000, 800, 11, seen["address"])
    return Draft(
        id=finding_id, category=Category(seen["category"]), observed_at=at, facts=seen["facts"], place=place,
        party=seen["party"], note=seen["note"], photos=taken,
    )  # fmt: skip


def load_policy(installed: Path = INSTALLED) -> Policy:
    """As bootstrap does, without its way through Qt."""
    catalogue = paths.resources() / "catalogue"
    return Policy(
        pack.load(paths.pack_files(installed)), Catalogue.load((catalogue / "facts.json").read_bytes()),
        calendar_body.read((catalogue / "calendar.json").read_bytes()),
    )  # fmt: skip


def demo_shift() -> dict[str, Any]:
    shift: dict[str, Any] = json.loads((paths.resources() / "demo" / "shift.json").read_text(encoding="utf-8"))
    return shift


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True, help="a file of 32 bytes")
    parser.add_argument("--url", required=True)
    parser.add_argument("--code", required=True, help="enrols by it when that was not done")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--clock", type=Path, help="a file with the milliseconds by which the wall clock is off")
    parser.add_argument("--pack", type=Path, default=INSTALLED, help="the folder of the policy pack")
    parser.add_argument("--calm", action="store_true", help="record nothing, sync until all is proved, and end")
    return parser.parse_args(words)


def _digests(lines: list[Any]) -> str:
    return ",".join(line.digest for line in lines)


if __name__ == "__main__":
    sys.exit(main())
