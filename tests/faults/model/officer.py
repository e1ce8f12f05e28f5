"""What an officer does on a laptop in the model: the real services, one deed at a time, drawn from the seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from inspector_app.domain.events import PhotoTaken
from inspector_app.domain.finding import Draft, Tier
from inspector_app.domain.ids import iso
from inspector_app.domain.measure import Measure
from inspector_app.domain.officer import Officer
from inspector_app.domain.photo import Origin, Photo
from inspector_app.domain.task import OUTCOMES, TaskState
from inspector_app.services import clocks, drafts, findings, measures, photos, shifts, tasks
from inspector_app.services.deciding import Policy
from inspector_app.services.photo_ports import ReadPhoto
from inspector_app.services.ports import FindingFilter, FindingRow
from inspector_app.storage.store import Store
from inspector_app.storage.unit_of_work import Work
from tests.faults.laptops import Saved
from tests.faults.model.laptop import Laptop
from tests.faults.officer import demo_shift, draft_of, load_policy

SMALL, LARGE = 1_500, 150_000  # bytes of a photo; the large one goes in chunks on a thin line


class PlainReader:
    """Judges no picture: here only a photo's bytes count."""

    def read(self, original: bytes, *, file_name: str, origin: Origin) -> ReadPhoto:
        from hashlib import sha256

        photo = Photo(sha256(original).hexdigest(), len(original), "image/jpeg", origin, 4, 3, file_name=file_name)
        return ReadPhoto(photo, b"working", b"thumbnail")

    def codes(self, picture: bytes) -> Sequence[str]:
        return ()


