"""Sends photos in chunks that go on where a cut left them."""

from collections.abc import Sequence

from sync.client.course import Course
from sync.client.status import Phase
from sync.protocol.laptop import PhotoOnDisk
from sync.protocol.messages import CHUNK_BYTES, HAVE_LIMIT
from sync.protocol.problems import Problem, ProtocolProblem

SMALLEST_CHUNK = 64 * 1024
MOST_TURNS = 5  # of one photo in one round


def send(course: Course) -> None:
    """Sends every photo that the centre has not confirmed. One that is damaged on the laptop is reported, not waited for."""
    waiting = course.store.unstored_photos()
    if not waiting:
        return
    course.enter(Phase.PHOTOS)
    progress = course.progress
    total = progress.sent_bytes + sum(photo.size for photo in waiting)
    course.told(photos_total=progress.photos_total + len(waiting), bytes_total=total)
    for place in range(0, len(waiting), HAVE_LIMIT):
        _send_some(course, waiting[place : place + HAVE_LIMIT])


def send_missing(course: Course) -> bool:
    """Sends again what the centre says it lacks though it was confirmed earlier; False when there is no such photo."""
    again = sorted(course.missing - course.lost - course.delivered)
    course.missing = set()
    for sha256 in again:
        course.told(photos_total=course.progress.photos_total + 1)
        _send_one(course, sha256, 0)
    return bool(again)


def _send_some(course: Course, photos: Sequence[PhotoOnDisk]) -> None:
    held = course.ask(course.api.have, [photo.sha256 for photo in photos])
    stored = [photo for photo in photos if photo.sha256 in held.stored]
    if stored:
        course.store.mark_stored([photo.sha256 for photo in stored])
        left = course.progress.bytes_total - sum(photo.size for photo in stored)
        course.told(photos=course.progress.photos + len(stored), bytes_total=left)
    for photo in photos:
        if photo not in stored:
            _send_one(course, photo.sha256, held.partial.get(photo.sha256, 0))


def _send_one(course: Course, sha256: str, offset: int) -> None:
    try:
        original = course.store.photo(sha256)
    except ProtocolProblem as trouble:
        if trouble.code is not Problem.WRONG_DIGEST:
            raise
        course.lost.add(sha256)
        return
    _send_bytes(course, sha256, original, min(offset, len(original)))
    course.store.mark_stored([sha256])
    course.delivered.add(sha256)
    course.told(photos=course.progress.photos + 1)
    course.chunk = min(CHUNK_BYTES, course.chunk * 2)


def _send_bytes(course: Course, sha256: str, original: bytes, offset: int) -> None:
    """Sends `original` from `offset` on, wherever the centre then says that it stands."""
    turns = 0
    while True:
        chunk = original[offset : offset + course.chunk]
        try:
            reached = course.ask(course.api.upload, sha256, offset, chunk, len(original))
        except ProtocolProblem as trouble:
            turns += 1
            elsewhere = _elsewhere(course, trouble)
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


def _elsewhere(course: Course, trouble: ProtocolProblem) -> int | None:
    """Where to go on after `trouble`; None when that is not to be known in this round."""
    if trouble.code is Problem.WRONG_OFFSET:
        return trouble.seq
    if trouble.code in (Problem.NOT_FOUND, Problem.WRONG_DIGEST):  # the part was dropped: begin anew
        return 0
    if trouble.code is Problem.UNREACHABLE:  # a thin line gets smaller pieces next time
        course.chunk = max(SMALLEST_CHUNK, course.chunk // 2)
    return None
