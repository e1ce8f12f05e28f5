"""Who this laptop is: its id, its Ed25519 key and its centre, in one file sealed by the master key."""

import os
import threading
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from inspector_app.storage import durable
from inspector_app.storage.sealing import seal, unseal
from sync.protocol.laptop import Enrolment
from sync.protocol.receipts import public_bytes, sign

FILE_NAME = "identity"


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """`private_key` is 32 raw bytes; `enrolment` is None before the laptop meets its centre."""

    device: str
    private_key: bytes
    enrolment: Enrolment | None = None

    @staticmethod
    def new(device: str) -> "Identity":
        key = Ed25519PrivateKey.generate()
        return Identity(device=device, private_key=key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))

    @staticmethod
    def read(content: bytes) -> "Identity":
        """Raises msgspec.MsgspecError when `content` is none."""
        return msgspec.json.decode(content, type=Identity)

    def content(self) -> bytes:
        return msgspec.json.encode(self)


class IdentityFile:
    """The file, and what it says, for any thread."""

    def __init__(self, folder: Path, master: bytes):
        self._path = folder / FILE_NAME
        self._master = master
        self._known: Identity | None = None
        self._guard = threading.Lock()

    def exists(self) -> bool:
        return self._path.exists()

    def load(self) -> Identity | None:
        """What the file says; None when it is absent, damaged or sealed by another key."""
        with self._guard:
            if self._known is None and self._path.exists():
                plain = unseal(self._master, FILE_NAME, self._path.read_bytes())
                self._known = Identity.read(plain) if plain is not None else None
            return self._known

    def keep(self, identity: Identity) -> None:
        with self._guard:
            durable.write(self._path, seal(self._master, FILE_NAME, identity.content()))
            self._known = identity

    def set_aside(self) -> None:
        """Keeps an unreadable file under another name."""
        if self._path.exists():
            self._path.replace(self._path.with_name(f"{FILE_NAME}.{os.urandom(4).hex()}.damaged"))


class LaptopKey:
    """The laptop's own key; satisfies sync.client.ports.Signer."""

    def __init__(self, identity: Identity):
        self._key = Ed25519PrivateKey.from_private_bytes(identity.private_key)

    def sign(self, mark: bytes, *fields: bytes) -> str:
        return sign(self._key, mark, *fields)

    def public(self) -> bytes:
        return public_bytes(self._key)
