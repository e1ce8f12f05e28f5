"""Which photos go when: what the centre lacks, on a quick line beside the lines and several calls at once."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sync.client import photos
from sync.client.course import Course
from sync.client.photos import Carried, Load
from sync.client.ports import Flight
from sync.client.status import Phase
from sync.protocol.canonical import LARGEST_INTEGER
from sync.protocol.laptop import PhotoOnDisk
from sync.protocol.messages import BUNDLE_PHOTOS, CHUNK_BYTES, HAVE_LIMIT

MARKED_EACH_S = 0.25  # while photos land faster, they are marked together


def count(course: Course) -> None:
    """Tells what this round has to carry, before the first line goes: most of its bytes are photos."""
    waiting = _waiting(course)
    course.told(photos_total=len(waiting), bytes_total=sum(photo.size for photo in waiting))


class Sending:
    """The photos of a round on their way: `go_on` beside the lines, `finish` behind them. Only what came back as stored is marked."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._flight: Flight[Load, Carried] = course.lanes.open(self._carry)
        self._known: set[str] = set()
        self._unasked: deque[PhotoOnDisk] = deque()  # whether the centre holds them is not known
        self._waiting: deque[PhotoOnDisk] = deque()
        self._partial: dict[str, int] = {}  # of which the centre holds a beginning
        self._trouble: Exception | None = None
        self._unmarked: list[str] = []
        self._marked_at = course.steady()
        self._has_failed = False  # as a lane knows it, before its trouble has landed

    def go_on(self, through_seq: int) -> None:
        """Photos that lines up to `through_seq` name, which the centre holds, go beside the next lines on a quick line."""
        if not self._course.pace.is_quick:
            return
        if not self._known:
            self._note(_waiting(self._course))
        self._fly(through_seq, ahead=self._course.pace.ahead)

    def finish(self) -> None:
        """Sends every photo that the centre has not confirmed. One that is damaged on the laptop is reported, not waited for.

        Raises what a call raised, when all others are over.
        """
        waiting = self._still_waiting()
        if waiting:
            total = self._course.progress.sent_bytes + sum(photo.size for photo in waiting)
            count = self._course.progress.photos + len(waiting)
            self._course.told(phase=Phase.PHOTOS, photos_total=count, bytes_total=total)
        self.send(waiting)

    def send(self, these: Sequence[PhotoOnDisk], *, asked: bool = False) -> None:
        """Sends these too, and all that were begun; `asked`: the centre has said that it lacks them."""
        self._note(these, asked=asked)
        while self._fly(LARGEST_INTEGER, ahead=self._course.pace.ahead):
            self._land(patiently=True)
        self._mark()
        if self._trouble is not None:
            raise self._trouble

    def end(self) -> None:
        """What was under way when the round ended still counts."""
        try:
            while self._flight.under_way:
                self._land(patiently=True)
            self._mark()
        finally:
            self._flight.close()

    def _carry(self, load: Load) -> Carried:
        """On a lane: what waited for one when another failed is not tried any more."""
        if self._has_failed:
            return Carried(again=load.photos)
        try:
            return photos.carry(self._course, load)
        except Exception:
            self._has_failed = True
            raise

    def _still_waiting(self) -> list[PhotoOnDisk]:
        """What is to be sent. A receipt that was signed before a photo came makes it wait again: it came."""
        self._mark()
        waiting = _waiting(self._course)
        came = [photo.sha256 for photo in waiting if photo.sha256 in self._course.delivered]
        if came:
            self._course.store.mark_stored(came)
        return [photo for photo in waiting if photo.sha256 not in self._course.delivered]

    def _note(self, these: Sequence[PhotoOnDisk], *, asked: bool = False) -> None:
        new = [photo for photo in these if photo.sha256 not in self._known]
        self._known.update(photo.sha256 for photo in new)
        (self._waiting if asked else self._unasked).extend(new)

    def _fly(self, through_seq: int, *, ahead: int = 0) -> bool:
        """Starts what may go, and so many more to wait for a lane, without waiting; False when nothing is under way any more."""
        self._land(patiently=False)
        while self._trouble is None and self._flight.under_way < self._course.pace.calls + ahead:
            load = self._next_load(through_seq)
            if load is None:
                break
            self._flight.start(load)
            self._land(patiently=False)
        return self._flight.under_way > 0

    def _land(self, *, patiently: bool) -> None:
        course = self._course
        for carried in self._flight.landed(patiently=patiently):
            if isinstance(carried, Exception):
                self._trouble = self._trouble or carried
                continue
            course.lost.update(carried.lost)
            self._waiting.extendleft(reversed(carried.again))
            if carried.stored:
                self._unmarked += carried.stored
                course.delivered.update(carried.stored)
                course.told(photos=course.progress.photos + len(carried.stored))
        if course.steady() - self._marked_at >= MARKED_EACH_S:
            self._mark()

    def _mark(self) -> None:
        """Notes what came; not after each of many quick calls: a commit takes as long as one of them, and whoever dies asks again."""
        if self._unmarked:
            self._course.store.mark_stored(self._unmarked)
            self._unmarked = []
        self._marked_at = self._course.steady()

    def _ask(self) -> None:
        """What the centre holds of the next ones; of small ones that it has just called missing nothing needs to be asked."""
        while (
            self._unasked and self._unasked[0].sha256 in self._course.missing and self._unasked[0].size <= CHUNK_BYTES
        ):
            self._waiting.append(self._unasked.popleft())
        if self._waiting:
            return
        these = [self._unasked.popleft() for _ in range(min(len(self._unasked), HAVE_LIMIT))]
        held = self._course.ask(self._course.api.have, [photo.sha256 for photo in these])
        here = set(held.stored)
        stored = [photo for photo in these if photo.sha256 in here]
        there = sum(photo.size for photo in stored) + sum(held.partial.values())
        progress = self._course.progress
        self._course.told(photos=progress.photos + len(stored), bytes_total=progress.bytes_total - there)
        if stored:
            self._course.store.mark_stored([photo.sha256 for photo in stored])
        self._waiting.extend(photo for photo in these if photo.sha256 not in here)
        self._partial.update(held.partial)

    def _next_load(self, through_seq: int) -> Load | None:
        """Takes from those that wait what the next call bears; None when nothing is left for now."""
        if not self._waiting and self._unasked and self._unasked[0].seq <= through_seq:
            self._ask()
        taken: list[PhotoOnDisk] = []
        size, room = 0, self._course.pace.size
        while self._waiting and self._waiting[0].seq <= through_seq and len(taken) < BUNDLE_PHOTOS:
            photo = self._waiting[0]
            in_chunks = photo.sha256 in self._partial or photo.size > room
            if taken and (in_chunks or size + photo.size > room):
                break
            taken.append(self._waiting.popleft())
            if in_chunks:
                return Load(tuple(taken), min(self._partial.get(photo.sha256, 0), photo.size), in_chunks=True)
            size += photo.size
        return Load(tuple(taken)) if taken else None


@contextmanager
def begun(course: Course) -> Iterator[Sending]:
    """A round's photos; whatever ends the round, what is under way is waited for, and counts."""
    sending = Sending(course)
    try:
        yield sending
    finally:
        sending.end()


def send_missing(course: Course) -> bool:
    """Sends again what the centre says it lacks though it was confirmed earlier; False when there is no such photo."""
    wanted = course.missing - course.lost - course.delivered
    course.missing = set()
    course.told(photos_total=course.progress.photos_total + len(wanted))
    known = {photo.sha256: photo for photo in course.store.unstored_photos()}
    with begun(course) as again:
        again.send([known.get(sha256, PhotoOnDisk(sha256, 0)) for sha256 in sorted(wanted)], asked=True)
    return bool(wanted)


def _waiting(course: Course) -> list[PhotoOnDisk]:
    waiting = course.store.unstored_photos()
    return [photo for photo in waiting if course.only is None or photo.sha256 in course.only]
