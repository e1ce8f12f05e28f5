"""Photos by their SHA-256 in an object store: a local folder, or any that obstore reaches. Never trusted unread."""

import asyncio
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from sync.protocol.problems import Problem, ProtocolProblem

PHOTOS = "sha256"
SPACE_KEPT = 64 * 1024 * 1024  # bytes: lines must still fit when photos do not


class PhotoStore:
    """Puts each photo once, reads back what the store made of it, and only then calls it stored."""

    def __init__(self, store: ObjectStore, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    async def put(self, sha256: str, content: bytes) -> None:
        """Durably stores `content`, whose digest is `sha256`. Raises ProtocolProblem OUT_OF_SPACE or BUSY."""
        # One hop to a thread for all steps: a photo that woke the event loop at each cost twice the time (measured).
        await asyncio.to_thread(self._put, sha256, content)

    def _put(self, sha256: str, content: bytes) -> None:
        self.check_space()
        try:
            self._write(sha256, content, "create")
            if self._holds(sha256):
                return
            self._write(sha256, content, "overwrite")  # an older copy that rotted, or a store that lies
            if self._holds(sha256):
                return
        except (BaseError, OSError) as trouble:
            self.check_space()
            raise ProtocolProblem(Problem.BUSY, "photo store", retry_after_s=5) from trouble
        raise ProtocolProblem(Problem.BUSY, "the photo store returned other bytes", retry_after_s=30)

    async def get(self, sha256: str) -> bytes:
        """The photo's bytes, checked. Raises ProtocolProblem NOT_FOUND or WRONG_DIGEST."""
        try:
            content = await asyncio.to_thread(self._read, sha256)
        except (FileNotFoundError, NotFoundError) as trouble:
            raise ProtocolProblem(Problem.NOT_FOUND) from trouble
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ProtocolProblem(Problem.WRONG_DIGEST, "the stored photo is damaged")
        return content

    def check_space(self) -> None:
        """Raises ProtocolProblem(OUT_OF_SPACE) when the folder's disk is nearly full."""
        if self._folder is not None and shutil.disk_usage(self._folder).free < SPACE_KEPT:
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "photos", retry_after_s=60)

    def _write(self, sha256: str, content: bytes, mode: Any) -> None:
        # Also what is there already is flushed: whoever put it may have died, or be about to, before its own flush.
        with suppress(AlreadyExistsError, FileExistsError):
            obstore.put(self._store, _key(sha256), content, mode=mode, use_multipart=False)
        if self._folder is not None:
            _flush(self._folder / _key(sha256))

    def _holds(self, sha256: str) -> bool:
        return hashlib.sha256(self._read(sha256)).hexdigest() == sha256

    def _read(self, sha256: str) -> bytes:
        return bytes(obstore.get(self._store, _key(sha256)).bytes())


def open_store(url: str, folder: Path) -> PhotoStore:
    """The store at `url`, or the local `folder` when it is empty; credentials come from the environment."""
    if url:
        return PhotoStore(from_url(url), None)
    _make_folders(folder)
    return PhotoStore(LocalStore(folder), folder)


def _key(sha256: str) -> str:
    return f"{PHOTOS}/{sha256[:2]}/{sha256}"


def _make_folders(top: Path) -> None:
    """Makes every folder that a photo may lie in, durably and beforehand: no photo has to wait for its own."""
    photos = top / PHOTOS
    for number in range(256):
        (photos / f"{number:02x}").mkdir(parents=True, exist_ok=True)
    for folder in (photos, top, top.parent):
        _flush_folder(folder)


def _flush(file: Path) -> None:
    """fsyncs the file and its name; the local store itself leaves that to chance."""
    with file.open("r+b") as opened:
        os.fsync(opened.fileno())
    _flush_folder(file.parent)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows journals its folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
