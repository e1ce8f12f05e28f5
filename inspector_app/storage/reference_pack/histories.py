"""What the pack's city knew of a subject: counters of a year, rows of ninety days."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from inspector_app.domain.reference.alike import PLATE_WITHIN, WITHIN, Likeness
from inspector_app.domain.reference.history import LONGEST, Counted, Entry, What
from inspector_app.storage.database import Connection

MOST = 8  # rows of one answer that people read
_Row = tuple[str, str, str, str, str, str, int | None, int | None]
_SELECT = "SELECT subject, at, what, category, until, finding, lat, lon FROM history_rows"
_SAME, _NEWEST = "category = ? AND at BETWEEN ? AND ?", "ORDER BY at DESC LIMIT ?"


def history(connection: Connection, subject: str) -> Counted | None:
    """Counters and rows of a subject; None of one that the pack does not know, or states in no moment."""
    counted = connection.execute(
        "SELECT category, violations_365d, as_of FROM histories WHERE subject = ? AND subject <> ''", (subject,)
    ).fetchall()
    as_of = _moment(min((row[2] for row in counted), default=""))
    if as_of is None:
        return None
    rows = connection.execute(f"{_SELECT} WHERE subject = ? ORDER BY at DESC LIMIT ?", (subject, LONGEST)).fetchall()
    return Counted(as_of, {category: number for category, number, _ in counted}, tuple(_entries(rows)))


def happened(connection: Connection, asked: Likeness) -> Sequence[tuple[str, Entry]]:
    """Rows of the plate within a day, and of the same kind near by within the half hour; each with its subject, the newest first."""
    plated = connection.execute(
        f"{_SELECT} WHERE subject = ? AND subject <> '' AND {_SAME} {_NEWEST}",
        (asked.plate, asked.category, *asked.window(PLATE_WITHIN), MOST),
    )
    rows, box = plated.fetchall(), asked.near()
    if box is not None:
        rows += connection.execute(
            f"{_SELECT} WHERE {_SAME} AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? {_NEWEST}",
            (asked.category, *asked.window(WITHIN), box.south, box.north, box.west, box.east, MOST),
        ).fetchall()
    return [(row[0], entry) for row in dict.fromkeys(rows) for entry in _entries([row])]


def _entries(rows: Sequence[_Row]) -> Iterator[Entry]:
    """Those that can be read; the others cost themselves alone."""
    for _, at, what, category, until, finding, lat, lon in rows:
        moment = _moment(at)
        with suppress(ValueError):
            if moment is not None:
                yield Entry(moment, What(what), category, _moment(until), finding, lat, lon)


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is not None else None
    return None
