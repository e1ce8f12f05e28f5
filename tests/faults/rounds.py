"""Plays a schedule with real processes in a folder, lets the laptops finish in peace, and proves what is left."""

import json
import os
import random as chance
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from inspector_app.demo.centre import Centre
from sync.protocol import enrolment
from sync.protocol.lines import Line
from tests.faults.books import centre_books, laptop_books
from tests.faults.laptops import MARK_LIMIT_S, DamageNoticed, Laptop, OfficerFailed
from tests.faults.proof import Verdict, Witness, prove
from tests.faults.schedule import KILLS, Deed, Mark, Schedule, Step
from tests.postgres import free_port

# What a laptop may hear when its centre or itself is killed; anything else is a fault of ours.
EXPECTED = frozenset({"unreachable", "busy", "upload_busy", "wrong_offset"})


@dataclass
class World:
    """One centre and its laptops in `folder`; `log` hears each step."""

    folder: Path
    schedule: Schedule
    database_url: str = ""
    log: Callable[[str], None] = lambda _: None
    laptops: list[Laptop] = field(default_factory=list)
    before: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    starts: int = 0

    def __post_init__(self) -> None:
        self.centre = Centre(self.folder / "centre", database_url=self.database_url, port=free_port())

    def play(self) -> Verdict:
        """Raises OfficerFailed or CentreFailed when a process did what no schedule asked of it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "schedule.json").write_text(json.dumps(asdict(self.schedule), indent=1))
        try:
            self.centre.start()
            self.laptops = [self._new_laptop(n) for n in range(self.schedule.laptops)]
            for step in self.schedule.steps:
                self._do(step)
            self._finish()
            return self._prove()
        finally:
            self.centre.kill()
            for laptop in self.laptops:
                with suppress(OfficerFailed):
                    laptop.kill()

    def _new_laptop(self, number: int) -> Laptop:
        key = self.folder / f"laptop-{number}.key"
        key.write_bytes(os.urandom(32))
        return Laptop(self.folder / f"laptop-{number}", key, self.centre.enrol_code())

    def _do(self, step: Step) -> None:
        self.log(f"{step.deed.value} laptop {step.laptop} {step.delay_s} s after {step.mark.value}")
        if step.deed in KILLS:
            self._kill(step)
            return
        laptop = self.laptops[step.laptop]
        laptop.kill()
        image = self.folder / "kept"
        match step.deed:
            case Deed.SYNC:
                self._calm(laptop)
            case Deed.KEEP:
                laptop.copy_to(image)
            case Deed.PUT_BACK | Deed.PUT_BACK_DATABASE:
                lines = laptop_books(laptop.folder, laptop.key.read_bytes()).lines
                self.before[step.laptop] = self.before.get(step.laptop, ()) + lines
                laptop.replace_by(image, database_only=step.deed is Deed.PUT_BACK_DATABASE)
            case Deed.CLONE:
                twin = self.folder / f"laptop-{len(self.laptops)}"
                laptop.copy_to(twin)
                self.laptops.append(Laptop(twin, laptop.key, laptop.code))
            case _:
                self.log(laptop.damage(step.chance, truncate=step.deed is Deed.TRUNCATE))

    def _kill(self, step: Step) -> None:
        """Runs everybody, waits for the mark and the delay, and kills."""
        if not self.centre.is_running:
            self.centre.launch()
        for laptop in self.laptops:
            if not laptop.is_running:
                self._start(laptop)
        victim = self.laptops[step.laptop]
        with suppress(DamageNoticed):
            if step.mark is Mark.LISTENING:
                self.centre.wait()
            elif step.mark is not Mark.START:
                victim.hear(MARK_LIMIT_S, step.mark)
            victim.hear(step.delay_s)
        if step.deed is not Deed.KILL_CENTRE:
            victim.kill()
        if step.deed is not Deed.KILL_OFFICER:
            self.centre.kill()

    def _start(self, laptop: Laptop, *, calm: bool = False) -> None:
        self.starts += 1
        laptop.start(self.centre.url, seed=self.schedule.seed * 1000 + self.starts, calm=calm)

    def _calm(self, laptop: Laptop) -> None:
        if not self.centre.is_running:
            self.centre.launch()
        self.centre.wait()
        self._start(laptop, calm=True)
        try:
            laptop.finish()
        except DamageNoticed:
            self._start(laptop, calm=True)
            laptop.finish()

    def _finish(self) -> None:
        """Every laptop syncs until all is proved; twins twice, since each may have waited for the other."""
        for laptop in self.laptops:
            laptop.kill()
        for laptop in self.laptops * (2 if len(self.laptops) > self.schedule.laptops else 1):
            self._calm(laptop)

    def _prove(self) -> Verdict:
        self.centre.stop()
        story = self.schedule.story
        witnesses = [self._witness(number) for number in range(len(self.laptops))]
        healthy = story in ("plain", "two", "cloned")
        there = centre_books(self.folder / "centre", self.database_url)
        verdict = prove(witnesses, there, healthy=healthy, alone=story in ("plain", "two"))
        for laptop in self.laptops:
            verdict.wrong += [f"a laptop heard {code}" for code in laptop.troubles if code not in EXPECTED]
            if laptop.salvages and healthy:
                verdict.wrong.append("a kill was taken for damage")
        saved = sum(len(laptop.saved) for laptop in self.laptops)
        lines = sum(map(len, there.lines.values()))
        self.log(f"{saved} deeds saved, {lines} lines and {len(there.stored)} photos at the centre")
        return verdict

    def _witness(self, number: int) -> Witness:
        laptop = self.laptops[number]
        books = laptop_books(laptop.folder, laptop.key.read_bytes())
        pinned = enrolment.read(laptop.code).fingerprint
        return Witness(books, laptop.saved, frozenset(laptop.drafted), pinned, self.before.get(number, ()))


def any_seed() -> int:
    return chance.SystemRandom().randrange(1_000_000)
