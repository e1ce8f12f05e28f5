"""Photos by their SHA-256: in a local folder, or in any object store that obstore reaches. Never trusted unread."""

import asyncio
import hashlib
import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import ObjectStore, from_url

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.photo_folder import TOP, Content, PhotoFolder

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

SPACE_KEPT = 64 * 1024 * 1024  # bytes: lines must still fit when photos do not
# A laptop waits 17 s for its answer: a store that is away must be told by then, not after the library's three minutes.
TRIES: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=6)}
PATIENCE: "ClientConfig" = {"connect_timeout": timedelta(seconds=3), "timeout": timedelta(seconds=12)}


class Vault(Protocol):
    """Where the bytes lie; every call may block, and may raise OSError or obstore's BaseError."""

    def write(self, photos: Mapping[str, Content], *, anew: bool) -> Collection[str]:
        """Makes the photos durable; one that is there stays unless it is to be written `anew`.

        Returns those that must be read back: what it wrote and flushed itself need not be.
        """

    def read(self, sha256: str) -> bytes:
        """Raises FileNotFoundError or obstore's NotFoundError."""

    def holds(self, sha256: str, content: Content) -> bool:
        """Whether the photo there is `content`, read back byte for byte, and is so durably. Raises as `read`."""

    def free(self) -> int | None:
        """Bytes that are left; None where nobody knows."""

    def names(self, first: str) -> set[str]:
        """The photos there whose digest begins with these two digits."""


class PhotoStore:
    """Puts each photo once, reads back what a stranger or another time made of it, and only then calls it stored."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def put(self, photos: Mapping[str, Content]) -> None:
        """Durably stores photos, each under its digest.

        Raises ProtocolProblem: WRONG_DIGEST, and then none is stored; OUT_OF_SPACE or BUSY, and some may be.
        """
        # One hop to a thread for all of them: each that woke the event loop cost twice the time (measured).
        self.check_space()
        await asyncio.to_thread(self._put, photos)

    def _put(self, photos: Mapping[str, Content]) -> None:
        if are_others(photos):
            raise ProtocolProblem(Problem.WRONG_DIGEST, "photo")
        self._put_some(photos)

    def _put_some(self, photos: Mapping[str, Content]) -> None:
        left = photos
        try:
            for anew in (False, True):  # anew: over an older copy that rotted, or after a store that lied
                unsure = self._vault.write(left, anew=anew)
                left = {sha256: left[sha256] for sha256 in unsure if not self._vault.holds(sha256, left[sha256])}
                if not left:
                    return
        except (BaseError, OSError) as trouble:
            self.check_space()
            raise ProtocolProblem(Problem.BUSY, "photo store", retry_after_s=5) from trouble
        raise ProtocolProblem(Problem.BUSY, "the photo store returned other bytes", retry_after_s=30)

    async def get(self, sha256: str) -> bytes:
        """The photo's bytes, checked. Raises ProtocolProblem NOT_FOUND or WRONG_DIGEST."""
        try:
            content = await asyncio.to_thread(self._vault.read, sha256)
        except (FileNotFoundError, NotFoundError) as trouble:
            raise ProtocolProblem(Problem.NOT_FOUND) from trouble
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ProtocolProblem(Problem.WRONG_DIGEST, "the stored photo is damaged")
        return content

    def check_space(self) -> None:
        """Raises ProtocolProblem(OUT_OF_SPACE) when the disk is nearly full."""
        free = self._vault.free()
        if free is not None and free < SPACE_KEPT:
            raise ProtocolProblem(Problem.OUT_OF_SPACE, "photos", retry_after_s=60)


class Objects:
    """Satisfies Vault with an object store, which keeps what it acknowledges."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def write(self, photos: Mapping[str, Content], *, anew: bool) -> Collection[str]:
        mode: Literal["overwrite", "create"] = "overwrite" if anew else "create"
        for sha256, content in photos.items():
            with suppress(AlreadyExistsError):
                obstore.put(self._store, _key(sha256), content, mode=mode, use_multipart=False)
        return photos.keys()

    def read(self, sha256: str) -> bytes:
        return bytes(obstore.get(self._store, _key(sha256)).bytes())

    def holds(self, sha256: str, content: Content) -> bool:
        back = self.read(sha256)
        return len(back) == len(content) and back.startswith(content)  # == would copy the view first

    def free(self) -> None:
        return None

    def names(self, first: str) -> set[str]:
        found = obstore.list(self._store, prefix=f"{TOP}/{first}")
        return {str(one["path"]).rpartition("/")[2] for some in found for one in some}


def are_others(photos: Mapping[str, Content]) -> bool:
    """Whether the bytes of one have another digest than its name."""
    return any(hashlib.sha256(content).hexdigest() != sha256 for sha256, content in photos.items())


def open_store(url: str, folder: Path) -> PhotoStore:
    """The store at `url`, or the local `folder` when it is empty; credentials come from the environment."""
    return PhotoStore(open_vault(url, folder))


def open_vault(url: str, folder: Path) -> Vault:
    """The place itself, for who must see what it does."""
    if not url:
        return PhotoFolder(folder)
    # What is given here takes the place of what the library would read from the environment.
    plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true")
    return Objects(from_url(url, retry_config=TRIES, client_options={**PATIENCE, "allow_http": plain}))


def _key(sha256: str) -> str:
    return f"{TOP}/{sha256[:2]}/{sha256}"
