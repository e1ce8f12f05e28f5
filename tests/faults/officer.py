"""An officer's laptop as one process, without its screen: the real store, real photos, the real engine on its own thread.

It says on standard output what a screen would have shown by then, one line each and at once:
`opening`, `salvaged LINES FROM_COPY LOST`, `opened DEVICE`, `drafted FINDING`, `saved ABOUT PHOTOS DIGESTS` (of the photos and
of the journal lines, by comma), `sent OUTCOME`, `trouble CODE`, `complete`.
"""

import argparse
import json
import os
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from inspector_app import paths
from inspector_app.config import PACK
from inspector_app.devices.clock import OrderedIds, SystemClock
from inspector_app.devices.pictures import PictureReader
from inspector_app.domain.catalogue import Catalogue
from inspector_app.domain.finding import Category, Draft
from inspector_app.domain.ids import iso
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.place import Place, PlaceSource
from inspector_app.domain.policy import pack
from inspector_app.domain.reference import calendar_body
from inspector_app.services import drafts, findings, photos, shifts
from inspector_app.services.deciding import Policy
from inspector_app.storage.opening import open_store
from inspector_app.storage.store import Store
from inspector_app.storage.trouble import StorageCode, StorageTrouble
from sync.protocol.problems import ProtocolProblem
from tests.faults.pictures import photo

if TYPE_CHECKING:
    from sync.client.engine import Engine

BROKEN = 70  # exit code of a process that met what nobody foresaw
DAMAGED = 75  # of one that could not read a page of its database, and closed so that the next start mends it
CALM_TRIES = 60
LONGEST_PAUSE_S = 0.15
CLOCK, IDS = SystemClock(), OrderedIds()


