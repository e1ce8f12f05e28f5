"""What happened before: a year of counters, ninety days of rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from inspector_app.domain.finding import Category
from inspector_app.domain.ids import iso
from inspector_app.domain.reference.history import LONGEST_ID, VIOLATIONS, What, subject_key
from sync.server.packs import cells, shapes
from sync.server.packs.folder import Folder, Source
from sync.server.packs.ground import Ground
from sync.server.packs.ledger import BadRow, Ledger, Reason
from sync.server.packs.sources import Row

ROWS = timedelta(days=90)
CATEGORIES = tuple(sorted(set(Category) - {Category.OTHER}))


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing about a subject (`history.subject_key`); `at` and `until` are UTC, the latter the deadline of an order."""

    subject: str
    at: str
    what: str
    category: str
    until: str
    lon: int | None
    lat: int | None
    finding: str  # its id where the file says which it was


@dataclass(frozen=True, slots=True)
class Past:
    """`counters` are violations within a year by subject and category, for who has any row of that year; `rows` the last ninety days."""

    as_of: str
    counters: Sequence[tuple[str, str, int]]
    rows: Sequence[Happened]


def read(folder: Folder, ground: Ground, ledger: Ledger, *, now: datetime) -> Past:
    """Both as of `now`; what is older than a year is passed over."""
    seen = cells.Seen()

    def once(source: Source, row: Row) -> Happened:
        made = _happened(row)
        if made.at > iso(now):  # most likely another year was meant
            raise BadRow(Reason.BAD_VALUE, f"at ({row('at')}) lies ahead of the moment that this pack is made")
        seen.check(source, row, cells.text(row, "subject"), made)
        return made

    told = [
        one for source in folder.of("history")
        for one in cells.taken(source, cells.rows(source, ground, ledger), ledger, partial(once, source))
    ]  # fmt: skip
    since = iso(now - VIOLATIONS)
    year = sorted((one for one in told if one.at >= since), key=_order)
    violated = Counter((one.subject, one.category) for one in year if one.what == What.VIOLATED)
    known = sorted({(one.subject, one.category) for one in year})
    recent = iso(now - ROWS)
    return Past(iso(now), [(*one, violated[one]) for one in known], [one for one in year if one.at >= recent])


def _order(one: Happened) -> tuple[str, ...]:
    return one.subject, one.at, one.what, one.category, one.until, str(one.lon), str(one.lat), one.finding


def _happened(row: Row) -> Happened:
    subject = subject_key(cells.text(row, "subject", needed=True))
    if not subject:
        raise BadRow(Reason.BAD_VALUE, "subject: a plate, a name or an address")
    lon, lat = shapes.point(row.shape) if row.shape is not None else (None, None)
    at, until = cells.moment(row, "at", needed=True), cells.moment(row, "until")
    if until and until < at:
        raise BadRow(Reason.BAD_VALUE, f"until ({row('until')}) is before at ({row('at')})")
    return Happened(
        subject, at, cells.word(row, "what", tuple(What), needed=True),
        cells.word(row, "category", CATEGORIES, needed=True), until, lon, lat,
        cells.text(row, "finding", longest=LONGEST_ID),
    )  # fmt: skip
