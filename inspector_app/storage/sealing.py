"""How anything leaves memory: AES-256-GCM under a key of its own, derived from the laptop's master key by HKDF-SHA256."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
OVERHEAD = SALT_BYTES + 16  # the salt before, the tag behind


def derived(master: bytes, purpose: str, *, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """`length` key bytes for one purpose; the same input gives the same key."""
    return HKDF(SHA256(), length, salt or None, f"721 {purpose}".encode()).derive(master)


def seal(master: bytes, purpose: str, plain: bytes) -> bytes:
    """`plain`, encrypted and bound to `purpose`. A random salt makes key and nonce, so neither is ever used twice."""
    salt = os.urandom(SALT_BYTES)
    key, nonce = _once(master, purpose, salt)
    return salt + AESGCM(key).encrypt(nonce, plain, purpose.encode())


def unseal(master: bytes, purpose: str, sealed: bytes | memoryview) -> bytes | None:
    """What was sealed for `purpose` under `master`; None when a single bit of it, or the key, is another."""
    if len(sealed) < OVERHEAD:
        return None
    cipher, what = _opening(master, purpose, sealed)
    try:
        return cipher.decrypt(*what)
    except InvalidTag:
        return None


def unseal_into(master: bytes, purpose: str, sealed: bytes | memoryview, room: memoryview) -> memoryview | None:
    """As `unseal`, to the beginning of `room`, which must be large enough; None leaves there what nobody may look at."""
    size = len(sealed) - OVERHEAD
    if size < 0:
        return None
    cipher, what = _opening(master, purpose, sealed)
    try:
        cipher.decrypt_into(*what, room[:size])
    except InvalidTag:
        return None
    return room[:size]


def _opening(master: bytes, purpose: str, sealed: bytes | memoryview) -> tuple[AESGCM, tuple[bytes, memoryview, bytes]]:
    key, nonce = _once(master, purpose, bytes(sealed[:SALT_BYTES]))
    return AESGCM(key), (nonce, memoryview(sealed)[SALT_BYTES:], purpose.encode())


def _once(master: bytes, purpose: str, salt: bytes) -> tuple[bytes, bytes]:
    made = derived(master, purpose, salt=salt, length=KEY_BYTES + NONCE_BYTES)
    return made[:KEY_BYTES], made[KEY_BYTES:]
