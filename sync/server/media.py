"""Which photos lines name and which of them the centre holds; the bytes themselves are uploads' and photo_store's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Insert,
    Row,
    ScalarSelect,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from inspector_app.domain.events import PhotoTaken
from sync.protocol.messages import LACKING
from sync.protocol.problems import Problem, ProtocolProblem
from sync.server.laptops import hold
from sync.server.placing import Placed
from sync.server.store import tables
from sync.server.store.connection import Connection
from sync.server.store.given import VALUE, Key, given, giving_values, one_of, there
from sync.server.store.tables import media, named

MOST_UNNAMED = 200  # photos that a laptop may send before any line names them

OTHERS_LACK = (
    select(named.c.sha256)
    .where(named.c.device == bindparam("of"), ~named.c.stored, named.c.epoch != bindparam("but"))
    .distinct()
    .order_by(named.c.sha256)
    .limit(LACKING)
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the centre knew of photos before lines named them (again)."""

    drawn: set[Key]  # device, what it is of, sha256
    named: set[Key]  # device, epoch, sha256
    stored: set[Key]  # device, sha256

    def lacking(self, found: Sequence[Placed]) -> tuple[str, ...]:
        """The photos of the lines that the centre does not hold, in their order."""
        photos = dict.fromkeys((one.device, sha256) for one, sha256 in photos_of(found))
        return tuple(sha256 for device, sha256 in photos if (device, sha256) not in self.stored)

    def unnamed(self, found: Sequence[Placed]) -> list[Key]:
        """The photos of the lines that their epoch had not named, each once."""
        photos = dict.fromkeys((one.device, one.epoch, sha256) for one, sha256 in photos_of(found))
        return [photo for photo in photos if photo not in self.named]


def photos_of(found: Iterable[Placed]) -> Iterator[tuple[Placed, str]]:
    """The lines that name a photo, each with its SHA-256."""
    return ((one, one.event.photo.sha256) for one in found if isinstance(one.event, PhotoTaken))


async def seen(connection: Connection, found: Sequence[Placed]) -> Seen:
    """What is known of the photos that the lines name. The caller holds the laptops' rows."""
    photos = list(photos_of(found))
    return Seen(
        await there(
            connection, tables.photos, ("device", "about", "sha256"), {(p.device, p.line.about, s) for p, s in photos}
        ),
        await there(connection, named, ("device", "epoch", "sha256"), {(p.device, p.epoch, s) for p, s in photos}),
        await there(connection, media, ("device", "sha256"), {(p.device, s) for p, s in photos}),
    )


async def name(connection: Connection, found: Sequence[Placed], known: Seen, now: str) -> None:
    """Notes that the lines name their photos."""
    rows = [(*photo, (photo[0], photo[2]) in known.stored, now) for photo in known.unnamed(found)]
    await connection.append(named, rows)


async def stored(connection: Connection, device: str, photos: Sequence[str]) -> set[str]:
    """Those of `photos` that the centre holds whole from this laptop."""
    found = await there(connection, media, ("device", "sha256"), [(device, sha256) for sha256 in photos])
    return {sha256 for _, sha256 in found}


async def lacking(connection: Connection, device: str, but: str) -> tuple[str, ...]:
    """Photos that the laptop's epochs `but` that one name and the centre does not hold; LACKING at the most."""
    return tuple(await connection.scalars(OTHERS_LACK, {"of": device, "but": but}))


async def size_of(connection: Connection, device: str, sha256: str) -> int | None:
    """The photo's size in bytes when the centre holds it whole from this laptop."""
    query = select(media.c.size).where(media.c.device == device, media.c.sha256 == sha256)
    size: int | None = await connection.scalar(query)
    return size


async def mark_stored(connection: Connection, device: str, sizes: Mapping[str, int], now: str) -> None:
    """Notes that the store holds these photos, verified."""
    # Lines that name it and this note take turns on the laptop's row; else each could miss the other.
    await hold(connection, device)
    dialect = connection.dialect.name
    rows = [{"device": device, "sha256": sha256, "size": size, "stored_at": now} for sha256, size in sizes.items()]
    await connection.execute(_adding(dialect), rows)
    await connection.execute(_marking(dialect), {"of": device} | giving_values(dialect, sizes))


@cache
def _adding(dialect: str) -> Insert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(media).on_conflict_do_nothing()


@cache
def _marking(dialect: str) -> Update:
    here = (named.c.device == bindparam("of")) & one_of(dialect, named.c.sha256)
    return update(named).where(here).values(stored=True)


async def ask_again(connection: Connection, lost: Sequence[Row[Any]]) -> None:
    """Forgets that the centre held these rows of `media`, and what was called stored without one: receipts name them as missing."""
    for row in lost:
        await connection.execute(delete(media).where(media.c.device == row.device, media.c.sha256 == row.sha256))
    there = exists().where(media.c.device == named.c.device, media.c.sha256 == named.c.sha256)
    await connection.execute(update(named).where(named.c.stored, ~there).values(stored=False))


async def wanted(connection: Connection, device: str, photos: Sequence[str]) -> tuple[str, ...]:
    """Those of `photos` that the centre lacks and has room for: some that no line names yet are welcome.

    Raises ProtocolProblem(OUT_OF_SPACE) where they are too many.
    """
    dialect = connection.dialect.name
    asked = {"of": device} | giving_values(dialect, photos)
    rows = (await connection.execute(_unstored(dialect), asked)).all()
    lacking, unnamed = {row.value for row in rows}, [row.value for row in rows if row.mentioned is None]
    if unnamed and await _count_unnamed(connection, device) + len(unnamed) > MOST_UNNAMED:
        raise ProtocolProblem(Problem.OUT_OF_SPACE, "photos that no line names", retry_after_s=3600)
    return tuple(sha256 for sha256 in photos if sha256 in lacking)


@cache
def _unstored(dialect: str) -> Select[Any]:
    these = given(dialect, VALUE)

    def in_(table: Table) -> ScalarSelect[Any]:
        here = (table.c.device == bindparam("of")) & (table.c.sha256 == these.c.value)
        return select(literal(1)).where(here).limit(1).correlate(these).scalar_subquery()

    return select(these, in_(named).label("mentioned")).where(in_(media).is_(None))


async def _count_unnamed(connection: Connection, device: str) -> int:
    """How many stored photos of the laptop no line names yet."""
    mentioned = exists().where(named.c.device == media.c.device, named.c.sha256 == media.c.sha256)
    query = select(func.count()).select_from(media).where(media.c.device == device, ~mentioned)
    return int(await connection.scalar(query) or 0)
