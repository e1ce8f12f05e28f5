"""The laptops that the centre knows, their keys, and whether they are still trusted."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Row, Select, bindparam, select, update

from sync.protocol.problems import Problem, ProtocolProblem
from sync.protocol.receipts import public_key, signed
from sync.server.store.connection import Connection
from sync.server.store.given import giving_values, one_of
from sync.server.store.tables import device_keys, devices

GREETED = (
    update(devices)
    .where(devices.c.device == bindparam("of"))
    .values(seen_at=bindparam("now"), app=bindparam("said"))
    .returning(devices)
)

HOLDING = select(devices.c.device).where(devices.c.device == bindparam("of")).with_for_update()


@dataclass(frozen=True, slots=True)
class Laptop:
    """An enrolled laptop. A revoked one may hold evidence: what it sends is kept, set aside; it gets nothing."""

    device: str
    revoked: bool
    keys: tuple[Ed25519PublicKey, ...]

    def check(self, sig: str, mark: bytes, fields: tuple[bytes, ...]) -> None:
        """Raises ProtocolProblem(WRONG_SIGNATURE) when none of its keys made `sig`."""
        if not any(signed(key, sig, mark, *fields) for key in self.keys):
            raise ProtocolProblem(Problem.WRONG_SIGNATURE)

    def check_trusted(self) -> None:
        """Raises ProtocolProblem(REVOKED_DEVICE)."""
        if self.revoked:
            raise ProtocolProblem(Problem.REVOKED_DEVICE)


async def known(connection: Connection, device: str, *, alone: bool = False) -> Laptop:
    """The laptop of that id; `alone` holds its row until the transaction ends, so that its writers take turns.

    Raises ProtocolProblem(UNKNOWN_DEVICE).
    """
    query = select(devices).where(devices.c.device == device)
    row = (await connection.execute(query.with_for_update() if alone else query)).one_or_none()
    if row is None:
        raise ProtocolProblem(Problem.UNKNOWN_DEVICE)
    keys = await connection.scalars(select(device_keys.c.public).where(device_keys.c.device == device))
    return Laptop(device, row.revoked_at is not None, tuple(public_key(key) for key in keys))


async def held(connection: Connection, ids: Collection[str], *, patiently: bool) -> dict[str, Laptop]:
    """The laptops of those ids, their rows held until the transaction ends; `patiently` waits for who holds one now.

    Those that nobody knows, and without patience those that somebody holds, are left out.
    """
    dialect = connection.dialect.name
    wanted = giving_values(dialect, ids)
    rows = (await connection.execute(_rows_of(dialect, patiently=patiently), wanted)).all()
    public: dict[str, list[str]] = {row.device: [] for row in rows}
    for key in await connection.execute(_keys_of(dialect), wanted):
        public.setdefault(key.device, []).append(key.public)
    return {
        row.device: Laptop(row.device, row.revoked_at is not None, tuple(map(public_key, public[row.device])))
        for row in rows
    }


@cache
def _rows_of(dialect: str, *, patiently: bool) -> Select[Any]:
    # In one order for all, so that writers wait for each other and never crosswise.
    mine = select(devices.c.device, devices.c.revoked_at).where(one_of(dialect, devices.c.device))
    return mine.order_by(devices.c.device).with_for_update(skip_locked=not patiently)


@cache
def _keys_of(dialect: str) -> Select[Any]:
    return select(device_keys.c.device, device_keys.c.public).where(one_of(dialect, device_keys.c.device))


async def hold(connection: Connection, device: str) -> None:
    """Holds the laptop's row until the transaction ends, so that its writers take turns."""
    await connection.execute(HOLDING, {"of": device})


async def everyone(connection: Connection) -> list[Row[Any]]:
    """Every laptop, in the order of joining."""
    return list(await connection.execute(select(devices).order_by(devices.c.enrolled_at, devices.c.device)))


async def greeted(connection: Connection, device: str, app: str, now: str) -> Row[Any]:
    """Notes that the laptop was here; its row. Raises ProtocolProblem(UNKNOWN_DEVICE)."""
    row = (await connection.execute(GREETED, {"of": device, "now": now, "said": app})).one_or_none()
    if row is None:
        raise ProtocolProblem(Problem.UNKNOWN_DEVICE)
    return row


async def revoke(connection: Connection, device: str, now: str) -> bool:
    """Stops trusting the laptop from now on; False when there is none of that id."""
    here = devices.c.device == device
    await connection.execute(update(devices).where(here, devices.c.revoked_at.is_(None)).values(revoked_at=now))
    return await connection.scalar(select(devices.c.device).where(here)) is not None
