"""Parcels that come over the network from a PC without keys: in verified chunks, then taken in beside all other work.

What a stranger can do is bounded: the first chunk must hold a head that an enrolled laptop signed, a laptop has few unfinished
parcels (the one that was left longest makes room), and one parcel at a time is taken in by a process.
"""

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from sync.protocol import parcels
from sync.protocol.messages import ProblemAnswer
from sync.protocol.parcels import ParcelAnswer
from sync.protocol.problems import Action, Problem, ProtocolProblem
from sync.server import locks, parcel_check, parcel_intake, wire
from sync.server.centre import Centre
from sync.server.identity import write_secret
from sync.server.parts import Part, Parts
from sync.server.photo_store import SPACE_KEPT

LOG = logging.getLogger("centre.parcels")
MOST_UNFINISHED = 4  # of one laptop
PARTS, DONE, LOCK = "parts", "done", "taking.lock"
SOON_S = 2.0


class ParcelUploads:
    """One parcel is a resource at `/v1/parcels/{device}/{sha256}`: tus as for photos, and GET for the answer."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._folder = centre.parcels_folder
        self._parts = Parts(self._folder / PARTS, most=MOST_UNFINISHED)
        self._running: dict[str, asyncio.Task[None]] = {}
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
        if not parcels.FRONT_BYTES - parcels.HEAD_BYTES < length <= parcels.LARGEST:
            raise ProtocolProblem(Problem.TOO_LARGE if length > parcels.LARGEST else Problem.MALFORMED, "Upload-Length")
        part, kept = self._parts.find(device, sha256), self._kept(device, sha256)
        if kept is not None and kept.answer is not None:
            return kept.length
        if part is not None and part.length == length and part.offset:
            return part.offset
        await self._check_head(device, chunk)
        self._check_space(length)
        self._forget(device, sha256)
        self._make_room(device)
        return await self._append(self._parts.begin(device, sha256, length), 0, chunk)

    async def append(self, device: str, sha256: str, offset: int, chunk: bytes) -> int:
        """Adds `chunk` at `offset`; returns the new offset. Raises NOT_FOUND, WRONG_OFFSET and others."""
        part = self._parts.find(device, sha256)
        if part is None:
            raise ProtocolProblem(Problem.NOT_FOUND)
        self._check_space(len(chunk))
        return await self._append(part, offset, chunk)

    def answer(self, device: str, sha256: str) -> ParcelAnswer | None:
        """What the centre says of the parcel; None while it is being taken in, which this call begins where nobody does it.

        Raises NOT_FOUND, WRONG_OFFSET (it is not all here), or what it was refused for.
        """
        part, kept = self._parts.find(device, sha256), self._kept(device, sha256)
        if part is not None:
            if part.offset < part.length:
                raise ProtocolProblem(Problem.WRONG_OFFSET, seq=part.offset)
            self._begin(part, device, sha256)
            return None
        if kept is None:
            raise ProtocolProblem(Problem.NOT_FOUND)
        if kept.refused is not None:
            raise ProtocolProblem(Problem(kept.refused.code), kept.refused.detail, seq=kept.refused.seq)
        return kept.answer

    async def _check_head(self, device: str, chunk: bytes) -> None:
        front = parcels.read_front(chunk)
        if front.head.device != device:
            raise ProtocolProblem(Problem.UNKNOWN_DEVICE, "another laptop's parcel")
        await self._centre.database.read(lambda c: parcel_check.sender(c, front, self._centre.identity))

    def _check_space(self, size: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < size + SPACE_KEPT:
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "parcels", retry_after_s=60)

    def _make_room(self, device: str) -> None:
        begun = [self._parts.find(device, name) for name in self._parts.begun(device)]
        there = sorted((part for part in begun if part is not None), key=lambda part: part.path.stat().st_mtime)
        for part in there[: max(0, len(there) - MOST_UNFINISHED + 1)]:
            self._parts.drop(part)

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
                    with contextlib.suppress(ProtocolProblem):
                        self._keep(device, sha256, part, await self._taken(part, sha256))

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
