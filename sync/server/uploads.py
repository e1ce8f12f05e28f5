"""Takes photos in verified chunks that survive any cut, and says "stored" only of what the store gave back whole."""

import asyncio
from collections.abc import Mapping

from sync.protocol.messages import PHOTO_BYTES
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server import media
from sync.server.clock import Clock, now_text
from sync.server.expected import Expected
from sync.server.memory import Memory
from sync.server.parts import Part, Parts
from sync.server.photo_folder import Content
from sync.server.photo_store import PhotoStore
from sync.server.store.database import Database
from sync.server.watch import Watch


class Uploads:
    """One photo of one laptop is a resource at `/v1/uploads/{device}/{sha256}` (tus 1.0, deterministic URL)."""

    def __init__(self, database: Database, parts: Parts, store: PhotoStore, clock: Clock, watch: Watch) -> None:
        self._database = database
        self._parts = parts
        self._store = store
        self._clock = clock
        self._watch = watch
        self.memory = Memory()
        self.expected = Expected()

    async def state(self, device: str, sha256: str) -> tuple[int, int] | None:
        """(offset, length) of a photo, equal when it is stored; None when nothing of it is here."""
        size = await self._database.read(lambda connection: media.size_of(connection, device, sha256))
        return (size, size) if size is not None else await self._begun(device, sha256)

    async def _begun(self, device: str, sha256: str) -> tuple[int, int] | None:
        part = self._parts.find(device, sha256)
        if part is None:
            return None
        if part.offset == part.length and not await self._finished_late(device, sha256, part):
            return None
        return part.offset, part.length

    async def create(self, device: str, sha256: str, length: int, chunk: bytes) -> int:
        """Begins a photo, or finds it again, and takes its first `chunk`; returns the offset."""
        if not 0 < length <= PHOTO_BYTES:
            raise ProtocolProblem(Problem.TOO_LARGE if length > 0 else Problem.MALFORMED, "Upload-Length")
        found = await self.state(device, sha256)
        if found and found[0] and (found[1] == length or found[0] == found[1]):
            return found[0]
        self._store.check_space()
        await self._database.read(lambda connection: media.wanted(connection, device, [sha256]))
        if len(chunk) == length:
            await self._store_whole(device, {sha256: chunk})
            return length
        part = self._parts.begin(device, sha256, length)
        return await self._append(device, sha256, part, 0, chunk) if chunk else part.offset

    async def bundle(self, device: str, photos: Mapping[str, Content]) -> tuple[str, ...]:
        """Stores whole photos and returns which are stored: all of them. Raises WRONG_DIGEST before it stores any."""
        lacking = tuple(photos)
        if not self.expected.all_of(device, photos):
            lacking = await self._database.read(lambda connection: media.wanted(connection, device, tuple(photos)))
        if lacking:
            await self._store_whole(device, {sha256: photos[sha256] for sha256 in lacking})
        return tuple(photos)

    async def append(self, device: str, sha256: str, offset: int, chunk: bytes) -> int:
        """Adds `chunk` at `offset`; returns the new offset. Raises NOT_FOUND, WRONG_OFFSET, WRONG_DIGEST and others."""
        found = await self.state(device, sha256)
        if found is None:
            raise ProtocolProblem(Problem.NOT_FOUND)
        if found[0] != offset:
            raise ProtocolProblem(Problem.WRONG_OFFSET, seq=found[0])
        part = self._parts.find(device, sha256)
        if part is None:
            return found[0]
        self._store.check_space()
        return await self._append(device, sha256, part, offset, chunk)

    async def have(self, device: str, photos: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, int]]:
        """Which of `photos` are stored, and how far the others that were begun have come."""
        here = await self._database.read(lambda connection: media.stored(connection, device, photos))
        partial: dict[str, int] = {}
        for sha256 in self._parts.begun(device).intersection(photos) - here:
            offset, length = await self.state(device, sha256) or (0, 0)
            if offset and offset == length:
                here.add(sha256)
            elif offset:
                partial[sha256] = offset
        return tuple(sha256 for sha256 in photos if sha256 in here), partial

    async def _finished_late(self, device: str, sha256: str, part: Part) -> bool:
        """Finishes a photo whose last answer never went out; False when it turned out to be another one."""
        try:
            await self._finish(device, sha256, part)
        except ProtocolProblem as trouble:
            if trouble.code is not Problem.WRONG_DIGEST:
                raise
            return False
        return True

    async def _append(self, device: str, sha256: str, part: Part, offset: int, chunk: bytes) -> int:
        reached = await asyncio.to_thread(self._parts.append, part, offset, chunk)
        if reached == part.length:
            await self._finish(device, sha256, part)
        return reached

    async def _finish(self, device: str, sha256: str, part: Part) -> None:
        async with self.memory.reserved(part.length):
            content = await asyncio.to_thread(self._parts.content, part)
            try:
                await self._store_whole(device, {sha256: content})
            except ProtocolProblem as trouble:
                if trouble.code is Problem.WRONG_DIGEST:
                    self._parts.drop(part)
                raise

    async def _store_whole(self, device: str, photos: Mapping[str, Content]) -> None:
        await self._store.put(photos)
        now, sizes = now_text(self._clock), {sha256: len(content) for sha256, content in photos.items()}
        await self._database.write(lambda connection: media.mark_stored(connection, device, sizes, now))
        self.expected.came(device, photos)
        self._watch.took_photos(sizes.values())
        for sha256 in self._parts.begun(device).intersection(photos):
            self._parts.forget(device, sha256)
