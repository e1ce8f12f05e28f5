"""Who the centre is: its id, its signing keys (private ones as files of the owner alone), its ticket secret."""

import base64
import os
import secrets
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import Row, insert, select, text

from sync.protocol import sealing
from sync.protocol.pack_file import Signature, signed_by
from sync.protocol.receipts import CentreKey, Receipt, Statement, fingerprint, make, public_bytes, successor
from sync.server.clock import Clock, now_text
from sync.server.store.connection import Connection
from sync.server.store.database import Database
from sync.server.store.tables import centre, centre_keys

KEYS = select(centre_keys).order_by(centre_keys.c.n)
SECRET_FILE = "tickets.secret"  # noqa: S105 - a file's name


class NoCentre(Exception):
    """No centre was ever made in the place that the text names."""


class KeysMissing(Exception):
    """The database knows signing keys whose private halves are not in the keys folder; the text names the file."""


class Identity:
    """The centre's name and keys. Receipts are signed by the newest key; laptops trust it through the older ones."""

    def __init__(self, name: str, keys: tuple[CentreKey, ...], folder: Path) -> None:
        self.name = name
        self.keys = keys
        self._folder = folder
        self._private = {keys[-1].key_id: read_key(folder, keys[-1].key_id)}
        self.sealing = sealing.offer(self._private[keys[-1].key_id])
        self.secret = _secret(folder)

    @property
    def pinned(self) -> str:
        """The fingerprint for new enrolment codes."""
        return self.keys[-1].key_id

    def sign(self, statement: Statement) -> Receipt:
        """The statement, signed by the key that it names: the newest when it was made."""
        return make(statement, self._private[statement.key_id])

    def sign_pack(self, manifest: bytes) -> Signature:
        """The manifest of a reference pack, signed by the newest key."""
        return signed_by(manifest, self._private[self.keys[-1].key_id], self.keys)

    def unsealing(self, key_id: str) -> X25519PrivateKey | None:
        """The private half of a sealing key of ours, the newest or an older one; None for another centre's."""
        for key in reversed(self.keys):
            try:
                found = sealing.private_of(read_key(self._folder, key.key_id))
            except KeysMissing:
                continue
            if sealing.key_id(found.public_key()) == key_id:
                return found
        return None

    def follow(self, keys: tuple[CentreKey, ...]) -> None:
        """Takes over a rotation that another process made."""
        if keys != self.keys:
            self._private[keys[-1].key_id] = read_key(self._folder, keys[-1].key_id)
            self.sealing = sealing.offer(self._private[keys[-1].key_id])
            self.keys = keys


async def found(database: Database, folder: Path, clock: Clock) -> bool:
    """Gives a new centre its id and first key; False when it has them."""

    async def deed(connection: Connection) -> bool:
        await _only_once(connection)
        if await known_keys(connection):
            return False
        _make_private(folder)
        await _add(connection, folder, Ed25519PrivateKey.generate(), clock)
        await connection.execute(insert(centre), {"name": "id", "value": str(uuid.uuid4())})
        return True

    return await database.write(deed)


async def load(database: Database, folder: Path) -> Identity:
    """The centre's identity. Raises NoCentre when it has none, KeysMissing when keys were left behind."""

    async def deed(connection: Connection) -> tuple[str, tuple[CentreKey, ...]]:
        name = await connection.scalar(select(centre.c.value).where(centre.c.name == "id"))
        return str(name), await known_keys(connection)

    name, keys = await database.read(deed)
    if not keys:
        raise NoCentre(folder.parent)
    return Identity(name, keys, folder)


async def rotate(database: Database, folder: Path, clock: Clock) -> CentreKey:
    """Makes a new signing key, vouched for by the one in use; running servers follow at the next hello."""

    async def deed(connection: Connection) -> CentreKey:
        await _only_once(connection)
        keys = await known_keys(connection)
        return await _add(connection, folder, Ed25519PrivateKey.generate(), clock, before=keys[-1])

    return await database.write(deed)


async def known_keys(connection: Connection) -> tuple[CentreKey, ...]:
    """The public signing keys, oldest first."""
    rows = await dated_keys(connection)
    return tuple(CentreKey(row.key_id, row.public, row.signed_by, row.sig) for row in rows)


async def dated_keys(connection: Connection) -> Sequence[Row[Any]]:
    """As above, each with the moment since when it signs (`created_at`)."""
    return (await connection.execute(KEYS)).all()


def read_key(folder: Path, key_id: str) -> Ed25519PrivateKey:
    """The private key of that id; raises KeysMissing."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(_key_file(folder, key_id).read_text()))
    except (OSError, ValueError) as trouble:
        raise KeysMissing(_key_file(folder, key_id)) from trouble


async def _add(
    connection: Connection, folder: Path, key: Ed25519PrivateKey, clock: Clock, before: CentreKey | None = None
) -> CentreKey:
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = public_bytes(key)
    # The file first: a key that the database names must exist.
    write_secret(_key_file(folder, fingerprint(public)), base64.b64encode(raw))
    made = CentreKey(fingerprint(public), base64.b64encode(public).decode())
    if before is not None:
        made = successor(read_key(folder, before.key_id), key.public_key())
    n = len(await known_keys(connection)) + 1
    row = {"n": n, "key_id": made.key_id, "public": made.public, "signed_by": made.signed_by, "sig": made.sig}
    await connection.execute(insert(centre_keys), row | {"created_at": now_text(clock)})
    return made


async def _only_once(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE centre_keys IN EXCLUSIVE MODE"))


def _make_private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret(folder: Path) -> bytes:
    path = folder / SECRET_FILE
    if not path.exists():
        write_secret(path, base64.b64encode(secrets.token_bytes(32)))
    return base64.b64decode(path.read_bytes())


def _key_file(folder: Path, key_id: str) -> Path:
    return folder / f"{key_id}.ed25519"


def write_secret(path: Path, content: bytes) -> None:
    """Writes a file that only its owner reads, durably; an existing one stays as it is."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
