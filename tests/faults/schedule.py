"""What happens to laptops and centre, and when: made from a seed alone, so that a schedule can be played again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

KILLS_OF_A_STORY = 20


class Deed(StrEnum):
    """What a step does; all but `kill_centre` end the laptop's process first."""

    KILL_OFFICER = "kill_officer"
    KILL_CENTRE = "kill_centre"
    KILL_BOTH = "kill_both"
    SYNC = "sync"  # let it send everything and close
    KEEP = "keep"  # copy its folder aside
    PUT_BACK = "put_back"  # the folder as it was kept
    PUT_BACK_DATABASE = "put_back_database"  # only the database: photos, identity and second copy stay
    CLONE = "clone"  # its folder becomes a second laptop with the same identity
    TRUNCATE = "truncate"  # cut off the end of its database or of the write-ahead log
    FLIP = "flip"  # turn one bit over there


KILLS = (Deed.KILL_OFFICER, Deed.KILL_CENTRE, Deed.KILL_BOTH)


class Mark(StrEnum):
    """From when a step's delay counts: the start of the process that is to be killed, or what it says next."""

    START = "start"
    OPENED = "opened"
    SAVED = "saved"
    SENT = "sent"
    LISTENING = "listening"  # the centre


@dataclass(frozen=True, slots=True)
class Step:
    """`laptop` counts from 0; `delay_s` runs from `mark`; `chance` decides what else is open (which bit, where to cut)."""

    deed: Deed
    laptop: int = 0
    mark: Mark = Mark.START
    delay_s: float = 0.0
    chance: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    story: str
    seed: int
    laptops: int  # from the beginning; a clone adds one
    steps: tuple[Step, ...]

    @property
    def kills(self) -> int:
        return sum(step.deed in KILLS for step in self.steps)


def schedule(story: str, seed: int, kills: int = KILLS_OF_A_STORY) -> Schedule:
    """The schedule of a story by name, with so many kills."""
    random = Random(f"{story}/{seed}/{kills}")
    return Schedule(story, seed, 2 if story == "two" else 1, tuple(STORIES[story](random, kills)))


def series(seed: int, rounds: int) -> list[Schedule]:
    """Schedules with `rounds` kills altogether; every second story is the plain one."""
    found: list[Schedule] = []
    others = [name for name in STORIES if name != "plain"]
    while rounds > 0:
        place = len(found)
        story = others[place // 2 % len(others)] if place % 2 else "plain"
        found.append(schedule(story, seed + place, min(rounds, KILLS_OF_A_STORY)))
        rounds -= KILLS_OF_A_STORY
    return found


def _kills(random: Random, count: int, laptops: int = 1) -> Iterator[Step]:
    for _ in range(count):
        deed = random.choices(KILLS, (6, 3, 1))[0]
        yield _kill(random, deed, random.randrange(laptops))


def _kill(random: Random, deed: Deed, laptop: int) -> Step:
    later = (Mark.LISTENING,) if deed is Deed.KILL_CENTRE else (Mark.OPENED, Mark.SAVED, Mark.SENT)
    mark = random.choice((Mark.START, *later))
    delay = random.uniform(0.1, 1.5) if mark is Mark.START else random.uniform(0.0, 0.6)
    return Step(deed, laptop, mark, round(delay, 4))


def _plain(random: Random, kills: int) -> Iterator[Step]:
    yield from _kills(random, kills)


def _two(random: Random, kills: int) -> Iterator[Step]:
    yield from _kills(random, kills, laptops=2)


def _cloned(random: Random, kills: int) -> Iterator[Step]:
    before = random.randint(0, kills // 2)
    yield _at_work(random)
    yield from _kills(random, before)
    yield Step(Deed.CLONE)
    yield from _kills(random, kills - before - 1, laptops=2)


def _restored(random: Random, kills: int) -> Iterator[Step]:
    third = kills // 3
    yield _at_work(random)
    yield from _kills(random, third)
    yield Step(Deed.KEEP)
    yield from _kills(random, third)
    # What was never sent is on that folder only; what the centre had must survive the old copy's return.
    yield Step(Deed.SYNC)
    yield Step(random.choice(_PUT_BACKS))
    yield from _kills(random, kills - 2 * third - 1)


def _at_work(random: Random) -> Step:
    """A kill after something was saved: from then on there is a folder to copy."""
    return Step(Deed.KILL_OFFICER, mark=Mark.SAVED, delay_s=round(random.uniform(0.0, 0.6), 4))


def _damaged(deed: Deed) -> Callable[[Random, int], Iterator[Step]]:
    def story(random: Random, kills: int) -> Iterator[Step]:
        for place in range(kills):
            yield from _kills(random, 1)
            if place % 4 == 3:
                if random.random() < 0.5:
                    yield Step(Deed.SYNC)
                yield Step(deed, chance=random.getrandbits(32))

    return story


def _mixed(random: Random, kills: int) -> Iterator[Step]:
    """All mishaps in any order, to a laptop and, from some moment on, its clone."""
    yield _at_work(random)
    yield Step(Deed.KEEP)
    laptops = 1
    for _ in range(kills - 1):
        yield from _kills(random, 1, laptops)
        mishap = random.choice((None, None, Deed.KEEP, Deed.TRUNCATE, Deed.FLIP, Deed.CLONE, *_PUT_BACKS))
        if mishap is Deed.CLONE and laptops == 2:
            continue
        if mishap in _PUT_BACKS:
            yield Step(Deed.SYNC)
        if mishap is not None:
            yield Step(mishap, chance=random.getrandbits(32))
        laptops += mishap is Deed.CLONE


_PUT_BACKS = (Deed.PUT_BACK, Deed.PUT_BACK_DATABASE)

STORIES: dict[str, Callable[[Random, int], Iterator[Step]]] = {
    "plain": _plain,
    "restored": _restored,
    "cloned": _cloned,
    "two": _two,
    "truncated": _damaged(Deed.TRUNCATE),
    "flipped": _damaged(Deed.FLIP),
    "mixed": _mixed,
}
