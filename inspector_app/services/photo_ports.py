"""What services need for photos: a folder that keeps them, and somebody who judges pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inspector_app.domain.photo import Origin, Photo


class PhotoFolder(Protocol):
    """The encrypted photo files, named by the digest of their original bytes."""

    def keep(self, original: bytes) -> str:
        """Stores `original` durably (file, fsync, rename, fsync folder) and returns its SHA-256; twice is once."""

    def original(self, sha256: str) -> bytes:
        """The original bytes, checked against the digest; raises StorageTrouble when absent or damaged."""

    def keep_derived(self, sha256: str, name: str, data: bytes) -> None:
        """Stores a copy made from the original (`thumb`, `working`), replaceable at any time."""

    def derived(self, sha256: str, name: str) -> bytes | None:
        """The copy; None when it is absent or damaged, so that it is made again."""
        ...


class PhotoReader(Protocol):
    """Judges and derives pictures, off the UI thread."""

    def read(self, original: bytes, *, file_name: str, origin: Origin) -> "ReadPhoto":
        """Raises PhotoRefused; damage that still shows a picture is kept and marked."""
        ...

    def codes(self, picture: bytes) -> Sequence[str]:
        """The QR codes and barcodes in a working copy, cleaned."""
        ...


@dataclass(frozen=True, slots=True)
class ReadPhoto:
    photo: Photo
    working: bytes  # JPEG, long side at most 2048 px, upright
    thumbnail: bytes  # JPEG, long side at most 320 px, upright
