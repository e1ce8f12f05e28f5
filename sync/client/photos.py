"""Sends photos: small ones in bundles, large ones in chunks that go on where a cut left them; several at once on a quick line."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial as bound
from typing import NamedTuple, ParamSpec, TypeVar

from sync.client.course import Course
from sync.client.status import Phase
from sync.protocol.laptop import PhotoOnDisk
from sync.protocol.messages import BUNDLE_PHOTOS, HAVE_LIMIT
from sync.protocol.problems import Action, Problem, ProtocolProblem

MOST_TURNS = 5  # of one photo in one round
P = ParamSpec("P")
R = TypeVar("R")


class Load(NamedTuple):
    """What goes out together: photos that one call can carry, or a single one of which the centre has `offset` bytes."""

    photos: tuple[PhotoOnDisk, ...]
    offset: int = 0
    in_chunks: bool = False


class Carried(NamedTuple):
    """What became of a load, by digest: `stored` is at the centre, `lost` on the laptop, `again` wants smaller calls."""

    stored: Sequence[str] = ()
    lost: Sequence[str] = ()
    again: Sequence[PhotoOnDisk] = ()


def count(course: Course) -> None:
    """Tells what this round has to carry, before the first line goes: most of its bytes are photos."""
    waiting = _waiting(course)
    course.told(photos_total=len(waiting), bytes_total=sum(photo.size for photo in waiting))


def send(course: Course) -> None:
    """Sends every photo that the centre has not confirmed. One that is damaged on the laptop is reported, not waited for."""
    waiting = _waiting(course)
    if not waiting:
        return
    total = course.progress.sent_bytes + sum(photo.size for photo in waiting)
    course.told(phase=Phase.PHOTOS, photos_total=len(waiting), bytes_total=total)
    for place in range(0, len(waiting), HAVE_LIMIT):
        _send_some(course, waiting[place : place + HAVE_LIMIT])


def _waiting(course: Course) -> list[PhotoOnDisk]:
    waiting = course.store.unstored_photos()
    return [photo for photo in waiting if course.only is None or photo.sha256 in course.only]


def send_missing(course: Course) -> bool:
    """Sends again what the centre says it lacks though it was confirmed earlier; False when there is no such photo."""
    wanted = course.missing - course.lost - course.delivered
    course.missing = set()
    course.told(photos_total=course.progress.photos_total + len(wanted))
    known = {photo.sha256: photo for photo in course.store.unstored_photos()}
    _send_all(course, [known.get(sha256, PhotoOnDisk(sha256, 0)) for sha256 in sorted(wanted)], {})
    return bool(wanted)


def _send_some(course: Course, photos: Sequence[PhotoOnDisk]) -> None:
    held = course.ask(course.api.have, [photo.sha256 for photo in photos])
    here = set(held.stored)
    stored = [photo for photo in photos if photo.sha256 in here]
    there = sum(photo.size for photo in stored) + sum(held.partial.values())
    course.told(photos=course.progress.photos + len(stored), bytes_total=course.progress.bytes_total - there)
    if stored:
        course.store.mark_stored([photo.sha256 for photo in stored])
    _send_all(course, [photo for photo in photos if photo.sha256 not in here], held.partial)


def _send_all(course: Course, photos: Sequence[PhotoOnDisk], partial: Mapping[str, int]) -> None:
    """Sends these photos, of which the centre may hold a beginning: `partial`. Only what came back as stored is marked."""
    waiting = deque(photos)
    loads = bound(_next_load, course, waiting, partial)
    for carried in course.lanes.carry(loads, bound(_carry, course), lambda: course.pace.calls):
        course.lost.update(carried.lost)
        waiting.extendleft(reversed(carried.again))
        if carried.stored:
            course.store.mark_stored(carried.stored)
            course.delivered.update(carried.stored)
            course.told(photos=course.progress.photos + len(carried.stored))


def _next_load(course: Course, waiting: deque[PhotoOnDisk], partial: Mapping[str, int]) -> Load | None:
    """Takes from `waiting` what the next call bears; None when nothing is left."""
    taken: list[PhotoOnDisk] = []
    size, room = 0, course.pace.size
    while waiting and len(taken) < BUNDLE_PHOTOS:
        photo = waiting[0]
        in_chunks = photo.sha256 in partial or photo.size > room
        if taken and (in_chunks or size + photo.size > room):
            break
        taken.append(waiting.popleft())
        if in_chunks:
            return Load(tuple(taken), min(partial.get(photo.sha256, 0), photo.size), in_chunks=True)
        size += photo.size
    return Load(tuple(taken)) if taken else None


def _carry(course: Course, load: Load) -> Carried:
    """Reads the photos of a load and sends them; what it learned goes back to whoever gave the load."""
    originals = {photo.sha256: _original(course, photo.sha256) for photo in load.photos}
    lost = [sha256 for sha256, original in originals.items() if original is None]
    whole = {sha256: original for sha256, original in originals.items() if original is not None}
    if load.in_chunks:
        for sha256, original in whole.items():
            _send_in_chunks(course, sha256, original, load.offset)
        return Carried(list(whole), lost)
    return _send_bundle(course, load, whole)._replace(lost=lost) if whole else Carried(lost=lost)


def _original(course: Course, sha256: str) -> bytes | None:
    try:
        return course.store.photo(sha256)
    except ProtocolProblem as trouble:
        if trouble.code is not Problem.WRONG_DIGEST:
            raise
        return None


def _send_bundle(course: Course, load: Load, bundle: Mapping[str, bytes]) -> Carried:
    size = sum(map(len, bundle.values()))
    try:
        answer = _carried(course, size, course.api.bundle, bundle)
    except ProtocolProblem as trouble:
        if trouble.action is not Action.SPLIT or not course.refused(size):
            raise
        return Carried(again=[photo for photo in load.photos if photo.sha256 in bundle])
    stored = [sha256 for sha256 in bundle if sha256 in answer.stored]
    course.sent(size)
    if len(stored) < len(bundle):
        course.store.mark_stored(stored)
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "it does not say that it took the photos")
    return Carried(stored)


def _send_in_chunks(course: Course, sha256: str, original: bytes, offset: int) -> None:
    """Sends `original` from `offset` on, wherever the centre then says that it stands."""
    turns = 0
    while True:
        chunk = original[offset : offset + course.pace.size]
        try:
            reached = _carried(course, len(chunk), course.api.upload, sha256, offset, chunk, len(original))
        except ProtocolProblem as trouble:
            turns += 1
            elsewhere = _elsewhere(course, trouble, offset, len(chunk))
            if elsewhere is None or turns == MOST_TURNS:
                raise
            reached = elsewhere
        else:
            course.sent(len(chunk))
            turns = turns + 1 if reached <= offset else 0
            if reached >= len(original):
                return
            if turns == MOST_TURNS:
                raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the photo does not grow")
        offset = min(reached, len(original))


def _elsewhere(course: Course, trouble: ProtocolProblem, offset: int, size: int) -> int | None:
    """Where to go on after `trouble` at `offset`; None when that is not to be known in this round."""
    if trouble.code is Problem.WRONG_OFFSET:
        return trouble.seq
    if trouble.code in (Problem.NOT_FOUND, Problem.WRONG_DIGEST):  # the part was dropped: begin anew
        return 0
    if trouble.action is Action.SPLIT and course.refused(size):
        return offset
    return None


def _carried(course: Course, size: int, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Makes a call that carries `size` bytes of photos, and learns from it how many the line bears."""
    began = course.steady()
    try:
        answer = course.ask(call, *args, **kwargs)
    except ProtocolProblem as trouble:
        if trouble.code is Problem.UNREACHABLE:
            course.cut()
        raise
    course.arrived(size, course.steady() - began)
    return answer