@dataclass
class Duty:
    """One officer on one laptop. A draft that could not be saved is on the screen until it can, or the laptop stops.

    `pressed` says on which laptop somebody has saved, or tried to save, a finding: people remember that, and whoever meets
    its draft again, on an older copy or a clone, leaves it.
    """

    random: Random
    pressed: dict[str, str]
    on_screen: Draft | None = None
    boot: int = -1
    jumped_ms: int = 0
    number: int = field(default=0)

    def act(self, laptop: Laptop) -> None:
        """The next thing that this officer does."""
        store = _open(laptop)
        if laptop.disk.boot != self.boot:
            self.on_screen, self.boot = None, laptop.disk.boot
        if self.jumped_ms:
            jumped, self.jumped_ms = self.jumped_ms, 0
            self._save(laptop, "", lambda w: clocks.note_jump(w, jumped, device=store.device, clock=laptop.clock))
        if store.reads.open_shift() is None:
            self._save(laptop, "", lambda work: _begin(work, laptop))
            return
        deeds, likely = zip(*DEEDS.items(), strict=True)
        self.random.choices(deeds, likely)[0](self, laptop)

    def record(self, laptop: Laptop) -> None:
        """Saves the finding on the screen; a new one when there is none."""
        kept = (draft for draft in _open(laptop).reads.drafts() if self._is_due(laptop, draft))
        if self.on_screen is None or not self._is_due(laptop, self.on_screen):
            self.on_screen = next(kept, None) or self._seen(laptop)
        draft = self.on_screen
        self.pressed[draft.id] = laptop.name
        self._save(
            laptop, draft.id, lambda work: findings.record(work, draft, policy=_policy(), clock=laptop.clock)
        )  # fmt: skip
        self.on_screen = None

    def _is_due(self, laptop: Laptop, draft: Draft) -> bool:
        known = {saved.about for saved in laptop.saved} | {line.about for line in laptop.before}
        return draft.id not in known and self.pressed.get(draft.id, laptop.name) == laptop.name

    def draft(self, laptop: Laptop) -> None:
        self.on_screen = draft = self._seen(laptop)
        with _open(laptop).unit_of_work() as work:
            drafts.save(work, draft)
        laptop.drafted.add(draft.id)

    def amend(self, laptop: Laptop) -> None:
        self._about_one(laptop, lambda w, row: findings.amend(w, row.id, note="又看了一遍", clock=laptop.clock))

    def withdraw(self, laptop: Laptop) -> None:
        self._about_one(laptop, lambda w, row: findings.withdraw(w, row.id, reason="重复登记", clock=laptop.clock))

    def override(self, laptop: Laptop) -> None:
        def deed(work: Work, row: FindingRow) -> object:
            return findings.override(work, row.id, Tier.ENFORCEMENT, reason="屡教不改", clock=laptop.clock)

        self._about_one(laptop, deed)

    def add_photo(self, laptop: Laptop) -> None:
        photo = self._photo(laptop)

        def deed(work: Work, row: FindingRow) -> object:
            return findings.add_photos(work, row.id, (PhotoTaken(row.id, photo),), clock=laptop.clock)

        self._about_one(laptop, deed)

    def take_measure(self, laptop: Laptop) -> None:
        def deed(work: Work, row: FindingRow) -> object:
            found = work.finding(row.id)
            offered = measures.offered(found, _policy()) if found is not None else ()
            if not offered:
                return None
            measure = Measure(laptop.ids(), offered[0].measure, offered[0].to or "")
            return measures.take(work, row.id, measure, policy=_policy(), clock=laptop.clock)

        self._about_one(laptop, deed)

    def answer(self, laptop: Laptop) -> None:
        asked = [row.task for row in _open(laptop).reads.tasks() if row.state is TaskState.OPEN]
        if asked:
            task = self.random.choice(asked)
            outcome = self.random.choice(OUTCOMES[task.kind])
            self._save(laptop, task.id, lambda work: tasks.answer(work, task.id, outcome, clock=laptop.clock))

    def end_shift(self, laptop: Laptop) -> None:
        self._save(laptop, "", lambda work: shifts.close_shift(work, clock=laptop.clock))

    def look_after(self, laptop: Laptop) -> None:
        """What the program does by itself at times."""
        upkeep = _open(laptop).upkeep
        self.random.choice((upkeep.check, upkeep.backup))()

    def _about_one(self, laptop: Laptop, deed: Callable[[Work, FindingRow], object]) -> None:
        rows = [row for row in _open(laptop).reads.first_rows(FindingFilter(), 50) if not row.withdrawn]
        if rows:
            row = self.random.choice(rows)
            self._save(laptop, row.id, lambda work: deed(work, row))

    def _save(self, laptop: Laptop, about: str, deed: Callable[[Work], object]) -> None:
        """One unit of work; when it returns, a screen says saved."""
        with _open(laptop).unit_of_work() as work:
            changes = deed(work)
        named = tuple(sorted(getattr(changes, "photos", ())))
        laptop.saved.append(Saved(about, named, tuple(line.digest for line in work.lines)))
        laptop.owed = frozenset(line.digest for line in _open(laptop).owed)

    def _seen(self, laptop: Laptop) -> Draft:
        self.number += 1
        day = _day()["findings"]
        taken = tuple(self._photo(laptop) for _ in range(self.random.choice((0, 1, 1, 2))))
        return draft_of(day[self.number % len(day)], laptop.ids(), taken, at=iso(laptop.clock.now()))

    def _photo(self, laptop: Laptop) -> Photo:
        original = self.random.randbytes(LARGE if self.random.random() < 0.05 else SMALL)
        return photos.take(_open(laptop).photos, PlainReader(), original, file_name="photo.jpg", origin=Origin.CAMERA)


DEEDS: dict[Callable[[Duty, Laptop], None], float] = {  # and how often an officer does them
    Duty.record: 10, Duty.draft: 2, Duty.amend: 2, Duty.withdraw: 1, Duty.override: 1, Duty.add_photo: 2,
    Duty.take_measure: 1, Duty.answer: 3, Duty.end_shift: 1, Duty.look_after: 0.3,
}  # fmt: skip


def _begin(work: Work, laptop: Laptop) -> object:
    day: dict[str, Any] = _day()
    first, second = Officer(**day["officer"]), Officer(**day["second"])
    return shifts.open_shift(work, first, second, unit=day["unit"], clock=laptop.clock, ids=laptop.ids)


def _open(laptop: Laptop) -> Store:
    assert laptop.store is not None
    return laptop.store


@cache
def _policy() -> Policy:
    return load_policy()


@cache
def _day() -> dict[str, Any]:
    return demo_shift()
