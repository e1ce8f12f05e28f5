"""Carries a load of photos: small ones in one call, a large one in chunks that go on where a cut left them."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, ParamSpec, TypeVar

from sync.client.course import Course
from sync.client.pace import LARGEST
from sync.client.ports import Content
from sync.protocol.laptop import PhotoOnDisk
from sync.protocol.problems import Action, Problem, ProtocolProblem

MOST_TURNS = 5  # of one photo in one round
_OWN = threading.local()
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


def carry(course: Course, load: Load) -> Carried:
    """Reads the photos of a load and sends them; what it learned goes back to whoever gave the load."""
    whole, lost = _originals(course, load)
    if load.in_chunks:
        for sha256, original in whole.items():
            _send_in_chunks(course, sha256, bytes(original), load.offset)
        return Carried(list(whole), lost)
    return _send_bundle(course, load, whole)._replace(lost=lost) if whole else Carried(lost=lost)


def _originals(course: Course, load: Load) -> tuple[Mapping[str, Content], Sequence[str]]:
    """The photos by their digests, good until the thread reads another load; and those that are lost."""
    room = memoryview(b"") if load.in_chunks else _room()
    whole, lost = dict[str, Content](), list[str]()
    for photo in load.photos:
        try:
            original = course.store.photo_in(photo.sha256, room)
        except ProtocolProblem as trouble:
            if trouble.code is not Problem.WRONG_DIGEST:
                raise
            lost.append(photo.sha256)
            continue
        whole[photo.sha256] = original
        if isinstance(original, memoryview):
            room = room[len(original) :]
    return whole, lost


def _room() -> memoryview:
    """The thread's own, for a bundle: a lane reads one after the other."""
    if not hasattr(_OWN, "room"):
        _OWN.room = memoryview(bytearray(LARGEST))
    room: memoryview = _OWN.room
    return room


def _send_bundle(course: Course, load: Load, bundle: Mapping[str, Content]) -> Carried:
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
