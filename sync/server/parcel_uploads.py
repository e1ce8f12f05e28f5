"""Parcels that come over the network from a PC without keys: in verified chunks, then taken in beside all other work.

What a stranger can do is bounded: the first chunk must hold a head that an enrolled laptop signed, `parcel_room` says how much
room that opens, bytes in hand are bounded apart from those of photos, and one parcel at a time is taken in by a process.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from sync.protocol import parcels
from sync.protocol.messages import ProblemAnswer
from sync.protocol.parcels import Front, ParcelAnswer
from sync.protocol.problems import Action, Problem, ProtocolProblem
from sync.server import locks, parcel_check, parcel_intake, parcel_room, wire
from sync.server.centre import Centre
from sync.server.identity import write_secret
from sync.server.memory import Memory
from sync.server.parts import Part, Parts

LOG = logging.getLogger("centre.parcels")
BEGINNING, GOING_ON = (
    8 * 1024 * 1024,
    64 * 1024 * 1024,
)  # bytes in hand at once: heads of anybody, and what follows them
PARTS, DONE, LOCK = "parts", "done", "taking.lock"
SOON_S, LATER_S = 2.0, 60.0
MOST_TROUBLES = 1000


class ParcelUploads:
    """One parcel is a resource at `/v1/parcels/{device}/{sha256}`: tus as for photos, and GET for the answer."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._folder = centre.parcels_folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._parts = Parts(self._folder / PARTS, most=parcel_room.MOST_PARTS)
        self.beginning, self.going_on = Memory(BEGINNING), Memory(GOING_ON)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._troubles: dict[
            str, ProtocolProblem
        ] = {}  # what the last try of a parcel here ended with, until it is told
        self._turn = asyncio.Semaphore(1)

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, centre: Centre) -> AsyncIterator["ParcelUploads"]:
        """They end before the centre does; whoever asks for an answer later begins what was not over."""
        uploads = cls(centre)
        try:
            yield uploads
        finally:
            tasks = list(uploads._running.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def state(self, device: str, sha256: str) -> tuple[int, int]:
        """(offset, length), equal when all of it is here or was taken in. Raises ProtocolProblem(NOT_FOUND)."""
        part = self._parts.find(device, sha256)
        if part is not None:
            return part.offset, part.length
        kept = self._kept(device, sha256)
        if kept is None:
            raise ProtocolProblem(Problem.NOT_FOUND)
        return kept.length, kept.length

    async def create(self, device: str, sha256: str, length: int, chunk: bytes) -> int:
        """Begins a parcel with its first `chunk`, or finds it again; returns the offset. Raises what its head is refused for."""
        self.check_length(length)
        part, kept = self._parts.find(device, sha256), self._kept(device, sha256)
        if kept is not None and kept.answer is not None:
            return kept.length
        if part is not None and part.length == length and part.offset:
            return part.offset
        front = await self._front(device, chunk)
        parcel_room.check_length(front, length)
        if (
            part is not None and part.offset
        ):  # its name is a digest: one of the two is no parcel, and nobody knows which
            raise ProtocolProblem(Problem.MALFORMED, "Upload-Length: it was begun with another")
        parcel_room.check_space(self._folder, length)
        parcel_room.check_total(self._parts, self._folder, length)
        self._forget(device, sha256)
        parcel_room.make_room(self._parts, front)
        return await self._append(self._parts.begin(device, sha256, length), 0, chunk)

    def check_length(self, length: int) -> None:
        """Raises ProtocolProblem TOO_LARGE or MALFORMED."""
        if not parcels.FRONT_BYTES - parcels.HEAD_BYTES < length <= parcels.LARGEST:
            raise ProtocolProblem(Problem.TOO_LARGE if length > parcels.LARGEST else Problem.MALFORMED, "Upload-Length")

    def check_place(self, device: str, sha256: str, offset: int, size: int) -> None:
        """Whether `size` bytes at `offset` go on with that parcel. Raises NOT_FOUND, WRONG_OFFSET, MALFORMED."""
        reached, length = self.state(device, sha256)
        if offset != reached:
            raise ProtocolProblem(Problem.WRONG_OFFSET, seq=reached)
        if offset + size > length:
            raise ProtocolProblem(Problem.MALFORMED, "more bytes than announced")

    async def append(self, device: str, sha256: str, offset: int, chunk: bytes) -> int:
        """Adds `chunk` at `offset`; returns the new offset. Raises NOT_FOUND, WRONG_OFFSET and others."""
        part = self._parts.find(device, sha256)
        if part is None:
            raise ProtocolProblem(Problem.NOT_FOUND)
        parcel_room.check_space(self._folder, len(chunk))
        return await self._append(part, offset, chunk)

    def answer(self, device: str, sha256: str) -> ParcelAnswer | None:
        """What the centre says of the parcel; None while it is being taken in, which this call begins where nobody does it.

        Raises NOT_FOUND, WRONG_OFFSET (it is not all here), what it was refused for, or once what kept the last try from its end.
        """
        part, kept = self._parts.find(device, sha256), self._kept(device, sha256)
        if part is not None:
            if part.offset < part.length:
                raise ProtocolProblem(Problem.WRONG_OFFSET, seq=part.offset)
            trouble = self._troubles.pop(sha256, None)
            self._begin(part, device, sha256)
            if trouble is not None:
                raise trouble
            return None
        if kept is None:
            raise ProtocolProblem(Problem.NOT_FOUND)
        if kept.refused is not None:
            raise ProtocolProblem(Problem(kept.refused.code), kept.refused.detail, seq=kept.refused.seq)
        return kept.answer

    async def _front(self, device: str, chunk: bytes) -> Front:
        front = parcels.read_front(chunk)
        if front.head.device != device:
            raise ProtocolProblem(Problem.UNKNOWN_DEVICE, "another laptop's parcel")
        await self._centre.database.read(lambda c: parcel_check.sender(c, front, self._centre.identity))
        return front

    async def _append(self, part: Part, offset: int, chunk: bytes) -> int:
        return await asyncio.to_thread(self._parts.append, part, offset, chunk)

    def _begin(self, part: Part, device: str, sha256: str) -> None:
        if sha256 not in self._running:
            task = asyncio.create_task(self._take(part, device, sha256))
            self._running[sha256] = task
            task.add_done_callback(lambda _: self._running.pop(sha256, None))

    async def _take(self, part: Part, device: str, sha256: str) -> None:
        async with self._turn:
            with locks.held(self._folder / LOCK) as alone:  # another process may be at it
                if alone and part.path.exists():
                    try:
                        self._keep(device, sha256, part, await self._taken(part, sha256))
                    except ProtocolProblem as trouble:
                        self._remember(sha256, trouble.code)
                    except Exception:
                        LOG.exception("a parcel was not taken in")
                        self._remember(sha256, Problem.BUSY)

    def _remember(self, sha256: str, code: Problem) -> None:
        self._troubles[sha256] = ProtocolProblem(code, "taking it in", retry_after_s=LATER_S)
        while len(self._troubles) > MOST_TROUBLES:  # the oldest: nobody has asked for them
            del self._troubles[next(iter(self._troubles))]

    async def _taken(self, part: Part, sha256: str) -> ParcelAnswer | ProblemAnswer:
        """The answer to keep. Raises what may be tried again."""
        try:
            front, answer = await parcel_intake.take(self._centre, part.path)
            if answer.parcel != sha256:
                raise ProtocolProblem(Problem.WRONG_DIGEST, "parcel")
        except ProtocolProblem as trouble:
            LOG.warning("a parcel was not taken in: %s", trouble.code.value)
            if trouble.action is Action.RETRY and trouble.code is not Problem.WRONG_DIGEST:
                raise
            return wire.problem_answer(trouble)
        LOG.info("a parcel of %s was taken in: %s lines", front.head.device, front.head.lines)
        return answer

    def _keep(self, device: str, sha256: str, part: Part, answer: ParcelAnswer | ProblemAnswer) -> None:
        path = self._done(device, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        kept = _Kept(part.length, answer) if isinstance(answer, ParcelAnswer) else _Kept(part.length, refused=answer)
        write_secret(path, msgspec.json.encode(kept))
        self._parts.drop(part)

    def _kept(self, device: str, sha256: str) -> "_Kept | None":
        try:
            return msgspec.json.decode(self._done(device, sha256).read_bytes(), type=_Kept)
        except OSError:
            return None

    def _forget(self, device: str, sha256: str) -> None:
        self._parts.forget(device, sha256)
        self._done(device, sha256).unlink(missing_ok=True)

    def _done(self, device: str, sha256: str) -> Path:
        return self._folder / DONE / device / f"{sha256}.json"


class _Kept(msgspec.Struct):
    """What was said of a parcel of `length` bytes that is not here any more."""

    length: int
    answer: ParcelAnswer | None = None
    refused: ProblemAnswer | None = None
