"""What exactly of a laptop has not arrived: its photos by name, and its shifts."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from inspector_app.domain.events import PhotoTaken
from sync.protocol.lines import LINE_CARRIED
from sync.server.placing import Unplaced, event_of, unwrapped
from sync.server.registry import line_of
from sync.server.store.connection import Connection
from sync.server.store.tables import lines, named, photos, shifts

MOST = 500  # of each that a page names
AT_ONCE = 200


class MissingPhoto(NamedTuple):
    """A photo that lines name and the centre lacks; `named_at` is when the first of them came (UTC)."""

    sha256: str
    named_at: str
    file_name: str
    finding: str


async def photos_of(connection: Connection, device: str) -> list[MissingPhoto]:
    """The missing photos of a laptop, at most MOST, the longest missing first."""
    since = func.min(named.c.named_at).label("since")
    query = select(named.c.sha256, since).where(named.c.device == device, ~named.c.stored).group_by(named.c.sha256)
    rows = (await connection.execute(query.order_by(since, named.c.sha256).limit(MOST))).all()
    names = await _names(connection, device, [row.sha256 for row in rows])
    return [MissingPhoto(row.sha256, row.since, *names.get(row.sha256, ("", ""))) for row in rows]


async def shifts_of(connection: Connection, device: str) -> Sequence[Row[Any]]:
    """The shifts of a laptop that no complete account has proved, the oldest first."""
    here = select(shifts).where(shifts.c.device == device, ~shifts.c.proven)
    return (await connection.execute(here.order_by(shifts.c.received_at, shifts.c.shift).limit(MOST))).all()


async def _names(connection: Connection, device: str, digests: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The file's name and the finding of each photo, as its line states them."""
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(digests), AT_ONCE):
        wanted = digests[start : start + AT_ONCE]
        about = select(photos.c.about).where(photos.c.device == device, photos.c.sha256.in_(wanted)).distinct()
        stated = select(lines).where(lines.c.device == device, lines.c.about.in_(about))
        kinds = lines.c.kind.in_((PhotoTaken.KIND, LINE_CARRIED))
        async for row in connection.stream(stated.where(kinds).order_by(lines.c.received_at, lines.c.seq)):
            taken = _photo(device, row)
            if taken is not None:
                found.setdefault(taken.photo.sha256, (taken.photo.file_name, taken.about))
    return found


def _photo(device: str, row: Row[Any]) -> PhotoTaken | None:
    try:
        event = event_of(unwrapped(device, line_of(row)))
    except Unplaced:
        return None
    return event if isinstance(event, PhotoTaken) else None
