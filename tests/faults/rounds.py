"""Plays a schedule with real processes in a folder, lets the laptops finish in peace, and proves what is left."""

import json
import os
import random as chance
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sync.protocol import enrolment
from sync.protocol.lines import Line
from tests.faults import deeds, words
from tests.faults.books import CentreBooks, centre_books, laptop_books
from tests.faults.certificates import Certificates
from tests.faults.disks import SmallDisk
from tests.faults.laptops import Closed, Laptop, OfficerFailed
from tests.faults.proof import Verdict, Witness, prove
from tests.faults.proxy import Line as Way
from tests.faults.releases import last_release
from tests.faults.schedule import Deed, Disk, Old, Schedule
from tests.forked import ForkedCentre
from tests.postgres import free_port

PLACES = {Disk.LAPTOP: "laptop-0", Disk.PHOTOS: "laptop-0/photos", Disk.LINES: "laptop-0/lines", Disk.CENTRE: "centre"}


@dataclass
class World:
    """One centre and its laptops in `folder`; `log` hears each step."""

    folder: Path
    schedule: Schedule
    database_url: str = ""
    log: Callable[[str], None] = lambda _: None
    laptops: list[Laptop] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)  # a line for each laptop, when the schedule spoils them
    disk: SmallDisk | None = None
    certificates: Certificates | None = None
    before: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    starts: int = 0

    def __post_init__(self) -> None:
        self.port, self.backup = free_port(), self.folder / "centre.tar"
        self.centre = ForkedCentre(
            self.folder / "centre", database_url=self.database_url, port=self.port, serving=["--behind-proxy"] if self.schedule.tls else [],
            release=last_release() if self.schedule.old is Old.CENTRE else None,
        )  # fmt: skip

    def play(self) -> Verdict:
        """Raises OfficerFailed or CentreFailed when a process did what no schedule asked of it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "schedule.json").write_text(json.dumps(asdict(self.schedule), indent=1))
        try:
            self.disk = SmallDisk(self.folder / PLACES[self.schedule.disk]) if self.schedule.disk else None
            self.certificates = Certificates.made(self.folder / "certificates") if self.schedule.tls else None
            self.centre.start()
            for number in range(self.schedule.laptops):
                self.laptops.append(self._new_laptop(number))
            for step in self.schedule.steps:
                self.log(f"{step.deed.value} laptop {step.laptop} {step.delay_s} s after {step.mark.value}")
                deeds.do(self, step)
            self._finish()
            return self._prove()
        finally:
            self._end()

    def _new_laptop(self, number: int) -> Laptop:
        key = self.folder / f"laptop-{number}.key"
        key.write_bytes(os.urandom(32))
        found = Laptop(self.folder / f"laptop-{number}", key, self.centre.enrol_code(), url=self.centre.url)
        found.release = last_release() if self.schedule.old is Old.LAPTOPS else None
        if self.schedule.line:
            way = Way(self.port, self.folder / f"line-{number}.log", self.certificates)
            self.ways.append(way)
            found.url, found.line = way.url, way
        return found

    def run_everybody(self) -> None:
        """Starts the centre and each laptop that does not run."""
        if not self.centre.is_running:
            self.centre.launch()
        for laptop in self.laptops:
            if not laptop.is_running:
                self.start(laptop)

    def start(self, laptop: Laptop, *, calm: bool = False) -> None:
        self.starts += 1
        laptop.start(seed=self.schedule.seed * 1000 + self.starts, calm=calm)

    def calm(self, laptop: Laptop) -> None:
        """Lets it send everything in peace, and close."""
        if not self.centre.is_running:
            self.centre.launch()
        self.centre.wait()
        self.start(laptop, calm=True)
        try:
            laptop.finish()
        except Closed:
            self.start(laptop, calm=True)
            try:
                laptop.finish()
            except Closed as trouble:
                raise OfficerFailed(f"{laptop.folder.name} closed again: {laptop.refused[-3:]}") from trouble

    def _finish(self) -> None:
        """Every laptop syncs until all is proved; where there are several twice, to hear what the others did."""
        for laptop in self.laptops:
            laptop.kill()
        for laptop in self.laptops * min(2, len(self.laptops)):
            self.calm(laptop)

    def _prove(self) -> Verdict:
        self.centre.stop()
        witnesses = [self._witness(number) for number in range(len(self.laptops))]
        there = self._centre_books()
        verdict = prove(witnesses, there, healthy=self.schedule.is_healthy, alone=self.schedule.is_alone)
        verdict.wrong += self.wrong
        for laptop in self.laptops:
            verdict.wrong += words.unexpected(laptop, self.schedule) + words.unspoken(laptop)
            if laptop.salvaged and self.schedule.is_healthy:
                verdict.wrong.append("a kill was taken for damage")
        saved = sum(len(laptop.saved) for laptop in self.laptops)
        lines = sum(map(len, there.lines.values()))
        self.log(f"{saved} deeds saved, {lines} lines and {len(there.stored)} photos at the centre")
        return verdict

    def _centre_books(self) -> CentreBooks:
        books = centre_books(self.folder / "centre", self.database_url)
        return books.having_forgotten if any(step.deed is Deed.RESTORE for step in self.schedule.steps) else books

    def _witness(self, number: int) -> Witness:
        laptop = self.laptops[number]
        books = laptop_books(laptop.folder, laptop.key.read_bytes())
        pinned = enrolment.read(laptop.code).fingerprint
        before = self.before.get(number, ())
        return Witness(
            books, laptop.saved, frozenset(laptop.drafted), pinned, before, rotten=laptop.rotten, lacks=frozenset(laptop.lacks)
        )  # fmt: skip

    def _end(self) -> None:
        self.centre.kill()
        for laptop in self.laptops:
            with suppress(OfficerFailed):
                laptop.kill()
        for way in self.ways:
            way.close()
        if self.disk is not None:
            self.disk.keep()


def any_seed() -> int:
    return chance.SystemRandom().randrange(1_000_000)
