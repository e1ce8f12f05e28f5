"""People who may read the console: their passwords (Argon2id), and the sessions that a login opens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Row, Select, delete, insert, select, update

from sync.server.clock import Clock, now_text
from sync.server.store.connection import Connection
from sync.server.store.people import sessions, users

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
SESSION_HOURS = 10  # a working day at the desk
# RFC 9106's second choice for memory-bound machines.
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$qbQtUR3p5cZ7r7bC9QWkq5Wm4YyXlA3Zt4f0n2c0F1g"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in; `csrf` must come back with every form."""

    name: str
    csrf: str


def password_hash(password: str) -> str:
    """Raises ValueError when the password is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise ValueError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    return HASHER.hash(password)


async def keep(connection: Connection, name: str, hashed: str, clock: Clock) -> None:
    """Adds the person, or gives a known one a new password and ends their sessions."""
    changed = await connection.execute(update(users).where(users.c.name == name).values(password=hashed))
    if changed.rowcount == 0:
        await connection.execute(insert(users), {"name": name, "password": hashed, "created_at": now_text(clock)})
    await connection.execute(delete(sessions).where(sessions.c.name == name))


async def everyone(connection: Connection) -> list[Row[Any]]:
    """Everybody who may read the console, by name."""
    return list(await connection.execute(select(users.c.name, users.c.created_at).order_by(users.c.name)))


async def remove(connection: Connection, name: str) -> bool:
    """Takes the person away and ends their sessions; False when there is nobody of that name."""
    found = await connection.scalar(_held(name))
    await connection.execute(delete(sessions).where(sessions.c.name == name))
    await connection.execute(delete(users).where(users.c.name == name))
    return found is not None


async def stored_hash(connection: Connection, name: str) -> str:
    """The person's hash; for a stranger one that takes as long to check and never fits."""
    return await connection.scalar(select(users.c.password).where(users.c.name == name)) or NOBODY


def fits(password: str, hashed: str) -> bool:
    """Whether it is the password; slow on purpose, so call it off the event loop."""
    try:
        HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
    return hashed != NOBODY


async def begin_session(connection: Connection, name: str, hashed: str, clock: Clock) -> str | None:
    """A new session's secret, for the cookie alone: the table holds its hash.

    None when the person was taken away, or got another password, while `hashed` was checked.
    """
    if await connection.scalar(_held(name)) != hashed:
        return None
    secret = secrets.token_urlsafe(32)
    await connection.execute(delete(sessions).where(sessions.c.expires_at <= now_text(clock)))
    row = {"hash": _hash(secret), "name": name, "csrf": secrets.token_urlsafe(24)}
    await connection.execute(
        insert(sessions), row | {"expires_at": now_text(clock, plus=timedelta(hours=SESSION_HOURS))}
    )
    return secret


async def session(connection: Connection, secret: str, clock: Clock) -> Session | None:
    """Whose session that is; None when it ended, ran out or never was."""
    query = select(sessions).where(sessions.c.hash == _hash(secret), sessions.c.expires_at > now_text(clock))
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Session(row.name, row.csrf)


async def end_session(connection: Connection, secret: str) -> None:
    await connection.execute(delete(sessions).where(sessions.c.hash == _hash(secret)))


def _held(name: str) -> Select[tuple[str]]:
    """Asks for the person's hash and holds the row until the transaction ends."""
    return select(users.c.password).where(users.c.name == name).with_for_update()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
