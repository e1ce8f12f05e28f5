"""What a rebuilt laptop asks of its centre: everything that the centre holds of it, under a one-time code."""

from typing import Annotated

import msgspec
from msgspec import Meta

from sync.protocol.lines import Line
from sync.protocol.messages import Base64, Bucket, Count, Hex, Id, Short
from sync.protocol.receipts import CentreKey, Receipt
from sync.protocol.sealing import SealingKey

RESTORE_MARK = b"721-restore-1\n"
PAGE_LINES, PAGE_BYTES = 500, 2 * 1024 * 1024
PAGE_PHOTOS = 500
BUNDLE_BYTES = 6 * 1024 * 1024  # of photos in one answer; more of a larger one is asked for from an offset


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class RestoreRequest(_Message, frozen=True):
    """`POST /v1/restore`. `sig` proves that the new laptop holds the key that is to speak for the old one from now on."""

    code: Short
    public_key: Base64
    sig: Base64


class RestoreAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """As after enrolling, and what is held: `epochs` in the order in which they were opened, a receipt for the end of each."""

    device: Id
    centre: Short
    keys: tuple[CentreKey, ...]
    buckets: tuple[Bucket, ...]
    epochs: tuple[Id, ...]
    receipts: tuple[Receipt, ...]
    sealing: SealingKey | None = None


class RestoreLinesRequest(_Message, frozen=True):
    """`POST /v1/restore/lines`, with a token and the code: lines of `epoch` after `after_seq`."""

    code: Short
    epoch: Id
    after_seq: Count


class RestoreLinesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """In order, as they were sealed; empty at the end of the epoch."""

    lines: tuple[Line, ...]


class RestorePhotosRequest(_Message, frozen=True):
    """`POST /v1/restore/photos`: photos after `after` (a SHA-256, or empty), by their digests."""

    code: Short
    after: Annotated[str, Meta(max_length=64, pattern=r"^([0-9a-f]{64})?(?!\n)$")] = ""


class RestorePhotosAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Digest and size in bytes of each; empty at the end."""

    photos: tuple[tuple[Hex, Count], ...]


class RestoreBundleRequest(_Message, frozen=True):
    """`POST /v1/restore/bundle`: these photos, or what of the first one stands behind `offset`."""

    code: Short
    sha256: Annotated[tuple[Hex, ...], Meta(min_length=1, max_length=100)]
    offset: Count = 0


class RestoreBundleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """As MessagePack: as many of them, in their order, as BUNDLE_BYTES hold; of a larger first one that many bytes."""

    photos: dict[Hex, bytes]


def proof(code: str, public: bytes) -> tuple[bytes, ...]:
    """Under RESTORE_MARK: the one-time secret and the raw public key."""
    return code.encode(), public
