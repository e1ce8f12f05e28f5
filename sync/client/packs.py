"""Fetches the reference pack once everything of the laptop's own is sent: piece by piece, going on where a cut left it.

A round that nobody asked for, amid a shift, takes what a quick line brings; over a slow one it leaves the line to findings.
"""

from sync.client.course import Course
from sync.client.ports import PackStore
from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.reference_pack import PackFile

LONGEST_S = 60.0  # of one round; the next goes on. Who records meanwhile is not kept waiting either
SLOW_S = 5.0  # a piece that takes longer is the last one of a round in the background


def fetch(course: Course) -> None:
    """Brings the pack that hello named, or a part of it; what stands in the way is noted, for the round itself is over."""
    note(course)
    if course.packs is None or not course.pack_left:
        return
    try:
        _fetch(course, course.packs)
    except ProtocolProblem as trouble:
        course.pack_problem = trouble.code.value
    note(course)


def note(course: Course) -> None:
    """Notes whether there is a pack to fetch: a round that may not do it leaves it to one that may."""
    course.pack_left = course.packs is not None and not course.revoked and course.packs.wants(course.pack)


def _fetch(course: Course, store: PackStore) -> None:
    signed = course.ask(course.api.pack, course.pack)
    turn = _Turn(course)
    for file in store.begin(signed, course.pack):
        offset = store.begun(file)
        while offset < file.size:
            if turn.is_over():
                return
            piece = _piece(course, file, offset)
            store.append(file, offset, piece)
            offset += len(piece)
    if turn.is_over():
        return
    store.install(signed)
    course.new_pack = course.pack


class _Turn:
    """How long this round may go on with a pack."""

    def __init__(self, course: Course) -> None:
        self._course, self._head = course, course.store.head().seq
        self._looked = course.steady()
        self._ends = self._looked + LONGEST_S

    def is_over(self) -> bool:
        """Asked before every piece, and before the pack is put together."""
        before, self._looked = self._looked, self._course.steady()
        is_slow = self._course.background and self._looked - before > SLOW_S
        return is_slow or self._looked > self._ends or self._course.store.head().seq != self._head


def _piece(course: Course, file: PackFile, offset: int) -> bytes:
    """The next bytes of a file: as many as a call carried well until now."""
    began, size = course.steady(), min(course.pace.size, file.size - offset)
    try:
        piece = course.ask(course.api.pack_file, course.pack, file.sha256, offset, size)
    except ProtocolProblem as trouble:
        if trouble.code is Problem.UNREACHABLE:
            course.cut()
        raise
    if not 0 < len(piece) <= size:
        raise ProtocolProblem(Problem.NOT_THE_CENTRE, "another piece than was asked for")
    course.arrived(len(piece), course.steady() - began)
    return piece
