"""The verdict on a healed world: read from the books of every machine, and from what its screens say."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from inspector_app.ui.sync_page.words import ADVICE
from inspector_app.ui.texts import SENTENCES
from sync.protocol import enrolment
from sync.protocol.receipts import Statement
from tests.faults.books import CentreBooks, LaptopBooks, centre_books, laptop_books, stated
from tests.faults.laptops import Rotten
from tests.faults.model.laptop import MASTER, Laptop
from tests.faults.model.plan import TAMPERED, Mishap
from tests.faults.model.world import World
from tests.faults.proof import Verdict, Witness, prove

PARTED = (Mishap.CLONE, Mishap.PUT_BACK, Mishap.PUT_BACK_DATABASE)
UNPROVED = "the last receipt does not cover the journal"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a laptop ended, as its screens say: `lost_photo` is the one that they call unreadable, as it is."""

    open_matters: tuple[str, ...]
    lost_photo: str
    tasks: frozenset[str]


def judged(world: World) -> Verdict:
    """Ends every program and reads what is left."""
    shown = [_shown(laptop) for laptop in world.laptops]
    for laptop in world.laptops:
        laptop.close()
    world.centre.stop()
    with world.watch.aside():
        there = _centre_books(world)
        asked = {task for (task,) in _asked(world.centre.disk.root, "SELECT task FROM tasks")}
        books = [_books(laptop) for laptop in world.laptops]
    untouched = world.plan.mishap not in (*TAMPERED, *PARTED)
    witnesses = [_witness(one, laptop) for one, laptop in zip(books, world.laptops, strict=True)]
    verdict = prove(witnesses, there, healthy=untouched, alone=untouched)
    verdict.lost += world.weeks.breaches
    for one, laptop, said in zip(books, world.laptops, shown, strict=True):
        verdict.wrong += said.open_matters
        verdict.lost += _purged(one, laptop)
        verdict.lost += [f"task {task} is not on {laptop.name}" for task in sorted(asked - said.tasks)]
        if laptop.salvages and untouched:
            verdict.wrong.append(f"{laptop.name}: a stop was taken for damage")
        if said.lost_photo:
            _forgive(verdict, one, said.lost_photo)
    return verdict


def _shown(laptop: Laptop) -> Shown:
    report = laptop.state.report
    lost = report is not None and report.lost_photos == (laptop.damaged_photo,)
    matters = tuple(_open_matters(laptop, told=lost))
    tasks = frozenset(row.task.id for row in laptop.store.reads.tasks()) if laptop.store is not None else frozenset()
    return Shown(matters, laptop.damaged_photo if lost else "", tasks)


def _open_matters(laptop: Laptop, *, told: bool) -> Iterator[str]:
    """Ends that are neither done nor said in words."""
    if not laptop.is_done and not told:
        yield f"{laptop.name} never finished: {laptop.state.phase.value} {laptop.state.problem} {sorted(laptop.troubles)}"
    if laptop.is_done and laptop.centre is not None and not laptop.centre.verify():
        yield f"{laptop.name}: the last receipt does not verify"
    yield from (
        f"{laptop.name} heard {code}, for which there are no words" for code in sorted(laptop.heard - ADVICE.keys())
    )
    yield from (
        f"{laptop.name} met {code}, for which there are no words" for code in sorted(laptop.troubles - SENTENCES.keys())
    )


def _witness(books: LaptopBooks, laptop: Laptop) -> Witness:
    pinned = enrolment.read(laptop.code).fingerprint
    rotten = Rotten(photos={laptop.damaged_photo, *laptop.purged} - {""}, once=laptop.once)
    return Witness(books, laptop.saved, frozenset(laptop.drafted), pinned, laptop.before, rotten)


def _books(laptop: Laptop) -> LaptopBooks:
    books = laptop_books(laptop.disk.root, MASTER)
    return replace(books, copied=books.copied | laptop.damaged_copies | laptop.purged)


def _centre_books(world: World) -> CentreBooks:
    books = centre_books(world.centre.disk.root)
    return books.having_forgotten if world.plan.mishap is Mishap.CENTRE_RESTORED else books


def _asked(root: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{(root / 'centre.db').as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def _purged(books: LaptopBooks, laptop: Laptop) -> Iterator[str]:
    """Photos that lines name and that are not on the laptop any more, though nobody took them away."""
    if laptop.before:
        return
    named = {stated(line).photo for line in books.lines} - {"", laptop.damaged_photo} - laptop.purged
    yield from (f"photo {one[:12]} is not on {laptop.name}" for one in sorted(named - books.photos.keys()))


def _forgive(verdict: Verdict, books: LaptopBooks, photo: str) -> None:
    """A bit of the photo turned before it was sent: it is gone, the screen says so, and no receipt says anything else."""
    last = msgspec.json.decode(books.receipts[-1][0].body, type=Statement)
    if last.missing != (photo,):
        return
    verdict.lost = [said for said in verdict.lost if photo[:12] not in said]
    verdict.false = [said for said in verdict.false if said != UNPROVED]
    shown = {f"finding {line.about} is shown as photos_missing" for line in books.lines if stated(line).photo == photo}
    verdict.wrong = [said for said in verdict.wrong if said not in shown]
