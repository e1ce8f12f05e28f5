"""What goes wrong in a world, and when: armed before each turn, as its plan says."""

from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.purging import PHOTOS_KEPT
from tests.faults.books import laptop_books
from tests.faults.model import mishaps
from tests.faults.model.disk import End
from tests.faults.model.folders import copy, copy_anew
from tests.faults.model.healing import drain, mend
from tests.faults.model.laptop import MASTER, Laptop
from tests.faults.model.plan import Mishap
from tests.faults.model.weeks import LONGEST_S
from tests.faults.model.world import World

LONGEST_FUSE = 60  # steps
PARTS = ("*", "database", "photos", "lines")
JUMPS_S = (60, 86_400, 400 * 86_400)
OLDEST_MS = (PHOTOS_KEPT.total_seconds() - LONGEST_S) * 1000 / 2  # of a backup; a pause later it is still young enough
PUT_BACKS = (Mishap.PUT_BACK, Mishap.PUT_BACK_DATABASE)


class Fate:
    """One world's."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._plan = world.plan
        self._random = world.random
        self._kept, self._backup = world.top / "kept", world.top / "backup"
        self._made_ms = 0

    def strike(self, turn: int) -> None:
        """Before a turn: images at their turn, the mishap at its own, and what may come at any."""
        if turn == self._plan.image_at or self._backup_is_old(turn):
            self._make_image()
        if turn == self._plan.mishap_at and self._plan.mishap is not Mishap.NONE:
            self._world.tell(f"{self._plan.mishap}")
            self._befall(self._world.laptops[0])
        for disk in self._world.disks():
            if not disk.fuse and self._random.random() < self._plan.kills:
                end = End.POWER if self._random.random() < self._plan.power else End.KILL
                disk.arm(self._random.randint(1, LONGEST_FUSE), end)
            if self._random.random() < self._plan.full:
                disk.full = self._random.choice(PARTS)
            elif self._random.random() < 0.5:
                disk.full = ""
        self._set_clocks()

    def _set_clocks(self) -> None:
        for laptop in self._world.laptops:
            if self._random.random() < self._plan.jumps:
                jump = self._jump_ms()
                laptop.clock.ahead_ms += jump
                self._world.duties[laptop.name].jumped_ms += jump
        if self._random.random() < self._plan.jumps and not self._plan.weeks:  # a purge has no other clock to ask
            self._world.centre.clock.ahead_ms += self._jump_ms()

    def _jump_ms(self) -> int:
        return self._random.choice((-1000, 1000)) * self._random.choice(JUMPS_S)

    def _backup_is_old(self, turn: int) -> bool:
        """Whether a centre must make another one, for a laptop keeps what it sent for two weeks and no longer."""
        keeps_it = (
            self._plan.weeks
            and self._plan.mishap is Mishap.CENTRE_RESTORED
            and self._plan.image_at < turn <= self._plan.mishap_at
        )
        return keeps_it and self._world.time.ms - self._made_ms > OLDEST_MS

    def _make_image(self) -> None:
        laptop, centre = self._world.laptops[0], self._world.centre
        if self._plan.mishap in PUT_BACKS and laptop.saved:  # before its first start it would be another laptop
            laptop.close()
            laptop.image(self._kept, copy)
        if self._plan.mishap is Mishap.CENTRE_RESTORED:
            centre.stop()
            self._made_ms = self._world.time.ms
            with self._world.watch.aside():
                copy_anew(centre.disk.root, self._backup)

    def _befall(self, laptop: Laptop) -> None:
        if self._random.random() < 0.5:
            laptop.close()
        else:
            laptop.act(lambda one: one.disk.stop())
        match self._plan.mishap:
            case Mishap.CLONE:
                self._world.clone(laptop)
            case Mishap.PUT_BACK | Mishap.PUT_BACK_DATABASE:
                self._put_back(laptop)
            case Mishap.CENTRE_RESTORED:
                self._restore_centre()
            case _:
                with self._world.watch.aside():
                    self._world.tell(mishaps.flip(laptop, self._plan.mishap, self._random))

    def _put_back(self, laptop: Laptop) -> None:
        """An older copy comes back after everything was sent: what no centre holds would be gone by a person's own deed."""
        if not self._kept.exists():
            return
        mend(self._world)
        drain(self._world, laptop)
        self._world.is_calm, self._world.line.weather = False, self._plan.weather
        laptop.close()
        with self._world.watch.aside():
            laptop.before += laptop_books(laptop.disk.root, MASTER).lines
        only = f"{FILE_NAME}*" if self._plan.mishap is Mishap.PUT_BACK_DATABASE else ""
        laptop.disk.replace_by(self._kept, only=only)

    def _restore_centre(self) -> None:
        """From a backup of everything, or of the database alone: then the photos are newer."""
        centre = self._world.centre
        centre.stop()
        centre.disk.replace_by(self._backup, only=self._random.choice(("", "centre.db*")))
        centre.start()
