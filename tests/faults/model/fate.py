"""What goes wrong in a world, and when: armed before each turn, as its plan says."""

from inspector_app.storage.database import FILE_NAME
from tests.faults.books import laptop_books
from tests.faults.model import mishaps
from tests.faults.model.disk import End
from tests.faults.model.folders import copy
from tests.faults.model.healing import drain, mend
from tests.faults.model.laptop import MASTER, Laptop
from tests.faults.model.plan import Mishap
from tests.faults.model.world import World

LONGEST_FUSE = 60  # steps
PARTS = ("*", "database", "photos", "lines")
JUMPS_S = (60, 86_400, 400 * 86_400)
PUT_BACKS = (Mishap.PUT_BACK, Mishap.PUT_BACK_DATABASE)


class Fate:
    """One world's."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._plan = world.plan
        self._random = world.random
        self._kept, self._backup = world.top / "kept", world.top / "backup"

    def strike(self, turn: int) -> None:
        """Before a turn: images at their turn, the mishap at its own, and what may come at any."""
        if turn == self._plan.image_at:
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
        if self._random.random() < self._plan.jumps:
            self._world.centre.clock.ahead_ms += self._jump_ms()

    def _jump_ms(self) -> int:
        return self._random.choice((-1000, 1000)) * self._random.choice(JUMPS_S)

    def _make_image(self) -> None:
        laptop, centre = self._world.laptops[0], self._world.centre
        if self._plan.mishap in PUT_BACKS and laptop.saved:  # before its first start it would be another laptop
            laptop.close()
            laptop.image(self._kept, copy)
        if self._plan.mishap is Mishap.CENTRE_RESTORED:
            centre.stop()
            with self._world.watch.aside():
                copy(centre.disk.root, self._backup)

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
