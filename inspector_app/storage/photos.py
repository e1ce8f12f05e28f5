"""The encrypted photo files, named by the digest of their original bytes: `photos/ab/ab12….gcm`."""

import hashlib
import re
import threading
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from inspector_app.storage import durable
from inspector_app.storage.sealing import OVERHEAD, seal, unseal, unseal_into
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded

FOLDER = "photos"
USUAL_BYTES = 2 * 1024 * 1024  # of a photo
_NOWHERE = memoryview(b"")
_DERIVED, _PARTS = "derived", "parts"
_DIGEST = re.compile("[0-9a-f]{64}")
_ANY_DIGEST = re.compile(rb"[0-9a-f]{64}")
_NAME = re.compile("[a-z]{1,20}")


class PhotoFiles:
    """Satisfies services.ports.PhotoFolder. Safe from several threads: files are whole or absent. Only purging removes one."""

    def __init__(self, folder: Path, master: bytes):
        self._folder = folder
        self._master = master
        self._own = threading.local()

    def keep(self, original: bytes) -> str:
        """Stores `original` durably and returns its SHA-256; a file that is there already is checked, and mended if need be."""
        sha256 = hashlib.sha256(original).hexdigest()
        with coded():
            if not self._is_whole(sha256):
                sealed = seal(self._master, f"photo {sha256}", original)
                durable.write(self._path(sha256), sealed, part=self._part())
        return sha256

    def original(self, sha256: str) -> bytes:
        """The original bytes; raises StorageTrouble: PHOTO_MISSING, PHOTO_DAMAGED or UNREADABLE."""
        return bytes(self.original_in(sha256, _NOWHERE))

    def original_in(self, sha256: str, room: memoryview) -> bytes | memoryview:
        """As `original`, at the beginning of `room` when they fit there."""
        with coded():
            try:
                found = self._read(sha256, room)
            except FileNotFoundError:
                raise StorageTrouble(StorageCode.PHOTO_MISSING, sha256) from None
        if found is None:
            raise StorageTrouble(StorageCode.PHOTO_DAMAGED, sha256)
        return found

    def has(self, sha256: str) -> bool:
        """Whether there is a file of that photo; `original` tells whether it is whole."""
        return self._path(sha256).exists()

    def remove(self, sha256: str) -> int:
        """Removes the original and returns its bytes on disk, 0 for none; copies for screens stay. Only purging.py decides that."""
        path = self._path(sha256)
        with coded():
            size = path.stat().st_size if path.exists() else 0
            path.unlink(missing_ok=True)
        return size

    def keep_derived(self, sha256: str, name: str, data: bytes) -> None:
        """Stores a copy made from the original (`thumb`, `working`), replaceable at any time."""
        path, part = self._derived(sha256, name), self._part()
        with coded():
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(seal(self._master, f"{name} {sha256}", data))  # no fsync: half a copy is made again
            part.replace(path)

    def derived(self, sha256: str, name: str) -> bytes | None:
        """The copy; None when it is absent or damaged, so that it is made again."""
        try:
            sealed = self._derived(sha256, name).read_bytes()
        except OSError:
            return None
        return unseal(self._master, f"{name} {sha256}", sealed)

    def _part(self) -> Path:
        """A file of the calling thread's own, in one folder that is quickly looked through after a crash."""
        with coded():
            durable.make_folder(self._folder / _PARTS)
        return self._folder / _PARTS / f"{threading.get_ident()}{durable.PART}"

    def _is_whole(self, sha256: str) -> bool:
        try:
            return self._read(sha256, _NOWHERE) is not None
        except FileNotFoundError:
            return False

    def _read(self, sha256: str, room: memoryview) -> bytes | memoryview | None:
        """The original, in `room` when it fits; None when the file is damaged. Raises FileNotFoundError."""
        with FileIO(self._path(sha256)) as file:  # twice as quick as Path.open
            sealed, purpose = self._sealed(file), f"photo {sha256}"
        # The seal proves that these are the bytes that were hashed when they were sealed under this name: no second hash.
        if not room or len(sealed) - OVERHEAD > len(room):
            return unseal(self._master, purpose, sealed)
        return unseal_into(self._master, purpose, sealed, room)

    def _sealed(self, file: FileIO) -> bytes | memoryview:
        """The file's bytes, good until the thread reads another: memory that is new costs more than what is put there."""
        if not hasattr(self._own, "room"):
            self._own.room = memoryview(bytearray(USUAL_BYTES))
        room: memoryview = self._own.room
        end = 0
        while got := file.readinto(room[end:]):
            end += got
        return room[:end] if end < len(room) else bytes(room) + file.readall()

    def _path(self, sha256: str) -> Path:
        return self._folder / _checked(sha256)[:2] / f"{sha256}.gcm"

    def _derived(self, sha256: str, name: str) -> Path:
        assert _NAME.fullmatch(name)
        return self._folder / _DERIVED / _checked(sha256)[:2] / f"{sha256}.{name}.gcm"


def _checked(sha256: str) -> str:
    # The digest becomes a path: nothing but a digest may.
    if not _DIGEST.fullmatch(sha256):
        raise StorageTrouble(StorageCode.PHOTO_MISSING, "not a digest")
    return sha256


def digests_in(body: bytes) -> set[str]:
    """What of a draft's body may name a photo: rather a digest too many than one that is overlooked."""
    return {found.decode() for found in _ANY_DIGEST.findall(body)}


def photo_names(folder: Path) -> Iterator[str]:
    """The SHA-256 of every original that has a file there, whole or not."""
    for path in folder.glob("[0-9a-f][0-9a-f]/*.gcm"):
        yield path.stem


def drop_parts(folder: Path) -> None:
    """Removes what a crash left half written; nothing ever named it."""
    for part in folder.glob(f"{_PARTS}/*{durable.PART}"):
        part.unlink(missing_ok=True)
