"""Which laptops have data that have not arrived, and since when, as far as the centre can know: what they said themselves."""

from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, func, select, update

from sync.server.laptops import everyone
from sync.server.store.connection import Connection
from sync.server.store.tables import devices, epochs, named, shifts

REACHED = select(epochs.c.through_seq).where(epochs.c.device == bindparam("of"), epochs.c.epoch == bindparam("in_"))


class Standing(NamedTuple):
    """One laptop. Of its newest epoch it announced lines up to `announced`, the centre holds them up to `held`.

    `missing` photos are named by lines and not here; `unproven` are shifts that are open, or closed without a complete
    account. Each `…_since` is when the centre learnt of the oldest (UTC), empty when there is none.
    """

    device: str
    name: str
    seen_at: str
    revoked: bool
    announced: int
    held: int
    behind_since: str
    missing: int
    missing_since: str
    unproven: int
    unproven_since: str

    @property
    def lacking(self) -> int:
        """Lines that the laptop has and the centre has not."""
        return max(0, self.announced - self.held)

    @property
    def oldest(self) -> str:
        """Since when something has been missing; empty when nothing is."""
        return min((at for at in (self.behind_since, self.missing_since, self.unproven_since) if at), default="")


async def note_hello(connection: Connection, row: Row[Any], epoch: str, head_seq: int, now: str) -> None:
    """Keeps how far the laptop of that row has got by its own word, and since when the centre has been behind that."""
    held = await _held(connection, row.device, epoch)
    before = held if row.head_epoch == epoch else await _held(connection, row.device, row.head_epoch)
    since = None if held >= head_seq else now if before >= row.head_seq else row.behind_since or now
    said = {"head_epoch": epoch, "head_seq": head_seq, "behind_since": since}
    if (row.head_epoch, row.head_seq, row.behind_since) != tuple(said.values()):
        await connection.execute(update(devices).where(devices.c.device == row.device).values(said))


async def prove(connection: Connection, device: str, epoch: str, through_seq: int) -> None:
    """A complete account covers every shift that was closed by then."""
    here = (shifts.c.device == device) & (shifts.c.epoch == epoch) & ~shifts.c.proven
    closed = shifts.c.closed_seq.between(1, through_seq)
    await connection.execute(update(shifts).where(here, closed).values(proven=True))


async def close_shift(connection: Connection, device: str, shift: str, epoch: str, seq: int) -> None:
    """The line `seq` of `epoch` closed it: from now on an account through there proves it."""
    here = (shifts.c.device == device) & (shifts.c.shift == shift)
    await connection.execute(update(shifts).where(here).values(epoch=epoch, closed_seq=seq))


async def all_laptops(connection: Connection) -> list[Standing]:
    """Every laptop: those of which something is missing first, the longest first; the others by when they were seen."""
    ends = await _ends(connection)
    missing, unproven = await _missing(connection), await _unproven(connection)
    found = [
        _standing(row, ends.get(row.device, 0), missing.get(row.device), unproven.get(row.device))
        for row in await everyone(connection)
    ]
    lacking = sorted((one for one in found if one.oldest), key=lambda one: one.oldest)
    return lacking + sorted((one for one in found if not one.oldest), key=lambda one: one.seen_at, reverse=True)


def _standing(row: Row[Any], held: int, missing: Row[Any] | None, unproven: Row[Any] | None) -> Standing:
    return Standing(
        device=row.device, name=row.name, seen_at=row.seen_at, revoked=row.revoked_at is not None,
        announced=row.head_seq, held=held, behind_since=(row.behind_since or row.seen_at) if held < row.head_seq else "",
        missing=missing.n if missing else 0, missing_since=(missing.since or row.seen_at) if missing else "",
        unproven=unproven.n if unproven else 0, unproven_since=unproven.since if unproven else "",
    )  # fmt: skip


async def _held(connection: Connection, device: str, epoch: str) -> int:
    return int(await connection.scalar(REACHED, {"of": device, "in_": epoch}) or 0)


async def _ends(connection: Connection) -> dict[str, int]:
    """How far the centre holds the epoch that each laptop announced last."""
    announced = and_(epochs.c.device == devices.c.device, epochs.c.epoch == devices.c.head_epoch)
    rows = await connection.execute(select(epochs.c.device, epochs.c.through_seq).join(devices, announced))
    return {row.device: row.through_seq for row in rows}


async def _missing(connection: Connection) -> dict[str, Row[Any]]:
    photos = func.count(named.c.sha256.distinct()).label("n")
    query = select(named.c.device, photos, func.min(named.c.named_at).label("since"))
    rows = await connection.execute(query.where(~named.c.stored).group_by(named.c.device))
    return {row.device: row for row in rows}


async def _unproven(connection: Connection) -> dict[str, Row[Any]]:
    query = select(shifts.c.device, func.count().label("n"), func.min(shifts.c.received_at).label("since"))
    rows = await connection.execute(query.where(~shifts.c.proven).group_by(shifts.c.device))
    return {row.device: row for row in rows}
