"""Photos by their SHA-256 in an object store: a local folder, or any that obstore reaches. Never trusted unread."""

import asyncio
import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from sync.protocol.problems import Problem, ProtocolProblem

SPACE_KEPT = 64 * 1024 * 1024  # bytes: lines must still fit when photos do not


class PhotoStore:
    """Puts each photo once, reads back what the store made of it, and only then calls it stored."""

    def __init__(self, store: ObjectStore, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    async def put(self, sha256: str, content: bytes) -> None:
        """Durably stores `content`, whose digest is `sha256`. Raises ProtocolProblem OUT_OF_SPACE or BUSY."""
        self.check_space()
        try:
            await self._write(sha256, content, "create")
            if await self._holds(sha256):
                return
            await self._write(sha256, content, "overwrite")  # an older copy that rotted, or a store that lies
            if await self._holds(sha256):
                return
        except (BaseError, OSError) as trouble:
            self.check_space()
            raise ProtocolProblem(Problem.BUSY, "photo store", retry_after_s=5) from trouble
        raise ProtocolProblem(Problem.BUSY, "the photo store returned other bytes", retry_after_s=30)

    async def get(self, sha256: str) -> bytes:
        """The photo's bytes, checked. Raises ProtocolProblem NOT_FOUND or WRONG_DIGEST."""
        try:
            content = await self._read(sha256)
        except (FileNotFoundError, NotFoundError) as trouble:
            raise ProtocolProblem(Problem.NOT_FOUND) from trouble
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ProtocolProblem(Problem.WRONG_DIGEST, "the stored photo is damaged")
        return content

    def check_space(self) -> None:
        """Raises ProtocolProblem(OUT_OF_SPACE) when the folder's disk is nearly full."""
        if self._folder is not None and shutil.disk_usage(self._folder).free < SPACE_KEPT:
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "photos", retry_after_s=60)

    async def _write(self, sha256: str, content: bytes, mode: Any) -> None:
        place = self._folder / _key(sha256) if self._folder else None
        new_folder = place is not None and not place.parent.exists()
        try:
            await obstore.put_async(self._store, _key(sha256), content, mode=mode, use_multipart=False)
        except (AlreadyExistsError, FileExistsError):
            return
        if place is not None and self._folder is not None:
            await asyncio.to_thread(_flush, place, self._folder if new_folder else place.parent)

    async def _holds(self, sha256: str) -> bool:
        return hashlib.sha256(await self._read(sha256)).hexdigest() == sha256

    async def _read(self, sha256: str) -> bytes:
        answer = await obstore.get_async(self._store, _key(sha256))
        return bytes(await answer.bytes_async())


def open_store(url: str, folder: Path) -> PhotoStore:
    """The store at `url`, or the local `folder` when it is empty; credentials come from the environment."""
    if url:
        return PhotoStore(from_url(url), None)
    folder.mkdir(parents=True, exist_ok=True)
    return PhotoStore(LocalStore(folder), folder)


def _key(sha256: str) -> str:
    return f"sha256/{sha256[:2]}/{sha256}"


def _flush(file: Path, top: Path) -> None:
    """fsyncs the file and the folders above it up to `top`; the local store itself leaves that to chance."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
    if os.name == "nt":  # Windows journals its folders
        return
    folder = file.parent
    while folder != top.parent:
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        folder = folder.parent
