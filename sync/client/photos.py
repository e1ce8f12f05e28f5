"""Sends photos: small ones in bundles, large ones in chunks that go on where a cut left them."""

from collections.abc import Callable, Mapping, Sequence
from typing import ParamSpec, TypeVar

from sync.client.course import Course
from sync.client.status import Phase
from sync.protocol.laptop import PhotoOnDisk
from sync.protocol.messages import BUNDLE_PHOTOS, HAVE_LIMIT
from sync.protocol.problems import Action, Problem, ProtocolProblem

MOST_TURNS = 5  # of one photo in one round
P = ParamSpec("P")
R = TypeVar("R")


def count(course: Course) -> None:
    """Tells what this round has to carry, before the first line goes: most of its bytes are photos."""
    waiting = course.store.unstored_photos()
    course.told(photos_total=len(waiting), bytes_total=sum(photo.size for photo in waiting))


def send(course: Course) -> None:
    """Sends every photo that the centre has not confirmed. One that is damaged on the laptop is reported, not waited for."""
    waiting = course.store.unstored_photos()
    if not waiting:
        return
    total = course.progress.sent_bytes + sum(photo.size for photo in waiting)
    course.told(phase=Phase.PHOTOS, photos_total=len(waiting), bytes_total=total)
    for place in range(0, len(waiting), HAVE_LIMIT):
        _send_some(course, waiting[place : place + HAVE_LIMIT])


def send_missing(course: Course) -> bool:
    """Sends again what the centre says it lacks though it was confirmed earlier; False when there is no such photo."""
    again = sorted(course.missing - course.lost - course.delivered)
    course.missing = set()
    course.told(photos_total=course.progress.photos_total + len(again))
    _send_all(course, again, {})
    return bool(again)


def _send_some(course: Course, photos: Sequence[PhotoOnDisk]) -> None:
    held = course.ask(course.api.have, [photo.sha256 for photo in photos])
    here = set(held.stored)
    stored = [photo for photo in photos if photo.sha256 in here]
    there = sum(photo.size for photo in stored) + sum(held.partial.values())
    course.told(photos=course.progress.photos + len(stored), bytes_total=course.progress.bytes_total - there)
    if stored:
        course.store.mark_stored([photo.sha256 for photo in stored])
    _send_all(course, [photo.sha256 for photo in photos if photo.sha256 not in here], held.partial)


def _send_all(course: Course, digests: Sequence[str], partial: Mapping[str, int]) -> None:
    """Sends these photos, of which the centre may hold a beginning: `partial`."""
    bundle: dict[str, bytes] = {}
    for sha256 in digests:
        original = _original(course, sha256)
        if original is None:
            continue
        if sha256 in partial or len(original) > course.pace.size:
            _send_in_chunks(course, sha256, original, min(partial.get(sha256, 0), len(original)))
            continue
        if len(bundle) == BUNDLE_PHOTOS or _size(bundle) + len(original) > course.pace.size:
            _send_bundle(course, bundle)
            bundle = {}
        bundle[sha256] = original
    _send_bundle(course, bundle)


def _original(course: Course, sha256: str) -> bytes | None:
    try:
        return course.store.photo(sha256)
    except ProtocolProblem as trouble:
        if trouble.code is not Problem.WRONG_DIGEST:
            raise
        course.lost.add(sha256)
        return None


def _send_bundle(course: Course, bundle: Mapping[str, bytes]) -> None:
    if not bundle:
        return
    try:
        answer = _carried(course, _size(bundle), course.api.bundle, bundle)
    except ProtocolProblem as trouble:
        if trouble.action is not Action.SPLIT or not course.pace.refused():
            raise
        _send_all(course, list(bundle), {})
        return
    stored = [sha256 for sha256 in bundle if sha256 in answer.stored]
    course.sent(_size(bundle))
    _arrived(course, stored)
    if len(stored) < len(bundle):
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "it does not say that it took the photos")


def _send_in_chunks(course: Course, sha256: str, original: bytes, offset: int) -> None:
    """Sends `original` from `offset` on, wherever the centre then says that it stands."""
    turns = 0
    while True:
        chunk = original[offset : offset + course.pace.size]
        try:
            reached = _carried(course, len(chunk), course.api.upload, sha256, offset, chunk, len(original))
        except ProtocolProblem as trouble:
            turns += 1
            elsewhere = _elsewhere(course, trouble, offset)
            if elsewhere is None or turns == MOST_TURNS:
                raise
            reached = elsewhere
        else:
            course.sent(len(chunk))
            turns = turns + 1 if reached <= offset else 0
            if reached >= len(original):
                break
            if turns == MOST_TURNS:
                raise ProtocolProblem(Problem.NOT_THE_CENTRE, "the photo does not grow")
        offset = min(reached, len(original))
    _arrived(course, [sha256])


def _elsewhere(course: Course, trouble: ProtocolProblem, offset: int) -> int | None:
    """Where to go on after `trouble` at `offset`; None when that is not to be known in this round."""
    if trouble.code is Problem.WRONG_OFFSET:
        return trouble.seq
    if trouble.code in (Problem.NOT_FOUND, Problem.WRONG_DIGEST):  # the part was dropped: begin anew
        return 0
    if trouble.action is Action.SPLIT and course.pace.refused():
        return offset
    return None


def _carried(course: Course, size: int, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Makes a call that carries `size` bytes of photos, and learns from it how many the line bears."""
    began = course.steady()
    try:
        answer = course.ask(call, *args, **kwargs)
    except ProtocolProblem as trouble:
        if trouble.code is Problem.UNREACHABLE:
            course.pace.cut()
        raise
    course.pace.arrived(size, course.steady() - began)
    return answer


def _arrived(course: Course, photos: Sequence[str]) -> None:
    """The centre holds these photos: only now are they marked, all in one transaction."""
    course.store.mark_stored(photos)
    course.delivered.update(photos)
    course.told(photos=course.progress.photos + len(photos))


def _size(bundle: Mapping[str, bytes]) -> int:
    return sum(map(len, bundle.values()))
