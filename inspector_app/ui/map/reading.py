"""What the map asks of the laptop's data, on reader threads."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import NamedTuple

from inspector_app.domain import ground
from inspector_app.domain.ids import iso
from inspector_app.domain.local_time import LOCAL
from inspector_app.domain.scatter import TIERS, Scatter
from inspector_app.domain.task import TaskState
from inspector_app.services import locating, relief
from inspector_app.services.map_ports import Bounds
from inspector_app.services.ports import Reads
from inspector_app.ui.map.layers import Mark
from inspector_app.ui.map.state import Chip, ListRow, Slots

MONTH = timedelta(days=30)
MOST_ROWS = 60  # of the list


class Around(NamedTuple):
    """Tasks and relief points, as marks and whole."""

    tasks: tuple[Mark, ...]
    slots: tuple[Slots, ...]


def around(reads: Reads, now: datetime) -> Around:
    """Open tasks that say where they are, and every relief point with its free slots; the pack's where the feed states none."""
    tasks = [row.task for row in reads.tasks() if row.state is TaskState.OPEN]
    marks = [
        Mark(task.id, task.lat_e7 / 1e7, task.lon_e7 / 1e7, task.title or task.address)
        for task in tasks
        if task.lat_e7 is not None and task.lon_e7 is not None
    ]
    known = relief.known(reads, now)
    points = known.free(now) or [(point, point.free(iso(now))) for point in locating.relief_of_pack(reads, now)]
    return Around(tuple(marks), tuple(Slots(point, free) for point, free in points))


def findings(reads: Reads, scope: Chip, shift: str, now: datetime) -> tuple[Chip, str, Scatter]:
    """Where the findings of the shift or of the last 30 days are, with what was asked."""
    if scope is Chip.SHIFT:
        return scope, shift, reads.scatter("", shift) if shift else Scatter()
    return scope, shift, reads.scatter(iso(now - MONTH))


def finding_id(reads: Reads, number: int) -> str:
    """The id of a finding by its row number; empty when it is gone."""
    row = reads.finding_rows([number])[0]
    return row.id if row is not None else ""


def listed(
    reads: Reads, scatter: Scatter, marks: Sequence[tuple[str, Mark]], bounds: Bounds, middle: ground.Corner
) -> tuple[ListRow, ...]:
    """What lies within the bounds, the nearest to the middle first."""
    rows = [
        ListRow(kind, mark.key, mark.title, mark.lat, mark.lon)
        for kind, mark in marks
        if bounds[0] <= mark.lon <= bounds[2] and bounds[1] <= mark.lat <= bounds[3]
    ]
    places = _nearest(scatter, bounds, middle)
    told = reads.finding_rows([scatter.numbers[place] for place in places])
    for place, row in zip(places, told, strict=True):
        if row is not None:
            lat, lon = scatter.lats[place] / 1e7, scatter.lons[place] / 1e7
            rows.append(ListRow(TIERS[scatter.tiers[place]], row.id, row.address or _told(row.observed_at), lat, lon))
    placed = [_placed(row, middle) for row in rows]
    return tuple(sorted(placed, key=lambda row: row.far_m))[:MOST_ROWS]


def _told(utc: str) -> str:
    return f"{datetime.fromisoformat(utc).astimezone(LOCAL):%m-%d %H:%M}"


def _placed(row: ListRow, middle: ground.Corner) -> ListRow:
    there = (row.lat, row.lon)
    return row._replace(far_m=ground.length_m((middle, there)), bearing=ground.bearing(middle, there))


def _nearest(scatter: Scatter, bounds: Bounds, middle: ground.Corner) -> list[int]:
    west, south, east, north = (round(edge * 1e7) for edge in bounds)
    lat0, lon0, narrow = middle[0] * 1e7, middle[1] * 1e7, cos(radians(middle[0]))
    inside = [
        (hypot(lat - lat0, (lon - lon0) * narrow), place)
        for place, (lat, lon) in enumerate(zip(scatter.lats, scatter.lons, strict=True))
        if south <= lat <= north and west <= lon <= east
    ]
    return [place for _, place in sorted(inside)[:MOST_ROWS]]
