"""What each step of a schedule does to the world."""

import shutil
from typing import TYPE_CHECKING

from inspector_app.demo.centre import CentreFailed
from inspector_app.domain.policy.tables import CHANGED
from tests.faults import damage, troubles
from tests.faults.books import centre_books, laptop_books
from tests.faults.databases import emptied
from tests.faults.laptops import MARK_LIMIT_S, Laptop
from tests.faults.moments import reach, recover, until_a_photo
from tests.faults.officer import INSTALLED
from tests.faults.schedule import KILLS, Deed, Step

if TYPE_CHECKING:
    from tests.faults.rounds import World


def do(world: "World", step: Step) -> None:
    laptop = world.laptops[step.laptop]
    match step.deed:
        case deed if deed in KILLS:
            kill(world, step)
        case Deed.BAD_LINE:
            troubles.spoil(world, step)
        case Deed.SLEEP:
            troubles.sleep(world, step)
        case Deed.FILL:
            troubles.fill(world, step)
        case Deed.SET_CLOCK:
            troubles.set_clock(world, step)
        case Deed.BACK_UP | Deed.RESTORE | Deed.ASK | Deed.UPGRADE | Deed.ROT_STORED:
            to_the_centre(world, step)
        case Deed.ROT_PHOTO:
            until_a_photo(world, laptop)
            laptop.kill()
            world.log(break_disk(laptop, step))
        case Deed.ROT_PACK:
            rot_pack(world, laptop, step)
        case Deed.ROT_COPY | Deed.ROT_RECEIPT | Deed.TRUNCATE | Deed.FLIP:
            laptop.kill()
            world.log(break_disk(laptop, step))
        case _:
            laptop.kill()
            to_the_folder(world, laptop, step)


def kill(world: "World", step: Step) -> None:
    """Runs everybody, waits for the mark and the delay, and kills."""
    world.run_everybody()
    reach(world, step)
    if step.deed is not Deed.KILL_CENTRE:
        world.laptops[step.laptop].kill()
    if step.deed is not Deed.KILL_OFFICER:
        world.centre.kill()


def to_the_folder(world: "World", laptop: Laptop, step: Step) -> None:
    """What copies or replaces the folder of a laptop that does not run."""
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
            world.laptops.append(laptop.twin(world.folder / f"laptop-{len(world.laptops)}"))


def break_disk(laptop: Laptop, step: Step) -> str:
    """Breaks something in the folder and remembers what cannot be whole any more; returns what was done."""
    folder, master, rotten = laptop.folder, laptop.key.read_bytes(), laptop.rotten
    match step.deed:
        case Deed.TRUNCATE:
            return damage.truncate(folder, step.chance)
        case Deed.FLIP:
            return damage.flip(folder, step.chance)
        case Deed.ROT_PHOTO:
            rotten.photos |= {photo} if (photo := damage.rot_photo(folder, step.chance)) else set()
            return f"photo {photo[:12]}"
        case Deed.ROT_COPY:
            gone = damage.rot_copy(folder, master, step.chance)
            rotten.copies |= gone
            return f"{len(gone)} lines of the second copy"
        case _:
            rotten.receipts |= {damage.rot_receipt(folder, master, step.chance)}
            return "a receipt"


def rot_pack(world: "World", laptop: Laptop, step: Step) -> None:
    """Nothing is decided by rules in which a bit turned; once the program is installed again, all goes on."""
    laptop.kill()
    laptop.pack = laptop.folder.with_name(f"{laptop.folder.name}.pack")
    shutil.copytree(INSTALLED, laptop.pack, dirs_exist_ok=True)
    world.log(damage.rot_pack(laptop.pack, step.chance))
    world.run_everybody()
    if not laptop.hear(MARK_LIMIT_S, f"refused {CHANGED}"):
        world.wrong.append("rules in which a bit turned were not refused")
    laptop.kill()
    laptop.pack = None
    world.run_everybody()
    recover(world, laptop)


def to_the_centre(world: "World", step: Step) -> None:
    match step.deed:
        case Deed.BACK_UP:
            world.centre.run("backup", "--out", str(world.backup))
        case Deed.RESTORE:
            restore(world, step)
        case Deed.ASK:
            world.centre.add_task(title="核实占道经营", kind="verify")
        case Deed.ROT_STORED:
            rot_stored(world, step)
        case _:
            upgrade(world)


def restore(world: "World", step: Step) -> None:
    """The centre becomes what its backup holds; whoever was enrolled since then is told so, and gets a new code."""
    if step.chance % 2:
        world.run_everybody()
        reach(world, step)
    world.centre.kill()
    emptied(world.database_url)
    world.centre.run("restore", "--from", str(world.backup), "--force")
    world.centre.start()
    for laptop in world.laptops:
        laptop.kill()
        laptop.code = world.centre.enrol_code()


def rot_stored(world: "World", step: Step) -> None:
    """A photo rots at the centre, and its doctor finds it."""
    world.run_everybody()
    until_a_photo(world, world.laptops[step.laptop])
    recover(world, world.laptops[step.laptop])
    photo = damage.rot_stored(world.centre.folder, step.chance)
    world.log(f"photo {photo[:12]} at the centre")
    said = _doctor(world)
    if photo not in said and photo in centre_books(world.centre.folder, world.database_url).stored:
        world.wrong.append(f"nobody at the centre was told of a damaged photo, only: {said}")


def _doctor(world: "World") -> str:
    """What the centre's doctor says of a photo that is gone: it fails, and has it sent again."""
    try:
        return world.centre.run("doctor", "--all", "--ask-again")
    except CentreFailed as told:
        return str(told)


def upgrade(world: "World") -> None:
    """What was the last release is today's."""
    for laptop in world.laptops:
        laptop.kill()
        laptop.release = None
    world.centre.stop()
    world.centre.release = None
