"""Troubles that pass while the processes run: a bad line, a closed lid, a full disk, a clock that is set."""

import time
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from inspector_app.storage.second_copy import FOLDER as LINES
from tests.faults import weather
from tests.faults.laptops import Closed
from tests.faults.moments import RECOVERS_S, reach, recover
from tests.faults.schedule import Disk, Step

if TYPE_CHECKING:
    from tests.faults.rounds import World

THIN = 48 * 1024  # bytes a second: photos are under way for a while
HEAVY = 20_000  # bytes of a call that carries photos
ROOMY_S = 5.0
HOUR_MS = 3_600_000
JUMPS_MS = (-87_600 * HOUR_MS, -HOUR_MS, HOUR_MS, 87_600 * HOUR_MS)
NO_ROOM = ("refused out_of_space", "trouble out_of_space", "trouble laptop_out_of_space")


def spoil(world: "World", step: Step) -> None:
    """Bad weather on the line until it struck several times; then the laptop must find its way back by itself."""
    world.run_everybody()
    world.centre.wait()
    reach(world, step)
    laptop, bad = world.laptops[step.laptop], weather.drawn(step.chance, tls=world.schedule.tls)
    assert laptop.line is not None
    laptop.line.set(bad)
    if not laptop.line.struck(1 + step.chance % 5, RECOVERS_S):
        world.wrong.append(f"the laptop made no call that {bad} could strike")
    laptop.line.clear()
    recover(world, laptop)


def sleep(world: "World", step: Step) -> None:
    """The lid is closed while photos are under way; the centre may be gone and back when it opens again."""
    world.run_everybody()
    world.centre.wait()
    reach(world, step)
    laptop, random = world.laptops[step.laptop], Random(step.chance)
    assert laptop.line is not None
    laptop.line.slow(THIN)
    if not laptop.line.loaded(HEAVY, RECOVERS_S):
        world.wrong.append("no photo was under way")
    laptop.freeze()
    restarts, nap_s = (
        random.random() < 0.2,
        random.choice((random.uniform(0.2, 3), random.uniform(0.2, 6), step.longest_s)),
    )
    world.log(f"asleep for {nap_s:.1f} s{', the centre starts anew' if restarts else ''}")
    if restarts:
        world.centre.kill()
    time.sleep(nap_s)
    if restarts:
        world.centre.start()
    laptop.wake()
    laptop.line.clear()
    recover(world, laptop)


def fill(world: "World", step: Step) -> None:
    """No room until somebody was told so, and a kill now and then; then room again."""
    assert world.disk is not None
    laptop, random = world.laptops[step.laptop], Random(step.chance)
    if random.random() < 0.3 or world.schedule.disk is Disk.LINES:
        laptop.kill()  # it meets the full disk when it opens
    else:
        world.run_everybody()
        reach(world, step)
    if not world.centre.is_running:
        world.centre.launch()
    world.centre.wait()
    world.disk.fill(random.choice((0, 4096, 40_000, 200_000)))
    # The second copy takes its room a megabyte at a time: while that lasts, nobody need be told.
    has_room = world.schedule.disk is Disk.LINES and any((laptop.folder / LINES).glob("*.lines"))
    world.run_everybody()
    with suppress(Closed):
        if not laptop.hear(ROOMY_S if has_room else RECOVERS_S, *NO_ROOM) and not has_room:
            world.wrong.append("nobody was told that the disk is full")
    if random.random() < 0.3:
        laptop.kill()
    world.disk.free()
    world.run_everybody()
    recover(world, laptop)


def set_clock(world: "World", step: Step) -> None:
    """Somebody sets the laptop's clock, or its battery forgets the year; it goes on, and so does the centre."""
    world.run_everybody()
    world.centre.wait()
    reach(world, step)
    laptop = world.laptops[step.laptop]
    jump = Random(step.chance).choice((-laptop.clock_ms or HOUR_MS, *JUMPS_MS))
    world.log(f"the clock jumps by {jump / HOUR_MS:.0f} h")
    laptop.set_clock(laptop.clock_ms + jump)
    recover(world, laptop)