def say(*words: object) -> None:
    """One line in one write: a kill leaves it whole or absent."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


@dataclass
class Desk:
    """An open laptop, and what its officer does there."""

    store: Store
    random: Random
    policy: Policy
    day: dict[str, Any]

    def begin_shift(self) -> None:
        with self.store.unit_of_work() as work:
            if work.open_shift() is not None:
                return
            first, second = Officer(**self.day["officer"]), Officer(**self.day["second"])
            changes = shifts.open_shift(
                work, first, second, unit=self.day["unit"], planned_from=self.day["planned_from"],
                planned_to=self.day["planned_to"], clock=CLOCK, ids=IDS,
            )  # fmt: skip
        say("saved", *changes.shifts, "-", _digests(work.lines))

    def end_shift(self) -> None:
        with self.store.unit_of_work() as work:
            shift = work.open_shift()
            if shift is None:
                return
            shifts.close_shift(work, clock=CLOCK)
        say("saved", shift.id, "-", _digests(work.lines))

    def record(self, number: int) -> str:
        """Records finding `number` of the demo shift with new photos; returns its id."""
        seen, finding_id = self.day["findings"][number % len(self.day["findings"])], IDS()
        taken = tuple(self._photo(f"{finding_id}/{n}") for n in range(self.random.randrange(4)))
        draft = draft_of(seen, finding_id, taken, at=iso(CLOCK.now()))
        if self.random.random() < 0.3:
            with self.store.unit_of_work() as work:
                drafts.save(work, draft)
            say("drafted", draft.id)
        with self.store.unit_of_work() as work:
            changes = findings.record(work, draft, policy=self.policy, clock=CLOCK)
        say("saved", draft.id, ",".join(changes.photos) or "-", _digests(work.lines))
        return draft.id

    def withdraw(self, finding_id: str) -> None:
        with self.store.unit_of_work() as work:
            findings.withdraw(work, finding_id, reason="重复登记", clock=CLOCK)
        say("saved", finding_id, "-", _digests(work.lines))

    def _photo(self, name: str) -> Photo:
        original = photo(name, large=self.random.random() < 0.06)
        return photos.take(self.store.photos, PictureReader(), original, file_name="photo.jpg", origin=Origin.CAMERA)


@dataclass
class Courier:
    """Brings the laptop and its centre in step, one round at a time."""

    store: Store
    url: str
    code: str
    engine: "Engine | None" = None

    def round(self) -> str:
        """Enrols if that is still to be done, and makes one round; returns its outcome or the code of the trouble."""
        try:
            report = self._engine().run_round(lambda _: None, lambda: False)
        except ProtocolProblem as trouble:
            say("trouble", trouble.code.value)
            return trouble.code.value
        say("sent", report.outcome.value)
        return report.outcome.value

    def _engine(self) -> "Engine":
        from inspector_app.storage.sync_store import LaptopSyncStore
        from sync.client.engine import Engine
        from sync.client.enrolling import enrol
        from sync.client.http import HttpSyncApi

        if self.engine is not None:
            return self.engine
        store, device, signer = LaptopSyncStore(self.store), self.store.device, self.store.signer
        api = HttpSyncApi(self.url, device, signer, app="faults")
        if store.enrolment() is None:
            enrol(self.code, self.url, "巡查一号", device=device, signer=signer, api=api, store=store)
        self.engine = Engine(
            api, store, signer, now=lambda: iso(CLOCK.now()), steady=time.monotonic, app="faults"
        )  # fmt: skip
        return self.engine

    def run(self, pause: Random) -> None:
        """Rounds without end; what no code stands for ends the process."""
        waiting = threading.Event()
        try:
            while not waiting.wait(pause.random() * LONGEST_PAUSE_S):
                self.round()
        except StorageTrouble as trouble:
            os._exit(give_up(self.store, trouble))
        except BaseException:  # noqa: BLE001 - the harness must hear of it, whatever it is
            traceback.print_exc()
            os._exit(BROKEN)


def main() -> int:
    # Before any thread: at its first import Qt rewrites sys.modules, and what another thread imports meanwhile is torn.
    import PySide6.QtGui  # noqa: F401

    options = arguments()
    say("opening")
    store = None
    try:
        store = open_store(options.folder, options.key.read_bytes(), clock=CLOCK, ids=IDS)
        return work(store, options)
    except StorageTrouble as trouble:
        return give_up(store, trouble)


def work(store: Store, options: argparse.Namespace) -> int:
    """A day at this laptop."""
    if store.salvage is not None:
        say("salvaged", store.salvage.lines, store.salvage.from_copy, store.salvage.lost)
    say("opened", store.device)
    desk = Desk(store, Random(options.seed), load_policy(), demo_shift())
    courier = Courier(store, options.url, options.code)
    if options.calm:
        return finish(desk, courier)
    threading.Thread(target=courier.run, args=(Random(options.seed + 1),), daemon=True).start()
    work_on(desk)
    return 0


def give_up(store: Store | None, trouble: StorageTrouble) -> int:
    """What a person does who reads that the database is damaged: close the app."""
    if trouble.code is not StorageCode.DAMAGED:
        raise trouble
    if store is not None:
        store.close()
    return DAMAGED


def work_on(desk: Desk) -> None:
    """Records until somebody pulls the plug; now and then takes a finding back, or begins another shift."""
    pause, number = threading.Event(), desk.random.randrange(100)
    while not pause.wait(desk.random.random() * LONGEST_PAUSE_S):
        desk.begin_shift()
        number += 1
        finding_id = desk.record(number)
        if desk.random.random() < 0.1:
            desk.withdraw(finding_id)
        if desk.random.random() < 0.05:
            desk.end_shift()


def finish(desk: Desk, courier: Courier) -> int:
    """Ends the shift and syncs until a receipt covers everything."""
    desk.end_shift()
    pause = threading.Event()
    for _ in range(CALM_TRIES):
        if courier.round() == "complete":
            desk.store.close()
            say("complete")
            return 0
        pause.wait(0.2)
    return 1


def draft_of(seen: dict[str, Any], finding_id: str, taken: tuple[Photo, ...], *, at: str) -> Draft:
    """What an officer has on the screen who saw this finding of the demo shift."""
    place = Place(PlaceSource.RECEIVER, seen["lat"], seen["lon"], 4_000, 800, 11, seen["address"])
    return Draft(
        id=finding_id, category=Category(seen["category"]), observed_at=at, facts=seen["facts"], place=place,
        party=seen["party"], note=seen["note"], photos=taken,
    )  # fmt: skip


def load_policy() -> Policy:
    """As bootstrap does, without its way through Qt."""
    folder = paths.resources()
    files = {file.name: file.read_bytes() for file in (folder / "policy" / PACK).glob("*.csv")}
    catalogue = folder / "catalogue"
    return Policy(
        pack.load(files), Catalogue.load((catalogue / "facts.json").read_bytes()),
        calendar_body.read((catalogue / "calendar.json").read_bytes()),
    )  # fmt: skip


def demo_shift() -> dict[str, Any]:
    shift: dict[str, Any] = json.loads((paths.resources() / "demo" / "shift.json").read_text(encoding="utf-8"))
    return shift


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True, help="a file of 32 bytes")
    parser.add_argument("--url", required=True)
    parser.add_argument("--code", required=True, help="enrols by it when that was not done")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--calm", action="store_true", help="record nothing, sync until all is proved, and end")
    return parser.parse_args()


def _digests(lines: list[Any]) -> str:
    return ",".join(line.digest for line in lines)


if __name__ == "__main__":
    sys.exit(main())
