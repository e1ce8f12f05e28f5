"""Which laptops have data that have not arrived, and since when, as far as the centre can know: what they said themselves."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, case, func, or_, select, update

from inspector_app.domain.ids import iso
from sync.server.laptops import everyone
from sync.server.store.connection import Connection
from sync.server.store.tables import devices, epochs, named, shifts

REACHED = select(epochs.c.through_seq).where(epochs.c.device == bindparam("of"), epochs.c.epoch == bindparam("in_"))
LONGEST_SHIFT = timedelta(hours=16)  # one that is open for longer has ended, and its laptop has not said so


class Standing(NamedTuple):
    """One laptop. Of its newest epoch it announced lines up to `announced`, the centre holds them up to `held`.

    `missing` photos are named by lines and not here; `unproven` are shifts that are over, without a complete account.
    Each `…_since` is when the centre learnt of the oldest (UTC), empty when there is none; `open_since` of a shift that is not over.
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
    open_since: str

    @property
    def lacking(self) -> int:
        """Lines that the laptop has and the centre has not."""
        return max(0, self.announced - self.held)

    @property
    def oldest(self) -> str:
        """Since when something has been missing; empty when nothing is."""
        return min((at for at in (self.behind_since, self.missing_since, self.unproven_since) if at), default="")

    @property
    def is_on_duty(self) -> bool:
        """Whether a shift is open, and nothing from before it is missing: the rest may come at its end."""
        return bool(self.open_since) and (not self.oldest or self.oldest >= self.open_since)

    @property
    def is_late(self) -> bool:
        """Whether something is missing that should be here."""
        return bool(self.oldest) and not self.is_on_duty


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


async def all_laptops(connection: Connection, now: datetime) -> list[Standing]:
    """Every laptop: those that are late first, the longest first; then who is on duty; in both the others by when they were seen."""
    ends = await _ends(connection)
    missing, on = await _missing(connection), await _shifts(connection, now)
    found = [
        _standing(row, ends.get(row.device, 0), missing.get(row.device), on.get(row.device))
        for row in await everyone(connection)
    ]
    late = sorted((one for one in found if one.is_late), key=lambda one: one.oldest)
    others = sorted((one for one in found if not one.is_late), key=lambda one: one.seen_at, reverse=True)
    return late + sorted(others, key=lambda one: not one.is_on_duty)


def _standing(row: Row[Any], held: int, missing: Row[Any] | None, on: Row[Any] | None) -> Standing:
    return Standing(
        device=row.device, name=row.name, seen_at=row.seen_at, revoked=row.revoked_at is not None,
        announced=row.head_seq, held=held, behind_since=(row.behind_since or row.seen_at) if held < row.head_seq else "",
        missing=missing.n if missing else 0, missing_since=(missing.since or row.seen_at) if missing else "",
        unproven=on.n if on else 0, unproven_since=(on.since if on else "") or "", open_since=(on.open_since if on else "") or "",
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


async def _shifts(connection: Connection, now: datetime) -> dict[str, Row[Any]]:
    """Of the shifts that nobody has proved: how many are over and since when, and since when one is open."""
    over = or_(shifts.c.closed_seq > 0, shifts.c.received_at < iso(now - LONGEST_SHIFT))
    query = select(
        shifts.c.device, func.count(case((over, 1))).label("n"), func.min(case((over, shifts.c.received_at))).label("since"),
        func.min(case((~over, shifts.c.received_at))).label("open_since"),
    )  # fmt: skip
    rows = await connection.execute(query.where(~shifts.c.proven).group_by(shifts.c.device))
    return {row.device: row for row in rows}
