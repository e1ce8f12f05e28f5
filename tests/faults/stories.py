"""The stories: what happens to laptops and centre, drawn from a seed alone, each with as many faults as were asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.faults.schedule import KILLS, Deed, Disk, Mark, Old, Schedule, Step

FEWEST, MOST = 2, 6  # faults of a schedule that nobody counted out
Told = Callable[[Random, int], Iterator[Step]]


@dataclass(frozen=True, slots=True)
class Story:
    steps: Told
    laptops: int = 1
    line: bool = False
    disks: tuple[Disk, ...] = (Disk.NONE,)
    olds: tuple[Old, ...] = (Old.NOBODY,)


def schedule(story: str, seed: int, faults: int = 0) -> Schedule:
    """The schedule of a story by name, with so many faults (0: as many as the seed says)."""
    told, random = STORIES[story], Random(f"{story}/{seed}/{faults}")
    count = faults or random.randint(FEWEST, MOST)
    disk, old = random.choice(told.disks), random.choice(told.olds)
    tls = told.line and random.random() < 0.4
    return Schedule(story, seed, told.laptops, tuple(told.steps(random, count)), told.line, tls, disk, old)


def story_of(seed: int) -> str:
    """They take turns, so that as many seeds in a row as there are stories play each once."""
    return list(STORIES)[seed % len(STORIES)]


def kills(random: Random, count: int, laptops: int = 1) -> Iterator[Step]:
    for _ in range(count):
        deed = random.choices(KILLS, (6, 3, 1))[0]
        yield _kill(random, deed, random.randrange(laptops))


def _kill(random: Random, deed: Deed, laptop: int) -> Step:
    later = (Mark.LISTENING,) if deed is Deed.KILL_CENTRE else (Mark.OPENED, Mark.SAVED, Mark.SENT)
    mark = random.choice((Mark.START, *later))
    delay = random.uniform(0.1, 1.5) if mark is Mark.START else random.uniform(0.0, 0.6)
    return Step(deed, laptop, mark, round(delay, 4))


def at_work(random: Random) -> Step:
    """A kill after something was saved: from then on there is a folder to copy."""
    return Step(Deed.KILL_OFFICER, mark=Mark.SAVED, delay_s=round(random.uniform(0.0, 0.6), 4))


def some(deed: Deed, random: Random, laptops: int = 1, *, longest_s: float = 0.6) -> Step:
    """`deed` at some moment while the officer works."""
    mark = random.choice((Mark.OPENED, Mark.SAVED, Mark.SENT))
    delay_s = round(random.uniform(0.0, longest_s), 4)
    return Step(deed, random.randrange(laptops), mark, delay_s, random.getrandbits(32))


def _plain(random: Random, count: int) -> Iterator[Step]:
    yield from kills(random, count)


def _two(random: Random, count: int) -> Iterator[Step]:
    yield from kills(random, count, laptops=2)


def _cloned(random: Random, count: int) -> Iterator[Step]:
    before = random.randint(0, count // 2)
    yield at_work(random)
    yield from kills(random, before)
    yield Step(Deed.CLONE)
    yield from kills(random, max(0, count - before - 2), laptops=2)


def _restored(random: Random, count: int) -> Iterator[Step]:
    third = count // 3
    yield at_work(random)
    yield from kills(random, third)
    yield Step(Deed.KEEP)
    yield from kills(random, third)
    # What was never sent is on that folder only; what the centre had must survive the old copy's return.
    yield Step(Deed.SYNC)
    yield Step(random.choice(_PUT_BACKS))
    yield from kills(random, max(0, count - 2 * third - 2))


def _damaged_database(deed: Deed) -> Told:
    def story(random: Random, count: int) -> Iterator[Step]:
        for place in range(count):
            if place % 4 != 3 and place != count - 1:
                yield from kills(random, 1)
                continue
            if random.random() < 0.5:
                yield Step(Deed.SYNC)
            yield Step(deed, chance=random.getrandbits(32))

    return story


def _flipped(random: Random, count: int) -> Iterator[Step]:
    """Bits of the database; and one of the rules that are installed, in the place of a kill."""
    steps = list(_damaged_database(Deed.FLIP)(random, count))
    if kills_at := [place for place, step in enumerate(steps) if step.deed in KILLS]:
        steps[random.choice(kills_at)] = Step(Deed.ROT_PACK, chance=random.getrandbits(32))
    yield from steps


def _mixed(random: Random, count: int) -> Iterator[Step]:
    """All mishaps to a folder in any order, to a laptop and, from some moment on, its clone."""
    yield at_work(random)
    yield Step(Deed.KEEP)
    laptops = 1
    for _ in range((count - 1) // 2):
        yield from kills(random, 1, laptops)
        mishap = random.choice((Deed.TRUNCATE, Deed.FLIP, Deed.CLONE, *_PUT_BACKS))
        if mishap is Deed.CLONE and laptops == 2:
            continue
        if mishap in _PUT_BACKS:
            yield Step(Deed.SYNC)
        yield Step(mishap, chance=random.getrandbits(32))
        laptops += mishap is Deed.CLONE


def _line(random: Random, count: int) -> Iterator[Step]:
    for _ in range(count):
        yield from kills(random, 1) if random.random() < 0.2 else (some(Deed.BAD_LINE, random),)


def _sleep(random: Random, count: int) -> Iterator[Step]:
    for _ in range(count):
        longest_s = 60.0 if random.random() < 0.15 else 4.0
        yield replace(some(Deed.SLEEP, random), longest_s=longest_s)


def _full(random: Random, count: int) -> Iterator[Step]:
    for _ in range(count):
        yield from kills(random, 1) if random.random() < 0.25 else (some(Deed.FILL, random),)


def _clock(random: Random, count: int) -> Iterator[Step]:
    for _ in range(count):
        yield from kills(random, 1) if random.random() < 0.25 else (some(Deed.SET_CLOCK, random),)


def _damaged(random: Random, count: int) -> Iterator[Step]:
    """Bits that turn where neither the database nor its log is."""
    yield at_work(random)
    for place in range(count - 1):
        if place % 2:
            yield from kills(random, 1)
            continue
        if random.random() < 0.6:
            yield Step(Deed.SYNC)
        yield Step(random.choice(ROTS), chance=random.getrandbits(32))


def _backup(random: Random, count: int) -> Iterator[Step]:
    """The centre loses what came after its backup; now and then that is the laptop itself."""
    if random.random() < 0.8:
        yield at_work(random)
        yield Step(Deed.SYNC)
    yield Step(Deed.BACK_UP)
    for place in range(count):
        if random.random() < 0.4:
            yield Step(Deed.SYNC)
        yield from kills(random, 1) if place % 2 == 0 and place < count - 1 else (some(Deed.RESTORE, random),)


def _case(random: Random, count: int) -> Iterator[Step]:
    """Two patrols have the same tasks; the centre closes each with the first answer, and takes the second as well."""
    for _ in range(count):
        yield Step(Deed.ASK)
        yield from kills(random, 1, laptops=2)


def _versions(random: Random, count: int) -> Iterator[Step]:
    """Old and new prove everything to each other, then what was old is upgraded, with all that it holds."""
    before = random.randint(1, count)
    yield from kills(random, before)
    yield Step(Deed.SYNC)
    yield Step(Deed.UPGRADE)
    yield from kills(random, max(0, count - before))


def _everything(random: Random, count: int) -> Iterator[Step]:
    """Whatever may come together: of what takes something away from a disk only one kind, or there is nothing left to mend from."""
    losses = random.choice(
        ((Deed.ROT_PHOTO, Deed.ROT_COPY, Deed.ROT_RECEIPT), (Deed.FLIP, Deed.TRUNCATE), (Deed.RESTORE,))
    )
    yield at_work(random)
    yield Step(Deed.SYNC)
    yield Step(Deed.BACK_UP)
    for _ in range(count - 1):
        if random.random() < 0.3:
            yield Step(Deed.ASK)
        deed = random.choice((None, None, Deed.BAD_LINE, Deed.BAD_LINE, Deed.SLEEP, Deed.SET_CLOCK, *losses))
        one = some(deed, random, laptops=2) if deed else next(kills(random, 1, laptops=2))
        yield replace(one, longest_s=4.0)


ROTS = (Deed.ROT_PHOTO, Deed.ROT_COPY, Deed.ROT_RECEIPT, Deed.ROT_STORED)
_PUT_BACKS = (Deed.PUT_BACK, Deed.PUT_BACK_DATABASE)

STORIES: dict[str, Story] = {
    "plain": Story(_plain),
    "line": Story(_line, line=True),
    "restored": Story(_restored),
    "cloned": Story(_cloned),
    "two": Story(_two, laptops=2),
    "truncated": Story(_damaged_database(Deed.TRUNCATE)),
    "flipped": Story(_flipped),
    "mixed": Story(_mixed),
    "sleep": Story(_sleep, line=True),
    "full": Story(_full, disks=(Disk.LAPTOP, Disk.PHOTOS, Disk.LINES, Disk.CENTRE)),
    "clock": Story(_clock),
    "damaged": Story(_damaged),
    "backup": Story(_backup),
    "case": Story(_case, laptops=2),
    "versions": Story(_versions, olds=(Old.LAPTOPS, Old.CENTRE)),
    "everything": Story(_everything, laptops=2, line=True),
}
