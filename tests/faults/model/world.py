"""Plays one seed: laptops, a centre and all that goes wrong between them, in one thread."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from inspector_app import centre_line
from inspector_app.storage import second_copy
from tests.faults.model import models, plan
from tests.faults.model.centre import Centre
from tests.faults.model.clock import Time, WallClock
from tests.faults.model.disk import Disk
from tests.faults.model.folders import copy
from tests.faults.model.laptop import Laptop
from tests.faults.model.line import Line
from tests.faults.model.officer import Duty
from tests.faults.model.watch import Watch
from tests.faults.model.weeks import PAUSES_S, Weeks, held_back

SEGMENT_BYTES = 1 << 14  # of the second copy: small, so that a shift fills several
EVERYWHERE = "area/all"


class World:
    """`top` is an empty folder, `ready` one that `make_models` filled; `tell` hears of everything that happens."""

    def __init__(self, seed: int, top: Path, ready: Path, tell: Callable[[str], None]) -> None:
        self.random = Random(f"world/{seed}")
        self.plan = plan.drawn(seed, self.random)
        self.top = top
        self.tell = tell
        self.time = Time()
        self.watch = Watch(top, Random(f"keys/{seed}"))
        self.is_calm = True
        self._ready = ready
        self._nested = False
        self._pressed: dict[str, str] = {}
        self.centre = Centre(self._disk("centre", models.CENTRE), WallClock(self.time), self.time)
        self.line = Line(self.centre, self.time, self.random, tell, meanwhile=self._meanwhile)
        self.weeks = Weeks(self.centre, self.time, top / "seen", tell)
        self.turn = 0
        self.laptops: list[Laptop] = []
        self.duties: dict[str, Duty] = {}
        for n in range(self.plan.laptops):
            self._add(self._disk(f"laptop-{n}", models.LAPTOP))
        tell(str(self.plan))

    @contextmanager
    def running(self) -> Iterator[None]:
        """While it is on, time, chance and disks are the model's; in the end every file is let go."""
        steady = SimpleNamespace(monotonic=self.time.seconds)
        chance = SimpleNamespace(random=self.random.random)
        line: dict[str, Any] = {"_call_later": self.time.call_later, "time": steady, "random": chance}
        with ExitStack() as stack:
            stack.enter_context(patch.multiple(centre_line, **line))
            stack.enter_context(patch.object(second_copy, "SEGMENT_BYTES", SEGMENT_BYTES))
            stack.callback(self._let_go)
            stack.enter_context(self.watch)
            yield

    def play(self, strike: Callable[[int], None]) -> None:
        """The shift; `strike` does before each turn what goes wrong in it."""
        self.centre.start()
        for laptop in self.laptops:
            laptop.code = self.centre.code()
            if self.plan.weeks:  # a code is good for a day
                laptop.sync()
        self.is_calm, self.line.weather = False, self.plan.weather
        for turn in range(self.plan.turns):
            self.turn = turn
            self.tell(f"turn {turn}")
            strike(turn)
            self._turn()

    def fire_timers(self) -> None:
        """Does what the running programs put off until now."""
        while (deed := self.time.due()) is not None:
            for laptop in self.laptops:
                if laptop.is_timer_of(deed):
                    laptop.act(lambda _, deed=deed: deed())  # type: ignore[misc]

    def clone(self, laptop: Laptop) -> None:
        """A copy of its disk works on as a second laptop with the same identity."""
        disk = self._disk(f"laptop-{len(self.laptops)}", "")
        laptop.image(disk.root, copy)
        disk.begin(disk.root)
        twin = self._add(disk)
        twin.code, twin.clock.ahead_ms, twin.purged = laptop.code, laptop.clock.ahead_ms, laptop.purged

    def disks(self) -> list[Disk]:
        return [self.centre.disk, *(laptop.disk for laptop in self.laptops)]

    @property
    def stops(self) -> int:
        """How often a machine was stopped amid something."""
        return sum(disk.stops for disk in self.disks())

    def _turn(self) -> None:
        self.time.let_pass(self.random.choice(PAUSES_S if self.plan.weeks else (2, 30, 30, 300, 7200)))
        self.fire_timers()
        if not self.centre.is_up and self.random.random() < 0.7:
            self.centre.start()
        self._act(self.random.choice(self.laptops))
        if self.plan.weeks:
            self._days(self.random.choice(self.laptops))

    def _days(self, laptop: Laptop) -> None:
        """What a laptop does in the days of a turn, whatever else happens."""
        for _ in range(self.random.randint(0, 3)):
            laptop.act(self.duties[laptop.name].act)
        self._sync(laptop)
        self.weeks.look()
        if self.random.random() < 0.6:
            self.weeks.purge(laptop)

    def _sync(self, laptop: Laptop) -> None:
        laptop.code = laptop.code or self.centre.code()
        is_metered = self.plan.weeks and self.turn < self.plan.photos_at
        laptop.sync(held_back(laptop, self.random) if is_metered else None)

    def _act(self, laptop: Laptop) -> None:
        kind = self.random.random()
        if kind < 0.6:
            laptop.act(self.duties[laptop.name].act)
        elif kind < 0.9:
            self._sync(laptop)
        elif kind < 0.96:
            self.centre.add_task("核实", self._case(), EVERYWHERE)
        else:
            laptop.close()

    def _meanwhile(self) -> None:
        """Between two calls of a laptop its officer works on, and others do what they do."""
        if self.is_calm or self._nested or self.random.random() > 0.12:
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

    def _case(self) -> str:
        """What several may act on at once."""
        saved = [one.about for laptop in self.laptops for one in laptop.saved if one.about]
        return self.random.choice(saved) if saved else ""

    def _disk(self, name: str, model: str) -> Disk:
        disk = Disk(self.top / name, self.random, self.tell)
        disk.root.parent.mkdir()
        if model:
            copy(self._ready / model, disk.root)
            disk.unflushed.settle()
        self.watch.add(disk)
        return disk

    def _add(self, disk: Disk) -> Laptop:
        laptop = Laptop(disk, WallClock(self.time), self.line, self.random, pace=self.plan.pace)
        self.laptops.append(laptop)
        self.duties[laptop.name] = Duty(self.random, self._pressed)
        return laptop

    def _let_go(self) -> None:
        self.centre.close()
        for laptop in self.laptops:
            laptop.close()
