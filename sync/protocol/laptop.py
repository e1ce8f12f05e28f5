"""What a laptop knows of itself and its centre; the nouns of the client's `SyncStore`."""

import msgspec

from sync.protocol.receipts import CentreKey
from sync.protocol.sealing import SealingKey


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What a laptop remembers of its centre; `pinned` is the fingerprint from the code, `keys` key id -> public base64.

    `chain` are the trusted keys as the centre showed them, each with its proof: for receipts that others verify. It is
    empty until the first hello where a program before it joined.
    `sealing` is what parcels are sealed with; None until a centre has told it.
    """

    url: str
    device: str
    centre: str
    pinned: str
    keys: dict[str, str]
    buckets: tuple[str, ...]
    chain: tuple[CentreKey, ...] = ()
    sealing: SealingKey | None = None


class Head(msgspec.Struct, frozen=True):
    """The end of the journal: `digest` is ORIGIN and `seq` 0 before the first line."""

    epoch: str
    seq: int
    digest: str


class PhotoOnDisk(msgspec.Struct, frozen=True):
    """A photo by the digest of its original bytes, how many there are, and the seq of the first line that names it."""

    sha256: str
    size: int
    seq: int = 0


class RoundEnded(msgspec.Struct, frozen=True, kw_only=True):
    """A finished round, for the laptop's own record of rounds."""

    started_at: str
    lines: int
    photos: int
    sent_bytes: int
    took_ms: int
    outcome: str
