"""What only the centre can read: its sealing key (X25519), vouched for by a signing key, and numbered chunks under a key of their own."""

import base64
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import fingerprint, public_bytes, sign, signed

SEALING_MARK = b"721-sealing-1\n"
ALGORITHM = "x25519-hkdf-sha256-aes256gcm"
CHUNK = 64 * 1024  # bytes of plain text in each chunk but the last, which has one byte at the least
TAG = 16


class SealingKey(msgspec.Struct, frozen=True):
    """The centre's public key for sealing (raw, base64), and which of its signing keys vouches for it. It may grow."""

    public: str
    signed_by: str
    sig: str


def private_of(signing: Ed25519PrivateKey) -> X25519PrivateKey:
    """The sealing key that belongs to a signing key: derived, so that whoever keeps the one has the other."""
    raw = signing.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return X25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, SEALING_MARK).derive(raw))


def offer(signing: Ed25519PrivateKey) -> SealingKey:
    """The public half, as the centre tells it in its answers."""
    raw = raw_public(private_of(signing).public_key())
    return SealingKey(
        base64.b64encode(raw).decode(), fingerprint(public_bytes(signing)), sign(signing, SEALING_MARK, raw)
    )


def vouched(offered: SealingKey, keys: dict[str, Ed25519PublicKey]) -> X25519PublicKey:
    """The key to seal with, when a trusted signing key vouches for it; raises ProtocolProblem(FAKE_CENTRE)."""
    key = keys.get(offered.signed_by)
    try:
        raw = base64.b64decode(offered.public, validate=True)
        public = X25519PublicKey.from_public_bytes(raw)
    except ValueError as trouble:
        raise ProtocolProblem(Problem.FAKE_CENTRE, "sealing key") from trouble
    if key is None or not signed(key, offered.sig, SEALING_MARK, raw):
        raise ProtocolProblem(Problem.FAKE_CENTRE, "nobody vouches for the sealing key")
    return public


def raw_public(key: X25519PublicKey) -> bytes:
    """Its 32 raw bytes."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(key: X25519PublicKey) -> str:
    """Its fingerprint, as of signing keys."""
    return fingerprint(raw_public(key))


def chunk_key(mine: X25519PrivateKey, other: X25519PublicKey, *, salt: bytes, info: bytes) -> AESGCM:
    """The key of one message's chunks, the same from either end; raises ValueError for a point that hides nothing."""
    return AESGCM(HKDF(SHA256(), 32, salt, info).derive(mine.exchange(other)))


class Sealer:
    """Seals what is written into chunks, the last of them at `end`; holds two chunks at the most."""

    def __init__(self, file: BinaryIO, key: AESGCM) -> None:
        self._file = file
        self._key = key
        self._held = bytearray()
        self._number = 0

    def write(self, plain: bytes) -> None:
        for place in range(0, len(plain), CHUNK):
            self._held += plain[place : place + CHUNK]
            if len(self._held) > CHUNK:  # one byte more than a chunk: this one is not the last
                self._seal(bytes(self._held[:CHUNK]), last=False)
                del self._held[:CHUNK]

    def end(self) -> None:
        self._seal(bytes(self._held), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._key.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


def opened(file: BinaryIO, size: int, key: AESGCM) -> Iterator[bytes]:
    """The plain text of the `size` bytes of chunks from here on, chunk by chunk.

    Raises ProtocolProblem(DAMAGED_PARCEL) at the first that was changed, moved, cut off or is not the last.
    """
    number = 0
    while size > 0:
        chunk = file.read(min(size, CHUNK + TAG))
        size -= CHUNK + TAG
        try:
            yield key.decrypt(_nonce(number, last=size <= 0), chunk, None)
        except (InvalidTag, ValueError) as trouble:
            raise ProtocolProblem(Problem.DAMAGED_PARCEL, f"chunk {number}") from trouble
        number += 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
