"""Which photos lines name and which of them the centre holds; the bytes themselves are uploads' and photo_store's."""

from collections.abc import Sequence

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.laptops import hold
from sync.server.store.connection import Connection
from sync.server.store.tables import media, named

MOST_UNNAMED = 200  # photos that a laptop may send before any line names them


async def name(connection: Connection, device: str, epoch: str, photos: Sequence[str]) -> None:
    """Notes that lines of `epoch` name these photos. The caller holds the laptop's row."""
    if not photos:
        return
    here = await stored(connection, device, photos)
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [
        {"device": device, "epoch": epoch, "sha256": sha256, "stored": sha256 in here}
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


async def standing(connection: Connection, device: str, sha256: str) -> tuple[int | None, bool]:
    """The photo's size when the centre holds it whole from this laptop, and whether any line names it."""
    return await size_of(connection, device, sha256), await is_named(connection, device, sha256)


async def size_of(connection: Connection, device: str, sha256: str) -> int | None:
    """The photo's size in bytes when the centre holds it whole from this laptop."""
    query = select(media.c.size).where(media.c.device == device, media.c.sha256 == sha256)
    size: int | None = await connection.scalar(query)
    return size


async def mark_stored(connection: Connection, device: str, sha256: str, size: int, now: str) -> None:
    """Notes that the store holds the photo, verified."""
    # Lines that name it and this note take turns on the laptop's row; else each could miss the other.
    await hold(connection, device)
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {"device": device, "sha256": sha256, "size": size, "stored_at": now}
    await connection.execute(make(media).on_conflict_do_nothing(), row)
    here = (named.c.device == device) & (named.c.sha256 == sha256)
    await connection.execute(update(named).where(here).values(stored=True))


async def is_named(connection: Connection, device: str, sha256: str) -> bool:
    query = select(exists().where(named.c.device == device, named.c.sha256 == sha256))
    return bool(await connection.scalar(query))


async def count_unnamed(connection: Connection, device: str) -> int:
    """How many stored photos of the laptop no line names yet."""
    mentioned = exists().where(named.c.device == media.c.device, named.c.sha256 == media.c.sha256)
    query = select(func.count()).select_from(media).where(media.c.device == device, ~mentioned)
    return int(await connection.scalar(query) or 0)
