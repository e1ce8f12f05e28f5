"""What each step of a schedule does to the world."""

from contextlib import suppress
from typing import TYPE_CHECKING

from tests.faults import damage, weather
from tests.faults.books import laptop_books
from tests.faults.laptops import MARK_LIMIT_S, DamageNoticed, Laptop
from tests.faults.schedule import KILLS, Deed, Mark, Step

if TYPE_CHECKING:
    from tests.faults.rounds import World

RECOVERS_S = 180.0  # on a machine with other work; seconds when it is quiet


def do(world: "World", step: Step) -> None:
    if step.deed in KILLS:
        kill(world, step)
    elif step.deed is Deed.BAD_LINE:
        spoil(world, step)
    else:
        to_the_folder(world, step)


def to_the_folder(world: "World", step: Step) -> None:
    """What needs the laptop's process to be gone."""
    laptop = world.laptops[step.laptop]
    laptop.kill()
    image = world.folder / "kept"
    match step.deed:
        case Deed.SYNC:
            world.calm(laptop)
        case Deed.KEEP:
            laptop.copy_to(image)
        case Deed.PUT_BACK | Deed.PUT_BACK_DATABASE:
            lines = laptop_books(laptop.folder, laptop.key.read_bytes()).lines
            world.before[step.laptop] = world.before.get(step.laptop, ()) + lines
            laptop.replace_by(image, database_only=step.deed is Deed.PUT_BACK_DATABASE)
        case Deed.CLONE:
            twin = world.folder / f"laptop-{len(world.laptops)}"
            laptop.copy_to(twin)
            world.laptops.append(Laptop(twin, laptop.key, laptop.code, url=laptop.url))
        case Deed.TRUNCATE:
            world.log(damage.truncate(laptop.folder, step.chance))
        case Deed.FLIP:
            world.log(damage.flip(laptop.folder, step.chance))


def kill(world: "World", step: Step) -> None:
    """Runs everybody, waits for the mark and the delay, and kills."""
    world.run_everybody()
    reach(world, step)
    if step.deed is not Deed.KILL_CENTRE:
        world.laptops[step.laptop].kill()
    if step.deed is not Deed.KILL_OFFICER:
        world.centre.kill()


def reach(world: "World", step: Step) -> None:
    """Waits for the step's moment."""
    laptop = world.laptops[step.laptop]
    with suppress(DamageNoticed):
        if step.mark is Mark.LISTENING:
            world.centre.wait()
        elif step.mark is not Mark.START:
            laptop.hear(MARK_LIMIT_S, step.mark)
        laptop.hear(step.delay_s)


def spoil(world: "World", step: Step) -> None:
    """Bad weather on the line until it struck several times; then the laptop must find its way back by itself."""
    world.run_everybody()
    world.centre.wait()
    reach(world, step)
    way, bad = world.ways[step.laptop], weather.drawn(step.chance, tls=world.schedule.tls)
    way.set(bad)
    if not way.struck(1 + step.chance % 5, RECOVERS_S):
        world.wrong.append(f"the laptop made no call that {bad} could strike")
    way.clear()
    recover(world, world.laptops[step.laptop])


def recover(world: "World", laptop: Laptop) -> None:
    """With nothing in its way any more, it proves all it has without a person."""
    if not laptop.hear(RECOVERS_S, "sent complete"):
        world.wrong.append(f"it did not recover by itself; it heard {laptop.troubles[-3:]}")
