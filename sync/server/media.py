"""Which photos lines name and which of them the centre holds; the bytes themselves are uploads' and photo_store's."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.laptops import hold
from sync.server.store.connection import Connection
from sync.server.store.tables import media, named

MOST_AT_ONCE = 500  # in one statement
MOST_UNNAMED = 200  # photos that a laptop may send before any line names them


async def name(connection: Connection, device: str, epoch: str, photos: Sequence[str], now: str) -> None:
    """Notes that lines of `epoch` name these photos. The caller holds the laptop's row."""
    if not photos:
        return
    here = await stored(connection, device, photos)
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [
        {"device": device, "epoch": epoch, "sha256": sha256, "stored": sha256 in here, "named_at": now}
        for sha256 in dict.fromkeys(photos)
    ]
    await connection.execute(make(named).on_conflict_do_nothing(), rows)


async def stored(connection: Connection, device: str, photos: Sequence[str]) -> set[str]:
    """Those of `photos` that the centre holds whole from this laptop."""
    query = select(media.c.sha256).where(media.c.device == device, media.c.sha256.in_(photos))
    return set((await connection.scalars(query)).all())


async def not_stored(connection: Connection, device: str, photos: Sequence[str]) -> tuple[str, ...]:
    """Those of `photos` that the centre lacks, in their order."""
    if not photos:
        return ()
    here = await stored(connection, device, photos)
    return tuple(sha256 for sha256 in photos if sha256 not in here)


async def size_of(connection: Connection, device: str, sha256: str) -> int | None:
    """The photo's size in bytes when the centre holds it whole from this laptop."""
    query = select(media.c.size).where(media.c.device == device, media.c.sha256 == sha256)
    size: int | None = await connection.scalar(query)
    return size


async def mark_stored(connection: Connection, device: str, sizes: Mapping[str, int], now: str) -> None:
    """Notes that the store holds these photos, verified."""
    # Lines that name it and this note take turns on the laptop's row; else each could miss the other.
    await hold(connection, device)
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"device": device, "sha256": sha256, "size": size, "stored_at": now} for sha256, size in sizes.items()]
    await connection.execute(make(media).on_conflict_do_nothing(), rows)
    here = (named.c.device == device) & named.c.sha256.in_(list(sizes))
    await connection.execute(update(named).where(here).values(stored=True))


async def forget(connection: Connection, photos: Sequence[str]) -> None:
    """The store does not hold these photos after all, from any laptop: receipts name them as missing from now on."""
    for start in range(0, len(photos), MOST_AT_ONCE):
        some = list(photos[start : start + MOST_AT_ONCE])
        await connection.execute(delete(media).where(media.c.sha256.in_(some)))
        await connection.execute(update(named).where(named.c.sha256.in_(some)).values(stored=False))


async def check_room(connection: Connection, device: str, photos: Sequence[str]) -> None:
    """Photos that no line names yet are welcome, up to a bound. Raises ProtocolProblem(OUT_OF_SPACE)."""
    query = select(named.c.sha256).where(named.c.device == device, named.c.sha256.in_(photos)).distinct()
    unnamed = set(photos) - set(await connection.scalars(query))
    if unnamed and await _count_unnamed(connection, device) + len(unnamed) > MOST_UNNAMED:
        raise ProtocolProblem(Problem.OUT_OF_SPACE, "photos that no line names", retry_after_s=3600)


async def _count_unnamed(connection: Connection, device: str) -> int:
    """How many stored photos of the laptop no line names yet."""
    mentioned = exists().where(named.c.device == media.c.device, named.c.sha256 == media.c.sha256)
    query = select(func.count()).select_from(media).where(media.c.device == device, ~mentioned)
    return int(await connection.scalar(query) or 0)
