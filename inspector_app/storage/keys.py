"""The laptop's master key: 32 random bytes in the operating system's keyring or, without one, in a file that a password opens."""

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from inspector_app.storage import durable
from inspector_app.storage.identity import FILE_NAME as IDENTITY
from inspector_app.storage.password_file import PasswordFile
from inspector_app.storage.sealing import KEY_BYTES
from inspector_app.storage.trouble import StorageCode, StorageTrouble, coded

SERVICE = "inspector-721"
NAME_FILE = "key.name"  # under which name the keyring holds this folder's key: the folder may be moved
DEMO_FILE = "demo.key"  # beside a demo's data, which it does not protect; else it counts for nothing
# Named one by one: keyring's own choice may fall on a plaintext file when such a package happens to be installed.
BACKENDS = {
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "linux": ("keyring.backends.SecretService", "Keyring"),
}
AskPassword = Callable[[bool], str]  # told whether the password is a new one


class KeyRing(Protocol):
    """Where keys are kept, by name; a name without a key is None. May raise StorageTrouble(NO_KEYRING)."""

    def load(self, name: str) -> bytes | None: ...
    def save(self, name: str, key: bytes) -> None: ...


class SystemKeyRing:
    """The operating system's own keyring. Raises StorageTrouble(NO_KEYRING) when there is none, or it stays locked."""

    def load(self, name: str) -> bytes | None:
        held = _asked(lambda backend: backend.get_password(SERVICE, name))
        return bytes.fromhex(held) if held else None

    def save(self, name: str, key: bytes) -> None:
        _asked(lambda backend: backend.set_password(SERVICE, name, key.hex()))


class GivenKeys:
    """Keys in memory, for tests and for whoever brings a key along."""

    def __init__(self, **keys: bytes):
        self._keys = dict(keys)

    def load(self, name: str) -> bytes | None:
        return self._keys.get(name)

    def save(self, name: str, key: bytes) -> None:
        self._keys[name] = key


def master_key(folder: Path, *, ring: KeyRing | None = None, ask_password: AskPassword | None = None) -> bytes:
    """The key of `folder`'s data; a new one, kept safely, where there is no data yet. A demo's data have theirs beside them.

    Raises StorageTrouble: KEY_MISSING (there is data, but no key for it), NO_KEYRING (no keyring, and nobody to ask for a
    password), WRONG_KEY (the password is another one).
    """
    with coded():
        wrapped = PasswordFile(folder)
        if wrapped.exists():
            if ask_password is None:
                raise StorageTrouble(StorageCode.NO_KEYRING)
            return wrapped.open(ask_password(False))
        if is_demo(folder):
            return _whole((folder / DEMO_FILE).read_bytes())
        held = _from_ring(folder, ring or SystemKeyRing(), lenient=ask_password is not None)
        if held is not None:
            return held
        assert ask_password is not None
        _refuse_over_data(folder)
        return wrapped.make(os.urandom(KEY_BYTES), ask_password(True))


def is_demo(folder: Path) -> bool:
    """Whether these are a demo's data; never a folder that is still empty, lest somebody leave a key there that he knows."""
    guarded = (folder / NAME_FILE).exists() or PasswordFile(folder).exists()
    return not guarded and (folder / IDENTITY).exists() and (folder / DEMO_FILE).is_file()


def _from_ring(folder: Path, ring: KeyRing, *, lenient: bool) -> bytes | None:
    """The ring's key of this folder, made when there is none; None without a ring when `lenient`."""
    name_file = folder / NAME_FILE
    try:
        if name_file.exists():
            return _whole(ring.load(name_file.read_text()))
        _refuse_over_data(folder)
        return _new_in_ring(name_file, ring)
    except StorageTrouble as trouble:
        if lenient and trouble.code is StorageCode.NO_KEYRING and not name_file.exists():
            return None
        raise


def _whole(key: bytes | None) -> bytes:
    if key is None or len(key) != KEY_BYTES:
        raise StorageTrouble(StorageCode.KEY_MISSING)
    return key


def _new_in_ring(name_file: Path, ring: KeyRing) -> bytes:
    name, key = os.urandom(16).hex(), os.urandom(KEY_BYTES)
    ring.save(name, key)
    if ring.load(name) != key:  # before any evidence depends on it
        raise StorageTrouble(StorageCode.NO_KEYRING, "the keyring forgets")
    durable.write(name_file, name.encode())
    return key


def _refuse_over_data(folder: Path) -> None:
    if (folder / IDENTITY).exists():
        raise StorageTrouble(StorageCode.KEY_MISSING)


def _asked(question: Callable[..., str | None]) -> str | None:
    """Asks the named backend; keyring is slow to import, and needed once."""
    import keyring.errors

    module, name = BACKENDS.get(sys.platform, BACKENDS["linux"])
    try:
        backend = getattr(importlib.import_module(module), name)
        if not backend.viable:
            raise StorageTrouble(StorageCode.NO_KEYRING, name)
        return question(backend())
    except (ImportError, RuntimeError, keyring.errors.KeyringError) as trouble:
        raise StorageTrouble(StorageCode.NO_KEYRING, type(trouble).__name__) from trouble
