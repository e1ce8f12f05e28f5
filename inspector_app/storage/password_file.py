"""A master key in a file that an officer's password opens, where the operating system offers no keyring."""

import os
from pathlib import Path
from typing import Annotated

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Meta

from inspector_app.storage import durable
from inspector_app.storage.sealing import KEY_BYTES, NONCE_BYTES
from inspector_app.storage.trouble import StorageCode, StorageTrouble

FILE_NAME = "key.wrapped"


class Wrapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key under AES-256-GCM and how the password becomes its key: Argon2id, RFC 9106's second recommendation."""

    salt: Annotated[bytes, Meta(min_length=16, max_length=64)]
    nonce: Annotated[bytes, Meta(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
    sealed: Annotated[bytes, Meta(max_length=256)]
    # Bounded: a file from elsewhere must not eat the laptop's memory.
    passes: Annotated[int, Meta(ge=1, le=16)] = 3
    kibibytes: Annotated[int, Meta(ge=8192, le=1 << 20)] = 65_536
    lanes: Annotated[int, Meta(ge=1, le=16)] = 4
    alg: str = "argon2id"


class PasswordFile:
    """`key.wrapped` in the data folder."""

    def __init__(self, folder: Path):
        self._path = folder / FILE_NAME

    def exists(self) -> bool:
        return self._path.exists()

    def make(self, master: bytes, password: str) -> bytes:
        """Wraps `master`, and returns it once the file has opened again."""
        wrapped = Wrapped(salt=os.urandom(16), nonce=os.urandom(NONCE_BYTES), sealed=b"")
        sealed = AESGCM(_key_of(wrapped, password)).encrypt(wrapped.nonce, master, FILE_NAME.encode())
        durable.write(self._path, msgspec.json.encode(msgspec.structs.replace(wrapped, sealed=sealed)))
        return self.open(password)

    def open(self, password: str) -> bytes:
        """The key; raises StorageTrouble: WRONG_KEY for another password, DAMAGED for a file that is none."""
        try:
            wrapped = msgspec.json.decode(self._path.read_bytes(), type=Wrapped)
            return AESGCM(_key_of(wrapped, password)).decrypt(wrapped.nonce, wrapped.sealed, FILE_NAME.encode())
        except msgspec.MsgspecError as trouble:
            raise StorageTrouble(StorageCode.DAMAGED, FILE_NAME) from trouble
        except InvalidTag as trouble:
            raise StorageTrouble(StorageCode.WRONG_KEY) from trouble


def _key_of(wrapped: Wrapped, password: str) -> bytes:
    return hash_secret_raw(
        password.encode(), wrapped.salt, wrapped.passes, wrapped.kibibytes, wrapped.lanes, KEY_BYTES, Type.ID
    )
