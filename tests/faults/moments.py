"""When a step begins, and when its harm is over: facts that a process said, never seconds alone."""

from contextlib import suppress
from typing import TYPE_CHECKING

from tests.faults.laptops import MARK_LIMIT_S, Closed, Laptop
from tests.faults.schedule import Mark, Step

if TYPE_CHECKING:
    from tests.faults.rounds import World

RECOVERS_S = 180.0  # on a machine with other work; seconds when it is quiet


def reach(world: "World", step: Step) -> None:
    """Waits for the step's moment."""
    laptop = world.laptops[step.laptop]
    with suppress(Closed):
        if step.mark is Mark.LISTENING:
            world.centre.wait()
        elif step.mark is not Mark.START:
            laptop.hear(MARK_LIMIT_S, step.mark)
        laptop.hear(step.delay_s)


def recover(world: "World", laptop: Laptop) -> None:
    """With nothing in its way any more, the officer goes on saving, and all is proved without a person."""
    ends = ("sent incomplete",) if laptop.rotten.photos else ()  # what the laptop itself lost cannot be sent
    for marks in (("saved",), ("sent complete", *ends)):
        if not _heard(world, laptop, *marks):
            world.wrong.append(f"it did not recover by itself ({marks[0]}); it heard {laptop.troubles[-3:]}")


def _heard(world: "World", laptop: Laptop, *marks: str) -> bool:
    """What closed, having told why, is started again."""
    try:
        return laptop.hear(RECOVERS_S, *marks)
    except Closed:
        world.run_everybody()
        return laptop.hear(RECOVERS_S, *marks)


def until_a_photo(world: "World", laptop: Laptop) -> None:
    """The officer works until a finding with a photo was saved, unless one was."""
    while not any(saved.photos for saved in laptop.saved):
        world.run_everybody()
        with suppress(Closed):
            laptop.hear(MARK_LIMIT_S, "saved")
