"""Plays one seed: laptops, a centre and all that goes wrong between them, in one thread; then heals it and asks the judge."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace
from unittest.mock import patch

from inspector_app import centre_line
from inspector_app.storage import schema, second_copy
from inspector_app.storage.database import FILE_NAME, open_writer
from sync.client.pace import SMALLEST
from sync.protocol.problems import Problem
from tests.faults.books import laptop_books
from tests.faults.model import centre as machine
from tests.faults.model import mishaps, plan
from tests.faults.model.centre import Centre
from tests.faults.model.clock import Time, WallClock
from tests.faults.model.disk import Disk, End, copy
from tests.faults.model.laptop import MASTER, Laptop
from tests.faults.model.line import Line, Weather
from tests.faults.model.officer import Duty
from tests.faults.model.plan import Mishap
from tests.faults.model.watch import Watch

MOST_ROUNDS = 40  # of one laptop until everything is proved
LONGEST_FUSE = 60
SEGMENT_BYTES = 1 << 14  # of the second copy: small, so that a shift fills several
PARTS = ("*", "database", "photos", "lines")
EVERYWHERE = "area/all"


class Trace:
    """What happened, in its order; its digest is the same whenever a seed is played."""

    def __init__(self, hear: Callable[[str], None] | None = None) -> None:
        self._sum = hashlib.sha256()
        self._hear = hear

    def tell(self, what: str) -> None:
        self._sum.update(what.encode() + b"\n")
        if self._hear is not None:
            self._hear(what)

    def digest(self) -> str:
        return self._sum.hexdigest()[:16]


class World:
    """`top` is an empty folder, `models` one with a new laptop and a new centre to copy (see `make_models`)."""

    def __init__(self, seed: int, top: Path, models: Path, trace: Trace) -> None:
        self.random = Random(f"world/{seed}")
        self.plan = plan.drawn(self.random)
        self.tell = trace.tell
        self.time = Time()
        self.top = top
        self._models = models
        self.watch = Watch(top, Random(f"keys/{seed}"))
        self.centre = Centre(self._disk("centre", "centre"), WallClock(self.time), self.time.seconds)
        self.line = Line(self.centre, self.time, self.random, self.tell, meanwhile=self._meanwhile)
        self.laptops = [self._laptop(self._disk(f"laptop-{n}", "laptop")) for n in range(self.plan.laptops)]
        self._recorded: set[str] = set()
        self.duties = {laptop.name: self._duty() for laptop in self.laptops}
        self._nested = False
        self._calm = True
        tell_plan = f"{self.plan.mishap} laptops {self.plan.laptops} turns {self.plan.turns}"
        self.tell(
            f"{tell_plan} {self.plan.weather} kills {self.plan.kills} power {self.plan.power} full {self.plan.full}"
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """While it is on, time, chance and disks are the model's; in the end every file is let go."""
        steady = SimpleNamespace(monotonic=self.time.seconds)
        chance = SimpleNamespace(random=self.random.random)
        with ExitStack() as stack:
            stack.enter_context(
                patch.multiple(centre_line, _call_later=self.time.call_later, time=steady, random=chance)
            )
            stack.enter_context(patch.object(second_copy, "SEGMENT_BYTES", SEGMENT_BYTES))
            stack.callback(self._let_go)
            stack.enter_context(self.watch)
            yield

    def play(self) -> None:
        """The shift with its mishaps."""
        self.centre.start()
        for laptop in self.laptops:
            laptop.code = self.centre.code()
        self._calm, self.line.weather = False, self.plan.weather
        for turn in range(self.plan.turns):
            self.tell(f"turn {turn}")
            self._prepare(turn)
            self._draw_faults()
            self._turn()
        self.heal()

    def heal(self) -> None:
        """No more faults: every laptop syncs until all is proved; clones twice, since each may have waited for the other."""
        self.tell("healing")
        self._calm, self.line.weather, self.line.wandering = True, Weather(), []
        for disk in self._disks():
            disk.fuse, disk.full = 0, ""
        for clock in (self.centre.clock, *(laptop.clock for laptop in self.laptops)):
            clock.ahead_ms = 0
        self.centre.start()
        for laptop in self.laptops * (2 if self.plan.mishap is Mishap.CLONE else 1):
            self._drain(laptop)

    def _drain(self, laptop: Laptop) -> None:
        """Rounds until all is proved, or the screen says that a photo is gone; a person does what the screens say."""
        laptop.look_after()
        for _ in range(MOST_ROUNDS):
            laptop.sync()
            report = laptop.state.report
            if laptop.is_done or (report is not None and report.lost_photos):
                return
            if {laptop.refused, laptop.state.problem} & {Problem.WRONG_CODE.value, Problem.UNKNOWN_DEVICE.value}:
                laptop.code = self.centre.code()
                laptop.act(Laptop.join)
            self.time.let_pass(400)

    @property
    def stops(self) -> int:
        """How often a machine was stopped amid something."""
        return sum(disk.stops for disk in self._disks())

    # One turn ---------------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        self.time.let_pass(self.random.choice((2, 30, 600, 7200)))
        while (deed := self.time.due()) is not None:
            self._fire(deed)
        if not self.centre.is_up and self.random.random() < 0.7:
            self.centre.start()
        self._act(self.random.choice(self.laptops))

    def _act(self, laptop: Laptop) -> None:
        kind = self.random.random()
        if kind < 0.6:
            laptop.act(self.duties[laptop.name].act)
        elif kind < 0.9:
            if not laptop.code:
                laptop.code = self.centre.code()
            laptop.sync()
        elif kind < 0.96:
            self.centre.add_task("核实", self._case(), EVERYWHERE)
        else:
            laptop.close()

    def _meanwhile(self, _name: str) -> None:
        """Between two calls of a laptop its officer works on, and others do what they do."""
        if self._calm or self._nested or self.random.random() > 0.12:
            return
        self._nested = True
        try:
            other = self.random.choice(self.laptops)
            if other.is_busy:
                other.act(self.duties[other.name].act)
            else:
                self._act(other)
        finally:
            self._nested = False

    def _fire(self, deed: Callable[[], None]) -> None:
        for laptop in self.laptops:
            if laptop.is_timer_of(deed):
                laptop.act(lambda _: deed())

    def _case(self) -> str:
        saved = [one.about for laptop in self.laptops for one in laptop.saved if one.about]
        return self.random.choice(saved) if saved else ""

    # Faults -----------------------------------------------------------------------------------------------------------

    def _draw_faults(self) -> None:
        for disk in self._disks():
            if not disk.fuse and self.random.random() < self.plan.kills:
                end = End.POWER if self.random.random() < self.plan.power else End.KILL
                disk.arm(self.random.randint(1, LONGEST_FUSE), end)
            if self.random.random() < self.plan.full:
                disk.full = self.random.choice(PARTS)
            elif self.random.random() < 0.5:
                disk.full = ""
        for laptop in self.laptops:
            if self.random.random() < self.plan.jumps:
                jump = self.random.choice((-1, 1)) * self.random.choice((60, 86_400, 400 * 86_400)) * 1000
                laptop.clock.ahead_ms += jump
                self.duties[laptop.name].jumped_ms += jump

    def _prepare(self, turn: int) -> None:
        """Makes images at their turn, and does the mishap at its own."""
        laptop = self.laptops[0]
        if turn == self.plan.image_at and self.plan.mishap in (Mishap.PUT_BACK, Mishap.PUT_BACK_DATABASE):
            laptop.close()
            if laptop.saved:  # before its first start it would be another laptop
                laptop.image(self.top / "kept", copy)
        if turn == self.plan.image_at and self.plan.mishap is Mishap.CENTRE_RESTORED:
            self._end_centre()
            with self.watch.aside():
                copy(self.centre.disk.root, self.top / "backup")
        if turn == self.plan.mishap_at and self.plan.mishap is not Mishap.NONE:
            self.tell(f"{self.plan.mishap}")
            self._mishap(laptop)

    def _mishap(self, laptop: Laptop) -> None:
        self._switch_off(laptop)
        match self.plan.mishap:
            case Mishap.CLONE:
                self._clone(laptop)
            case Mishap.PUT_BACK | Mishap.PUT_BACK_DATABASE:
                self._put_back(laptop)
            case Mishap.CENTRE_RESTORED:
                self._end_centre()
                self.centre.disk.replace_by(self.top / "backup")
                self.centre.start()
            case _:
                with self.watch.aside():
                    self.tell(mishaps.flip(laptop, self.plan.mishap, self.random))

    def _switch_off(self, laptop: Laptop) -> None:
        """By its button or by its plug."""
        if self.random.random() < 0.5:
            laptop.close()
        else:
            laptop.act(lambda one: one.disk.stop())

    def _end_centre(self) -> None:
        self.centre.stop()

    def _clone(self, laptop: Laptop) -> None:
        disk = self._disk(f"laptop-{len(self.laptops)}", "")
        laptop.image(disk.root, copy)
        disk.begin(disk.root)
        twin = self._laptop(disk)
        twin.code, twin.clock.ahead_ms = laptop.code, laptop.clock.ahead_ms
        self.laptops.append(twin)
        self.duties[twin.name] = self._duty()

    def _put_back(self, laptop: Laptop) -> None:
        """An older copy comes back after everything was sent: what no centre holds would be gone by a person's own deed."""
        if not (self.top / "kept").exists():
            return
        calm, self._calm = self._calm, True
        weather, self.line.weather = self.line.weather, Weather()
        laptop.disk.fuse = self.centre.disk.fuse = 0
        laptop.disk.full = self.centre.disk.full = ""
        self.centre.start()
        self._drain(laptop)
        self._calm, self.line.weather = calm, weather
        laptop.close()
        with self.watch.aside():
            laptop.before += laptop_books(laptop.disk.root, MASTER).lines
        laptop.put_back(self.top / "kept", database_only=self.plan.mishap is Mishap.PUT_BACK_DATABASE)

    # Machines ---------------------------------------------------------------------------------------------------------

    def _disks(self) -> list[Disk]:
        return [self.centre.disk, *(laptop.disk for laptop in self.laptops)]

    def _disk(self, name: str, model: str) -> Disk:
        disk = Disk(self.top / name, self.random, self.tell)
        disk.root.parent.mkdir()
        if model:
            copy(self._models / model, disk.root)
            disk.unflushed.settle(disk.root)
        self.watch.add(disk)
        return disk

    def _laptop(self, disk: Disk) -> Laptop:
        return Laptop(disk, WallClock(self.time), self.line, self.random, pace=SMALLEST if self.plan.thin else 0)

    def _duty(self) -> Duty:
        return Duty(self.random, self._recorded)

    def _let_go(self) -> None:
        self.centre.close()
        for laptop in self.laptops:
            laptop.close()


def make_models(folder: Path) -> None:
    """A laptop's folder before its first start, with an empty database, and a centre's after it was founded."""
    with Watch(folder, Random("models")):
        (folder / "laptop").mkdir(parents=True)
        connection = open_writer(folder / "laptop" / FILE_NAME, MASTER, create=True, guarded=False)
        schema.migrate(connection)
        connection.close()
        machine.found(folder / "centre", WallClock(Time()))


def cleared(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
