"""The end of all trouble: machines are mended, and every laptop syncs by its own timers until all is proved."""

from inspector_app.services.syncing import SyncPhase
from inspector_app.storage.purging import PHOTOS_KEPT
from sync.protocol.problems import Problem
from tests.faults.model.laptop import Laptop
from tests.faults.model.line import Weather
from tests.faults.model.world import World

MOST_ROUNDS = 40  # of one laptop until everything is proved
LONGER_THAN_A_PAUSE_S = 400
NEW_CODE = {Problem.WRONG_CODE.value, Problem.UNKNOWN_DEVICE.value}  # for these the screen says: ask for a new code


def heal(world: World) -> None:
    """No more faults. Each syncs twice: what another sent after its first time closes tasks of its own, and frees clones."""
    world.tell("healing")
    mend(world)
    for clock in (world.centre.clock, *(laptop.clock for laptop in world.laptops)):
        clock.ahead_ms = 0
    for laptop in world.laptops * 2:
        drain(world, laptop)
    if world.plan.weeks:
        world.weeks.look()
        world.time.let_pass(PHOTOS_KEPT.total_seconds() + LONGER_THAN_A_PAUSE_S)
        for laptop in world.laptops:
            drain(world, laptop)
            world.weeks.purge(laptop)


def mend(world: World) -> None:
    """Fair weather, room on every disk, a centre that runs."""
    world.is_calm, world.line.weather, world.line.wandering = True, Weather(), []
    for disk in world.disks():
        disk.fuse, disk.full = 0, ""
    world.centre.start()


def drain(world: World, laptop: Laptop) -> None:
    """Presses the button once; then timers do it, until all is proved or the screen says that a photo is gone.

    A person is there only to do what the screens say.
    """
    laptop.look_after()
    earlier = laptop.state.report
    laptop.sync()
    for _ in range(MOST_ROUNDS):
        report = laptop.state.report
        if laptop.is_done or (report is not None and report is not earlier and report.lost_photos):
            return
        if NEW_CODE & {laptop.refused, laptop.state.problem}:
            laptop.code = world.centre.code()
            laptop.act(Laptop.join)
        if laptop.state.phase is SyncPhase.IDLE:
            laptop.sync()
        world.time.let_pass(LONGER_THAN_A_PAUSE_S)
        world.fire_timers()
