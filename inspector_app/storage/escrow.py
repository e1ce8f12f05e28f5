"""A copy of the master key that only the bureau can open, so that a lost profile does not lose evidence."""

from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector_app.storage import durable
from inspector_app.storage.sealing import KEY_BYTES, NONCE_BYTES, derived
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded

FILE_NAME = "key.escrow"
_PUBLIC_BYTES = 32


def leave(folder: Path, master: bytes, bureau: bytes) -> None:
    """Writes the copy for the bureau's X25519 public key (32 raw bytes) into `folder`.

    The file: bureau's key, a one-time public key, the master key under AES-256-GCM.
    """
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key, nonce = _shared(once.exchange(X25519PublicKey.from_public_bytes(bureau)), public, bureau)
    with coded():
        durable.write(folder / FILE_NAME, bureau + public + AESGCM(key).encrypt(nonce, master, None))


def is_left(folder: Path, bureau: bytes) -> bool:
    """Whether the folder holds a copy for this key of the bureau."""
    path = folder / FILE_NAME
    return path.exists() and path.read_bytes().startswith(bureau)


def recover(folder: Path, private: X25519PrivateKey) -> bytes:
    """The master key, at the bureau; raises StorageTrouble(WRONG_KEY) for another key or a damaged file."""
    with coded():
        content = (folder / FILE_NAME).read_bytes()
    bureau, public, sealed = (
        content[:_PUBLIC_BYTES],
        content[_PUBLIC_BYTES : 2 * _PUBLIC_BYTES],
        content[2 * _PUBLIC_BYTES :],
    )
    try:
        key, nonce = _shared(private.exchange(X25519PublicKey.from_public_bytes(public)), public, bureau)
        return AESGCM(key).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError) as trouble:
        raise StorageTrouble(StorageCode.WRONG_KEY, "escrow") from trouble


def _shared(secret: bytes, public: bytes, bureau: bytes) -> tuple[bytes, bytes]:
    made = derived(secret, "escrow", salt=public + bureau, length=KEY_BYTES + NONCE_BYTES)
    return made[:KEY_BYTES], made[KEY_BYTES:]
